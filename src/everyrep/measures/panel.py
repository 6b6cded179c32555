"""Sums by group, for statistics that are more than one figure: the other thing the door gives.

Where `query` gives estimates, a panel gives what they are made of: numerators and denominators of
many measures for the same groups, such as every person and month, as arrays. Facts of one kind are
read in one statement. The same scope stands in front of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from everyrep.measures.answer import Key, in_order
from everyrep.measures.arrays import Column, Floats
from everyrep.measures.asking import accept, listed, question_of, refusal
from everyrep.measures.buckets import bucket_name
from everyrep.measures.catalogue import Catalogue, Measure, load_catalogue
from everyrep.measures.dimensions import TIME
from everyrep.measures.facts.frame import group_column
from everyrep.measures.facts.tenure import PATHS, days_of, pieces, sellers, tenure_frame
from everyrep.measures.question import Question
from everyrep.measures.run import compiled, described
from everyrep.measures.source import FactSource
from everyrep.measures.sufficient import mark, sums
from everyrep.measures.tally import Described, Lasting, Tally
from everyrep.values import Period, Scope, UserError

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PRESENT = "present_"


@dataclass(frozen=True)
class Panel:
    """Sums of measures by group; every array has the shape (rows,).

    Attributes:
        measures: Names, in the order asked.
        by: Dimensions and grains, in the order asked.
        groups: For each dimension, the group of each row; grains of time are named as in an
            Answer ("2026-03"). Rows are sorted by their groups, in the order of `by`.
        x: For each measure, what was added up; whole minor units where it is of money.
        m: What x is divided by. 1 where a measure is a plain sum, 0 where there is nothing to
            divide by.
        n: How many facts or things the sum rests on.
        present: Days that people of the group were employed; 0 where only facts put the row here.
        units: Unit of each measure.
        snapshot: The build that was read.
        currency: ISO 4217 code of amounts.
        sql: The statements, as run.
    """

    measures: tuple[str, ...]
    by: tuple[str, ...]
    groups: Mapping[str, Column]
    x: Mapping[str, Floats]
    m: Mapping[str, Floats]
    n: Mapping[str, Floats]
    present: Floats
    units: Mapping[str, str]
    snapshot: str = ""
    currency: str = ""
    sql: str = ""

    def __len__(self) -> int:
        return int(self.present.size)

    @cached_property
    def keys(self) -> tuple[tuple[Key, ...], ...]:
        """The groups of each row."""
        return tuple(zip(*(self.groups[name] for name in self.by), strict=True))

    def value(self, measure: str) -> Floats:
        """The measure in each row, NaN where there is nothing to divide by."""
        m = self.m[measure]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(m != 0, self.x[measure] / m, np.nan)

    def wide(
        self, measure: str, rows: str, columns: str
    ) -> tuple[tuple[Key, ...], tuple[Key, ...], Floats, Floats]:
        """A measure as a table of two dimensions.

        Returns:
            The groups of the rows, those of the columns, and x and m, each of shape
            (rows, columns), NaN where there is no such row.
        """
        down, across = _codes(self.groups[rows]), _codes(self.groups[columns])
        shape = (len(down[0]), len(across[0]))
        x, m = np.full(shape, np.nan), np.full(shape, np.nan)
        x[down[1], across[1]] = self.x[measure]
        m[down[1], across[1]] = self.m[measure]
        return down[0], across[0], x, m


def panel(
    source: FactSource,
    measures: str | Iterable[str],
    *,
    by: str | Iterable[str],
    where: str | None = None,
    period: str | Period | None = None,
    scope: Scope,
    catalogue: Catalogue | None = None,
) -> Panel:
    """Sums of one or several measures by group.

    With "person" and a grain of time in `by`, sellers have a row for every bucket in which they
    were employed, with or without facts; other people have one where they have facts.

    A duration is a sum as well: of days at risk over ends for a median, of first ends over all
    ends for a share of ends, of first ends over all for a share of all.

    Args:
        source: An open build of the warehouse.
        measures: Names or synonyms; those made of other measures are not sums.
        by: Dimensions and grains of time, at least one.
        where: Which facts count.
        period: Days within which a fact counts.
        scope: Who asks. A scope with a least size of groups may not ask for single people.
        catalogue: Other measures than those that ship.

    Raises:
        UnknownName: A measure, dimension or field does not exist; near names are offered.
        UserError: A measure is no sum, cannot be computed here, or may not be seen.
    """
    known = load_catalogue() if catalogue is None else catalogue
    asked = list({known[name].name: known[name] for name in listed(measures)}.values())
    question = question_of(source, by, where, period, scope, 0.95)
    for measure in asked:
        _hold(source, measure, question)
    statements = readings(asked, question)
    found = [source.connection.execute(sql).fetchnumpy() for sql in statements]
    columns = _stacked(found, [group_column(name) for name in question.by])
    sql = ";\n\n".join(statements)
    return _panel(asked, question, columns, source.snapshot, sql)


def readings(measures: Sequence[Measure], question: Question) -> list[str]:
    """The statements of a panel: facts of one kind are read together, in one statement a kind.

    Each gives one row a group, with the columns of each measure under its mark. They are not joined
    into one: planning a statement takes longer than its length, and a build does not change between
    two readings.
    """
    tables = [sums(tallies, question) for tallies in _together(measures, question)]
    if _has_rows_of_people(question):
        tables.append(_presence(question))
    return [compiled(table) for table in tables]


def _stacked(found: Sequence[Mapping[str, Column]], keys: Sequence[str]) -> dict[str, Column]:
    """Readings put together by their groups; columns are NaN where a reading lacks the group."""
    import pandas as pd

    sizes = [len(columns[keys[0]]) for columns in found]
    place = np.zeros(sum(sizes), dtype=np.int64)
    for name in keys:
        column = np.concatenate([_objects(columns[name]) for columns in found])
        codes, known = pd.factorize(column, use_na_sentinel=False)
        place = place * len(known) + codes
    rows, group = pd.factorize(place)[0], {}
    first = np.full(rows.max(initial=-1) + 1, -1)
    first[rows[::-1]] = np.arange(rows.size)[::-1]
    for name in keys:
        group[name] = np.concatenate([_objects(columns[name]) for columns in found])[first]
    ends = np.cumsum([0, *sizes])
    for start, end, columns in zip(ends, ends[1:], found, strict=False):
        for name in columns.keys() - set(keys):
            group[name] = np.full(first.size, np.nan)
            group[name][rows[start:end]] = _floats(columns[name], np.nan)
    return group


def _objects(column: Column) -> Column:
    """Groups as objects, None where there is none; days as whole numbers of days."""
    values, missing = np.ma.getdata(column), np.ma.getmaskarray(column)
    if values.dtype.kind == "M":
        values = values.astype("datetime64[D]")
    found = values.astype(object)
    found[missing] = None
    return found


def _hold(source: FactSource, measure: Measure, question: Question) -> None:
    """Refuse what cannot be in a panel."""
    accept(measure, question)
    if measure.parts:
        raise UserError(
            f"{measure.title} is made of other measures, and is no sum",
            why="a panel holds sums",
            remedy=f"ask for its parts: {', '.join(part.measure for part in measure.parts)}",
        )
    reason = refusal(source, measure, question.scope)
    if reason is not None:
        raise UserError(f"{measure.title}: {reason.sentence}", remedy=reason.remedy)
    if question.scope.min_group > 1:
        raise UserError(
            f"{question.scope.who} may not see fewer than {question.scope.min_group} people",
            why="the sums of a panel are too fine to hide a person in",
            remedy="ask for figures of groups, or ask whoever gives access",
        )


def _together(measures: Sequence[Measure], question: Question) -> list[dict[str, Tally]]:
    """Tallies by mark, put together by the facts that they share."""
    sets: dict[Any, dict[str, Tally]] = {}
    for place, measure in enumerate(measures):
        tally = _plain(described(measure, question), measure, question)
        sets.setdefault(tally.frame.key or place, {})[mark(place)] = tally
    return list(sets.values())


def _plain(found: Described, measure: Measure, question: Question) -> Tally:
    """The tally of a measure without what only its range and its notes need."""
    if isinstance(found, Lasting):
        return _of_durations(found, measure)
    # Where people are told apart, a thing has one fact in each group.
    thing = None if "person" in question.by else found.thing
    return replace(found, alike=None, notes={}, thing=thing)


def _of_durations(lasting: Lasting, measure: Measure) -> Tally:
    def known(facts: ir.Table) -> ir.Value:
        dated = lasting.days(facts).notnull()
        return dated if lasting.keep is None else dated & lasting.keep(facts)

    def ended(facts: ir.Table) -> ir.Value:
        first = lasting.first(facts)
        return (first if lasting.second is None else first | lasting.second(facts)).cast("int64")

    def first(facts: ir.Table) -> ir.Value:
        return lasting.first(facts).cast("int64")

    def everyone(facts: ir.Table) -> ir.Value:
        return lasting.first(facts).notnull().cast("int64")

    x, m = {
        "share_first": (first, ended),
        "share_reaching": (first, everyone),
        "share_within": (first, ended),
    }.get(measure.estimator, (lasting.days, ended))
    return Tally(lasting.frame, x, m, known, lasting.reads)


def _has_rows_of_people(question: Question) -> bool:
    """Whether each bucket in which a person was there makes a row."""
    timed = any(name in TIME for name in question.by)
    known = all(name in TIME or name in PATHS for name in question.by)
    return "person" in question.by and timed and known and question.where is None


def _presence(question: Question) -> ir.Table:
    """Days that sellers were employed, by the question's groups."""

    def source(columns: Iterable[str]) -> ir.Table:
        return pieces(question, columns).semi_join(sellers(), "person_id")

    facts = tenure_frame(source).cut(question)
    keys = [group_column(name) for name in question.by]
    return facts.aggregate(by=keys, **{_PRESENT: days_of(facts).sum()})


