"""Tables as Parquet parts: written once, and linked from build to build while they do not change.

A big table is cut by month, so that what a small load touches is a few parts. Links cost nothing
and keep every build whole in its own folder; where the disk cannot link, parts are copied.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import Table

WHOLE = "all"
"""Part name of a table that is not cut."""
IMPLIED = "implied"
"""Part name of rows that no file has, but others refer to."""
UNDATED = "0"
"""Part name of rows without a date."""
ASIDE = "aside-"
"""Start of the names of parts whose rows are kept, but are no rows of the table."""


def part_of(table: Table) -> str:
    """SQL of the part a row belongs to, such as 202603."""
    if table.month_of is None:
        return literal(WHOLE)
    month = _month(table.month_of)
    if not table.aside:
        return month
    kept = f"{literal(ASIDE)} || {_month(str(table.moment))}"
    return f"CASE WHEN {table.aside} THEN {kept} ELSE CAST({month} AS VARCHAR) END"


def _month(column: str) -> str:
    name = identifier(column)
    return f"coalesce(year({name}) * 100 + month({name}), {UNDATED})"


def shown(parts: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The parts that make up the table itself."""
    return {part: names for part, names in parts.items() if not part.startswith(ASIDE)}


def write_parts(
    connection: duckdb.DuckDBPyConnection, table: Table, select: str, folder: Path, tag: str
) -> dict[str, list[str]]:
    """Write rows as parts.

    Args:
        connection: to run on.
        table: whose rows.
        select: SQL of rows with exactly the stored columns.
        folder: the table's folder.
        tag: makes file names of this build unlike those of others.

    Returns:
        Part name to file names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if table.month_of is None:
        name = f"{WHOLE}-{tag}.parquet"
        connection.execute(f"COPY ({select}) TO {literal(str(folder / name))} (FORMAT parquet)")
        return {WHOLE: [name]}
    connection.execute(
        f"COPY (SELECT *, {part_of(table)} AS part FROM ({select})) TO {literal(str(folder))} "
        f"(FORMAT parquet, PARTITION_BY (part), OVERWRITE_OR_IGNORE, "
        f"FILENAME_PATTERN {literal(tag + '-{i}')})"
    )
    return _gather(folder)


def _gather(folder: Path) -> dict[str, list[str]]:
    """Move the parts out of their folders into names such as 202603-tag-0.parquet."""
    parts: dict[str, list[str]] = {}
    for part_folder in sorted(folder.glob("part=*")):
        part = part_folder.name.removeprefix("part=")
        for file in sorted(part_folder.iterdir()):
            name = f"{part}-{file.name}"
            file.rename(folder / name)
            parts.setdefault(part, []).append(name)
        part_folder.rmdir()
    return parts


def link_parts(
    before: Path, after: Path, parts: Mapping[str, Iterable[str]]
) -> dict[str, list[str]]:
    """Take parts over from an earlier build, unchanged."""
    after.mkdir(parents=True, exist_ok=True)
    taken: dict[str, list[str]] = {}
    for part, names in parts.items():
        taken[part] = list(names)
        for name in taken[part]:
            _link(before / name, after / name)
    return taken


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def relation(table: Table, folder: Path, parts: Mapping[str, Iterable[str]]) -> str:
    """SQL of the rows in parts; no rows, but all columns, where there is no part."""
    files = [literal(str(folder / name)) for names in parts.values() for name in names]
    if not files:
        columns = ", ".join(f"NULL::{kind} AS {identifier(n)}" for n, kind in table.stored())
        return f"(SELECT {columns} WHERE false)"
    return f"read_parquet([{', '.join(files)}], hive_partitioning = false)"


def count_nulls(
    connection: duckdb.DuckDBPyConnection, folder: Path, parts: Mapping[str, Iterable[str]]
) -> tuple[int, dict[str, int]]:
    """Rows, and NULLs by column, read from the files' own statistics."""
    files = [
        literal(str(folder / name))
        for part, names in parts.items()
        if not part.startswith(ASIDE)
        for name in names
    ]
    if not files:
        return 0, {}
    listed = f"[{', '.join(files)}]"
    found = connection.execute(
        f"SELECT sum(num_rows) FROM parquet_file_metadata({listed})"
    ).fetchone()
    nulls = connection.execute(
        f"SELECT path_in_schema, sum(stats_null_count) FROM parquet_metadata({listed}) GROUP BY ALL"
    ).fetchall()
    rows = int(found[0] or 0) if found else 0
    return rows, {name: int(count or 0) for name, count in nulls}
