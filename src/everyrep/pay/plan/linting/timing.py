"""What goes wrong in time: refunds, quotas to date, gates that come late, days nobody covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np

from everyrep.pay.plan.components import Bonus, Commission, Component, Pool, Threshold
from everyrep.pay.plan.linting.doubts import (
    Doubt,
    Weight,
    at_bound,
    commissions,
    constant,
    doubt,
    quota_of,
)
from everyrep.pay.plan.measuring import QuotaBasis, Span, Window
from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.tables import Mode, Refund, Table
from everyrep.pay.plan.wording.numbers import bound, day, each, money, percent
from everyrep.pay.windows import Calendar, day_number

_MONTHS = {Span.DEAL: 0, Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: 12}
_RATES = (Mode.MARGINAL, Mode.DEAL_BEFORE, Mode.DEAL_AFTER, Mode.RETROACTIVE)
_TENTH = Fraction(1, 10)


def refunds(plan: Plan) -> Iterator[Doubt]:
    """Refunds that leave money with who sold at a better rate."""
    for one in commissions(plan):
        table = plan.tables[one.table] if one.table else None
        if one.refund is Refund.ORIGINAL or (table and table.mode not in _RATES):
            continue
        top, bottom = _rates(plan, one, table)
        across = one.refund is Refund.CUMULATIVE
        if top <= bottom or (table is None and across) or (across and _never_ends(plan, table)):
            continue
        yield _gamed(plan, one, table, top - bottom)


def _never_ends(plan: Plan, table: Table | None) -> bool:
    return table is not None and plan.measures[table.over].window.span is Span.PLAN


def _rates(plan: Plan, one: Commission, table: Table | None) -> tuple[Fraction, Fraction]:
    """The best and the least rate that a line may have."""
    flat = constant(one.rate, plan) or Fraction(0)
    rates = table.rates if table else (flat,)
    factors = [constant(item.factor, plan) for item in one.times]
    raised = [factor for factor in factors if factor is not None]
    return max(rates) * max([Fraction(1), *raised]), min(rates) * min([Fraction(1), *raised])


def _gamed(plan: Plan, one: Commission, table: Table | None, left: Fraction) -> Doubt:
    across = one.refund is Refund.CUMULATIVE
    quota = quota_of(plan, table.over) if table and table.in_quotas else None
    amount = left * _TENTH * quota if quota is not None else None
    rate = money(left, plan.currency) if table and table.pays_amounts else percent(left)
    size = "" if amount is None else f", {money(amount, plan.currency)} on a deal of a tenth of it"
    when = "in a later window" if across else "at a lower rate"
    said = (
        (
            f"A deal of {one.title!r} that is sold at the best rate and taken back {when} leaves "
            f"up to {rate} of it{size}"
        ),
        "A refund that takes back less than was paid rewards sales that do not last",
        'write refund = "original"',
    )
    weight = Weight.NOTE if across else Weight.ERROR
    return doubt(plan, "refund-gain", f"pay.{one.id}", said, weight, amount)


def to_date(plan: Plan) -> Iterator[Doubt]:
    """Quotas to date under rates that rise: what was paid can be taken back."""
    for table in plan.tables.values():
        measure = plan.measures[table.over]
        rises = max(table.rates) > table.rates[0]
        if table.in_quotas and measure.basis is QuotaBasis.TO_DATE and rises:
            said = (
                (
                    f"{table.name!r} is held against the quota up to date: what a strong month "
                    f"earns above {at_bound(plan, table, table.bounds[1])} a weak month takes back"
                ),
                "People are paid and then asked to pay back within one window",
                'write quota_counts = "whole", or tell them and set a floor',
            )
            path = f"measure.{measure.name}.quota_counts"
            yield doubt(plan, "taken-back", path, said, Weight.WARNING)


def gates(plan: Plan) -> Iterator[Doubt]:
    """Gates that are only decided after what they hold back is paid."""
    for one in plan.pay:
        for at, gate in enumerate(_gates(one)):
            measured = plan.measures[gate.over].window
            paid = one.window if isinstance(one, (Bonus, Pool)) else plan.payment.every
            if _length(measured) > _length(paid):
                said = (
                    (
                        f"{one.title!r} is paid for {each(paid)}, and its gate {gate.over!r} adds "
                        f"up over {each(measured)}"
                    ),
                    "It is paid, or held back, before the gate is decided",
                    "give the gate a measure with the same window",
                )
                path = f"pay.{one.id}.gates[{at + 1}]"
                yield doubt(plan, "late-gate", path, said, Weight.WARNING)


def _gates(one: Component) -> tuple[Threshold, ...]:
    return one.gates if isinstance(one, (Commission, Bonus, Pool)) else ()


def _length(window: Window) -> Fraction:
    """About how many months."""
    if window.span is Span.CYCLE:
        return Fraction(window.length, 31)
    if window.span is Span.ROLLING:
        return Fraction(window.length)
    return Fraction(_MONTHS.get(window.span, 1_000))


def boundaries(plan: Plan) -> Iterator[Doubt]:
    """The same bound of the same measure, once to be reached and once to be passed."""
    seen: dict[tuple[str, bool, Fraction], tuple[str, object]] = {}
    for path, over, in_quotas, at, boundary in _all_bounds(plan):
        other = seen.setdefault((over, in_quotas, at), (path, boundary))
        if other[1] is not boundary:
            where = bound(at, in_quotas, plan.measures[over], plan.currency)
            said = (
                (
                    f"{where} of {over!r} must be passed in one place and reached in the other: "
                    f"here {boundary}, and {other[1]} in {other[0]}"
                ),
                "Who lands right on it gets one and not the other",
                "write the same boundary in both",
            )
            yield doubt(plan, "two-boundaries", path, said, Weight.WARNING)


def _all_bounds(plan: Plan) -> Iterator[tuple[str, str, bool, Fraction, object]]:
    for table in plan.tables.values():
        for at in table.bounds:
            if at:
                path = f"table.{table.name}"
                yield path, table.over, table.in_quotas, at, table.boundary
    for one in plan.pay:
        held = [(f"gates[{at + 1}]", gate) for at, gate in enumerate(_gates(one))]
        if isinstance(one, Commission) and one.threshold:
            held.append(("threshold", one.threshold))
        for key, gate in held:
            path = f"pay.{one.id}.{key}"
            yield path, gate.over, gate.in_quotas, gate.at, gate.boundary


def uncovered(plan: Plan) -> Iterator[Doubt]:
    """Windows that the plan cuts off, and draws outside its days."""
    calendar = Calendar.of(plan)
    for measure in plan.measures.values():
        span = measure.window.span
        if measure.quota is None or span in (Span.PLAN, Span.DEAL, Span.ROLLING, Span.CYCLE):
            continue
        if _cut(calendar, measure.window):
            said = (
                (
                    f"The plan holds from {day(plan.begins)} to "
                    f"{day(plan.ends - timedelta(days=1))}, and {measure.name!r} adds up over "
                    f"{each(measure.window)}: one is cut off"
                ),
                "A whole quota is asked for a part of the time, unless quotas are given for it",
                "let the plan begin and end with a window, or give quotas for the part",
            )
            yield doubt(plan, "cut-window", f"measure.{measure.name}", said, Weight.WARNING)
    for draw in plan.draws:
        since, until = draw.since or plan.begins, draw.until or plan.ends
        if since < plan.begins or until > plan.ends:
            said = (
                f"The draw {draw.id!r} runs from {day(since)} until {day(until)}, beyond the plan",
                "Days that no plan covers pay nothing",
                "end it with the plan, or let the plan hold longer",
            )
            yield doubt(plan, "uncovered-days", f"draw.{draw.id}", said, Weight.WARNING)


def _cut(calendar: Calendar, window: Window) -> bool:
    first, last = day_number(calendar.begins), day_number(calendar.ends)
    numbers = calendar.numbers(np.array([first, last - 1], dtype=np.int64), window)
    begins = int(calendar.first(numbers[:1], window)[0])
    return begins != first or int(calendar.end(numbers[1:], window)[0]) != last


def whole_parts(plan: Plan) -> Iterator[Doubt]:
    """Draws for some months that are paid once more to who begins within one."""
    for draw in plan.draws:
        if draw.months is None or draw.prorated:
            continue
        amount = constant(draw.amount, plan)
        size = "" if amount is None else f", {money(amount, plan.currency)},"
        what = f"The draw {draw.id!r} is paid once more{size} to who does not begin with a period"
        said = (
            f"{what}: its first and its last one are had in part, and both are paid whole",
            f"{draw.months} months from a day within a period touch one period more",
            "write prorated = true, or since and until",
        )
        yield doubt(plan, "paid-once-more", f"draw.{draw.id}", said, Weight.WARNING, amount)


def midnights(plan: Plan) -> Iterator[Doubt]:
    """Days of the plan's zone that do not begin at one midnight."""
    zone = ZoneInfo(plan.zone)
    if plan.zone.startswith("Etc/") or plan.zone in ("EST", "MST", "HST", "GMT"):
        said = (
            f"{plan.zone} is no place: its clocks never change",
            "Where people live, a day may end an hour earlier or later",
            "name a place, such as Europe/London",
        )
        yield doubt(plan, "midnight", "zone", said, Weight.NOTE)
        return
    odd = [one for one in _days(plan) if not _one_midnight(one, zone)]
    if odd:
        said = (
            (
                f"In {plan.zone} the clocks change at midnight: {day(odd[0])} begins twice, or not "
                f"at midnight"
            ),
            "Deals of that hour belong to a day by a rule that nobody has stated",
            "name a zone whose clocks change later, or state days, not moments",
        )
        yield doubt(plan, "midnight", "zone", said, Weight.NOTE)


def _days(plan: Plan) -> Iterator[date]:
    for at in range(min((plan.ends - plan.begins).days, 3_660)):
        yield plan.begins + timedelta(days=at)


def _one_midnight(one: date, zone: ZoneInfo) -> bool:
    """Whether 0:00 comes once: neither skipped nor twice."""
    first = datetime(one.year, one.month, one.day, tzinfo=zone)
    return first.utcoffset() == first.replace(fold=1).utcoffset()
