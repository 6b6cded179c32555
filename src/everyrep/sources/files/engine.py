"""The engine as a reader and writer of files: in memory, bounded, and without any guessing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from everyrep.sources.files.limits import Progress, ReadOptions, silent
from everyrep.warehouse.quoting import literal

ROWS_A_GROUP = 122_880
_CELLS_A_GROUP = 4_000_000
_FEWEST_A_GROUP = 2_048
_WIDE = 2_000
_MEMORY_WHEN_WIDE = "4GB"
_TICK = 0.2  # seconds between two looks at how far a statement is


@contextmanager
def engine(
    work: Path, options: ReadOptions, columns: int = 0
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that spills into the work folder and reaches nothing beyond files.

    Args:
        work: folder for what does not fit into memory.
        options: threads and memory.
        columns: number of columns: thousands of them are read one thread at a time, in more
            memory, since the engine holds a buffer for each.
    """
    wide = columns > _WIDE
    threads = 1 if wide else options.threads
    connection = duckdb.connect(
        config={
            "memory_limit": _MEMORY_WHEN_WIDE if wide else options.memory,
            "temp_directory": str(work / "spill"),
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            **({"threads": threads} if threads else {}),
        }
    )
    connection.execute("SET enable_progress_bar = true")  # so that it can say how far it is
    connection.execute("SET enable_progress_bar_print = false")
    try:
        yield connection
    finally:
        connection.close()


def copy_to_parquet(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    target: Path,
    columns: int,
    progress: Progress = silent,
) -> int:
    """Write what a query yields, in its order; gives the number of rows.

    Args:
        connection: the engine.
        query: a SELECT.
        target: the file.
        columns: number of columns: many of them make smaller row groups, for memory's sake.
        progress: told the share done.
    """
    group = min(ROWS_A_GROUP, max(_FEWEST_A_GROUP, _CELLS_A_GROUP // max(columns, 1)))
    with _watched(connection, progress):
        found = connection.execute(
            f"COPY ({query}) TO {literal(str(target))} (FORMAT parquet, ROW_GROUP_SIZE {group})"
        ).fetchone()
    return int(found[0]) if found else 0


@contextmanager
def _watched(connection: duckdb.DuckDBPyConnection, progress: Progress) -> Iterator[None]:
    """Tell how far the running statement is, from beside it."""
    if progress is silent:
        yield
        return
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_TICK):
            progress(min(max(connection.query_progress() / 100.0, 0.0), 1.0))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
