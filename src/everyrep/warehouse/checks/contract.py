"""What must be true of a table, as data: a predicate that is true of the rows that break it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from everyrep.warehouse.checks.finding import Severity
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import TABLES


@dataclass(frozen=True)
class Join:
    """A relation that is looked up beside the rows; at most one row of it fits each.

    Attributes:
        alias: name of the relation in predicates.
        relation: a view's name, or a select in brackets.
        on: the condition, with the rows themselves named t.
        tables: tables without which the contract says nothing.
    """

    alias: str
    relation: str
    on: str
    tables: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """The join."""
        return f"LEFT JOIN {self.relation} AS {self.alias} ON {self.on}"


@dataclass(frozen=True)
class Contract:
    """One thing that must be true of a table.

    Attributes:
        check: short name.
        table: canonical table that it is about.
        test: SQL predicate over t (and joins), true of rows that break it.
        what: what is wrong with them, as it stands before the number.
        why: why it matters.
        remedy: what to do.
        severity: how much it weighs.
        of: SQL predicate, true of the rows that it is about.
        joins: what is looked up beside the rows.
        relation: SQL to check instead of the table; has the table's provenance and key.
        shows: SQL expressions over t and joins whose values show what is wrong, by name.
        measures: names of measures that use such rows.
        amount: SQL of what a row is worth in minor units of the reporting currency.
        needs: columns (table.column) without which the contract says nothing.
        allowed: how many rows may break it before it is worth a word.
        noun: what is counted, where it is not the rows of the table.
        counts: SQL aggregates of how many rows it is about and how many break it, where a row of
            the relation stands for several.
    """

    check: str
    table: str
    test: str
    what: str
    why: str
    remedy: str
    severity: Severity = Severity.WARNING
    of: str = "true"
    joins: tuple[Join, ...] = ()
    relation: str | None = None
    shows: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()
    amount: str | None = None
    needs: tuple[str, ...] = ()
    allowed: int = 0
    noun: str = ""
    counts: tuple[str, str] | None = None

    @property
    def source(self) -> str:
        """What is read."""
        return self.relation or self.table

    @property
    def broken(self) -> str:
        """Predicate: a row that the contract is about and that breaks it."""
        return f"({self.of}) AND ({self.test})"

    @property
    def key(self) -> str:
        """SQL of what names a row: its key, readable."""
        names = [
            f"CAST(t.{identifier(name)} AS VARCHAR)"
            for column in TABLES[self.table].key
            for name, _ in TABLES[self.table].by_name[column].stored()[:1]
        ]
        return f"concat_ws(' ', {', '.join(names)})"


@dataclass(frozen=True)
class Context:
    """What contracts are written for.

    Attributes:
        as_of: the day that counts as today for figures.
        today: a day after which nothing can have happened yet: as_of or the build's day.
        currency: the reporting currency.
        declared: systems of which a list of people has landed.
        listed: tables of which a file has landed.
        in_circles: people who are their own manager's manager, however far up.
    """

    as_of: date
    today: date
    currency: str
    declared: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    in_circles: tuple[str, ...] = ()


def show(*names: str) -> tuple[tuple[str, str], ...]:
    """Columns of the rows themselves, to be shown in examples."""
    return tuple((name, f"t.{identifier(name)}") for name in names)


def day(value: date) -> str:
    """A day as SQL."""
    return f"DATE {literal(value.isoformat())}"


def among(values: Iterable[str]) -> str:
    """A list of texts as SQL, never empty."""
    return ", ".join(literal(value) for value in values) or "NULL"


def person(column: str, *tables: str) -> Join:
    """The person that a column of the rows refers to, under the column's name."""
    return Join(column, "people", f"{column}.id = t.{column}_id", ("people", *tables))


DEAL = Join("deal", "opportunities", "deal.id = t.opportunity_id", ("opportunities",))
"""The deal that the rows are about."""


IN_HR = Join(
    "in_hr",
    "(SELECT DISTINCT links.person_id AS id FROM person_links AS links JOIN person_rows AS rows "
    "ON rows.id = links.ref WHERE rows.system = 'hr' AND rows.load_id IS NOT NULL)",
    "in_hr.id = t.person_id",
    ("people",),
)
"""The person that the rows are about, if HR knows it."""
