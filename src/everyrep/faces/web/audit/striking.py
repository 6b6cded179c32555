"""Striking a name out of the audit, so that the chain still shows whatever else is changed.

An entry keeps its place, its time, what was done and the digest that the next one follows from; the
name in it gives way to a number. Which entries were struck, and what each says since, is itself an
entry: `verify` believes an entry that no longer has its digest only where a later one vouches for
it word by word. A head that was written down elsewhere before is still met on the way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC
from typing import Any

from django.db import transaction

from everyrep.faces.web.audit.chain import STRUCK, record
from everyrep.faces.web.audit.models import Entry

Change = Callable[[str], str]
_AT_ONCE = 2_000
_A_LIST = 400


@transaction.atomic
def strike(change: Change, *, by: str, about: str) -> int:
    """Change what entries say of somebody.

    Args:
        change: Gives a text without the name.
        by: Who does it, by their own name.
        about: Who is meant, by the name that they have from now on.

    Returns:
        How many entries were changed.
    """
    struck: dict[str, str] = {}
    for entry in Entry.objects.order_by("number").iterator(chunk_size=_AT_ONCE):
        told = {name: change(getattr(entry, name)) for name in ("who", "behind", "about")}
        told["detail"] = changed(entry.detail, change)
        if all(getattr(entry, name) == value for name, value in told.items()):
            continue
        Entry.objects.filter(pk=entry.pk).update(**told)
        for name, value in told.items():
            setattr(entry, name, value)
        struck[str(entry.number)] = content(entry)
    numbers = list(struck)
    for start in range(0, len(numbers), _A_LIST):
        part = {number: struck[number] for number in numbers[start : start + _A_LIST]}
        record(by, STRUCK, about, entries=part)
    return len(struck)


def changed(value: Any, change: Change) -> Any:
    """A JSON value, changed wherever it is text."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [changed(one, change) for one in value]
    if isinstance(value, dict):
        return {change(name): changed(one, change) for name, one in value.items()}
    return value


def content(entry: Entry) -> str:
    """What an entry says since it was struck, with the digest that it keeps."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [entry.number, at, entry.who, entry.behind, entry.what, entry.about, entry.detail,
            entry.digest]  # fmt: skip
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def vouched() -> dict[int, tuple[int, str]]:
    """For each entry that was struck: the last that vouches for it, and for what."""
    found: dict[int, tuple[int, str]] = {}
    for number, detail in (
        Entry.objects.filter(what=STRUCK).order_by("number").values_list("number", "detail")
    ):
        found |= {int(one): (number, said) for one, said in detail.get("entries", {}).items()}
    return found
