"""A whole plan in plain sentences, one for each part."""

from __future__ import annotations

from calendar import month_name
from datetime import timedelta
from fractions import Fraction

from everyrep.pay.plan.measuring import Measure, Missing, Proration, Quota, QuotaBasis, Spread
from everyrep.pay.plan.paying import Crediting, Draw, DrawKind, Instalment
from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.wording.components import component_in_words
from everyrep.pay.plan.wording.conditions import condition, fact
from everyrep.pay.plan.wording.numbers import day, decimal, each, listed, money, of_kind, percent
from everyrep.pay.plan.wording.tables import grid_in_words, table_in_words
from everyrep.values.fiscal import WEEKDAYS, FiscalCalendar, YearEnd

_SPREADS = {
    Spread.GIVEN: "given for each window",
    Spread.EVEN: "a year's quota in equal parts",
    Spread.DAYS: "a year's quota by days",
    Spread.WEIGHTS: "a year's quota by weights",
}
_LACKS = {
    Missing.REFUSE: "who has none cannot be paid until there is one",
    Missing.NOTHING: "who has none is paid nothing that hangs on it",
}
_ZERO = {
    Missing.REFUSE: "a quota of zero is refused",
    Missing.NOTHING: "a quota of zero pays nothing that hangs on it",
    Missing.REACHED: "a quota of zero counts as reached",
}
_PRORATED = {
    Proration.NONE: "the whole of it for who comes or goes within",
    Proration.DAYS: "for who comes, goes or is on leave within, by the days that they were there",
    Proration.MONTHS: "for who comes, goes or is on leave within, by the whole months that they "
    "were there",
    Proration.FULL_IF_BEGUN: "the whole of it for who was there from its first day, and nothing "
    "for who came later",
}
_DRAWS = {
    DrawKind.GUARANTEE: "tops pay up to {amount}, and is never recovered",
    DrawKind.RECOVERABLE: "tops pay up to {amount}, and is recovered from later pay",
    DrawKind.ADVANCE: "pays {amount} ahead, and is recovered from later pay",
    DrawKind.BONUS: "pays {amount} on top, and is never recovered",
}


def written(plan: Plan) -> dict[str, str]:
    """The plan in plain sentences, one for each part, by its path, in the order of the file."""
    found = {"": _head(plan)}
    if plan.weeks is not None:
        found["year_of_weeks"] = _weeks(plan.weeks)
    found.update(
        (f"derived.{name}", f"{name} is {one.text}.") for name, one in plan.derived.items()
    )
    found.update(
        (f"parameters.{name}", f"{name} stands for {text}.") for name, text in plan.texts.items()
    )
    if plan.spot or plan.rates:
        found["exchange"] = _exchange(plan)
    for at, credit in enumerate(plan.credits):
        found[f"credit[{at + 1}]"] = _credit(credit)
    found.update((f"quota.{name}", _quota(one, plan)) for name, one in plan.quotas.items())
    found.update((f"measure.{name}", _measure(one)) for name, one in plan.measures.items())
    found.update((f"table.{name}", table_in_words(one, plan)) for name, one in plan.tables.items())
    found.update((f"grid.{name}", grid_in_words(one, plan)) for name, one in plan.grids.items())
    found.update((f"pay.{one.id}", component_in_words(one, plan)) for one in plan.pay)
    found.update((f"draw.{one.id}", _draw(one)) for one in plan.draws)
    if plan.clawback is not None:
        found["clawback"] = _clawback(plan)
    found["payment"] = _payment(plan)
    return found


def _head(plan: Plan) -> str:
    last = plan.ends - timedelta(days=1)
    return (
        f"{plan.title}, version {plan.version}, holds from {day(plan.begins)} to {day(last)} and "
        f"pays {str(plan.model).replace('_', ' ')} in {plan.currency}: lines count on the day of "
        f"{fact(plan.day)} in {plan.zone}, and cents are rounded {fact(str(plan.rounding))}."
        f"{_year(plan)}"
    )


def _year(plan: Plan) -> str:
    """When the year begins; nothing of one that begins in January, or is told by its weeks."""
    if plan.weeks is not None or plan.year_begins == 1:
        return ""
    return f" Its year begins in {month_name[plan.year_begins]}."


def _weeks(weeks: FiscalCalendar) -> str:
    month = month_name[(weeks.start_month - 2) % 12 + 1]
    weekday = WEEKDAYS[(weeks.week_start - 1) % 7].capitalize()
    near = "nearest to" if weeks.year_end == YearEnd.NEAREST else "last before or at"
    named = {"start": "begins", "end": "ends"}[weeks.year_named_by]
    by = f" It is named by the year in which it {named}." if weeks.start_month > 1 else ""
    return (
        f"The year has whole weeks, {'-'.join(weeks.kind)} in each quarter, and ends on the "
        f"{weekday} {near} the end of {month}; a 53rd week goes to its last month.{by}"
    )


