"""The buckets of a question as rows, for facts that last: employment, quotas."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from everyrep.measures.buckets import buckets_of
from everyrep.measures.dimensions import TIME
from everyrep.measures.question import Question
from everyrep.values import Grain, Period, add_months

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LONG_AGO = date(1900, 1, 1)
_FAR_AHEAD = date(2200, 1, 1)
_STEPS = {Grain.DAY: "D", Grain.WEEK: "W", Grain.MONTH: "M", Grain.QUARTER: "Q", Grain.YEAR: "Y"}
_YEARS_BACK, _YEARS_AHEAD = 30, 5


def windows(question: Question, *, known_only: bool) -> ir.Table:
    """The buckets that the question cuts time into, as rows (bucket_on, bucket_end), half-open.

    Args:
        question: Its period bounds them, its grains of time cut them; without either there is
            one for all time.
        known_only: End with the last day that is known; else run on, as quotas do.
    """
    import ibis

    grains = [TIME[name] for name in question.by if name in TIME]
    start, end = _span(question, known_only, bool(grains))
    if len(grains) == 1 and grains[0] in _STEPS and start < end:
        starts = _counted_out(grains[0], start, end, question)
    else:
        *listed, end = _bounds(grains, start, end, question)
        starts = ibis.array([ibis.literal(day) for day in listed]).unnest()
    table = starts.name("bucket_on").as_table()
    following = table.bucket_on.lead(1).over(ibis.window(order_by=table.bucket_on))
    return table.mutate(bucket_end=following.fill_null(end))


def _counted_out(grain: Grain, start: date, end: date, question: Question) -> ir.DateColumn:
    """First days of the buckets of one grain, counted out by the engine: short to write."""
    import ibis

    first = Period.containing(start, grain, question.fiscal).start
    days = ibis.range(
        ibis.literal(datetime.combine(first, time())),
        ibis.literal(datetime.combine(end, time())),
        ibis.interval(1, unit=_STEPS[grain]),
    )
    return ibis.greatest(days.unnest().cast("date"), ibis.literal(start))


def _bounds(grains: list[Grain], start: date, end: date, question: Question) -> list[date]:
    """First days of the buckets, and the end of the last."""
    if start >= end:
        # Nothing of the period is known yet: one bucket without a day in it.
        return [end, end]
    span = Period(start, end)
    found = {part.start for grain in grains for part in buckets_of(span, grain, question.fiscal)}
    return [*sorted(found | {start}), end]


def _span(question: Question, known_only: bool, cut: bool) -> tuple[date, date]:
    if question.period is not None:
        start, end = question.period.start, question.period.end
    elif cut:
        start = add_months(question.tomorrow, -12 * _YEARS_BACK).replace(month=1, day=1)
        end = add_months(question.tomorrow, 12 * _YEARS_AHEAD)
    else:
        start, end = _LONG_AGO, _FAR_AHEAD
    return start, min(end, question.tomorrow) if known_only else end
