"""What the database sent, gathered group by group for the estimators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from everyrep.measures.arrays import Floats
from everyrep.measures.question import Question
from everyrep.measures.sufficient import mark
from everyrep.measures.tally import Described, Lasting, Tally


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
Rows = list[tuple[Any, ...]]


def gathered(
    names: list[str], rows: Rows, question: Question, described: Described, place: int
) -> tuple[Sums, Counts]:
    """What the database sent, as the sums of one measure, and its counts for notes.

    Args:
        names, rows: Columns and rows as they came: the groups first, then the sums.
        question: Says how many columns are groups.
        described: What was added up.
        place: Place of the measure among those read together.
    """
    if isinstance(described, Lasting):
        return _by_duration(names, rows, question, described)
    return _by_group(names, rows, question, described, place)


def _by_group(
    names: list[str], rows: Rows, question: Question, tally: Tally, place: int
) -> tuple[Sums, Counts]:
    width, start = len(question.by), mark(place)
    columns = {
        name.removeprefix(start): i for i, name in enumerate(names) if name.startswith(start)
    }
    if width:
        # Read together with others, a measure has no figure where none of its facts fell.
        rows = [row for row in rows if row[columns["n"]]]
    keys = tuple(row[:width] for row in rows)
    sums = {name: [row[i] for row in rows] for name, i in columns.items()}
    counts = {
        key: {name: int(sums[name][at] or 0) for name in tally.notes} for at, key in enumerate(keys)
    }
    return Sums(keys, sums, question.level), counts


def _by_duration(
    names: list[str], rows: Rows, question: Question, lasting: Lasting
) -> tuple[Sums, Counts]:
    """Rows of one group and duration each, gathered into one entry a group, durations ascending."""
    width, place = len(question.by), names.index("days")
    groups: dict[tuple[Any, ...], Rows] = {}
    for row in sorted(rows, key=lambda row: row[place]):
        groups.setdefault(row[:width], []).append(row)
    if not rows and not width:
        groups[()] = []
    columns = {
        name: [[row[i] for row in group] for group in groups.values()]
        for i, name in enumerate(names)
        if i >= width
    }
    counts = {
        key: {
            name: sum(int(row[names.index(name)] or 0) for row in group) for name in lasting.notes
        }
        for key, group in groups.items()
    }
    return Sums(tuple(groups), columns, question.level), counts
