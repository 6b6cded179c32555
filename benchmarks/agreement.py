"""Whether the ways of `benchmarks.warehouse` made the same tables: their rows, and every column.

A column agrees where as many rows hold something and where what they hold adds up to the same: a
sum for numbers with a point, a sum of hashes for all else, so that one letter in ten million rows
shows. Only columns that both have are compared, because the others write fewer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import duckdb

from everyrep.warehouse.reader import Warehouse

LARGE = ("opportunities", "stage_history", "activities", "learning_events")
SMALL = (
    *("people", "org_history", "teams", "quotas", "accounts", "products", "campaigns", "courses"),
    *("stages", "exchange_rates"),
)
_OURS_ALONE = {
    "*": {"load_id"},
    # Ours finds people by more than their mail address, and describes them from every system.
    "people": {"full_name", "first_name", "last_name", "email", "line", "employee_number"},
}
"""Columns that are meant to differ: one file is one load of ours, and has its own number."""


@dataclass(frozen=True)
class Difference:
    """One thing that two ways do not agree on."""

    way: str
    table: str
    what: str
    ours: object
    theirs: object

    def __str__(self) -> str:
        return f"{self.way}: {self.table}: {self.what}: {self.ours} here, {self.theirs} there"


def differences(folder: Path, ways: list[str]) -> list[Difference]:
    """What the outputs of some ways have otherwise than Everyrep's full build.

    Args:
        folder: where all outputs are.
        ways: their folders, such as "by-hand".
    """
    found: list[Difference] = []
    with Warehouse.open(folder / "workspace") as warehouse:
        for way in ways:
            for table in LARGE + SMALL:
                files = _files(folder / way, table)
                if files:
                    found += _of_table(warehouse.connection, way, table, files)
    return found


def _files(folder: Path, table: str) -> str | None:
    if (folder / table).is_dir():
        return f"read_parquet('{folder / table}/**/*.parquet', hive_partitioning = false)"
    file = folder / f"{table}.parquet"
    return f"read_parquet('{file}')" if file.exists() else None


def _of_table(
    connection: duckdb.DuckDBPyConnection, way: str, table: str, files: str
) -> list[Difference]:
    ours, theirs = _columns(connection, table), _columns(connection, files)
    shared = [name for name in ours if name in theirs and name not in _apart(table)]
    here = _summed(connection, table, shared, ours)
    there = _summed(connection, files, shared, ours)
    return [
        Difference(way, table, what, here[what], there[what])
        for what in here
        if not _alike(here[what], there[what])
    ]


def _apart(table: str) -> set[str]:
    return _OURS_ALONE["*"] | _OURS_ALONE.get(table, set())


def _columns(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    return {name: kind for name, kind, *_ in described}


def _summed(
    connection: duckdb.DuckDBPyConnection, source: str, columns: list[str], kinds: dict[str, str]
) -> dict[str, object]:
    asked = ["count(*)"]
    for name in columns:
        value = f'CAST("{name}" AS {kinds[name]})'
        total = f"sum({value})" if kinds[name] == "DOUBLE" else f"sum(hash({value})::HUGEINT)"
        asked += [f'count("{name}")', f'{total} FILTER ("{name}" IS NOT NULL)']
    found = connection.execute(f"SELECT {', '.join(asked)} FROM {source}").fetchone()
    assert found is not None
    names = ["rows", *(f"{name} {what}" for name in columns for what in ("filled", "sum"))]
    return dict(zip(names, found, strict=True))


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    return one == other
