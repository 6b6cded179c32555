"""What each line is worth: rate, multipliers, rounding, refunds, caps, gates, in this order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.pay.calculation.capping import Carried, capped, capped_and_carried
from everyrep.pay.calculation.case import Case
from everyrep.pay.calculation.groups import Groups
from everyrep.pay.calculation.rating import Rated, by_grid, by_table, positive
from everyrep.pay.calculation.refunds import counted_back, roots, taken_back
from everyrep.pay.calculation.standing import passed
from everyrep.pay.columns import Numbers, product
from everyrep.pay.exact import Exact, Flags, Places, Whole
from everyrep.pay.language import Checked, Kind
from everyrep.pay.language.working import numbers
from everyrep.pay.plan import Beyond, Commission, Refund, Stacking
from everyrep.values import DataError

_ONE = Exact(np.ones(1, dtype=np.int64))
_NONE = Exact(np.zeros(1, dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Worth:
    """What a commission makes of each credited line, step by step; each shape (rows,).

    Attributes:
        pays: Whether it pays for the line at all.
        base: What the rate is applied to.
        place: Which tier or cell the rate comes from; None where there is no single one.
        rated: Base times rate, in minor units, as a fraction.
        factor: What multipliers come to, as a fraction.
        rounded: After multipliers, in whole minor units.
        refunded: After lines that take something back were given their original's worth.
        deal_capped: After the cap of each deal.
        open: Whether gates and thresholds let it be paid.
        minor: What it is worth in the end.
        carried: What was carried over from windows before.
    """

    pays: Flags
    base: Exact
    place: Places | None
    rated: Numbers
    factor: Numbers
    rounded: Whole
    refunded: Whole
    deal_capped: Whole
    open: Flags
    minor: Whole
    carried: Carried | None


def commission(case: Case, part: Commission) -> Worth:
    """Work a commission out for all credited lines.

    Raises:
        DataError: Something that it reads is not known for a line that it pays for.
    """
    pays = _pays(case, part)
    base = _base(case, part, pays)
    rated = _rated(case, part, base, pays)
    factor = _factor(case, part, pays)
    money = product(_above_threshold(case, part, rated.money), factor)
    rounded = _rounded(money, pays, part)
    refunded = rounded
    if part.refund is Refund.ORIGINAL:
        refunded = taken_back(case.credited.reverses, base, rounded, pays, part.rounding)
    deal = _deal_capped(case, part, refunded)
    passes = _open(case, part)
    left = deal if bool(passes.all()) else np.where(passes, deal, 0)
    minor, carried = _capped(case, part, left)
    return Worth(
        pays,
        base,
        rated.place,
        rated.money,
        factor,
        rounded,
        refunded,
        deal,
        passes,
        minor,
        carried,
    )


def _pays(case: Case, part: Commission) -> Flags:
    """For which lines it pays; what takes a line back goes with that line.

    Where refunds are worth what their original earned, they go back to the plan that paid it.
    """
    pays = case.holds(part.where, f"Whether {part.id!r} pays for a line") & case.kinds(part.credits)
    if part.refund is not Refund.ORIGINAL:
        return pays & ~case.after if bool(case.after.any()) else pays
    origin = origins(case, part)
    with_it = pays if origin is None else np.asarray(pays[origin], dtype=bool)
    return with_it & ~case.earlier if bool(case.earlier.any()) else with_it


def origins(case: Case, part: Commission) -> Places | None:
    """The row by whose gates and window each row goes: its original's; None where by its own."""
    if part.refund is Refund.ORIGINAL and bool((case.credited.reverses >= 0).any()):
        return roots(case.credited.reverses)
    return None


def _base(case: Case, part: Commission, pays: Flags) -> Exact:
    found = case.numbers(part.of)
    case.certain(found.known, pays, part.of, f"What {part.id!r} is paid on")
    if found.below is not None:
        raise DataError(
            f"{part.id!r} is paid on a fraction of facts",
            why="What is paid on must be money or a number of things",
            remedy="Put the fraction into the rate or a multiplier",
        )
    base = found.above
    if part.of.kind is not Kind.MONEY:
        base = counted_back(base, case.credited.reverses, case.earlier)
    return base.chosen(pays, _NONE)


