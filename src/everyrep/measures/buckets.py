"""Days put into weeks, months, quarters and years, calendar or fiscal, inside the engine.

A bucket is named by its first day in SQL, and by the text that `Period.parse` reads on the way
out, so that a reader can ask for it again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from everyrep.values import FiscalCalendar, Grain, Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from everyrep.measures.question import Question

_UNITS = {Grain.MONTH: "M", Grain.QUARTER: "Q", Grain.YEAR: "Y"}
_MONTHS_PER = {Grain.FISCAL_MONTH: "M", Grain.FISCAL_QUARTER: "Q", Grain.FISCAL_YEAR: "Y"}
# Years of whole weeks are written out one by one: so many before and after the day of the question.
_YEARS_BACK, _YEARS_AHEAD = 15, 5


def bucket_start(day: ir.DateValue, grain: Grain, question: Question) -> ir.Value:
    """First day of the bucket that a day is in."""
    if grain is Grain.DAY:
        return day
    if grain is Grain.WEEK:
        return _shifted(day, question.fiscal.week_start, "W", "D")
    if not grain.fiscal:
        return day.truncate(_UNITS[grain]).cast("date")
    if question.fiscal.of_weeks:
        return _listed(day, grain, question)
    months = question.fiscal.start_month - 1
    return _shifted(day.truncate("M").cast("date"), months, _MONTHS_PER[grain], "M")


def bucket_name(start: date, grain: Grain, fiscal: FiscalCalendar) -> str:
    """The bucket as a person writes it: "2026-03", "2026Q1", "FY2026Q1", "2026-W09"."""
    if isinstance(start, datetime):  # DuckDB's day plus an interval is a moment
        start = start.date()
    if grain.fiscal:
        return fiscal.label(start, grain)
    if grain is Grain.WEEK and fiscal.week_start == 0:
        year, week, _ = start.isocalendar()
        return f"{year:04}-W{week:02}"
    return str(Period.containing(start, grain, fiscal))


def buckets_of(period: Period, grain: Grain, fiscal: FiscalCalendar) -> tuple[Period, ...]:
    """The buckets of a period, cut to it."""
    return period.split(grain, fiscal)


def _shifted(day: ir.DateValue, places: int, unit: str, by: str) -> ir.Value:
    """Truncate as if the unit began so many places later."""
    import ibis

    if not places:
        return day.truncate(unit).cast("date")
    shift = ibis.interval(places, unit=by)
    moved = (day - shift).cast("date").truncate(unit).cast("date")
    return (moved + shift).cast("date")


def _listed(day: ir.DateValue, grain: Grain, question: Question) -> ir.Value:
    import ibis

    fiscal = question.fiscal
    this = fiscal.year_of(question.as_of)
    first = fiscal.year(this - _YEARS_BACK).start
    span = Period(first, fiscal.year(this + _YEARS_AHEAD).end)
    parts = buckets_of(span, grain, fiscal)
    known = ibis.cases(*((day < part.end, ibis.literal(part.start)) for part in parts))
    return ibis.ifelse(day >= first, known, None)
