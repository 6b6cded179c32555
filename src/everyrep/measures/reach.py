"""How far the records reach: which days a figure is of, and which it cannot be of.

Records have a beginning. Before the first exit on record only those who stayed are known, so that
a headcount of then counts survivors; a deal that is open today stood otherwise a year ago. Such
figures are not estimable, or say what they leave out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from everyrep.measures.buckets import bucket_name
from everyrep.measures.catalogue import Catalogue, Measure
from everyrep.measures.dimensions import TIME
from everyrep.measures.figures import NO_FACTS, Figure
from everyrep.measures.question import Question
from everyrep.measures.run import Groups, described_once, measure_name
from everyrep.measures.source import FactSource
from everyrep.measures.statements import statement
from everyrep.measures.tables import MADE, physical_columns
from everyrep.values import Period, Reason
from everyrep.warehouse.schema import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PIECE = "piece_from"
_SLIP = 0.002
"""Share of rows at either end whose day may be a slip of the pen."""
_ENOUGH = 5
"""Ends on record from which their absence in earlier years shows that records are missing."""
_EXITS = """
SELECT date_trunc('year', min(left_on - 1))::DATE, count(*) FROM people
WHERE left_on <= $day AND (hired_on IS NULL OR left_on >= hired_on)"""
_CUSTOMERS = """
SELECT date_trunc('year', min(day))::DATE, count(*) FROM (
    SELECT close_on AS day FROM opportunities WHERE outcome = 'won' AND close_on <= $day
        AND (created_on IS NULL OR close_on >= created_on)
    UNION ALL SELECT lost_on FROM accounts WHERE lost_on <= $day)"""
_FIRST_END = {
    "exit": (_EXITS, "Nobody who left before {day} is on record"),
    "customer": (_CUSTOMERS, "No deal won, and no customer lost, before {day} is on record"),
}
_MOVES = "How it stood on a day that is past: `everyrep pipeline moves --since DAY`."


def within_reach(
    source: FactSource, measure: Measure, figures: Groups, question: Question
) -> Groups:
    """The figures, without those of days from which only who or what stayed is known."""
    if not measure.known_since:
        return figures
    since, what = _known_since(source, measure, question)
    if since is None:
        return figures
    reason = Reason(
        "before_records",
        f"{what}, so that of earlier days only those who stayed are known.",
        "Ask for a later period.",
    )
    return {
        key: Figure(None, n=figure.n, reason=reason)
        if (span := _span(key, question)) is not None and span.end <= since
        else figure
        for key, figure in figures.items()
    }


def reach_notes(
    source: FactSource, measure: Measure, question: Question, known: Catalogue
) -> Iterator[str]:
    """What an answer must say of the days that a measure is of."""
    yield from _as_of_today(measure, question, known)
    yield from _too_low(source, measure, question)
    if question.period is None and not TIME.keys() & set(question.by):
        used = days_of_pieces(source, measure, question)
        if used is not None:
            yield f"{measure.title} is of {_days(used)}, since no period was named."


def only_today(measure: Measure, question: Question) -> Reason | None:
    """Why there is no figure where nothing that stands today falls into a period that is past."""
    period = question.period
    if not measure.stands or period is None or period.end > question.tomorrow:
        return None
    return Reason(
        "stands_today",
        f"It counts deals that are open on {_day(question.as_of)}, and none of those was "
        f"expected to close in {period}.",
        _MOVES,
    )


def with_days_covered(reason: Reason, source: FactSource, measure: Measure, q: Question) -> Reason:
    """The reason that no facts fit, with the days that there are facts of."""
    covered = days_covered(source, measure, q) if q.period is not None else None
    if reason is not NO_FACTS or covered is None:
        return reason
    told = f"No facts fit the question. There are records of {_days(covered)}."
    return replace(reason, sentence=told)


def days_covered(source: FactSource, measure: Measure, question: Question) -> Period | None:
    """The days that the facts of a measure are of, whatever period is asked about."""
    if measure.parts or not question.scope.sees_everybody:
        return None
    frame = described_once(measure, question).frame
    if frame.event == _PIECE:
        return days_of_pieces(source, measure, replace(question, period=None))
    table, column = frame.name, frame.event
    if table not in (*TABLES, *MADE) or column not in physical_columns(table):
        return None
    found = source.connection.execute(
        f'SELECT quantile_disc("{column}", {_SLIP})::DATE, '
        f'quantile_disc("{column}", {1 - _SLIP})::DATE '
        f'FROM "{table}" WHERE "{column}" <= ?',
        [question.as_of],
    ).fetchone()
    return Period(found[0], found[1] + timedelta(days=1)) if found and found[0] else None


def days_of_pieces(source: FactSource, measure: Measure, question: Question) -> Period | None:
    """The days of employment that a figure per person is held against; None for other measures."""
    if measure.parts:
        return None
    plain = replace(question, by=(), where=None)
    sql = statement(("days", measure_name(measure)), plain, partial(_pieces, measure))
    found = source.connection.execute(sql).fetchone() if sql else None
    return Period(_date(found[0]), _date(found[1])) if found and found[0] else None


def _pieces(measure: Measure, question: Question) -> ir.Table | None:
    """The first and the last day of pieces of employment; None where there are no such."""
    frame = described_once(measure, question).frame
    if frame.event != _PIECE:
        return None
    table = replace(frame, gathered=None).cut(question, "piece_to")
    return table.aggregate(first=table.piece_from.min(), end=table.piece_to.max())


def stands(measure: Measure, known: Catalogue) -> bool:
    """Whether a measure, or one that its period cuts, counts what stands today."""
    parts: Iterable[Measure] = (known[part.measure] for part in measure.parts if not part.ever)
    return measure.stands or any(stands(part, known) for part in parts)


def _as_of_today(measure: Measure, question: Question, known: Catalogue) -> Iterator[str]:
    period, cut = question.period, TIME.keys() & set(question.by)
    begins_later = period is not None and period.start >= question.tomorrow
    past = cut and not begins_later
    if period is not None and period.end <= question.tomorrow:
        past = True
    if past and stands(measure, known):
        yield (
            f"{measure.title} counts deals that are open on {_day(question.as_of)}, by the day "
            f"they are expected to close; in days that are past, only those overdue. {_MOVES}"
        )


def _too_low(source: FactSource, measure: Measure, question: Question) -> Iterator[str]:
    """What adds up over days misses those who came or were there, and left, before the records."""
    if not measure.known_since or measure.of_a_day:
        return
    since, what = _known_since(source, measure, question)
    period = question.period
    if since is None or (period is not None and not period.start < since < period.end):
        return
    yield f"{what}: {measure.title.lower()} of the days before are too few."


def _known_since(
    source: FactSource, measure: Measure, question: Question
) -> tuple[date | None, str]:
    sql, what = _FIRST_END[measure.known_since]
    day, rows = source.connection.execute(sql, {"day": question.as_of}).fetchone() or (None, 0)
    if day is None or rows < _ENOUGH:
        return None, ""
    return day, what.format(day=_day(day))


def _span(key: Sequence[Any], question: Question) -> Period | None:
    """The days of a group: its bucket of time, else the period."""
    for name, group in zip(question.by, key, strict=True):
        if name in TIME and group is not None:
            text = bucket_name(_date(group), TIME[name], question.fiscal)
            return Period.parse(text, calendar=question.fiscal, as_of=question.as_of)
    return question.period


def _date(day: date) -> date:
    """A day that the engine made a moment of, as a day again."""
    return day.date() if isinstance(day, datetime) else day


def _days(period: Period) -> str:
    return f"{_day(period.start)} to {_day(period.last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
