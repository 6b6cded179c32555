"""What a table pays, as one shape: straight pieces, each from a bound on.

Every table of a plan, whichever way it is read, says how much is paid once so much has been
reached:

- marginal: pieces rise by their own rate and meet at the bounds,
- retroactive: each piece is its rate times all that was reached, so that pay jumps at the bounds,
- steps: pieces lie flat,
- curve and interpolated amounts: pieces join the points that are given.

Bounds may be counted in a unit that differs from row to row, such as each one's quota: then the
shape is that of so many quotas, and nothing is divided until the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import numpy as np

from everyrep.pay.exact import Exact, Flags, Places


class Boundary(StrEnum):
    """Which piece a value right on a bound belongs to."""

    LOWER = "lower_inclusive"  # to the one that begins there
    UPPER = "upper_inclusive"  # to the one that ends there


_FEW = 12
_NOTHING = Exact.filled(0, 1)


@dataclass(frozen=True)
class Piece:
    """A straight piece.

    Attributes:
        at: Where it begins, in units.
        value: What is paid there, per unit.
        slope: What is paid for each unit more.
    """

    at: Fraction
    value: Fraction
    slope: Fraction

    def paid(self, reached: Fraction) -> Fraction:
        """What is paid for what was reached, per unit."""
        return self.value + self.slope * (reached - self.at)


@dataclass(frozen=True)
class Shape:
    """Pieces in order; the first reaches down without end, the last up without end.

    Attributes:
        pieces: At least one, at rising bounds; where the first one is said to begin only fixes
            what it pays.
        boundary: Which piece a value on a bound belongs to.
    """

    pieces: tuple[Piece, ...]
    boundary: Boundary = Boundary.LOWER

    def __post_init__(self) -> None:
        bounds = [piece.at for piece in self.pieces[1:]]
        if not self.pieces or any(a >= b for a, b in pairwise(bounds)):
            raise ValueError("A shape has at least one piece, and its bounds rise")

    def place_of(self, reached: Fraction) -> int:
        """The piece that a value belongs to."""
        if self.boundary is Boundary.LOWER:
            return sum(reached >= piece.at for piece in self.pieces[1:])
        return sum(reached > piece.at for piece in self.pieces[1:])

    def paid(self, reached: Fraction) -> Fraction:
        """What is paid for what was reached, both in units."""
        return self.pieces[self.place_of(reached)].paid(reached)

    def places(self, reached: Exact, unit: Exact) -> Places:
        """The piece of each row, shape (rows,).

        Args:
            reached: What was reached, in the measure's own terms.
            unit: What a bound of one stands for, above zero.
        """
        low = np.zeros(len(reached), dtype=np.int64)
        high = np.full(len(reached), len(self.pieces) - 1, dtype=np.int64)
        while (open_rows := low < high).any():
            middle = (low + high + 1) // 2
            bound = self._at.take(middle) * unit
            beyond = bound <= reached if self.boundary is Boundary.LOWER else bound < reached
            low = np.where(open_rows & beyond, middle, low)
            high = np.where(open_rows & ~beyond, middle - 1, high)
        return low

    def paid_for(self, reached: Exact, unit: Exact, places: Places | None = None) -> Exact:
        """What is paid for what was reached, times the unit; shape (rows,)."""
        if places is None and self._joins and len(self.pieces) <= _FEW:
            return self._bent(reached, unit)
        at = self.places(reached, unit) if places is None else places
        begun = self._at.take(at) * unit
        return self._value.take(at) * unit + self._slope.take(at) * (reached - begun)

    def _bent(self, reached: Exact, unit: Exact) -> Exact:
        """What is paid where no piece jumps: the first slope, and what each bend adds to it."""
        bends = [(new.at, new.slope - old.slope) for old, new in pairwise(self.pieces)]
        first = self.pieces[0]
        paid = reached * first.slope
        if first.value != first.at * first.slope:
            paid = paid + unit * (first.value - first.at * first.slope)
        for at, more in bends:
            paid = paid + (reached - unit * at).most(_NOTHING) * more
        return paid

    @cached_property
    def _joins(self) -> bool:
        return not self.jumps()

    def slopes(self, places: Places) -> Exact:
        """What one unit more pays in each row's piece."""
        return self._slope.take(places)

    def jumps(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Bounds at which pay changes at once, and by how much, per unit."""
        pairs = pairwise(self.pieces)
        found = ((new.at, new.value - old.paid(new.at)) for old, new in pairs)
        return tuple((at, jump) for at, jump in found if jump != 0)

    @cached_property
    def _at(self) -> Exact:
        return Exact.of(piece.at for piece in self.pieces)

    @cached_property
    def _value(self) -> Exact:
        return Exact.of(piece.value for piece in self.pieces)

    @cached_property
    def _slope(self) -> Exact:
        return Exact.of(piece.slope for piece in self.pieces)


Steps = Sequence[tuple[Fraction, Fraction]]
"""Bounds with what is paid from each on: a rate, or an amount."""


def marginal(steps: Steps, boundary: Boundary = Boundary.LOWER) -> Shape:
    """Each part of what was reached at the rate of the tier it lies in; none below the first.

    The first rate holds below the first bound too, where that is zero: what is taken back there
    is taken back as it would have been paid.
    """
    first = steps[0]
    pieces = [] if first[0] == 0 else [Piece(first[0], Fraction(0), Fraction(0))]
    value = Fraction(0)
    for at, (bound, rate) in enumerate(steps):
        if at > 0:
            value += steps[at - 1][1] * (bound - steps[at - 1][0])
        pieces.append(Piece(bound, value, rate))
    return Shape(tuple(pieces), boundary)


def retroactive(steps: Steps, boundary: Boundary = Boundary.LOWER) -> Shape:
    """All that was reached at the rate of the tier that was reached; nothing below the first."""
    tiers = [Piece(bound, bound * rate, rate) for bound, rate in steps]
    return Shape((*_nothing_below(steps), *tiers), boundary)


def stepped(steps: Steps, boundary: Boundary = Boundary.LOWER) -> Shape:
    """The amount of the step that was reached; nothing below the first."""
    flat = [Piece(bound, amount, Fraction(0)) for bound, amount in steps]
    return Shape((*_nothing_below(steps), *flat), boundary)


def _nothing_below(steps: Steps) -> tuple[Piece, ...]:
    if steps[0][0] == 0:
        return ()
    return (Piece(steps[0][0], Fraction(0), Fraction(0)),)


def joined(
    points: Steps, below: Fraction, above: Fraction, boundary: Boundary = Boundary.LOWER
) -> Shape:
    """Straight between points.

    Args:
        points: Where, and what is paid there; at least one.
        below: What is paid below the first point.
        above: What one unit more pays above the last.
        boundary: Which piece the first point belongs to, where pay jumps there.
    """
    pieces = [Piece(points[0][0], below, Fraction(0))]
    for (x, y), (then, reached) in pairwise(points):
        pieces.append(Piece(x, y, (reached - y) / (then - x)))
    pieces.append(Piece(points[-1][0], points[-1][1], above))
    return Shape(tuple(pieces), boundary)


def added_up(amounts: Iterable[tuple[Fraction, Fraction, Fraction]]) -> Shape:
    """Passed stretches pay their whole amount, the last one the share of it that was reached.

    Args:
        amounts: Where each stretch begins and ends, and its amount; each begins where the one
            before ends. Above the last nothing more is paid.
    """
    stretches = list(amounts)
    total, points = Fraction(0), [(stretches[0][0], Fraction(0))]
    for _, end, amount in stretches:
        total += amount
        points.append((end, total))
    return joined(points, below=Fraction(0), above=Fraction(0))


def is_rising(shape: Shape) -> Flags:
    """Whether more never pays less, piece by piece: its slope, and the jump at its beginning."""
    jumps = dict(shape.jumps())
    return np.array([piece.slope >= 0 and jumps.get(piece.at, 0) >= 0 for piece in shape.pieces])
