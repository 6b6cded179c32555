"""What people, lines and deals are called, as the records have it, and no ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.http import HttpRequest

from everyrep.faces.web.company import renamed_people
from everyrep.faces.web.pay.inputs import columns_of_lines
from everyrep.faces.web.pay.models import RunPart
from everyrep.warehouse.organisation import names_of

_WORD = re.compile(r"[^\s,;]+")


def names_of_people(request: HttpRequest, people: Iterable[str]) -> dict[str, str]:
    """Names by id; whoever the records do not name goes by their id."""
    wanted = set(people) - {""}
    warehouse = request.warehouse  # type: ignore[attr-defined]
    renamed = renamed_people(warehouse)
    today = {one: renamed.get(one, one) for one in wanted}
    found = names_of(warehouse, set(today.values())) if warehouse is not None and wanted else {}
    return {one: found.get(now) or one for one, now in today.items()}


def named(names: Mapping[str, str], ids: Iterable[str]) -> list[tuple[str, str]]:
    """Each by name, with the id behind it; empty where the id is all that is known."""
    found = [(names.get(one) or one, one) for one in ids]
    return [(name, one if name != one else "") for name, one in found]


def in_words(names: Mapping[str, str], text: str) -> str:
    """A sentence with names where it has ids."""
    return _WORD.sub(lambda found: names.get(found[0], found[0]), text)


@lru_cache(maxsize=8)
def names_of_lines(run: int, plan: str) -> dict[str, str]:
    """Names of lines and of deals, as the run knew them."""
    found: dict[str, str] = {}
    for part in RunPart.objects.filter(run_id=run, version__plan=plan):
        table = columns_of_lines(part, ("line", "deal", "name"))
        if "name" not in table:
            continue
        for column in ("deal", "line"):
            pairs = zip(table.get(column, ()), table["name"], strict=False)
            found |= {str(key): str(name) for key, name in pairs if key and name}
    return found
