"""What a table pays for each credited line, before anything multiplies, caps or rounds it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from everyrep.pay.calculation.case import Case
from everyrep.pay.calculation.groups import Groups
from everyrep.pay.calculation.measured import Measured
from everyrep.pay.columns import Numbers
from everyrep.pay.exact import Exact, Flags, Places
from everyrep.pay.plan import Above, Grid, Mode, Refund, Table
from everyrep.pay.shape import Boundary
from everyrep.values import DataError

OF_THE_WHOLE = frozenset({Mode.INTERPOLATE_ADD, Mode.STEP})
"""Modes that pay an amount for what was reached in all, whatever one line's base is."""
ADDING_UP = frozenset({Mode.MARGINAL, Mode.INTERPOLATE_ADD, Mode.STEP})
"""Modes in which a line is paid what the total rises by."""
_NONE = Exact(np.zeros(1, dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Rated:
    """What a table says of each line, shape (rows,).

    Attributes:
        money: In minor units, as a fraction.
        place: The piece of the table, or the cell, that the line's rate comes from; None where a
            line may lie in several, or there is no table.
    """

    money: Numbers
    place: Places | None


def by_table(case: Case, table: Table, found: Measured, base: Exact, *, same: bool) -> Rated:
    """What a table pays for each line.

    Args:
        case: The plan and its facts.
        table: The table.
        found: Its measure along the lines.
        base: What rates are applied to.
        same: Whether the base is what the measure adds, so that nothing is divided.

    Raises:
        DataError: A value lies above the table, and the plan refuses that.
    """
    if not table.in_quotas:
        found = found.in_own_units()
    _refuse_above(case, table, found)
    rated = _rated(table, found, base, same=same)
    if found.nought is None:
        return rated
    return _once(table, found, base, rated)


def _rated(table: Table, found: Measured, base: Exact, *, same: bool) -> Rated:
    """What the table says, a quota of zero left aside."""
    if table.mode in ADDING_UP:
        return _rises(table, found, base, same=same)
    reached = {Mode.DEAL_BEFORE: found.before, Mode.DEAL_AFTER: found.after}.get(
        table.mode, found.total
    )
    if table.mode is Mode.CURVE:
        return _on_curve(table, found, base)
    place = table.shape.places(_within(table, reached, found.unit), found.unit)
    rates = tier_rates(table).take(place)
    if table.mode is Mode.RETROACTIVE and table.above is Above.FLAT:
        return Rated(_as_far_as_the_end(table, found, base, place), place)
    if table.above is Above.FLAT and table.last is not None:
        beyond = _beyond(table, reached, found.unit)
        rates = _NONE.chosen(beyond, rates)
    return Rated(Numbers((base * rates).chosen(found.asked, _NONE)), place)


def _as_far_as_the_end(table: Table, found: Measured, base: Exact, place: Places) -> Numbers:
    """The base at the rate of all, as far as the line lies below the end of the table."""
    last = Exact.of([*tier_rates(table).fractions(), table.rates[-1]])
    tiers = int(table.bounds[0] != 0) + len(table.rates)
    rates = last.take(np.where(place >= tiers, len(last) - 1, place))
    after, before = (_within(table, one, found.unit) for one in (found.after, found.before))
    adds = np.asarray(found.added.parts != 0, dtype=bool)
    above = (base * rates * (after - before)).chosen(adds, base * rates)
    below = found.added.chosen(adds, Exact.filled(1, 1))
    return positive(above.chosen(found.asked, _NONE), below)


def rate_at_once(table: Table) -> Fraction:
    """The rate at exactly 100%: of the last tier where the table ends there, none beyond an end."""
    if table.above is Above.FLAT and table.last is not None and table.last < 1:
        return Fraction(0)
    tiers = int(table.bounds[0] != 0) + len(table.rates)
    return tier_rates(table).fractions()[min(table.shape.place_of(Fraction(1)), tiers - 1)]


def tier_rates(table: Table) -> Exact:
    """The rate of each piece of the table's shape; nothing below the first tier or above an end."""
    below = int(table.bounds[0] != 0)
    above = len(table.shape.pieces) - below - len(table.rates)
    return Exact.of([Fraction(0)] * below + list(table.rates) + [Fraction(0)] * above)


def _rises(table: Table, found: Measured, base: Exact, *, same: bool) -> Rated:
    """What the total rises by with each line."""
    after = _within(table, found.after, found.unit)
    paid = table.shape.paid_for(after, found.unit)
    rise = paid - _paid_before(table, found, paid)
    if same or table.pays_amounts or table.mode in OF_THE_WHOLE:
        money = Numbers(rise.chosen(found.asked, _NONE))
    else:
        money = _blended(table, found, base, rise)
    if table.refund is Refund.CURRENT:
        money = _at_present_rate(table, found, base, money)
    if table.in_quotas and table.mode in OF_THE_WHOLE:
        money = positive(money.above, found.unit)  # amounts are no parts of a quota
    return Rated(money, None)


def _once(table: Table, found: Measured, base: Exact, rated: Rated) -> Rated:
    """Where the quota is zero and counts as reached: paid as at 100%, whatever was sold."""
    nought = np.asarray(found.nought, dtype=bool)
    if table.mode in OF_THE_WHOLE:
        first = np.zeros(nought.size, dtype=bool)
        groups = found.groups or Groups.of(np.arange(nought.size))
        order = np.arange(nought.size) if groups.order is None else groups.order
        first[_firsts(found.counts, groups, order)] = True
        own = Exact.filled(table.shape.paid(Fraction(1)), nought.size).chosen(first, _NONE)
    elif table.mode is Mode.CURVE:
        own = base * table.shape.paid(Fraction(1))
    else:
        own = (found.added if table.pays_amounts else base) * rate_at_once(table)
    above = own.chosen(nought, rated.money.above)
    if rated.money.below is None:
        return Rated(Numbers(above), rated.place)
    below = Exact.filled(1, 1).chosen(nought, rated.money.below)
    return Rated(Numbers(above, below), rated.place)


def _firsts(counts: Flags, groups: Groups, order: Places) -> Places:
    """The first row of each group that counts."""
    ends = np.append(groups.starts[1:], order.size)
    stretches = (order[low:high] for low, high in zip(groups.starts, ends, strict=True))
    counting = (rows[counts[rows]] for rows in stretches)
    return np.array([rows[0] for rows in counting if rows.size], dtype=np.int64)


def _paid_before(table: Table, found: Measured, paid: Exact) -> Exact:
    """What had been paid before each line: what had been paid with the one before it."""
    groups = found.groups
    at_nothing = table.shape.paid(Fraction(0))
    if groups is None or groups.order is not None or at_nothing != 0 or not len(paid):
        return table.shape.paid_for(_within(table, found.before, found.unit), found.unit)
    before = np.empty_like(paid.parts)
    before[1:] = paid.parts[:-1]
    before[groups.starts] = 0
    return Exact(before, paid.over, paid.bound)


def _blended(table: Table, found: Measured, base: Exact, rise: Exact) -> Numbers:
    """The base at the rate that the line has on the whole."""
    adds = np.asarray(found.added.parts != 0, dtype=bool)
    flat = base * 0
    if table.mode is Mode.MARGINAL and not bool(adds.all()):
        reached = _within(table, found.after, found.unit)
        flat = base * tier_rates(table).take(table.shape.places(reached, found.unit))
    above = (base * rise).chosen(adds, flat).chosen(found.asked, _NONE)
    return positive(above, found.added.chosen(adds, Exact.filled(1, 1)))


def _at_present_rate(table: Table, found: Measured, base: Exact, money: Numbers) -> Numbers:
    """Lines that take something back at the rate where the total stands before them."""
    back = np.asarray(found.added.parts < 0, dtype=bool)
    if not bool(back.any()):
        return money
    before = _within(table, found.before, found.unit)
    slope = table.shape.slopes(table.shape.places(before, found.unit))
    taken = (found.added if table.pays_amounts else base) * slope
    if money.below is None:
        return Numbers(taken.chosen(back & found.asked, money.above))
    one = Exact.filled(1, 1)
    above = taken.chosen(back & found.asked, money.above)
    return Numbers(above, one.chosen(back & found.asked, money.below))


def _on_curve(table: Table, found: Measured, base: Exact) -> Rated:
    """The base times what the curve says at what was reached in the end."""
    reached = _within(table, found.total, found.unit)
    place = table.shape.places(reached, found.unit)
    share = table.shape.paid_for(reached, found.unit, place)
    money = (base * share).chosen(found.asked, _NONE)
    return Rated(positive(money, found.unit), place)


def positive(above: Exact, below: Exact) -> Numbers:
    """A fraction whose lower part is above zero."""
    if bool((below.parts > 0).all()):
        return Numbers(above, below)
    sign = Exact(np.where(below.parts < 0, -1, 1))
    return Numbers(above * sign, below * sign)


def _within(table: Table, reached: Exact, unit: Exact) -> Exact:
    """What counts of what was reached: nothing above the end of a table that is flat there."""
    if table.above is not Above.FLAT or table.last is None:
        return reached
    return reached.least(unit * table.last)


def _beyond(table: Table, reached: Exact, unit: Exact) -> Flags:
    end = unit * (table.last or 0)
    return end <= reached if table.boundary is Boundary.LOWER else end < reached


def _refuse_above(case: Case, table: Table, found: Measured) -> None:
    if table.above is not Above.ERROR or table.last is None:
        return
    over = (found.unit * table.last < found.after) & found.asked & found.counts
    if found.nought is not None:
        over = np.where(found.nought, table.last < 1, over) & found.counts
    if bool(over.any()):
        lines = case.named(np.flatnonzero(over))
        raise DataError(
            f"[table.{table.name}] ends below what was reached with {lines}",
            why='The table says `above = "error"`: what lies there was never agreed',
            remedy="Agree on what is paid there, and say so: a further tier, or `above`",
        )


def by_grid(case: Case, grid: Grid, base: Exact, where: Flags) -> Rated:
    """The base at the rate of each line's cell."""
    rows = _cell(case, grid, 1, where)
    columns = _cell(case, grid, 0, where)
    rates = Exact.of(rate for row in grid.rates for rate in row)
    place = rows * len(grid.rates[0]) + columns
    return Rated(Numbers(base * rates.take(place)), place)


def _cell(case: Case, grid: Grid, side: int, where: Flags) -> Places:
    checked, bounds = (grid.across, grid.down)[side]
    found = case.numbers(checked)
    case.certain(found.known, where, checked, f"A line's place in [grid.{grid.name}]")
    place = np.zeros(case.rows, dtype=np.int64)
    for bound in bounds:
        level = Exact.filled(bound, 1)
        level = level if found.below is None else found.below * bound
        passed = level <= found.above if grid.boundary is Boundary.LOWER else level < found.above
        place += passed
    return place
