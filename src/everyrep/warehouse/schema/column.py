"""What a canonical table and its columns are made of.

A column is declared once, in the words of the person who will map a file to it. From the
declaration come the typed projection of a landed file, the physical columns of the warehouse,
the contracts that are checked, the guesses of the importer, and the reference documentation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, and so how text is read into it and how it is stored."""

    KEY = "key"  # the row's own id, stored as "system:id"
    REF = "ref"  # an id of a row in another table
    TEXT = "text"
    CATEGORY = "category"  # a word out of a short list
    INTEGER = "integer"
    NUMBER = "number"
    SHARE = "share"  # 0 to 1; "63%" is read as 0.63
    MONEY = "money"  # stored as integer minor units of the row's currency
    CURRENCY = "currency"  # ISO 4217 code
    DATE = "date"
    MOMENT = "moment"  # a point in time: stored as UTC, the local date and the zone
    FLAG = "flag"  # true or false


@dataclass(frozen=True)
class Column:
    """One column of the canonical model.

    Attributes:
        name: canonical name, as written in a mapping.
        kind: what it holds.
        sentence: what it means, for a person who maps a file.
        target: for a reference, the table that it points to.
        words: for a category, the words it may hold (empty: any).
        synonyms: names that other systems use, lower case, letters and digits only.
        required: a row without it cannot be used and is rejected.
        read_only_in: read from files and folded into other columns; not stored.
        personal: a masked field (personal data or pay).
        low, high: the range in which a value is possible; outside is a finding.
    """

    name: str
    kind: Kind
    sentence: str
    target: str | None = None
    words: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    required: bool = False
    read_only_in: bool = False
    personal: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def forgotten(self) -> bool:
        """Whether it is emptied where somebody's name is struck; amounts stay, being in sums."""
        return self.personal and self.kind in (Kind.TEXT, Kind.CATEGORY)

    def stored(self) -> tuple[tuple[str, str], ...]:
        """The physical columns as (name, DuckDB type); empty where nothing is stored."""
        if self.read_only_in:
            return ()
        return _STORED[self.kind](self)


@dataclass(frozen=True)
class Table:
    """One table of the canonical model.

    Attributes:
        name: plural noun.
        sentence: one row is what.
        columns: in reading order.
        key: names of the columns that make a row one of its kind.
        derived: physical columns added by the build: (name, DuckDB type, sentence).
        month_of: the physical date column by whose month big tables are cut into parts.
        group: physical columns within which `derived` are computed (default: the key).
        moment: physical date column that says when the row happened, for as-of reads.
        money_on: physical date column at whose rate amounts go into the reporting currency.
        effective: the (from, to) columns of an effective-dated table.
        synonyms: names that other systems use for the table.
        unlocks: what having it makes possible, for "what can be computed".
        landing_only: files land in it, but the warehouse folds it into another table.
        side_by_side: rows with the same key from files of different columns are kept as they are,
            each telling a part, and not put together.
        aside: predicate of rows that are kept in parts of their own, for the next build and for
            as-of reads, but are no rows of the table.
    """

    name: str
    sentence: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    derived: tuple[tuple[str, str, str], ...] = ()
    month_of: str | None = None
    group: tuple[str, ...] = ()
    moment: str | None = None
    money_on: str | None = None
    effective: tuple[str, str] | None = None
    synonyms: tuple[str, ...] = ()
    unlocks: str = ""
    landing_only: bool = False
    side_by_side: bool = False
    aside: str = ""
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns by name; a name twice is a defect of the declaration."""
        index = {column.name: column for column in self.columns}
        stored = [name for column in self.columns for name, _ in column.stored()]
        stored += [name for name, _, _ in self.derived] + [name for name, _ in PROVENANCE]
        if len(index) != len(self.columns) or len(set(stored)) != len(stored):
            raise ValueError(f"table {self.name} declares a column twice")
        object.__setattr__(self, "by_name", index)

    def stored(self) -> tuple[tuple[str, str], ...]:
        """Every physical column as (name, DuckDB type): declared, derived, and provenance."""
        declared = [pair for column in self.columns for pair in column.stored()]
        return (*declared, *((n, t) for n, t, _ in self.derived), *PROVENANCE)

    @property
    def people(self) -> tuple[Column, ...]:
        """The columns that refer to a person."""
        return tuple(c for c in self.columns if c.kind is Kind.REF and c.target == "people")


PROVENANCE: tuple[tuple[str, str], ...] = (
    ("system", "VARCHAR"),
    ("load_id", "VARCHAR"),
    ("line", "BIGINT"),
)


def local_date(name: str) -> str:
    """Name of the local-date column of a moment: occurred_at gives occurred_on."""
    return name.removesuffix("_at") + "_on"


def zone_name(name: str) -> str:
    """Name of the zone column of a moment: occurred_at gives occurred_zone."""
    return name.removesuffix("_at") + "_zone"


def _reference(column: Column) -> tuple[tuple[str, str], ...]:
    if column.target == "people":
        return ((f"{column.name}_ref", "VARCHAR"), (f"{column.name}_id", "VARCHAR"))
    return ((f"{column.name}_id", "VARCHAR"),)


def _money(column: Column) -> tuple[tuple[str, str], ...]:
    return ((f"{column.name}_minor", "BIGINT"), (f"{column.name}_base_minor", "BIGINT"))


def _moment(column: Column) -> tuple[tuple[str, str], ...]:
    return (
        (column.name, "TIMESTAMP"),
        (local_date(column.name), "DATE"),
        (zone_name(column.name), "VARCHAR"),
    )


_STORED: dict[Kind, Callable[[Column], tuple[tuple[str, str], ...]]] = {
    Kind.KEY: lambda c: ((c.name, "VARCHAR"),),
    Kind.REF: _reference,
    Kind.TEXT: lambda c: ((c.name, "VARCHAR"),),
    Kind.CATEGORY: lambda c: ((c.name, "VARCHAR"),),
    Kind.INTEGER: lambda c: ((c.name, "BIGINT"),),
    Kind.NUMBER: lambda c: ((c.name, "DOUBLE"),),
    Kind.SHARE: lambda c: ((c.name, "DOUBLE"),),
    Kind.MONEY: _money,
    Kind.CURRENCY: lambda c: ((c.name, "VARCHAR"),),
    Kind.DATE: lambda c: ((c.name, "DATE"),),
    Kind.MOMENT: _moment,
    Kind.FLAG: lambda c: ((c.name, "BOOLEAN"),),
}
