"""What was asked of each person in each window: spread over the year, ramped, and prorated.

A quota of a window is its amount (as given, or the window's part of a year's), times the part of
the window that counts by the plan's rule of proration, times the ramp of the months that somebody
was there. The months of a ramp are those of the plan's year; the first is that of the person's
first day.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from everyrep.pay.exact import Exact, Flags
from everyrep.pay.facts.credited import Quotas, Stints
from everyrep.pay.facts.dated import dated_of
from everyrep.pay.facts.days import first_days, zone_of
from everyrep.pay.facts.left import Left
from everyrep.pay.facts.months import Months, Rows, months_within
from everyrep.pay.facts.spans import LATEST, Spans, merged
from everyrep.pay.facts.tables import Frame, Table
from everyrep.pay.facts.texts import ids_of, recoded
from everyrep.pay.plan import Plan, Proration, Quota, Span, Spread, Window
from everyrep.pay.windows import Calendar, Days, day_number
from everyrep.values import DataError, UserError

_OF_YEAR = {Span.MONTH: 12, Span.QUARTER: 4, Span.HALF: 2, Span.YEAR: 1}
_YEAR = Window(Span.YEAR)


def quotas_of(  # noqa: PLR0913 - what is asked hangs on all of it
    plan: Plan,
    quota: Quota,
    people: tuple[str, ...],
    stints: Stints,
    given: Frame | None,
    leave: Frame | None,
    calendar: Calendar,
    through: int,
    left: Left | None = None,
) -> Quotas:
    """What a quota asks of everybody, in every window in which they were there.

    Args:
        plan: Whose quota.
        quota: Which one.
        people: Ids, in order.
        stints: When they were on the plan.
        given: `payee`, `quota`, `amount`; perhaps `from`, `until`. Not read where the plan states
            one amount for all.
        leave: `payee`, `from`, `until`; days that do not count as being there.
        calendar: How the plan parts the time.
        through: The last day whose facts are known.
        left: Where what a reader should know is noted.

    Returns:
        One row for each person and window; unknown where a day that somebody was there has no
        amount. What is asked to date is spread evenly over the months that somebody was there,
        and counts those that have begun.

    Raises:
        UnknownName: A column is missing.
        DataError: Amounts overlap, or one is below zero or cannot be read.
        UserError: The plan's quota has a window that nothing can be asked for.
    """
    left = Left() if left is None else left
    _see_window(quota)
    there = Spans(stints.payee, np.maximum(stints.first, day_number(plan.begins)), stints.end)
    rows = _rows(calendar, quota.window, there, len(people))
    absent = leave_of(plan, leave, people)
    present = there.shared(absent.outside(len(people)))[0]
    counted = there if quota.proration is Proration.NONE else present
    months = months_within(calendar, rows, counted, _first_days(stints, len(people)), quota.ramp)
    amounts, known = _amounts(plan, quota, people, given, rows, counted, calendar, left)
    factors = _factors(quota.proration, rows, months, _from_the_first(plan, rows, there))
    parts = _parts(calendar, quota, rows)
    asked = [a * b * c for a, b, c in zip(amounts, factors, parts, strict=True)]
    begun = _begun(quota, months, rows, through)
    to_date = [a * b for a, b in zip(asked, begun, strict=True)]
    return Quotas(rows.payee, rows.window, Exact.of(asked), Exact.of(to_date), known)


def leave_of(plan: Plan, leave: Frame | None, people: tuple[str, ...]) -> Spans:
    """Days on which people were on leave.

    Raises:
        UnknownName: A column is missing.
        DataError: A leave has no days.
    """
    table, zone = Table.of("leave", leave, "payee"), zone_of(plan.zone)
    if not table.rows:
        empty = np.zeros(0, dtype=np.int64)
        return Spans(empty, empty, empty)
    payee = recoded(ids_of(table, "payee"), people)
    first = first_days(table, "from", zone, None)
    end = first_days(table, "until", zone, LATEST)
    if (wrong := np.flatnonzero(end <= first)).size:
        raise DataError(
            "A leave ends before it has had a day", where=table.where(int(wrong[0])),
            remedy="`until` is the first day back",
        )  # fmt: skip
    known = payee >= 0
    return merged(payee[known], first[known], end[known])


def _see_window(quota: Quota) -> None:
    span = quota.window.span
    if span in (Span.DEAL, Span.ROLLING) or (
        span not in _OF_YEAR and quota.spread is not Spread.GIVEN
    ):
        raise UserError(
            f"A quota for each {quota.window} cannot be {quota.spread}", where=quota.name,
            remedy="ask for a month, a quarter, a half or a year",
        )  # fmt: skip


def _rows(calendar: Calendar, window: Window, there: Spans, people: int) -> Rows:
    """Everybody's windows with a day on the plan."""
    numbers = calendar.within(window)
    payee = np.repeat(np.arange(people, dtype=np.int64), numbers.size)
    number = np.tile(numbers, people)
    first, end = calendar.first(number, window), calendar.end(number, window)
    here = there.days_within(payee, first, end) > 0
    return Rows(payee[here], number[here], first[here], end[here])


def _first_days(stints: Stints, people: int) -> Days:
    found = np.full(people, LATEST, dtype=np.int64)
    np.minimum.at(found, stints.payee, stints.first)
    return found


