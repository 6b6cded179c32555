"""What must be known of an answer as a whole: days that are known in part, and hindsight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from everyrep.measures.answer import Row
from everyrep.measures.catalogue import Measure
from everyrep.measures.dimensions import TIME
from everyrep.measures.question import Question
from everyrep.measures.run import described
from everyrep.measures.source import FactSource
from everyrep.measures.tables import MADE, physical_columns
from everyrep.values import Grain, Period
from everyrep.warehouse.schema import TABLES

_NEGLIGIBLE = 0.1
"""A bucket that lacks less than this share of its days at its beginning counts as known."""
_STRAY = 0.04
_ENOUGH = 20
"""Rows in the first bucket from which their days show when the records begin."""


def partial_buckets(
    source: FactSource, measure: Measure, rows: Sequence[Row], question: Question
) -> Iterator[str]:
    """Which buckets of time hold fewer days than their name says.

    The first is known in part where the records begin within it, or the question does; the last
    where the day that counts as today is not its last one. Measures that look ahead, and so have
    buckets to come, are known in none of them.
    """
    for name in question.by:
        if name not in TIME or TIME[name] is Grain.DAY:
            continue
        keys = sorted({str(row.keys[name]) for row in rows if row.keys.get(name) is not None})
        if keys:
            first, last = (_bucket(key, question) for key in (keys[0], keys[-1]))
            begins, ends = _begins(source, measure, first, question), _ends(question)
            if begins and (begins - first.start).days > _NEGLIGIBLE * first.days:
                yield f"{keys[0]} is known from about {_day(begins)} only."
            if last.start <= ends < last.last:
                yield f"{keys[-1]} is known until {_day(ends)} only."


def _bucket(key: str, question: Question) -> Period:
    return Period.parse(key, calendar=question.fiscal, as_of=question.as_of)


def _ends(question: Question) -> date:
    """The last day that the answer can know."""
    if question.period is None:
        return question.as_of
    return min(question.as_of, question.period.last)


def _begins(source: FactSource, measure: Measure, first: Period, question: Question) -> date | None:
    """The day within the first bucket from which on there are records to speak of."""
    if question.period is not None and question.period.start in first:
        return question.period.start
    if measure.parts:
        return None
    frame = described(measure, question).frame
    table, column = frame.name, frame.event
    if table not in (*TABLES, *MADE) or column not in physical_columns(table):
        return None
    # A few rows with an impossible day must not pass for the beginning.
    found = source.connection.execute(
        f'SELECT quantile_disc("{column}", {_STRAY}), count(*) FROM "{table}" '
        f'WHERE "{column}" >= ? AND "{column}" < ?',
        [first.start, first.end],
    ).fetchone()
    return found[0] if found and found[1] >= _ENOUGH else None


def hindsight(source: FactSource, measures: Sequence[Measure], question: Question) -> Iterator[str]:
    """Where a question looks back at deals that were open then: amounts are those known now."""
    concerned = [m.title for m in measures if any(need.of == "open deals" for need in m.needs)]
    if not concerned:
        return
    later = source.connection.execute(
        "SELECT count(*) FROM opportunities WHERE outcome <> 'open' AND close_on > ? "
        "AND (created_on IS NULL OR created_on <= ?)",
        [question.as_of, question.as_of],
    ).fetchone()
    if later and later[0]:
        yield (
            f"This looks back to {_day(question.as_of)}: deals that were open then and have been "
            f"closed since ({later[0]:,}) count with the amounts and dates known now."
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
