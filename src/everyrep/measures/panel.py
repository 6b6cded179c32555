"""Sums by group, for statistics that are more than one figure: the other thing the door gives.

Where `query` gives estimates, a panel gives what they are made of: numerators and denominators of
many measures for the same groups, such as every person and month, as arrays. Facts of one kind are
read in one statement. The same scope stands in front of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from everyrep.measures.answer import Key, in_order
from everyrep.measures.arrays import Column, Flags, Floats
from everyrep.measures.asking import accept, listed, question_of, refusal
from everyrep.measures.buckets import bucket_name
from everyrep.measures.catalogue import Catalogue, Measure, load_catalogue
from everyrep.measures.dimensions import TIME
from everyrep.measures.facts.frame import group_column
from everyrep.measures.facts.tenure import PATHS, days_of, pieces, sellers, tenure_frame
from everyrep.measures.question import Question
from everyrep.measures.run import described_once, measure_name
from everyrep.measures.source import FactSource
from everyrep.measures.statements import statement
from everyrep.measures.sufficient import mark, sums
from everyrep.measures.tally import Described, Lasting, Tally
from everyrep.values import Period, Scope, UserError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

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

    def only(self, rows: Flags) -> Panel:
        """Some of the rows; `rows` has the shape (rows,)."""
        return replace(
            self,
            groups={name: column[rows] for name, column in self.groups.items()},
            x={name: column[rows] for name, column in self.x.items()},
            m={name: column[rows] for name, column in self.m.items()},
            n={name: column[rows] for name, column in self.n.items()},
            present=self.present[rows],
        )

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
    kept_inside: bool = False,
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
        kept_inside: The caller lets nothing out but what rests on as many people as the scope's
            least group has, and holds that itself. For analyses, never for a face.

    Raises:
        UnknownName: A measure, dimension or field does not exist; near names are offered.
        UserError: A measure is no sum, cannot be computed here, or may not be seen.
    """
    known = load_catalogue() if catalogue is None else catalogue
    asked = list({known[name].name: known[name] for name in listed(measures)}.values())
    question = question_of(source, by, where, period, scope, 0.95)
    for measure in asked:
        _hold(source, measure, question, kept_inside)
    statements = readings(asked, question)
    cursor = source.connection.cursor()
    found = _stacked([cursor.sql(sql).to_arrow_table() for sql in statements], question)
    return _panel(asked, question, found, source.snapshot, ";\n\n".join(statements))


def readings(measures: Sequence[Measure], question: Question) -> list[str]:
    """The statements of a panel: facts of one kind are read together, in one statement a kind.

    Each gives one row a group, with the columns of each measure under its mark. They are not joined
    into one: planning a statement takes longer than its length, and a build does not change between
    two readings.
    """
    names = tuple((measure_name(measure), measure.estimator) for measure in measures)
    found = [
        statement(("panel", names, place), question, partial(_sums, measures, place))
        for place in range(len(_together(measures, question)))
    ]
    if _has_rows_of_people(question):
        found.append(statement("presence", question, _presence))
    return found


def _sums(measures: Sequence[Measure], place: int, question: Question) -> ir.Table:
    """The table of one kind of facts."""
    return sums(_together(measures, question)[place], question)


@dataclass(frozen=True)
class _Stacked:
    """Readings put together: groups by dimension, and sums by name, of the shape (rows,)."""

    groups: Mapping[str, Column]
    sums: Mapping[str, Floats]
    rows: int


def _stacked(found: Sequence[pa.Table], question: Question) -> _Stacked:
    """Readings put together by their groups, in the order of groups; a sum that lacks one is 0."""
    coded = [_coded([table[group_column(name)] for table in found], name, question)
             for name in question.by]  # fmt: skip
    place = np.zeros(sum(table.num_rows for table in found), dtype=np.int64)
    for known, codes in coded:
        place = place * len(known) + codes
    keys, row = np.unique(place, return_inverse=True)
    groups, rest = {}, keys
    for name, (known, _) in reversed(tuple(zip(question.by, coded, strict=True))):
        rest, own = np.divmod(rest, max(len(known), 1))
        groups[name] = known[own]
    sums: dict[str, Floats] = {}
    start = 0
    for table in found:
        rows = row[start : start + table.num_rows]
        start += table.num_rows
        for name in set(table.column_names) - {group_column(by) for by in question.by}:
            sums[name] = np.zeros(keys.size)
            sums[name][rows] = np.nan_to_num(table[name].cast("float64").to_numpy())
    return _Stacked({name: groups[name] for name in question.by}, sums, keys.size)


def _coded(
    columns: Sequence[pa.ChunkedArray], name: str, question: Question
) -> tuple[Column, Column]:
    """Groups of all readings in order, the one not known last; and the place of each row's."""
    import pyarrow as pa

    kind = pa.date32() if name in TIME else columns[0].type
    whole = pa.chunked_array([chunk for c in columns for chunk in c.cast(kind).chunks], kind)
    encoded = whole.combine_chunks().dictionary_encode()
    known = encoded.dictionary.to_pylist()
    order = sorted(range(len(known)), key=lambda at: in_order(known[at]))
    ranks = np.empty(len(known) + 1, dtype=np.int64)
    ranks[order] = np.arange(len(known))
    ranks[-1] = len(known)
    codes = encoded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
    named = [known[at] for at in order]
    if name in TIME:
        named = [bucket_name(day, TIME[name], question.fiscal) for day in named]
    return np.array([*named, None], dtype=object), ranks[codes]


def _hold(source: FactSource, measure: Measure, question: Question, kept_inside: bool) -> None:
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
    if question.scope.min_group > 1 and not kept_inside:
        raise UserError(
            f"figures of fewer than {question.scope.min_group} people are not for "
            f"{question.scope.who}",
            why="the sums of a panel are too fine to hide a person in",
            remedy="ask for figures of groups, or ask whoever gives access",
        )


def _together(measures: Sequence[Measure], question: Question) -> list[dict[str, Tally]]:
    """Tallies by mark, put together by the facts that they share."""
    sets: dict[Any, dict[str, Tally]] = {}
    for place, measure in enumerate(measures):
        tally = _plain(described_once(measure, question), measure, question)
        key = place if tally.distinct else tally.frame.key or place
        sets.setdefault(key, {})[mark(place)] = tally
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
    asked: Sequence[Measure], question: Question, found: _Stacked, snapshot: str, sql: str
) -> Panel:
    marks = {measure.name: mark(place) for place, measure in enumerate(asked)}
    ones = np.ones(found.rows)
    return Panel(
        tuple(marks),
        question.by,
        found.groups,
        {name: found.sums[f"{start}x"] for name, start in marks.items()},
        {name: found.sums.get(f"{start}m", ones) for name, start in marks.items()},
        {name: found.sums[f"{start}n"] for name, start in marks.items()},
        found.sums.get(_PRESENT, np.zeros(found.rows)),
        {measure.name: measure.unit_in(question.currency.code) for measure in asked},
        snapshot,
        question.currency.code,
        sql,
    )


def _codes(column: Column) -> tuple[tuple[Key, ...], Column]:
    """Groups, sorted, each once, the one not known last; and the place of each row among them."""
    known = sorted({key for key in column.tolist() if key is not None}, key=in_order)
    groups: list[Key] = [*known, *([None] if any(key is None for key in column) else [])]
    place = {key: at for at, key in enumerate(groups)}
    return tuple(groups), np.fromiter((place[key] for key in column), dtype=int, count=column.size)
