"""Columns of facts: exact numbers, days, texts, truths; each may be unknown in a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.exact import Exact, Flags, Rows
from everyrep.pay.windows import Days


@dataclass(frozen=True, eq=False)
class Numbers:
    """Money in minor units, numbers, counts or days; shape (rows,).

    Attributes:
        above: The number, or what it is above its fraction's line.
        below: What it is divided by, never 0; None for 1.
        known: Where it is known; None for everywhere. Elsewhere `above` means nothing.
    """

    above: Exact
    below: Exact | None = None
    known: Flags | None = None

    def __len__(self) -> int:
        return len(self.above)

    def take(self, rows: Rows) -> Numbers:
        """Some of the rows."""
        below = None if self.below is None else self.below.take(rows)
        return Numbers(self.above.take(rows), below, _taken(self.known, rows))


@dataclass(frozen=True, eq=False)
class Dates:
    """Days since 1970-01-01, shape (rows,)."""

    days: Days
    known: Flags | None = None

    def __len__(self) -> int:
        return int(self.days.size)

    def take(self, rows: Rows) -> Dates:
        """Some of the rows."""
        return Dates(self.days[rows], _taken(self.known, rows))


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts, shape (rows,).

    Attributes:
        codes: Place of each row's text among the words; -1 where it is unknown.
        words: Each text once.
    """

    codes: NDArray[np.int64]
    words: tuple[str, ...]

    @property
    def known(self) -> Flags | None:
        """Where it is known; None for everywhere."""
        known = self.codes >= 0
        return None if known.all() else known

    def __len__(self) -> int:
        return int(self.codes.size)

    def take(self, rows: Rows) -> Texts:
        """Some of the rows."""
        return Texts(self.codes[rows], self.words)


@dataclass(frozen=True, eq=False)
class Truths:
    """True, false or unknown, shape (rows,)."""

    yes: Flags
    known: Flags | None = None

    def __len__(self) -> int:
        return int(self.yes.size)

    def take(self, rows: Rows) -> Truths:
        """Some of the rows."""
        return Truths(self.yes[rows], _taken(self.known, rows))


Column = Numbers | Dates | Texts | Truths
Columns = Mapping[str, Column]


def product(one: Numbers, two: Numbers) -> Numbers:
    """Both multiplied, row by row; known where both are."""
    known = one.known if two.known is None else two.known
    if one.known is not None and two.known is not None:
        known = one.known & two.known
    if one.below is None or two.below is None:
        below = two.below if one.below is None else one.below
    else:
        below = one.below * two.below
    return Numbers(one.above * two.above, below, known)


def cell(column: Exact, row: int) -> Fraction:
    """One row's number, of a column that may have one row for all."""
    return Fraction(int(column.parts[row if len(column) > 1 else 0]), column.over)


def fraction(column: Numbers, row: int) -> Fraction:
    """As `cell`, of a number that is known."""
    value = cell(column.above, row)
    return value if column.below is None else value / cell(column.below, row)


def _taken(known: Flags | None, rows: Rows) -> Flags | None:
    return None if known is None else known[rows]
