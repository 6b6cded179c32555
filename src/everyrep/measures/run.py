"""From a measure and a question to figures: compile, run, estimate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from everyrep.measures.catalogue import Measure
from everyrep.measures.facts.frame import PERSON
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, people_in
from everyrep.warehouse.mapping.rows import Not

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

    # Joining selects into one takes a quarter of the time, and the engine does it anyway.
    ibis.options.sql.fuse_selects = False
    return str(ibis.to_sql(expression, dialect=dialect))


@dataclass(frozen=True)
class _Compiled:
    """A measure and a question, and the SQL for them; equal where they give the same SQL."""

    name: str
    expression: str
    parameters: str
    question: Question
    measure: Measure = field(compare=False)

    @cached_property
    def statistics(self) -> Statistics:
        return statistics_of(self.measure, self.question)

    @cached_property
    def sql(self) -> str:
        return compiled(self.statistics.table)

    @cached_property
    def people_sql(self) -> str:
        return compiled(people_in(self.statistics.facts, self.question.by, PERSON))


@lru_cache(maxsize=256)
def _remembered(key: _Compiled) -> _Compiled:
    """The first of all equal ones, so that a question asked again is not compiled again."""
    return key


def _compiled(measure: Measure, question: Question) -> _Compiled:
    parameters = repr(sorted(measure.parameters.items()))
    return _remembered(_Compiled(measure.name, measure.expression, parameters, question, measure))


def run(measure: Measure, question: Question, connection: duckdb.DuckDBPyConnection) -> Outcome:
    """The figures of a measure that is made of facts."""
    # The kernels bring scipy, which nobody waits for who only asks what a measure means.
    from everyrep.measures.estimators import ESTIMATORS, OF_DURATIONS
    from everyrep.measures.sums import by_duration, by_group

    asked = _compiled(measure, question)
    names, rows = _fetched(connection, asked.sql)
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
    people = _people(asked, connection) if question.scope.min_group > 1 else {}
    return Outcome(figures, asked.sql, people, sum(figure.n for figure in figures.values()))


def _people(asked: _Compiled, connection: duckdb.DuckDBPyConnection) -> dict[tuple[Any, ...], int]:
    """How many people each group is about: in it, and left out of it by the condition.

    A figure for all but a few people gives those few away, if the figure for all is known too. So
    where the condition leaves out fewer people than a group may have, their number counts.
    """
    _, rows = _fetched(connection, asked.people_sql)
    people = {row[:-1]: int(row[-1]) for row in rows}
    question = asked.question
    if question.where is None:
        return people
    others = _compiled(asked.measure, replace(question, where=Not(question.where)))
    _, rows = _fetched(connection, others.people_sql)
    for row in rows:
        if row[:-1] in people and 0 < row[-1] < question.scope.min_group:
            people[row[:-1]] = min(people[row[:-1]], int(row[-1]))
    return people


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
