"""What one table pays, worked out plainly from its bounds and rates."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from everyrep.pay.plan import Above, Mode, Table
from everyrep.pay.shape import Boundary


def tier(table: Table, reached: Fraction) -> Fraction:
    """The rate of the tier that a value lies in; nothing below the first."""
    rate = table.rates[0] if table.bounds[0] == 0 else Fraction(0)
    for bound, own in zip(table.bounds, table.rates, strict=True):
        if reached >= bound if table.boundary is Boundary.LOWER else reached > bound:
            rate = own
    return rate


def in_slices(table: Table, reached: Fraction) -> Fraction:
    """Each part of what was reached at its tier's rate."""
    ends: Sequence[Fraction | None] = [*table.bounds[1:], None]
    total = Fraction(0)
    for at, (begin, end, rate) in enumerate(zip(table.bounds, ends, table.rates, strict=True)):
        low = begin
        if at == 0 and begin == 0 and reached < 0:
            return reached * rate
        high = reached if end is None else min(reached, end)
        total += max(high - low, Fraction(0)) * rate
    return total


def ended_at(table: Table, reached: Fraction) -> bool:
    """Whether a value has reached the end of a table that pays nothing more there."""
    if table.above is not Above.FLAT or table.last is None:
        return False
    return reached >= table.last if table.boundary is Boundary.LOWER else reached > table.last


def at_once(table: Table) -> Fraction:
    """The rate at exactly 100%, as which a quota of zero counts."""
    ends_before = table.above is Above.FLAT and table.last is not None and table.last < 1
    return Fraction(0) if ends_before else tier(table, Fraction(1))


def slope_at(table: Table, reached: Fraction) -> Fraction:
    """What one more pays of interpolated amounts, or of steps, which pay nothing by one more."""
    slope = Fraction(0)
    ends = [*table.bounds[1:], table.shape.pieces[-1].at]
    lower = table.boundary is Boundary.LOWER
    for begin, end, pays in zip(table.bounds, ends, table.rates, strict=True):
        if table.mode is Mode.INTERPOLATE_ADD and (reached >= begin if lower else reached > begin):
            slope = pays / (end - begin)
    over = reached >= ends[-1] if lower else reached > ends[-1]
    return Fraction(0) if table.above is Above.FLAT and over else slope


def amount_at(table: Table, reached: Fraction) -> Fraction:
    """What steps and interpolated amounts come to in all."""
    total = Fraction(0)
    ends = [*table.bounds[1:], table.shape.pieces[-1].at]
    for begin, end, pays in zip(table.bounds, ends, table.rates, strict=True):
        if table.mode is Mode.STEP:
            there = reached >= begin if table.boundary is Boundary.LOWER else reached > begin
            total = pays if there or begin == table.bounds[0] == 0 else total
        elif reached > begin:
            open_end = end == ends[-1] and table.above is Above.OPEN
            part = (reached - begin) / (end - begin)
            total += pays * (part if open_end else min(part, Fraction(1)))
    return total


def curve(table: Table, reached: Fraction) -> Fraction:
    """Straight between points."""
    return table.shape.paid(reached)
