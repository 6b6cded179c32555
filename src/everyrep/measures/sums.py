"""What the database sent, gathered group by group for the estimators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from everyrep.measures.intervals.arrays import Floats


@dataclass(frozen=True)
class Sums:
    """What the database sent for one measure: one entry a group in every list.

    Attributes:
        keys: The groups.
        columns: Sums by name; for durations each entry is itself a list, one number a duration.
        level: Confidence of ranges.
        still_open: What to say where some have not ended: a sentence with the places {ended},
            {everyone} and {share}.
    """

    keys: tuple[tuple[Any, ...], ...]
    columns: Mapping[str, list[Any]]
    level: float
    still_open: str = "{ended} of {everyone} have ended; the others are censored."

    def floats(self, name: str) -> Floats:
        """A column as floats, shape (groups,), NaN where it is empty."""
        return np.array(
            [np.nan if value is None else float(value) for value in self.columns[name]], dtype=float
        )

    def whole(self, name: str) -> list[int]:
        """A column as whole numbers, 0 where it is empty."""
        return [int(value or 0) for value in self.columns[name]]

    def __len__(self) -> int:
        return len(self.keys)


Counts = dict[tuple[Any, ...], dict[str, int]]


def by_group(
    names: list[str], rows: list[tuple[Any, ...]], width: int, level: float
) -> tuple[Sums, Counts]:
    """Rows of one group each, as sums, and the counts that make notes.

    Args:
        names, rows: What the database sent: the groups first, then the sums.
        width: How many columns are groups.
        level: Confidence of ranges.
    """
    keys = tuple(row[:width] for row in rows)
    columns = {name: [row[i] for row in rows] for i, name in enumerate(names) if i >= width}
    extra = {
        key: {name: int(column[i] or 0) for name, column in columns.items() if _is_note(name)}
        for i, key in enumerate(keys)
    }
    return Sums(keys, columns, level), extra


def by_duration(
    names: list[str], rows: list[tuple[Any, ...]], width: int, level: float
) -> tuple[Sums, Counts]:
    """Rows of one group and duration each, gathered into one entry a group, durations ascending."""
    place = names.index("days")
    gathered: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in sorted(rows, key=lambda row: row[place]):
        gathered.setdefault(row[:width], []).append(row)
    if not rows and not width:
        gathered[()] = []
    columns = {
        name: [[row[i] for row in group] for group in gathered.values()]
        for i, name in enumerate(names)
        if i >= width
    }
    extra = {
        key: {
            name: sum(int(row[i] or 0) for row in group)
            for i, name in enumerate(names)
            if _is_note(name)
        }
        for key, group in gathered.items()
    }
    return Sums(tuple(gathered), columns, level), extra


_SUMS = frozenset("n x m clusters xx xm mm xxx xxm xmm mmm days first second censored".split())


def _is_note(name: str) -> bool:
    return name not in _SUMS and not name.startswith("by_")