def _exchange(plan: Plan) -> str:
    if plan.spot:
        return f"Other currencies are changed into {plan.currency} at the rate of the line's day."
    rates = listed(f"{decimal(rate)} for one {code}" for code, rate in plan.rates.items())
    return f"Other currencies are changed at the plan's rates in {plan.currency}: {rates}."


def _credit(one: Crediting) -> str:
    share = percent(one.share)
    when = f" where {condition(one.when)}" if one.when else ""
    if one.to == "split":
        to = "whom the splits name, else the line's payee"
    elif one.to == "managers":
        up = "all levels" if one.levels is None else f"{one.levels} level(s)"
        to = f"the managers {up} above who has {one.of} credit, on the line's day"
    else:
        to = f"whom {one.to} names"
    return f"{one.kind.capitalize()} credit: {share} of each line{when} goes to {to}."


def _quota(quota: Quota, plan: Plan) -> str:
    amount = quota.amount
    asked = "each person's own" if amount is None else of_kind(amount, quota.kind, plan.currency)
    parts = [f"{asked} for {each(quota.window)}, {_SPREADS[quota.spread]}{_shares(quota.weights)}"]
    if quota.ramp:
        parts.append(f"{listed(map(percent, quota.ramp))} of it in the first months")
    if quota.missing is not Missing.REFUSE or quota.zero is not Missing.REFUSE:
        parts.append(f"{_LACKS[quota.missing]}; {_ZERO[quota.zero]}")
    parts.append(_PRORATED[quota.proration])
    return f"Quota {quota.name!r}: {'; '.join(parts)}."


def _shares(shares: tuple[Fraction, ...]) -> str:
    return f" {listed(map(percent, shares))}" if shares else ""


def _measure(measure: Measure) -> str:
    where = f" where {condition(measure.where)}" if measure.where else ""
    against = ""
    if measure.quota:
        whole = measure.basis is QuotaBasis.WHOLE
        part = "the whole quota" if whole else "the quota up to date"
        against = f", held against {part} {measure.quota!r}"
    adds = f"adds up {measure.of.text} of lines with {listed(measure.credits)} credit{where}"
    return f"Measure {measure.name!r} {adds} over {each(measure.window)}{against}."


def _draw(draw: Draw) -> str:
    parts = [_DRAWS[draw.kind].format(amount=draw.amount.text)]
    if draw.months:
        parts.append(f"for {draw.months} months")
    if draw.since:
        parts.append(f"from {day(draw.since)}")
    if draw.until:
        parts.append(f"until the day before {day(draw.until)}")
    if draw.recover_share:
        begin = f"from {day(draw.recover_from)}" if draw.recover_from else "at once"
        begin = f"after {draw.recover_after} months" if draw.recover_after else begin
        parts.append(f"recovered {begin} by at most {percent(draw.recover_share)}")
    parts.append("by days where a period is had in part" if draw.prorated else "never by days")
    return f"Draw {draw.id!r} {', '.join(parts)}."


def _clawback(plan: Plan) -> str:
    steps = plan.clawback.schedule if plan.clawback else ()
    said = listed(f"{percent(share)} from month {month}" for month, share in steps)
    only = plan.clawback is not None and plan.clawback.only_paid
    rest = "what was not paid yet is cancelled" if only else "what was not paid yet counts too"
    return f"Where a customer leaves, {said} is taken back; {rest}."


def _due_on(plan: Plan, one: Instalment) -> str:
    """When an instalment falls due, in words."""
    released = "the day of the line" if one.on in ("date", plan.day) else f"the line's {one.on!r}"
    if not one.months:
        return f"on {released}"
    return f"{one.months} month{'' if one.months == 1 else 's'} after {released}"


def _recovered(order: tuple[str, ...]) -> str:
    """What is taken out of pay before the rest of it is paid."""
    what = {"draw": "what was paid ahead", "clawback": "what customers that left had earned"}
    return f"{', then '.join(what.get(one, one) for one in order)} is taken out of it first"


def _payment(plan: Plan) -> str:
    parts = listed(f"{percent(one.share)} {_due_on(plan, one)}" for one in plan.payment.instalments)
    floor = money(plan.payment.floor, plan.currency)
    order = f"; {_recovered(plan.payment.recover)}" if plan.payment.recover else ""
    return f"Pay falls due {parts}, is paid {each(plan.payment.every)}, never below {floor}{order}."
