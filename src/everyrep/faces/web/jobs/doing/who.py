"""Who is who, were files loaded: as sentences for the page of an upload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everyrep.faces.reports.numbers import plural
from everyrep.sources.files.loading import Table
from everyrep.values import UserError
from everyrep.warehouse.expected_people import Expected, expected
from everyrep.warehouse.identity import read_decisions
from everyrep.warehouse.inspection_people import MOST
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

_SHOWN = 10


def who_is_who(workspace: Workspace, tables: Sequence[Table]) -> list[dict[str, Any]]:
    """Who would match nobody, who would have to be decided on, and who is known by a name alone."""
    spoken = [table.inspection.people for table in tables if table.inspection]
    decisions = read_decisions(workspace.decisions / "identity.jsonl")
    try:
        with Warehouse.open(workspace) as warehouse:
            return _told(expected(warehouse, spoken, decisions))
    except UserError:  # Nothing is built yet.
        return _told(expected(None, spoken, decisions))


def _told(found: Expected) -> list[dict[str, Any]]:
    records, pairs = f"of {found.records:,} records", plural("pair", len(found.unsure))
    references = plural("reference", len(found.strangers))
    told = (
        _list("Match nobody of another system, and count as people of their own",
              records, [name for _, name in found.alone]),
        _list("May be one person, and wait under Who is who after the build",
              pairs, [f"{one} and {other}: {why}" for one, other, why in found.unsure]),
        _list("Match no record of a person, and count as people known by that alone",
              references, [_stranger(*one) for one in found.strangers]),
    )  # fmt: skip
    return [*_too_many(found), *(one for one in told if one["names"])]


def _too_many(found: Expected) -> list[dict[str, Any]]:
    """That not everybody was judged, where there are too many for a look before the build."""
    says = (
        f"Not judged here: more than {MOST:,} records of people, or references to them, would take "
        "too long. The build judges all of them; what it is unsure of waits under Who is who then."
    )
    return [{"says": says, "names": [], "more": 0}] if found.too_many else []


def _stranger(where: str, ref: str, rows: int) -> str:
    return f"{ref}: {rows:,} {plural('row', rows)} ({where})"


def _list(says: str, of: str, names: list[str]) -> dict[str, Any]:
    more = max(0, len(names) - _SHOWN)
    return {"says": f"{says}: {len(names):,} {of}", "names": names[:_SHOWN], "more": more}