def _panel(
    asked: Sequence[Measure],
    question: Question,
    columns: Mapping[str, Column],
    snapshot: str,
    sql: str,
) -> Panel:
    groups = {name: _named(columns[group_column(name)], name, question) for name in question.by}
    order = np.lexsort([_codes(groups[name])[1] for name in reversed(question.by)])
    x, m, n = {}, {}, {}
    for place, measure in enumerate(asked):
        start = mark(place)
        x[measure.name] = _floats(columns[f"{start}x"], 0.0)[order]
        n[measure.name] = _floats(columns[f"{start}n"], 0.0)[order]
        divided = columns.get(f"{start}m")
        m[measure.name] = np.ones(order.size) if divided is None else _floats(divided, 0.0)[order]
    present = columns.get(_PRESENT)
    return Panel(
        tuple(measure.name for measure in asked),
        question.by,
        {name: column[order] for name, column in groups.items()},
        x,
        m,
        n,
        np.zeros(order.size) if present is None else _floats(present, 0.0)[order],
        {measure.name: measure.unit_in(question.currency.code) for measure in asked},
        snapshot,
        question.currency.code,
        sql,
    )


def _named(column: Column, name: str, question: Question) -> Column:
    """Groups as they are named; None where not known."""
    if name not in TIME:
        return column
    names = {
        day: bucket_name(day, TIME[name], question.fiscal)
        for day in set(column.tolist())
        if day is not None
    }
    return np.array([names.get(day) for day in column.tolist()], dtype=object)


def _codes(column: Column) -> tuple[tuple[Key, ...], Column]:
    """Groups, sorted, each once, the one not known last; and the place of each row among them."""
    known = sorted({key for key in column.tolist() if key is not None}, key=in_order)
    groups: list[Key] = [*known, *([None] if any(key is None for key in column) else [])]
    place = {key: at for at, key in enumerate(groups)}
    return tuple(groups), np.fromiter((place[key] for key in column), dtype=int, count=column.size)


def _floats(column: Column, empty: float) -> Floats:
    values = np.ma.getdata(column).astype(float)
    missing = np.ma.getmaskarray(column) | np.isnan(values)
    return np.where(missing, empty, values)
