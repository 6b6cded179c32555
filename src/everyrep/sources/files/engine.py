"""The engine as a reader and writer of files: in memory, bounded, and without any guessing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from everyrep.sources.files.limits import ReadOptions
from everyrep.warehouse.quoting import literal

ROWS_A_GROUP = 122_880
_CELLS_A_GROUP = 4_000_000
_FEWEST_A_GROUP = 2_048


@contextmanager
def engine(work: Path, options: ReadOptions) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that spills into the work folder and reaches nothing beyond files.

    Args:
        work: folder for what does not fit into memory.
        options: threads and memory.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": options.memory,
            "temp_directory": str(work / "spill"),
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            **({"threads": options.threads} if options.threads else {}),
        }
    )
    try:
        yield connection
    finally:
        connection.close()


def copy_to_parquet(
    connection: duckdb.DuckDBPyConnection, query: str, target: Path, columns: int
) -> int:
    """Write what a query yields, in its order; gives the number of rows.

    Args:
        connection: the engine.
        query: a SELECT.
        target: the file.
        columns: number of columns: many of them make smaller row groups, for memory's sake.
    """
    group = min(ROWS_A_GROUP, max(_FEWEST_A_GROUP, _CELLS_A_GROUP // max(columns, 1)))
    found = connection.execute(
        f"COPY ({query}) TO {literal(str(target))} (FORMAT parquet, ROW_GROUP_SIZE {group})"
    ).fetchone()
    return int(found[0]) if found else 0
