"""Names of columns: taken from the header, made unique, and said where something was done to them.

The engine compares names without case, so `Amount` and `amount` collide; the second becomes
`amount_2`. Names are otherwise kept as delivered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from everyrep.sources.files.limits import MOST_COLUMNS
from everyrep.values.errors import DataError

LINE = "_line"  # the column that says where a row stood in its file
_TAKEN = (LINE, "file_row_number")  # names that reading itself uses
_LONGEST_NAME = 200
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\ufeff]+")
_MOST_SHOWN = 6


def unique_names(names: Sequence[str], where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names as columns can bear them, and notes about what was changed.

    Raises:
        DataError: There are more columns than can be read.
    """
    if len(names) > MOST_COLUMNS:
        raise DataError(
            f"It has {len(names):,} columns, and at most {MOST_COLUMNS:,} can be read",
            where=where,
            why="A table this wide usually has its rows and columns swapped, or a wrong delimiter",
            remedy="Export fewer columns, or name the delimiter under [read] in the mapping",
        )
    used = {name.casefold() for name in _TAKEN}
    taken: list[str] = []
    blank, double = [], []
    for at, raw in enumerate(names, start=1):
        plain = _SPACE.sub(" ", raw).strip()[:_LONGEST_NAME]
        name = _free(plain or f"column_{at}", used)
        if not plain:
            blank.append(name)
        elif name != plain:
            double.append(f"{plain} is now {name}")
        used.add(name.casefold())
        taken.append(name)
    return tuple(taken), tuple(_notes(blank, double))


def made_up(count: int) -> tuple[str, ...]:
    """Names for the columns of a file without a header."""
    return tuple(f"column_{at}" for at in range(1, count + 1))


def _free(name: str, used: set[str]) -> str:
    candidate, n = name, 1
    while candidate.casefold() in used:
        n += 1
        candidate = f"{name}_{n}"
    return candidate


def _notes(blank: list[str], double: list[str]) -> list[str]:
    notes = []
    if double:
        notes.append(f"Column names that were there twice were numbered: {_some(double)}")
    if blank:
        notes.append(f"Columns without a name were given one: {_some(blank)}")
    return notes


def _some(names: list[str]) -> str:
    more = len(names) - _MOST_SHOWN
    shown = ", ".join(names[:_MOST_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown
