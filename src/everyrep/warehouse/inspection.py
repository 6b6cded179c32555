"""What a file would give under a mapping: rows that land, rows that do not, cells left empty.

The same projection that feeds the build is asked, so what is shown before loading is what happens.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from everyrep.values import UserError, near_names
from everyrep.warehouse.inspection_doubts import doubts_of
from everyrep.warehouse.inspection_people import Spoken, spoken_of
from everyrep.warehouse.landing import RawTable, Reject
from everyrep.warehouse.mapping import Mapping, TableMapping
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.schema import TABLES
from everyrep.warehouse.staging import Projection, project, raw_types

REJECTS = "rejects.csv"
"""Name of the file, in a load's folder, of what could not be taken."""
_SHOWN = 50
_SUCH_AS = 3
"""Lines that are named of what is wrong in many of them."""
_FIELDS = ("table", "line", "column", "value", "reason", "remedy", "whole_row")


@dataclass(frozen=True)
class TableCount:
    """What one canonical table gets from a file.

    Attributes:
        table: its name.
        rows: rows that land.
        rejected: rows that do not, lines that could not even be read among them.
        blanked: cells that are left empty because what they hold cannot be read.
        replaced: rows whose key comes again further down, where the later row stands.
        unread: lines of the file that could not even be read; every table misses them.
        doubts: of values that land, which cannot be meant so, as sentences.
    """

    table: str
    rows: int
    rejected: int
    blanked: int
    replaced: int = 0
    unread: int = 0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alike:
    """What is wrong in the same way in one place or in many.

    Attributes:
        table: the canonical table; empty where a line could not even be read.
        column: its column.
        reason: why it cannot be taken.
        remedy: what to do.
        whole_row: whether rows are left out, or only cells.
        count: how often.
        lines: the first lines it is found in.
        values: what stands there.
    """

    table: str
    column: str
    reason: str
    remedy: str
    whole_row: bool
    count: int
    lines: tuple[int, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Inspection:
    """What a file gives.

    Attributes:
        tables: by canonical table.
        rejects: the first of what is wrong, in the order of lines.
        alike: the same, what is wrong in one way told once, with how often.
        wrong: how much is wrong in all: lines not read, rows rejected, cells blanked.
        people: who it speaks of, where it was looked at closely.
    """

    tables: tuple[TableCount, ...]
    rejects: tuple[tuple[str, Reject], ...]
    wrong: int
    people: Spoken = field(default_factory=Spoken)
    alike: tuple[Alike, ...] = ()

    def counts(self) -> dict[str, dict[str, int]]:
        """As kept in the load's manifest; a table that is fed several times is added up.

        Lines that could not be read are missing once in each table.
        """
        found: dict[str, dict[str, int]] = {}
        for one in self.tables:
            counts = found.setdefault(one.table, {"rows": 0, "rejected": one.unread, "blanked": 0})
            if one.unread:
                counts["unread"] = one.unread
            counts["rows"] += one.rows
            counts["rejected"] += one.rejected - one.unread
            counts["blanked"] += one.blanked
        return found


def inspect(
    connection: duckdb.DuckDBPyConnection,
    raw: RawTable,
    folder: Path,
    mapping: Mapping,
    *,
    unread: tuple[Reject, ...] = (),
    rejects_file: Path | None = None,
    repeats: bool = False,
) -> Inspection:
    """Ask what a raw table gives under a mapping.

    Args:
        connection: to run on.
        raw: the raw table.
        folder: where its file lies.
        mapping: what its columns mean.
        unread: lines that could not even be read.
        rejects_file: where everything that is wrong is written, as CSV.
        repeats: count rows whose key comes again, look for values that cannot be meant so, and
            ask who is spoken of, which takes other passes.

    Raises:
        UserError: The mapping names a column that the file does not have.
    """
    relation = raw.relation(folder)
    types = raw_types(connection, relation)
    _check_columns(raw, mapping, types)
    made = [_projection(relation, types, table, mapping.system) for table in mapping.tables]
    _collect(connection, made, unread)
    tables = tuple(
        replace(count, rejected=count.rejected + len(unread), unread=len(unread))
        for count in (_count(connection, p, place, repeats) for place, p in enumerate(made))
    )
    if rejects_file is not None:
        _write(connection, rejects_file)
    wrong = connection.execute("SELECT count(*) FROM problems").fetchone()
    people = spoken_of(connection, made) if repeats else Spoken()
    count = int(wrong[0]) if wrong else 0
    return Inspection(tables, _first(connection), count, people, _alike(connection))


def _projection(
    relation: str, types: dict[str, str], mapping: TableMapping, system: str
) -> Projection:
    return project(relation, types, mapping, system=system, load_id="", currency="USD")


def _check_columns(raw: RawTable, mapping: Mapping, types: dict[str, str]) -> None:
    for name in mapping.sources:
        if name not in types:
            columns = [column for column in types if column != "_line"]
            raise UserError(
                f"The mapping reads a column {name!r} that the file does not have",
                where=raw.name,
                near=near_names(name, columns),
                remedy="Correct the name in the mapping, or take the line out",
            )


def _collect(
    connection: duckdb.DuckDBPyConnection, made: list[Projection], unread: tuple[Reject, ...]
) -> None:
    """Make the table `problems` of everything that is wrong."""
    parts = [
        f'SELECT {place} AS place, {literal(p.table.name)} AS "table", * FROM ({p.problems()})'
        for place, p in enumerate(made)
    ]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE problems AS {' UNION ALL '.join(parts)}")
    for reject in unread:
        connection.execute(
            "INSERT INTO problems BY NAME SELECT -1 AS place, '' AS \"table\", ? AS line, "
            '? AS "column", ? AS value, ? AS reason, ? AS remedy, true AS whole_row',
            [reject.line, reject.column, reject.value, reject.reason, reject.remedy],
        )


def _count(
    connection: duckdb.DuckDBPyConnection, made: Projection, place: int, repeats: bool
) -> TableCount:
    found = connection.execute(
        f"SELECT (SELECT count(*) FROM {made.layers}), "
        f"count(DISTINCT line) FILTER (whole_row), count(*) FILTER (NOT whole_row) "
        f"FROM problems WHERE place = {place}"
    ).fetchone()
    rows, rejected, blanked = found or (0, 0, 0)
    if made.missing:
        rejected = rows
    replaced = _repeated(connection, made) if repeats else 0
    doubts = doubts_of(connection, made) if repeats else ()
    return TableCount(made.table.name, rows - rejected, rejected, blanked, replaced, doubts=doubts)


def _repeated(connection: duckdb.DuckDBPyConnection, made: Projection) -> int:
    from everyrep.warehouse.build.feeds import key_columns

    keys = ", ".join(f"coalesce({name}::VARCHAR, '')" for name in key_columns(made.table))
    found = connection.execute(
        f"SELECT count(*) - count(DISTINCT hash({keys})) FROM ({made.rows()})"
    ).fetchone()
    return int(found[0]) if found else 0


def missing_columns(mapping: Mapping) -> list[tuple[str, str]]:
    """(table, column) of required columns that a mapping feeds from nothing."""
    return [
        (table.table, column.name)
        for table in mapping.tables
        for column in TABLES[table.table].columns
        if column.required and column.name not in table.columns and column.name != "id"
    ]


def _first(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, Reject], ...]:
    rows = connection.execute(
        'SELECT "table", line, "column", value, reason, remedy, whole_row FROM problems '
        f"ORDER BY whole_row DESC, line, place LIMIT {_SHOWN}"
    ).fetchall()
    return tuple((table, Reject(*rest)) for table, *rest in rows)


def _alike(connection: duckdb.DuckDBPyConnection) -> tuple[Alike, ...]:
    rows = connection.execute(
        'SELECT "table", "column", reason, remedy, whole_row, count(*), '
        f"min(line, {_SUCH_AS}), arg_min(coalesce(value, ''), line, {_SUCH_AS}) FROM problems "
        "GROUP BY ALL ORDER BY whole_row DESC, count(*) DESC, min(line), reason "
        f"LIMIT {_SHOWN}"
    ).fetchall()
    return tuple(
        Alike(table, column, reason, remedy, whole, count, tuple(lines), tuple(values))
        for table, column, reason, remedy, whole, count, lines, values in rows
    )


def _write(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write all problems; what a spreadsheet would take for a formula gets an apostrophe."""
    fields = ", ".join(f'"{name}"' for name in _FIELDS if name != "value")
    connection.execute(
        f"COPY (SELECT {fields}, CASE WHEN regexp_matches(value, '^\\s*[=+@\\t\\r\\n＝-]') "
        f"AND TRY_CAST(value AS DOUBLE) IS NULL THEN '''' || value ELSE value END AS value "
        f'FROM problems ORDER BY line, "table") TO {literal(str(path))} (HEADER)'
    )
