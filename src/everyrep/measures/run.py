"""From a measure and a question to figures: compile, run, estimate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from everyrep.measures.catalogue import Measure
from everyrep.measures.facts.frame import PERSON
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, people_in

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir

Groups = dict[tuple[Any, ...], Figure]


@dataclass(frozen=True)
class Outcome:
    """What one measure gives for one question.

    Attributes:
        figures: By group.
        sql: The statement, as run; of several, one after the other.
        people: How many different people each group is about; empty where nobody asked.
        rows: How many facts or things all groups rest on.
    """

    figures: Groups
    sql: str
    people: dict[tuple[Any, ...], int]
    rows: int | None = None


def statistics_of(measure: Measure, question: Question) -> Statistics:
    """The Ibis expressions of a measure for a question; nothing is run."""
    found = expression_of(measure)(question, **measure.parameters)
    assert isinstance(found, Statistics)  # noqa: S101 - a defect of the catalogue, not of data
    return found


def expression_of(measure: Measure) -> Callable[..., Any]:
    """The function that an entry names.

    Raises:
        ImportError, AttributeError: There is none; the catalogue's test holds that there is.
    """
    module, _, function = measure.expression.partition(":")
    found: Callable[..., Any] = getattr(
        import_module(f"everyrep.measures.expressions.{module}"), function
    )
    return found


def compiled(expression: ir.Table, *, dialect: str = "duckdb") -> str:
    """The SQL of an expression."""
    import ibis

    return str(ibis.to_sql(expression, dialect=dialect))


def run(measure: Measure, question: Question, connection: duckdb.DuckDBPyConnection) -> Outcome:
    """The figures of a measure that is made of facts."""
    # The kernels bring scipy, which nobody waits for who only asks what a measure means.
    from everyrep.measures.estimators import ESTIMATORS, OF_DURATIONS
    from everyrep.measures.sums import by_duration, by_group

    statistics = statistics_of(measure, question)
    sql = compiled(statistics.table)
    names, rows = _fetched(connection, sql)
    width = len(question.by)
    if measure.estimator in OF_DURATIONS:
        sums, extra = by_duration(names, rows, width, question.level)
    else:
        sums, extra = by_group(names, rows, width, question.level)
    if measure.still_open:
        sums = replace(sums, still_open=measure.still_open)
    figures = dict(zip(sums.keys, ESTIMATORS[measure.estimator](sums), strict=True))
    for key, counts in extra.items():
        figures[key] = _noted(figures[key], counts, measure)
    people = _people(statistics, question, connection) if question.scope.min_group > 1 else {}
    return Outcome(figures, sql, people, sum(figure.n for figure in figures.values()))


def _people(
    statistics: Statistics, question: Question, connection: duckdb.DuckDBPyConnection
) -> dict[tuple[Any, ...], int]:
    _, rows = _fetched(connection, compiled(people_in(statistics.facts, question.by, PERSON)))
    return {row[:-1]: int(row[-1]) for row in rows}


def _fetched(
    connection: duckdb.DuckDBPyConnection, sql: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    result = connection.execute(sql)
    return [column[0] for column in result.description or ()], result.fetchall()


def _noted(figure: Figure, counts: dict[str, int], measure: Measure) -> Figure:
    """The figure with the sentences of its counts that are not zero."""
    notes = tuple(
        sentence.format(count=f"{counts[name]:,}")
        for name, sentence in measure.notes.items()
        if counts.get(name)
    )
    return replace(figure, notes=(*figure.notes, *notes)) if notes else figure
