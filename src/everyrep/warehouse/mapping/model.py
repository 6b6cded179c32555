"""What a mapping says: which source columns become which canonical columns, and how they are read.

A mapping is data that a person edits. Everything here is frozen, so that a mapping can be
fingerprinted, kept in a load's manifest and compared with the one on disk.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import PurePath

from everyrep.warehouse.mapping.rows import Condition, columns_of, parse_where

ORDERS = ("iso", "ymd", "dmy", "mdy")
OF_DAYS = ("order", "format", "origin", "unit")
"""What of a specification hangs on how a column of the file writes days."""
OF_NUMBERS = ("decimal", "thousands")
"""The same of numbers."""
REPEATS = ("last", "keep", "merge")
UNITS = ("days", "hours", "minutes", "seconds", "milliseconds")


@dataclass(frozen=True)
class ColumnSpec:
    """Where one canonical column comes from. Exactly one of column, columns and value is given.

    Attributes:
        column: the source column.
        columns: source columns to be joined (empty ones are left out), by `join`.
        join: what stands between the joined values.
        value: a constant for every row.
        values: what each source word becomes; the word "*" stands for all others.
        ignore_case: words in `values`, `true` and `false` are compared without case.
        order: the order of day, month and year in a written date: iso, ymd, dmy or mdy.
        format: a strptime format instead of an order.
        zone: IANA zone of moments that carry none.
        decimal: the decimal mark, "." or ",".
        thousands: the mark between thousands; empty: none, or sniffed by the decimal mark.
        currency: ISO 4217 code of an amount that carries none.
        system: the system that issued the id, where it is not the mapping's own.
        scale: factor that a number is multiplied by; exact.
        origin: ISO date or moment that `unit`s are counted from.
        unit: days, hours, minutes, seconds or milliseconds since the origin.
        plus_days: days added to a date or moment; 1 where a file gives the last day of something
            and Everyrep asks for the first day after it.
        true, false: words of a flag.
        empty: words that mean that nothing is known, such as "?" or "n/a".
        pattern: regular expression; its first group is the value.
        json: path into a column that holds JSON, such as "$.owner.id".
    """

    column: str | None = None
    columns: tuple[str, ...] = ()
    join: str = " "
    value: str | None = None
    values: Pairs[str, str] = field(default_factory=dict)
    ignore_case: bool = True
    order: str | None = None
    format: str | None = None
    zone: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    currency: str | None = None
    system: str | None = None
    scale: Decimal | None = None
    origin: str | None = None
    unit: str | None = None
    plus_days: int | None = None
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    pattern: str | None = None
    json: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The source columns that are read."""
        return (self.column,) if self.column is not None else self.columns


@dataclass(frozen=True)
class TableMapping:
    """How one canonical table is fed from a file.

    Attributes:
        table: name of the canonical table.
        where: which rows feed it, in the language of `rows`; None: all.
        columns: canonical column name to where it comes from, in writing order.
        repeats: what rows with the same id are. last: versions of one thing, of which the last
            row stands and the others are counted as replaced. merge: the same, but the file says
            a thing again with every event, so nothing is counted. keep: different things.
    """

    table: str
    where: str | None = None
    columns: Pairs[str, ColumnSpec] = field(default_factory=dict)
    repeats: str = "last"

    @property
    def condition(self) -> Condition | None:
        """The row filter, parsed."""
        return parse_where(self.where) if self.where else None

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source column that is read, once, in order of first use."""
        names = [name for spec in self.columns.values() for name in spec.sources]
        condition = self.condition
        if condition is not None:
            names.extend(columns_of(condition))
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Match:
    """Which files a mapping serves: by name (globs, without case) and by the columns they have."""

    files: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadHints:
    """What a person says about a file's form where sniffing gets it wrong; None: sniff.

    Attributes:
        delimiter: one character between fields.
        quote: one character around fields; empty: none.
        encoding: name of the text encoding.
        sheet: name of the sheet of a workbook.
        header: line of the header, from 1; 0: there is none.
        records: dotted path to the list of records in a JSON file.
    """

    delimiter: str | None = None
    quote: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header: int | None = None
    records: str | None = None


@dataclass(frozen=True)
class Mapping:
    """How a kind of file becomes rows of canonical tables.

    Attributes:
        system: whose ids these are, the id space: crm, lms, hr or another short word.
        match: which files it serves.
        read: hints for reading the file.
        tables: what is fed from it; one file may feed several tables.
    """

    system: str
    match: Match = Match()
    read: ReadHints = ReadHints()
    tables: tuple[TableMapping, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source column that any table reads."""
        return tuple(dict.fromkeys(name for table in self.tables for name in table.sources))

    def serves(self, file_name: str, columns: Collection[str] = ()) -> bool:
        """Whether a file of this name with these columns is one this mapping was written for."""
        name = PurePath(file_name).name.casefold()
        globs = self.match.files
        named = not globs or any(fnmatchcase(name, glob.casefold()) for glob in globs)
        there = {column.casefold() for column in columns}
        wanted = {column.casefold() for column in self.match.columns}
        return bool(globs or wanted) and named and wanted <= there
