"""From measures and a question to figures: compile, run, estimate.

Measures of the same facts are read in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from everyrep.measures.catalogue import Measure
from everyrep.measures.dimensions import TIME
from everyrep.measures.figures import Figure
from everyrep.measures.privacy import (
    Cells,
    asked_by_group,
    buckets_given_away,
    hold_coarse,
    months_given_away,
    suppressed,
    years_touched,
)
from everyrep.measures.question import Question
from everyrep.measures.statements import of_anybody, statement
from everyrep.measures.sufficient import durations, marked, people_in, sums
from everyrep.measures.tally import Described, Lasting, Tally
from everyrep.values import UserError
from everyrep.warehouse.mapping import columns_of
from everyrep.warehouse.mapping.rows import Not

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir

Groups = dict[tuple[Any, ...], Figure]
Rows = list[tuple[Any, ...]]


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


def described(measure: Measure, question: Question) -> Described:
    """What a measure adds up for a question; nothing is run."""
    found = expression_of(measure)(question, **measure.parameters)
    assert isinstance(found, Described)  # noqa: S101 - a defect of the catalogue, not of data
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


def sql_of(measures: Sequence[Measure], question: Question) -> str:
    """The one statement for measures that are read together."""
    return _compiled(measures, question).sql(question)


def read_together(measures: Iterable[Measure], question: Question) -> list[list[Measure]]:
    """Measures put together by the facts that they share; each set is one statement."""
    sets: dict[Any, list[Measure]] = {}
    for place, measure in enumerate(measures):
        found = described_once(measure, question)
        alone = isinstance(found, Lasting) or not found.frame.key or found.distinct
        key = place if alone else (found.frame.key, getattr(found, "alike", None))
        sets.setdefault(key, []).append(measure)
    return list(sets.values())


@dataclass(frozen=True)
class _Compiled:
    """Measures and a question of anybody's, and what is added up; equal where that is the same."""

    names: tuple[tuple[str, str, str], ...]
    question: Question
    measures: tuple[Measure, ...] = field(compare=False)

    @cached_property
    def described(self) -> tuple[Described, ...]:
        return tuple(described_once(measure, self.question) for measure in self.measures)

    def table(self, question: Question) -> ir.Table:
        first = self.described[0]
        if isinstance(first, Lasting):
            return durations(first, question)
        tallies = [found for found in self.described if isinstance(found, Tally)]
        return sums(marked(tallies), question)

    def sql(self, question: Question) -> str:
        """The statement of one who asks."""
        return statement(("sums", self.names), question, self.table)

    def people_sql(self, question: Question) -> str:
        """The statement of how many people the facts are about."""
        first = self.described[0]
        return statement(("people", self.names), question, lambda q: people_in(first, q))


@lru_cache(maxsize=2_000)
def _remembered(key: _Compiled) -> _Compiled:
    """The first of all equal ones, so that a question asked again is not described again."""
    return key


def _compiled(measures: Sequence[Measure], question: Question) -> _Compiled:
    names = tuple(measure_name(measure) for measure in measures)
    return _remembered(_Compiled(names, of_anybody(question), tuple(measures)))


def described_once(measure: Measure, question: Question) -> Described:
    """The same, found once for all questions that differ only in who is in sight."""
    try:
        return _known(_One(measure_name(measure), of_anybody(question), measure))
    except UserError:
        return described(measure, question)  # said once more in the name of the one who asks


@dataclass(frozen=True)
class _One:
    name: tuple[str, str, str]
    question: Question
    measure: Measure = field(compare=False)


@lru_cache(maxsize=2_000)
def _known(one: _One) -> Described:
    return described(one.measure, one.question)


def measure_name(measure: Measure) -> tuple[str, str, str]:
    """What tells a measure apart from all whose facts are others."""
    return (measure.name, measure.expression, repr(sorted(measure.parameters.items())))


def run(
    measures: Sequence[Measure], question: Question, connection: duckdb.DuckDBPyConnection
) -> dict[str, Outcome]:
    """The figures of measures that are made of facts, by name.

    Raises:
        UserError: The question could single a person out for who sees groups alone.
    """
    hold_coarse(question)
    found: dict[str, Outcome] = {}
    for together in read_together(measures, question):
        found |= _run_together(together, question, connection)
    return found