def _from_the_first(plan: Plan, rows: Rows, there: Spans) -> Flags:
    """Windows that began with or after the person's first day."""
    begins = np.maximum(rows.first, day_number(plan.begins))
    return there.at(rows.payee, begins) >= 0


def _amounts(
    plan: Plan,
    quota: Quota,
    people: tuple[str, ...],
    given: Frame | None,
    rows: Rows,
    counted: Spans,
    calendar: Calendar,
    left: Left,
) -> tuple[list[Fraction], Flags]:
    """The amount of each window before it is spread and prorated, and where there is one."""
    if quota.amount is not None:
        return [quota.amount] * len(rows), np.ones(len(rows), dtype=bool)
    table = Table.of("quotas", given, "payee")
    dated = dated_of(plan, quota, table, people)
    found = dated.by_days(rows, counted)
    for row in np.flatnonzero(found.days * (found.changes | found.lacks)):
        which = f"{people[rows.payee[row]]} in {calendar.label(rows.window[row], quota.window)}"
        left.note(
            f"The quota {quota.name!r} of {which} is missing: {found.days[row]} of "
            f"{found.wanted[row]} days have one"
            if found.lacks[row]
            else f"The quota {quota.name!r} of {which} changes within; it is taken by days"
        )
    return found.amounts, ~found.lacks


def _factors(rule: Proration, rows: Rows, months: Months, from_first: Flags) -> list[Fraction]:
    """What part of each window counts."""
    counts = _month_counts(rule, months)
    whole = _whole(rule, rows, months, counts)
    sums = _ramped(counts, months)
    found = [
        total / int(all_of) if all_of else Fraction(0)
        for total, all_of in zip(sums, whole, strict=True)
    ]
    if rule is not Proration.FULL_IF_BEGUN:
        return found
    return [one if begun else Fraction(0) for one, begun in zip(found, from_first, strict=True)]


def _month_counts(rule: Proration, months: Months) -> Days:
    """What counts of each month: its days, or itself."""
    if rule is Proration.DAYS:
        return months.there
    if rule is Proration.MONTHS:
        whole = (months.there == months.days) & (months.days > 0)
        return np.asarray(whole, dtype=np.int64)
    return np.asarray(months.there > 0, dtype=np.int64)


def _whole(rule: Proration, rows: Rows, months: Months, counts: Days) -> Days:
    """What all of each window would be, in the same unit."""
    if rule is Proration.DAYS:
        return rows.end - rows.first
    if rule is Proration.MONTHS:
        return np.asarray((months.days > 0).sum(axis=0))
    return np.asarray(counts.sum(axis=0))


def _ramped(counts: Days, months: Months) -> list[Fraction]:
    """Sums over months of what counts, each as far as the ramp asks for it."""
    shares = Exact.of(months.shares)
    asked = Exact(counts) * Exact(shares.parts[months.ramp])
    return [Fraction(int(part), shares.over) for part in asked.parts.sum(axis=0)]


def _parts(calendar: Calendar, quota: Quota, rows: Rows) -> list[Fraction]:
    """What part of the amount each window has."""
    if quota.spread is Spread.GIVEN:
        return [Fraction(1)] * len(rows)
    windows = _OF_YEAR[quota.window.span]
    if quota.spread is Spread.EVEN:
        return [Fraction(1, windows)] * len(rows)
    if quota.spread is Spread.WEIGHTS:
        return [quota.weights[number % windows] for number in rows.window]
    year = calendar.numbers(rows.first, _YEAR)
    days = calendar.end(year, _YEAR) - calendar.first(year, _YEAR)
    mine = rows.end - rows.first
    return [Fraction(int(one), int(of)) for one, of in zip(mine, days, strict=True)]


def _begun(quota: Quota, months: Months, rows: Rows, through: int) -> list[Fraction]:
    """What part of what is asked is asked to date."""
    if quota.window.span is Span.CYCLE:
        return [Fraction(int(first <= through)) for first in rows.first]
    begun = (months.first <= through) & (months.days > 0)
    shares = Exact.of(months.shares)
    counts = (_month_counts(quota.proration, months) > 0) & (shares.parts[months.ramp] != 0)
    over, asked = (begun | (months.days == 0)).all(axis=0), counts.any(axis=0)
    totals = []
    for row in range(len(rows)):
        if over[row]:
            totals.append(Fraction(int(asked[row])))
            continue
        parts = [
            _month_part(quota.proration, int(there), int(days))
            * Fraction(int(shares.parts[ramp]), shares.over)
            for there, days, ramp in zip(
                months.there[:, row], months.days[:, row], months.ramp[:, row], strict=True
            )
        ]
        whole = sum(parts)
        so_far = sum(part for part, is_begun in zip(parts, begun[:, row], strict=True) if is_begun)
        totals.append(Fraction(so_far) / whole if whole else Fraction(0))
    return totals


def _month_part(rule: Proration, there: int, days: int) -> Fraction:
    """What part of a month counts."""
    if not there:
        return Fraction(0)
    if rule is Proration.DAYS:
        return Fraction(there, days)
    return Fraction(int(there == days or rule is not Proration.MONTHS))
