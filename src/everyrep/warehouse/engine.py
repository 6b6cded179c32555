"""The engine: an in-memory DuckDB with bounded memory, a place to spill to, and no network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from everyrep.values import EveryrepError, UserError
from everyrep.warehouse.quoting import literal

ENGINE_VERSION = duckdb.__version__
MEMORY = os.environ.get("EVERYREP_MEMORY", "2GB")
"""How much memory the engine may take before it spills to disk."""


@contextmanager
def connect(spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is closed afterwards; errors of the engine become errors of ours.

    Args:
        spill: folder for what does not fit into memory; made when it is needed.
    """
    connection = open_engine(spill)
    try:
        with explained():
            yield connection
    finally:
        connection.close()


@contextmanager
def explained() -> Iterator[None]:
    """Errors of the engine become errors of ours, where a user can mend what causes them."""
    try:
        yield
    except duckdb.Error as problem:
        ours = _ours(problem)
        if ours is None:
            raise
        raise ours from problem


def open_engine(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that the caller closes.

    Extensions are neither installed nor loaded, so nothing is ever fetched.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    if spill is not None:
        connection.execute(f"SET temp_directory = {literal(str(spill))}")
    return connection


@contextmanager
def in_bulk(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let statements read and write many rows with little work.

    The order of rows need not be kept: each row knows its line. And filters stay where they stand:
    moved below the columns that they ask for, they would have those worked out twice, for the
    filter and again for the rows that pass, which are nearly all.
    """
    for name, value in _BULK.items():
        connection.execute(f"SET {name} = {value}")
    try:
        yield
    finally:
        for name in _BULK:
            connection.execute(f"RESET {name}")


_BULK = {
    "preserve_insertion_order": "false",
    "disabled_optimizers": "'filter_pushdown'",
    "partitioned_write_flush_threshold": "61440",
}
"""The last: rows of a part that wait in memory before they are written as a group."""


def _ours(problem: duckdb.Error) -> EveryrepError | None:
    """The error of ours that says what to do; None where it is a defect."""
    text = str(problem)
    if "No space left" in text:
        return UserError(
            "the disk is full",
            why="nothing was swapped in; what was there before is unchanged",
            remedy="free some space, then run the command again",
        )
    if isinstance(problem, duckdb.OutOfMemoryException):
        return UserError(
            f"the work does not fit into {MEMORY} of memory",
            remedy="allow more with the environment variable EVERYREP_MEMORY, such as 4GB",
        )
    if isinstance(problem, duckdb.IOException):
        return UserError(
            f"a file could not be read or written: {text.splitlines()[0]}",
            why="nothing was swapped in; what was there before is unchanged",
            remedy="see the message; if a file under landing is damaged, undo its load",
        )
    return None
