"""Which column is a table's id, where several could be: the one that other files refer to.

A CRM gives an account a GUID and a running number. Both are unique; the deals hold only one of
them, and that one is the id.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from everyrep.sources.files.guessing.evidence import Overlaps
from everyrep.sources.files.guessing.matching import (
    Profiles,
    TableMatch,
    match_table,
    possible_keys,
)
from everyrep.sources.files.guessing.names import fold
from everyrep.sources.files.raw import RawPart
from everyrep.warehouse.schema import TABLES, Kind

_REFERRED = 0.8
_MOST_TRIED = 4


@dataclass(frozen=True)
class Look:
    """A file while it is guessed.

    Attributes:
        part: the raw table.
        profiles: its columns.
        matches: tables that it could be about, best first.
        why_not: why none is taken, where that is no matter of likeness.
    """

    part: RawPart
    profiles: Profiles
    matches: tuple[TableMatch, ...]
    why_not: str = ""


def about_name(part: RawPart) -> str:
    """The name that says what a table is about: the sheet's, where a book has several."""
    shape = part.shape
    several = shape.sheet is not None and shape.name.endswith(f"sheet {shape.sheet}")
    return str(shape.sheet) if several else shape.file_name


def keys_by_use(looks: Sequence[Look], overlaps: Overlaps) -> list[Look]:
    """The files with the ids that the other files of the set refer to."""
    return [_with_used_key(look, looks, overlaps) for look in looks]


def _with_used_key(look: Look, looks: Sequence[Look], overlaps: Overlaps) -> Look:
    if not look.matches or "id" not in look.matches[0].pairs:
        return look
    match = look.matches[0]
    table = match.table
    present = match.pairs["id"].source
    referring = _referring(table, look, looks)
    if not referring:
        return look
    used = {present: _used(look, present, referring, overlaps)}
    for key in _candidates(look, referring)[:_MOST_TRIED]:
        used[key] = _used(look, key, referring, overlaps)
    best = max(used, key=lambda key: (used[key], key == present))
    if best == present or used[best] < 1:
        return look
    again = match_table(TABLES[table], about_name(look.part), look.profiles, best)
    return dataclasses.replace(look, matches=(again, *look.matches[1:]))


def _referring(table: str, look: Look, looks: Sequence[Look]) -> list[tuple[RawPart, str]]:
    """Columns of other files that refer to a table, as far as their names say."""
    found = []
    for other in looks:
        if other is look or not other.matches:
            continue
        model = TABLES[other.matches[0].table]
        for name, pair in other.matches[0].pairs.items():
            column = model.by_name[name]
            if column.kind is Kind.REF and column.target == table and column.name != "parent":
                found.append((other.part, pair.source))
    return found


def _candidates(look: Look, referring: Sequence[tuple[RawPart, str]]) -> list[str]:
    """Possible ids, those first that bear the same name as a column that refers."""
    names = {fold(source) for _, source in referring}
    keys = possible_keys(look.matches[0], look.profiles)
    return sorted(keys, key=lambda key: fold(key) not in names)


def _used(
    look: Look, key: str, referring: Sequence[tuple[RawPart, str]], overlaps: Overlaps
) -> int:
    """How many columns of other files hold values of this one."""
    return sum(
        1
        for part, source in referring
        if overlaps.contained(part, source, look.part, key) >= _REFERRED
    )
