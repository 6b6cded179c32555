"""Facts of one kind, and how they are cut: by scope, condition, period and dimensions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

from everyrep.measures.buckets import bucket_start
from everyrep.measures.dimensions import OF_AMOUNTS, TIME
from everyrep.measures.facts.links import (
    ORGANISATION,
    TENURE,
    TENURE_MONTH,
    first_column,
    linked_column,
    with_links,
)
from everyrep.measures.predicate import Field, predicate
from everyrep.measures.question import Question
from everyrep.values import Scope, UnknownName, UserError
from everyrep.warehouse.mapping import columns_of
from everyrep.warehouse.schema import TABLES, Kind, local_date

if TYPE_CHECKING:
    import ibis.expr.types as ir

PERSON = "person_"
TEAM_PATH = "organisation/team_id"


def group_column(dimension: str) -> str:
    """Name of the column that holds the groups of a dimension."""
    return f"by_{dimension}"


@dataclass(frozen=True)
class Frame:
    """Facts of one kind.

    Attributes:
        name: The canonical table whose columns a condition may name.
        source: Gives the facts with the columns named. Tables are wide and most questions are
            not; a table with every column costs more to compile than to run.
        person: Column with the person whose fact it is; None where there is none.
        event: Column with the day that periods and grains of time cut by; None: timeless.
        seen_on: Day on which the person's team and manager are read: a column, or a day.
        gathered: Puts rows together again that were cut finer than the question's groups.
        paths: For each dimension, where it stands; of several the first that is filled counts.
        key: Two frames of the same key hold the same facts for the same question, so that they
            can be read together; empty where a frame is like no other.
    """

    name: str
    source: Callable[[Iterable[str]], ir.Table]
    person: str | None
    event: str | None
    seen_on: str | ir.DateValue | None
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gathered: Callable[[ir.Table], ir.Table] | None = None
    key: tuple[Hashable, ...] = ()

    def __post_init__(self) -> None:
        """What has a person and a day can be cut by how long the person had been there."""
        if self.person is not None and self.seen_on is not None:
            paths = {**self.paths, "tenure_month": (TENURE_MONTH,)}
            object.__setattr__(self, "paths", paths)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What the facts can be cut by."""
        return (*self.paths, *(TIME if self.event else ()))

    def cut(self, question: Question, *columns: str) -> ir.Table:
        """The facts in question, with a column of groups a dimension and one of the person.

        Args:
            question: What is asked.
            columns: Further columns of the facts that the caller reads.
        """
        fields = columns_of(question.where) if question.where is not None else ()
        paths = [path for name in (*question.by, *fields) for path in self.paths.get(name, ())]
        if question.scope.teams is not None and self.person is not None:
            paths.append(TEAM_PATH)
        table = self.source(self._own_columns(paths, fields, columns))
        table = with_links(table, paths, self.person or "", self.seen_on)
        table = self._in_scope(table, question)
        if question.where is not None:
            table = table.filter(
                predicate(
                    question.where,
                    lambda name: self._field(table, name, question.scope),
                    question.currency,
                )
            )
        if question.period is not None and self.event is not None:
            day = table[self.event]
            inside = (day >= question.period.start) & (day < question.period.end)
            table = table.filter(~inside.fill_null(False) if question.outside else inside)
        table = self._grouped(table, question)
        return self.gathered(table) if self.gathered is not None else table

    def words(self, question: Question, name: str) -> ir.Value:
        """What the facts in sight hold in a field of a condition, one value each."""
        plain = replace(self, gathered=None)
        if name in self.paths:
            return plain.cut(question.cut_by((name,)))[group_column(name)]
        physical = condition_columns(self.name)[name]
        return plain.cut(question, physical)[physical]

    def _own_columns(
        self, paths: Iterable[str], fields: Iterable[str], columns: Iterable[str]
    ) -> tuple[str, ...]:
        """Columns of the facts themselves that a cut reads, each once."""
        seen = self.seen_on if isinstance(self.seen_on, str) else None
        known = condition_columns(self.name)
        wanted = [
            *(name for name in (self.person, self.event, seen) if name),
            *columns,
            *(first_column(path) for path in paths if not path.startswith((ORGANISATION, TENURE))),
            *(known[name] for name in fields if name in known and name not in self.paths),
        ]
        return tuple(dict.fromkeys(wanted))

    def _grouped(self, table: ir.Table, question: Question) -> ir.Table:
        import ibis

        groups = {group_column(name): self._group(table, name, question) for name in question.by}
        who = table[self.person] if self.person else ibis.literal(None, type="string")
        return table.mutate(**{PERSON: who}, **groups)

    def _group(self, table: ir.Table, name: str, question: Question) -> ir.Value:
        if name in TIME and self.event is not None:
            return bucket_start(table[self.event], TIME[name], question)
        if name not in self.paths:
            raise UnknownName("dimension of these facts", name, self.dimensions)
        self._refuse_masked(name, question.scope)
        return first_filled(table, self.paths[name])

    def _in_scope(self, table: ir.Table, question: Question) -> ir.Table:
        scope = question.scope
        if scope.people is not None:
            if self.person is None:
                return table.filter(False)
            table = table.filter(table[self.person].isin(sorted(scope.people)).fill_null(False))
        if scope.teams is not None:
            if self.person is None:
                return table.filter(False)
            team = table[linked_column(TEAM_PATH)]
            table = table.filter(team.isin(sorted(scope.teams)).fill_null(False))
        return table

    def _field(self, table: ir.Table, name: str, scope: Scope) -> Field:
        self._refuse_masked(name, scope)
        if name in self.paths:
            return Field(name, first_filled(table, self.paths[name]))
        physical = condition_columns(self.name).get(name)
        if physical is None or physical not in table.columns:
            known = dict.fromkeys((*self.paths, *condition_columns(self.name)))
            raise UnknownName("field of these facts", name, known, where="the condition")
        money = physical.endswith("_base_minor")
        if money:
            self._refuse_amounts(name, scope)
        return Field(name, table[physical], money=money)

    def _refuse_amounts(self, name: str, scope: Scope) -> None:
        if not scope.can("see_amounts"):
            raise UserError(
                f"{scope.who} lacks the ability 'see_amounts', which {name!r} takes",
                why="amounts could be felt out by asking which facts lie above or below one",
                remedy="leave it out, or ask whoever gives access",
            )

    def _refuse_masked(self, name: str, scope: Scope) -> None:
        if name in OF_AMOUNTS:
            self._refuse_amounts(name, scope)
        columns = [path.rpartition("/")[2] for path in self.paths.get(name, ())]
        if any(scope.masks(f"{self.name}.{column}") for column in (name, *columns)):
            raise UserError(
                f"{name!r} is masked for {scope.who}",
                why="a masked field can neither be shown nor be asked about",
                remedy="leave it out, or ask whoever gives access",
            )


def first_filled(table: ir.Table, paths: tuple[str, ...]) -> ir.Value:
    """The first of several columns that holds something, row by row."""
    columns = [table[linked_column(path)] for path in paths]
    return reduce(lambda left, right: left.fill_null(right), columns)


def condition_columns(name: str) -> dict[str, str]:
    """The words a condition may use for the columns of a canonical table, and where they stand.

    Amounts are compared in the reporting currency, moments by their local day.
    """
    columns = TABLES[name].columns if name in TABLES else ()
    found = {}
    for column in columns:
        if column.read_only_in or column.personal:
            continue
        found[column.name] = {
            Kind.MONEY: f"{column.name}_base_minor",
            Kind.REF: f"{column.name}_id",
            Kind.MOMENT: local_date(column.name),
        }.get(column.kind, column.name)
    return found
