"""Where pay jumps, falls, or goes on without end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from everyrep.pay.language import Kind
from everyrep.pay.plan.components import Bonus, Commission
from everyrep.pay.plan.linting.doubts import (
    Doubt,
    Weight,
    at_bound,
    commissions,
    constant,
    doubt,
    in_all,
    in_money,
    is_of_rates,
    quota_of,
    sized,
    used,
)
from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.tables import Above, Mode, Table
from everyrep.pay.plan.wording.numbers import bound, money, percent

_WHOLE_DEAL = (Mode.DEAL_BEFORE, Mode.DEAL_AFTER)
_WHY_CLIFF = "Who is just below a bound pulls deals in, and who is far below it pushes them out"
_TENTH = Fraction(1, 10)


def jumps(plan: Plan) -> Iterator[Doubt]:
    """Tables whose pay jumps at a bound."""
    for table in plan.tables.values():
        found = _deal_jumps(table) if table.mode in _WHOLE_DEAL else table.shape.jumps()
        if is_of_rates(plan, table):
            found = tuple((at, jump * at) for at, jump in found)
        rising = [(at, jump) for at, jump in found if jump > 0]
        for at, jump in rising:
            deal = " for a deal of a tenth of it" if table.mode in _WHOLE_DEAL else ""
            size = sized(plan, table, jump)
            said = (
                f"Pay jumps at {at_bound(plan, table, at)} of {table.over!r} by {size}{deal}",
                _WHY_CLIFF,
                'take mode = "marginal" or a curve, or keep the jump knowing its price',
            )
            amount = in_money(plan, table, jump)
            yield doubt(plan, "cliff", _tier(table, at), said, Weight.WARNING, amount)


def _deal_jumps(table: Table) -> tuple[tuple[Fraction, Fraction], ...]:
    """What a deal of a tenth of the quota, or of the bound, gains at each bound."""
    steps = zip(table.bounds[1:], pairwise(table.rates), strict=True)
    return tuple(
        (at, (new - old) * (_TENTH if table.in_quotas else at * _TENTH))
        for at, (old, new) in steps
        if new != old
    )


def _tier(table: Table, at: Fraction) -> str:
    key = "points" if table.mode is Mode.CURVE else "tiers"
    if at not in table.bounds:
        return f"table.{table.name}"
    return f"table.{table.name}.{key}[{table.bounds.index(at) + 1}]"


def thresholds(plan: Plan) -> Iterator[Doubt]:
    """Thresholds from which on everything is paid at once."""
    for one in commissions(plan):
        if one.threshold is None or not one.threshold.first or one.threshold.at == 0:
            continue
        measure = plan.measures[one.threshold.over]
        amount = _paid_at_once(plan, one)
        size = "" if amount is None else f", {money(amount, plan.currency)} at once"
        at = bound(one.threshold.at, one.threshold.in_quotas, measure, plan.currency)
        said = (
            f"Nothing is paid until {measure.name!r} reaches {at}, and then all of it{size}",
            _WHY_CLIFF,
            "pay above_only, or keep the jump knowing its price",
        )
        path = f"pay.{one.id}.threshold"
        yield doubt(plan, "cliff", path, said, Weight.WARNING, amount)


def _paid_at_once(plan: Plan, one: Commission) -> Fraction | None:
    """What has been earned when the threshold is reached, where it is over what is paid for."""
    threshold = one.threshold
    if threshold is None or plan.measures[threshold.over].of.text != one.of.text:
        return None
    quota = quota_of(plan, threshold.over) if threshold.in_quotas else Fraction(1)
    if one.table is not None:
        table = plan.tables[one.table]
        alike = table.over == threshold.over and table.in_quotas == threshold.in_quotas
        return in_money(plan, table, in_all(plan, table, threshold.at)) if alike else None
    rate = constant(one.rate, plan)
    return None if rate is None or quota is None else rate * threshold.at * quota


def falls(plan: Plan) -> Iterator[Doubt]:
    """Tables in which more pays less, or later deals less than earlier ones."""
    for table in plan.tables.values():
        at = _where_less(plan, table)
        if at is not None:
            where = at_bound(plan, table, at)
            said = (
                f"Pay falls at {where} of {table.over!r}: more is paid less",
                "Who is near the bound is paid for not selling",
                "let rates, amounts and points rise",
            )
            yield doubt(plan, "falling-pay", _tier(table, at), said, Weight.ERROR)
        elif table.mode in (Mode.MARGINAL, Mode.DEAL_BEFORE):
            yield from _slower(plan, table)


def _where_less(plan: Plan, table: Table) -> Fraction | None:
    """The first bound from which on, or at which, more pays less."""
    if is_of_rates(plan, table):
        return _where_rates_cost(table)
    if table.mode is Mode.DEAL_AFTER:
        pairs = zip(table.bounds[1:], pairwise(table.rates), strict=True)
        return next((at for at, (old, new) in pairs if new < old), None)
    drops = {at for at, jump in table.shape.jumps() if jump < 0}
    return next((p.at for p in table.shape.pieces if p.slope < 0 or p.at in drops), None)


def _where_rates_cost(table: Table) -> Fraction | None:
    """The first bound from which on the rate of everything falls faster than sales can rise."""
    pieces = table.shape.pieces
    drops = {at for at, jump in table.shape.jumps() if jump < 0}
    for piece, after in zip(pieces, (*pieces[1:], None), strict=True):
        falls = piece.slope < 0 and (
            after is None or piece.value + piece.slope * (2 * after.at - piece.at) < 0
        )
        if falls or piece.at in drops:
            return piece.at
    return None


def _slower(plan: Plan, table: Table) -> Iterator[Doubt]:
    for at, (old, new) in zip(table.bounds[1:], pairwise(table.rates), strict=True):
        if new < old:
            rates = (sized_rate(plan, table, old), sized_rate(plan, table, new))
            said = (
                (
                    f"From {at_bound(plan, table, at)} of {table.over!r} on the rate falls from "
                    f"{rates[0]} to {rates[1]}"
                ),
                "What is sold beyond it moves into the next window",
                "keep it where it is meant as a cap; else let rates rise",
            )
            yield doubt(plan, "decelerating", _tier(table, at), said, Weight.NOTE)


def sized_rate(plan: Plan, table: Table, rate: Fraction) -> str:
    """A rate of a table in words."""
    return money(rate, plan.currency) if table.pays_amounts else percent(rate)


def idle(plan: Plan) -> Iterator[Doubt]:
    """Bounds at which nothing changes."""
    for table in plan.tables.values():
        if table.mode in (Mode.CURVE, Mode.INTERPOLATE_ADD):
            continue
        for at, (old, new) in zip(table.bounds[1:], pairwise(table.rates), strict=True):
            if new == old:
                said = (
                    f"Nothing changes at {at_bound(plan, table, at)} of {table.over!r}",
                    "A tier that pays what the one before pays is one more to remember",
                    "leave it out, or write what it should pay",
                )
                yield doubt(plan, "idle-tier", _tier(table, at), said, Weight.NOTE)


def begun(plan: Plan) -> Iterator[Doubt]:
    """Steps from nothing on, which no line of a commission ever passes."""
    for one, table in used(plan):
        if not isinstance(one, Commission) or table.mode is not Mode.STEP:
            continue
        if table.bounds[0] == 0 and table.rates[0]:
            amount = in_money(plan, table, table.rates[0])
            said = (
                f"Nobody is ever paid the {sized(plan, table, table.rates[0])} of the first step",
                "A commission pays what steps rise by with a line, and at nothing this one is had",
                "let it begin above nothing, or pay it by a bonus",
            )
            path = _tier(table, table.bounds[0])
            yield doubt(plan, "never-paid", path, said, Weight.WARNING, amount)


def exposure(plan: Plan) -> Iterator[Doubt]:
    """Components whose pay has no end, with what three quotas would cost."""
    for one, table in used(plan):
        ends = table.above is not Above.OPEN or not table.shape.pieces[-1].slope
        if _is_capped(one) or (ends and not is_of_rates(plan, table)):
            continue
        cost = in_all(plan, table, Fraction(3)) if table.in_quotas else None
        size = "" if cost is None else f"; three quotas cost {sized(plan, table, cost)}"
        said = (
            (
                f"{one.title} has no cap and goes on above "
                f"{at_bound(plan, table, table.bounds[-1])}"
                f"{size}"
            ),
            "One large deal, or one low quota, is paid without end",
            "accept that figure, or add a cap or an end",
        )
        amount = None if cost is None else in_money(plan, table, cost)
        yield doubt(plan, "no-cap", f"pay.{one.id}", said, Weight.NOTE, amount)


def flat_exposure(plan: Plan) -> Iterator[Doubt]:
    """Commissions at a flat rate of money without a cap."""
    for one in commissions(plan):
        rate = constant(one.rate, plan)
        if rate is None or one.of.kind is not Kind.MONEY or one.cap or one.deal_cap:
            continue
        alike = (name for name, found in plan.measures.items() if found.of.text == one.of.text)
        quota = next(filter(None, (quota_of(plan, name) for name in alike)), None)
        cost = None if quota is None else 3 * quota * rate
        size = "" if cost is None else f"; three quotas cost {money(cost, plan.currency)}"
        said = (
            f"{one.title} pays {percent(rate)} without a cap{size}",
            "One large deal is paid without end",
            "accept that, or add deal_cap or cap",
        )
        yield doubt(plan, "no-cap", f"pay.{one.id}", said, Weight.NOTE, cost)


def everything(plan: Plan) -> Iterator[Doubt]:
    """Commissions that pay as much as is sold, or more."""
    for one in commissions(plan):
        rates = [constant(one.rate, plan) or Fraction(0)] if one.rate else []
        if one.table is not None and not plan.tables[one.table].pays_amounts:
            rates = list(plan.tables[one.table].rates)
        if one.grid is not None:
            rates = [rate for row in plan.grids[one.grid].rates for rate in row]
        money_fact = plan.facts.get(one.of.text.strip()) is Kind.MONEY
        is_rate = one.rate is None or one.rate.kind is Kind.NUMBER
        if money_fact and is_rate and max(rates, default=Fraction(0)) >= 1:
            said = (
                f"{one.title} pays up to {percent(max(rates))} of {one.of.text}",
                "Shares of a target are easily taken for shares of what is sold",
                "make it a bonus with a target, or write the rate that is meant",
            )
            yield doubt(plan, "all-of-it", f"pay.{one.id}", said, Weight.WARNING)


def _is_capped(one: object) -> bool:
    return isinstance(one, (Commission, Bonus)) and one.cap is not None


def extrapolation(plan: Plan) -> Iterator[Doubt]:
    """Tables that say nothing, or only go on by their last slope, above the last bound."""
    for table in plan.tables.values():
        last = table.bounds[-1] if table.last is None else table.last
        where = f"above {at_bound(plan, table, last)} of {table.over!r}"
        path = f"table.{table.name}.above"
        if table.above is Above.ERROR:
            said = (
                f"Nothing can be paid {where}: the calculation stops there",
                "It stops in the month in which somebody sells most",
                "write flat or open, unless such a value can only be a mistake",
            )
            yield doubt(plan, "undefined-above", path, said, Weight.WARNING)
        elif table.above is Above.OPEN and table.mode in (Mode.CURVE, Mode.INTERPOLATE_ADD):
            said = (
                f"The curve goes on {where} by the slope {percent(table.shape.pieces[-1].slope)}",
                "A slope that was meant between two points holds without end",
                "write flat, or the slope that is meant",
            )
            yield doubt(plan, "extrapolated", path, said, Weight.NOTE)


def out_of_reach(plan: Plan) -> Iterator[Doubt]:
    """Tiers that a cap makes worthless, and caps below the least that is paid."""
    for one in commissions(plan):
        yield from _above_cap(plan, one)
        least, limit = _least(plan, one), constant(one.deal_cap, plan)
        if least is not None and limit is not None and limit < least:
            said = (
                (
                    f"Each deal earns at least {money(least, plan.currency)}, and one deal pays at "
                    f"most {money(limit, plan.currency)}"
                ),
                "The rate can never be paid",
                "raise deal_cap, or pay it as the rate",
            )
            path = f"pay.{one.id}.deal_cap"
            yield doubt(plan, "cap-below-pay", path, said, Weight.ERROR, least - limit)


def _least(plan: Plan, one: Commission) -> Fraction | None:
    """The least that a deal earns, where it is an amount for each."""
    if one.times or one.of.text.strip() != "1":
        return None
    if one.table is None:
        return constant(one.rate, plan)
    table = plan.tables[one.table]
    return min(table.rates) if table.pays_amounts and table.mode in _WHOLE_DEAL else None


def _above_cap(plan: Plan, one: Commission) -> Iterator[Doubt]:
    cap = constant(one.cap.amount, plan) if one.cap else None
    if cap is None or one.cap is None or one.table is None or one.times:
        return
    table = plan.tables[one.table]
    if table.mode is not Mode.MARGINAL or one.cap.window != plan.measures[table.over].window:
        return
    for at in table.bounds[1:]:
        earned = in_money(plan, table, table.shape.paid(at))
        if earned is not None and earned >= cap:
            said = (
                (
                    f"The cap of {money(cap, plan.currency)} is reached before "
                    f"{at_bound(plan, table, at)} of {table.over!r}"
                ),
                "The tier is promised and never paid",
                "leave it out, or raise the cap",
            )
            yield doubt(plan, "unreachable", _tier(table, at), said, Weight.WARNING, earned - cap)
            return
