"""Columns of exact numbers: whole numbers over one denominator.

Pay is worked out for millions of lines at once and must not miss a cent. A column keeps its parts
in 64 bits as long as nothing that is asked of it could overflow them, by a bound that is known
before the work begins, and in whole numbers of any size from there on: slower, never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from everyrep.values import DataError
from everyrep.values.rounding import Rounding

Whole = NDArray[Any]
"""Whole numbers: int64, or objects where they may not fit."""
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
Rows = Places | Flags | slice
"""Which rows are meant: their places, a flag for each, or a stretch."""
_FITS = 2**62
_MOST_BITS = 2**16


@dataclass(frozen=True, eq=False)
class Exact:
    """Exact numbers of shape (rows,).

    Attributes:
        parts: Shape (rows,), whole.
        over: What each part is divided by, above zero.
        bound: No part is larger than this; negative where nobody has looked yet.
    """

    parts: Whole
    over: int = 1
    bound: int = -1

    @classmethod
    def of(cls, values: Iterable[Fraction | int]) -> Exact:
        """A column of fractions."""
        exact = [Fraction(value) for value in values]
        over = lcm(*(value.denominator for value in exact)) if exact else 1
        return cls(
            narrowed([value.numerator * (over // value.denominator) for value in exact]), over
        )

    @classmethod
    def filled(cls, value: Fraction | int, rows: int) -> Exact:
        """The same number in every row."""
        exact = Fraction(value)
        return cls(np.resize(narrowed([exact.numerator]), rows), exact.denominator)

    def __len__(self) -> int:
        return int(self.parts.size)

    def fractions(self) -> list[Fraction]:
        """Each number by itself."""
        return [Fraction(int(part), self.over) for part in self.parts]

    def size(self) -> int:
        """A bound that no part exceeds."""
        return self.tight() if self.bound < 0 else self.bound

    def tight(self) -> int:
        """The size of the largest part, looked up anew."""
        object.__setattr__(self, "bound", largest(self.parts))
        return self.bound

    def __add__(self, other: Exact) -> Exact:
        one, two = _alike(self, other)
        return _fitting(np.add, one, two, lambda a, b: a + b, one.over)

    def __sub__(self, other: Exact) -> Exact:
        return self + -other

    def __neg__(self) -> Exact:
        return Exact(-self.parts, self.over, self.bound)

    def __mul__(self, other: Exact | Fraction | int) -> Exact:
        if not isinstance(other, Exact):
            other = Exact.filled(other, 1)
        if other.is_one():
            return self
        if self.is_one():
            return other
        over = self.over * other.over
        return _fitting(np.multiply, self, other, lambda a, b: a * b, over)

    def is_one(self) -> bool:
        """Whether this is a 1 that is meant for all rows."""
        return self.parts.size == 1 and bool(self.parts[0] == self.over)

    def __lt__(self, other: Exact) -> Flags:
        one, two = _alike(self, other)
        return np.asarray(one.parts < two.parts, dtype=bool)

    def __le__(self, other: Exact) -> Flags:
        one, two = _alike(self, other)
        return np.asarray(one.parts <= two.parts, dtype=bool)

    def take(self, rows: Rows) -> Exact:
        """Some of the rows."""
        return Exact(self.parts[rows], self.over, self.bound)

    def least(self, other: Exact) -> Exact:
        """The lesser of both, row by row."""
        return self._picked(np.minimum, other)

    def most(self, other: Exact) -> Exact:
        """The greater of both, row by row."""
        return self._picked(np.maximum, other)

    def chosen(self, where: Flags, other: Exact) -> Exact:
        """These where the flags say so, and the others elsewhere."""
        if len(self) == where.size and bool(where.all()):
            return self
        return self._picked(lambda one, two: np.where(where, one, two), other)

    def _picked(self, pick: Callable[[Whole, Whole], Whole], other: Exact) -> Exact:
        """Parts of either."""
        one, two = _alike(self, other)
        bound = -1 if min(one.bound, two.bound) < 0 else max(one.bound, two.bound)
        return Exact(np.asarray(pick(one.parts, two.parts)), one.over, bound)

    def running(self, starts: Places) -> Exact:
        """Sums of each group's rows up to and with each row.

        Args:
            starts: First row of each group, ascending, beginning with 0.
        """
        parts, bound = self._wide_enough()
        total = np.cumsum(parts)
        before = total[starts] - parts[starts]
        sizes = np.diff(np.append(starts, parts.size))
        total -= np.repeat(before, sizes)
        return Exact(total, self.over, bound)

    def summed(self, starts: Places) -> Exact:
        """Sums of groups, shape (groups,)."""
        if not starts.size:
            return Exact(self.parts[:0], self.over)
        parts, bound = self._wide_enough()
        return Exact(np.add.reduceat(parts, starts), self.over, bound)

    def _wide_enough(self) -> tuple[Whole, int]:
        """Parts whose sums fit, whichever of them are summed, and a bound of these sums."""
        rows = max(self.parts.size, 1)
        bound = self.size() * rows
        if bound >= _FITS:
            bound = self.tight() * rows
        return self.parts if bound < _FITS else self.parts.astype(object), bound

    def rounded(self, rule: Rounding, per: Exact | None = None) -> Whole:
        """Whole numbers, by the rule.

        Args:
            rule: How halves and rests go.
            per: What each row is divided by first; never 0.
        """
        if per is None:
            return _rounded(self.parts, np.asarray(self.over), rule)
        above, below = self * per.over, per
        if bool((per.parts < 0).any()):
            above = above * Exact(np.where(per.parts < 0, -1, 1))
            below = Exact(abs(per.parts), 1, per.bound)
        below = Exact(below.parts, 1, below.bound) * self.over
        return _rounded(above.parts, below.parts, rule)


def narrowed(values: Sequence[int]) -> Whole:
    """Whole numbers in 64 bits where they fit."""
    if max(map(abs, values), default=0) < _FITS:
        return np.array(values, dtype=np.int64)
    return np.array(values, dtype=object)


def largest(parts: Whole) -> int:
    """The largest size of any of them."""
    return max(abs(int(parts.max())), abs(int(parts.min()))) if parts.size else 0


def _alike(one: Exact, two: Exact) -> tuple[Exact, Exact]:
    """Both over one denominator."""
    if one.over == two.over:
        return one, two
    over = lcm(one.over, two.over)
    return _scaled(one, over // one.over), _scaled(two, over // two.over)


def _scaled(one: Exact, times: int) -> Exact:
    if times == 1:
        return one
    factor = np.asarray([times], dtype=object if times >= _FITS else np.int64)
    scale = Exact(factor, 1, times)
    return _fitting(np.multiply, one, scale, lambda a, b: a * b, one.over * times)


def _fitting(
    work: Any, one: Exact, two: Exact, bound_of: Callable[[int, int], int], over: int
) -> Exact:
    """The work done in 64 bits where its result fits, else in whole numbers of any size."""
    bound = bound_of(one.size(), two.size())
    if bound >= _FITS:
        bound = bound_of(one.tight(), two.tight())
    if bound < _FITS and object not in (one.parts.dtype, two.parts.dtype):
        return Exact(np.asarray(work(one.parts, two.parts)), over, bound)
    if max(bound.bit_length(), over.bit_length()) > _MOST_BITS:
        raise DataError(
            "Numbers of more than fifteen thousand digits come up",
            why="Facts that are multiplied one by the other grow until no machine can hold them",
            remedy="Multiply fewer of them: look at what the plan derives",
        )
    found = work(one.parts.astype(object), two.parts.astype(object))
    return Exact(np.asarray(found if bound >= _FITS else found.astype(np.int64)), over, bound)


def _rounded(above: Whole, below: Whole, rule: Rounding) -> Whole:
    """Above over below (which is above zero), as whole numbers."""
    if largest(above) >= _FITS // 4 or largest(below) >= _FITS // 4:
        above, below = above.astype(object), below.astype(object)
    if rule is Rounding.FLOOR:
        return np.asarray(above // below)
    if rule is Rounding.CEILING:
        return np.asarray(-(-above // below))
    negative = above < 0
    if not bool(negative.any()):
        return _size_rounded(above, below, rule)
    return np.asarray(np.where(negative, -1, 1) * _size_rounded(abs(above), below, rule))


def _size_rounded(size: Whole, below: Whole, rule: Rounding) -> Whole:
    """As `_rounded`, of what is not below zero."""
    if rule is Rounding.HALF_UP:
        return np.asarray((2 * size + below) // (2 * below))
    whole = size // below
    return np.asarray(whole + _one_more(whole, size - whole * below, below, rule))


def _one_more(whole: Whole, rest: Whole, below: Whole, rule: Rounding) -> Whole:
    """1 where a size goes up to the next whole number, else 0."""
    if rule is Rounding.DOWN:
        return np.asarray(np.zeros(whole.shape, dtype=np.int64))
    if rule is Rounding.UP:
        return np.asarray((rest > 0).astype(np.int64))
    goes = 2 * rest > below
    if rule is Rounding.HALF_EVEN:
        goes = goes | ((2 * rest == below) & (whole % 2 == 1))
    return np.asarray(goes.astype(np.int64))