def _rated(case: Case, part: Commission, base: Exact, pays: Flags) -> Rated:
    if part.table is not None:
        table = case.plan.tables[part.table]
        measure = case.plan.measures[table.over]
        measured = case.measured(table.over)
        same = measure.of.node == part.of.node and bool((measured.counts | ~pays).all())
        return by_table(case, table, measured, base, same=same)
    if part.grid is not None:
        return by_grid(case, case.plan.grids[part.grid], base, pays)
    if part.rate is None:
        raise TypeError(f"{part.id!r} has neither rate nor table nor grid")
    rate = case.numbers(part.rate)
    case.certain(rate.known, pays, part.rate, f"The rate of {part.id!r}")
    money = Numbers(base * rate.above, rate.below)
    return Rated(money, None)


def _factor(case: Case, part: Commission, pays: Flags) -> Numbers:
    """What multipliers come to; 1 where none applies."""
    total = Numbers(_ONE)
    for times in part.times:
        applies = case.holds(times.when, f"Whether {times.title!r} applies", pays)
        found = numbers(times.factor, case.columns, case.setting)
        case.certain(found.known, applies & pays, times.factor, f"The factor of {times.title!r}")
        total = _stacked(total, applies, found, part.stacking)
    return total


def _stacked(total: Numbers, applies: Flags, found: Numbers, stacking: Stacking) -> Numbers:
    own_above = found.above.chosen(applies, _ONE)
    own_below = _ONE if found.below is None else found.below.chosen(applies, _ONE)
    above, below = total.above, _ONE if total.below is None else total.below
    plain = total.below is None and found.below is None
    if stacking is Stacking.MULTIPLY:
        return Numbers(above * own_above, None if plain else below * own_below)
    if plain:
        return Numbers(above + own_above - _ONE)
    return Numbers(above * own_below + (own_above - own_below) * below, below * own_below)


def _rounded(money: Numbers, pays: Flags, part: Commission) -> Whole:
    whole = money.above.rounded(part.rounding, money.below)
    return whole if bool(pays.all()) else np.where(pays, whole, 0)


def _above_threshold(case: Case, part: Commission, money: Numbers) -> Numbers:
    """The share of each line that lies above a threshold below which nothing is paid."""
    if part.threshold is None or part.threshold.first:
        return money
    found = case.measured(part.threshold.over)
    bound = Exact.filled(part.threshold.at, 1)
    asked = np.ones(1, dtype=bool)
    if part.threshold.in_quotas:
        bound, asked = found.unit * part.threshold.at, found.asked
        if found.nought is not None:
            bound = _NONE.chosen(found.nought, bound)
    beyond = (found.after - bound).most(_NONE) - (found.before - bound).most(_NONE)
    adds = np.asarray(found.added.parts != 0, dtype=bool)
    share = positive(beyond.chosen(adds & asked, _NONE), found.added.chosen(adds, _ONE))
    return product(money, share)


def _deal_capped(case: Case, part: Commission, amounts: Whole) -> Whole:
    if part.deal_cap is None:
        return amounts
    groups = Groups.of(case.credited.payee, case.credited.deal)
    return capped(amounts, _limit(case, part.deal_cap, f"The cap of {part.id!r}"), groups)


def _limit(case: Case, checked: Checked, what: str) -> Exact:
    """A limit of money in each row, in whole minor units."""
    found = case.numbers(checked)
    case.certain(found.known, np.ones(case.rows, dtype=bool), checked, what)
    return Exact(found.above.rounded(case.plan.rounding, found.below))


def _open(case: Case, part: Commission) -> Flags:
    """Whether everything that must be reached has been."""
    first = (part.threshold,) if part.threshold is not None and part.threshold.first else ()
    passes = np.ones(case.rows, dtype=bool)
    for gate in (*part.gates, *first):
        passes &= passed(gate, case.measured(gate.over))
    origin = origins(case, part)
    return passes if origin is None else np.asarray(passes[origin], dtype=bool)


def _capped(case: Case, part: Commission, amounts: Whole) -> tuple[Whole, Carried | None]:
    if part.cap is None:
        return amounts, None
    limits = _limit(case, part.cap.amount, f"The cap of {part.id!r}")
    if part.cap.beyond is Beyond.FORFEITED:
        origin = origins(case, part)
        if origin is None:
            return capped(amounts, limits, case.grouped(part.cap.window)), None
        groups = Groups.of(case.credited.payee, case.windows(part.cap.window)[origin])
        return capped(amounts, limits.take(origin), groups), None
    through = np.array([case.facts.through], dtype=np.int64)
    last = int(case.calendar.numbers(through, part.cap.window)[0])
    each = np.broadcast_to(limits.parts, amounts.shape)
    windows = case.windows(part.cap.window)
    return capped_and_carried(amounts, each, case.credited.payee, windows, last)