def _run_together(
    measures: Sequence[Measure], question: Question, connection: duckdb.DuckDBPyConnection
) -> dict[str, Outcome]:
    # The kernels bring scipy, which nobody waits for who only asks what a measure means.
    from everyrep.measures.estimators import ESTIMATORS
    from everyrep.measures.pooled import pooled
    from everyrep.measures.sums import gathered

    asked = _compiled(measures, question)
    sql = asked.sql(question)
    names, rows = fetched(connection, sql)
    found = {}
    for place, (measure, one) in enumerate(zip(measures, asked.described, strict=True)):
        collected, counts = gathered(names, rows, question, one, place)
        if measure.still_open:
            collected = replace(collected, still_open=measure.still_open)
        estimates = ESTIMATORS[measure.estimator](collected)
        figures = dict(zip(collected.keys, estimates, strict=True))
        for key, numbers in counts.items():
            figures[key] = _noted(figures[key], numbers, measure)
        if question.pool:
            figures = pooled(figures, measure, question)
        people = _people(measure, question, connection) if question.scope.min_group > 1 else {}
        n = sum(figure.n for figure in figures.values())
        found[measure.name] = Outcome(figures, sql, people, n)
    return found


def _people(
    measure: Measure, question: Question, connection: duckdb.DuckDBPyConnection
) -> dict[tuple[Any, ...], int]:
    """How many people each group is about; too few for those that would give a smaller one away.

    A figure for all but a few people gives those few away, if the figure for all is known too; so
    do two that overlap, and two of periods that differ by a month. So a condition and a period may
    only take what the figures by their own dimension would show, and what a period leaves of all
    time must not be about too few.
    """

    def cells(asked: Question) -> dict[tuple[Any, ...], int]:
        _, rows = fetched(connection, _compiled((measure,), asked).people_sql(asked))
        return {row[:-1]: int(row[-1]) for row in rows}

    people, least = cells(question), question.scope.min_group
    gone = buckets_given_away(people, question, least)
    if question.where is not None:
        gone |= _picked(question, people, cells)
    if question.period is not None and measure.timed:
        whole = tuple(name for name in question.by if name not in TIME)
        of_years = years_touched(question)
        months, quarters = (
            cells(of_years.cut_by((*whole, grain))) for grain in ("fiscal_month", "fiscal_quarter")
        )
        taken = months_given_away(months, quarters, question, least)
        taken |= {
            key
            for key, count in cells(replace(question.cut_by(whole), outside=True)).items()
            if 0 < count < least
        }
        at = [i for i, name in enumerate(question.by) if name not in TIME]
        gone |= {key for key in people if tuple(key[i] for i in at) in taken}
    return {key: 1 if key in gone and count else count for key, count in people.items()}


def _picked(
    question: Question,
    people: Cells,
    cells: Callable[[Question], Cells],
) -> set[tuple[Any, ...]]:
    """Groups of which a condition takes a cell that figures by its dimensions would withhold."""
    assert question.where is not None  # noqa: S101 - the caller has looked
    least, width = question.scope.min_group, len(question.by)
    fields = [
        name
        for name in dict.fromkeys(columns_of(question.where))
        if asked_by_group(name) and name not in question.by
    ]
    finer = question.cut_by((*question.by, *fields))
    everything = cells(replace(finer, where=None))
    hidden = suppressed(everything, least)
    found = {key[:width] for key, count in cells(finer).items() if count and key in hidden}
    others = cells(replace(question, where=Not(question.where)))
    return found | {key for key, count in others.items() if key in people and 0 < count < least}


def fetched(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], Rows]:
    """Names of columns, and rows."""
    result = connection.execute(sql)
    return [column[0] for column in result.description or ()], result.fetchall()


def _noted(figure: Figure, counts: Mapping[str, int], measure: Measure) -> Figure:
    """The figure with the sentences of its counts that are not zero."""
    notes = tuple(
        sentence.format(count=f"{counts[name]:,}")
        for name, sentence in measure.notes.items()
        if counts.get(name)
    )
    return replace(figure, notes=(*figure.notes, *notes)) if notes else figure
