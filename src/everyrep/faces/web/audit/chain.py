"""Adding to the audit, and telling whether it is whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from everyrep.faces.web.audit.models import Entry

START = "0" * 64
STRUCK = "names_struck"
"""What an entry is called that vouches for others, in which a name was struck."""
_LOCK = 7_203_401
_AT_ONCE = 2_000


def record(who: str, what: str, about: str = "", *, behind: str = "", **detail: Any) -> Entry:
    """Add an entry.

    Args:
        who: Under whose name it was done.
        what: What was done, such as "sign_in" or "view_as".
        about: Whom or what it was done to.
        behind: Who really did it, where they looked as somebody else.
        detail: More, as JSON-safe values; never a secret.
    """
    with transaction.atomic():
        _one_at_a_time()
        last = Entry.objects.order_by("-number").values_list("number", "digest").first()
        number, before = (last[0] + 1, last[1]) if last else (1, START)
        entry = Entry(
            number=number,
            at=timezone.now().astimezone(UTC),
            who=who,
            behind=behind,
            what=what,
            about=about,
            detail=detail,
        )
        entry.digest = digest_of(entry, before)
        entry.save(force_insert=True)
    return entry


def digest_of(entry: Entry, before: str) -> str:
    """What binds an entry to the one before it."""
    told = [
        before,
        entry.number,
        _moment(entry.at),
        entry.who,
        entry.behind,
        entry.what,
        entry.about,
        entry.detail,
    ]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """Whether the audit is whole.

    Attributes:
        entries: How many were read.
        head: Digest of the last; written down elsewhere it shows if the end is cut off.
        broken_at: Number of the first entry that does not follow from the one before; None: none.
        why: What is wrong there.
        struck: Entries in which a name was struck; a later entry vouches for each.
        met_at: Number of the entry that ends in the head that was asked for; None: no entry does.
    """

    entries: int
    head: str
    broken_at: int | None = None
    why: str = ""
    struck: int = 0
    met_at: int | None = None


def verify(head: str = "") -> Verdict:
    """Read the whole chain.

    Args:
        head: One that was written down before: where the chain is whole and an entry ends in it,
            everything up to that entry is as it was then, and everything since follows it.
    """
    from everyrep.faces.web.audit.striking import content, vouched

    before, count, struck, told = START, 0, 0, vouched()
    met: int | None = None
    for entry in Entry.objects.order_by("number").iterator(chunk_size=_AT_ONCE):
        count += 1
        if entry.number != count:
            return Verdict(count, before, count, f"entry {count} is missing")
        later, said = told.get(entry.number, (0, ""))
        if later > entry.number and said == content(entry):
            struck += 1
        elif entry.digest != digest_of(entry, before):
            return Verdict(count, before, count, "it was changed, or the one before it was")
        before = entry.digest
        met = count if before == head else met
    return Verdict(count, before, struck=struck, met_at=met)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _one_at_a_time() -> None:
    """Two who add at once must not both follow the same entry; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
