"""Values of a file that can be read and cannot be meant so, such as a score of 87 from 0 to 1.

They land, since a build can do with them, and its checks find them again; whoever looks at a file
before it is loaded is told, while the mapping can still be mended.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from everyrep.warehouse.quoting import identifier
from everyrep.warehouse.schema import Column, Kind
from everyrep.warehouse.staging import Projection

_SCALES = {("learning_events", "score"): (0.0, 1.0)}
"""Ranges that a check of the build knows, and no declaration of a column."""


def doubts_of(connection: duckdb.DuckDBPyConnection, made: Projection) -> tuple[str, ...]:
    """What of a file's values lies outside of where a value is possible, column by column."""
    bounds = list(_bounds(made))
    if not bounds:
        return ()
    asked = ", ".join(
        f"count(*) FILTER ({test}), count({name}), first({name}) FILTER ({test})"
        for _, _, name, test in bounds
    )
    found = connection.execute(f"SELECT {asked} FROM ({made.rows()})").fetchone() or ()
    told = []
    for at, (column, said, _, _) in enumerate(bounds):
        wrong, there, one = found[3 * at : 3 * at + 3]
        if wrong:
            told.append(_told(column, said, int(wrong), int(there), float(one)))
    return tuple(told)


def _told(column: Column, said: str, wrong: int, there: int, one: float) -> str:
    shown = one / 100 if column.kind is Kind.MONEY else one
    remedy = "Check which column feeds it, and its unit"
    if said == "from 0 to 1" and 1 < one <= 100:
        remedy = f"If it is in per cent, set scale = 0.01 for {column.name} in the mapping"
    return (
        f"{column.name}: {wrong:,} of {there:,} values are not {said}, such as {shown:g}. "
        f"They land, and pull every mean of them. {remedy}"
    )


def _bounds(made: Projection) -> Iterator[tuple[Column, str, str, str]]:
    """Column, its range in words, where it is staged, and what is outside of it."""
    for cell in made.cells:
        column = cell.column
        low, high = _SCALES.get((made.table.name, column.name), (column.low, column.high))
        if column.read_only_in or (low is None and high is None):
            continue
        money = column.kind is Kind.MONEY
        name = identifier(f"{column.name}_minor" if money else column.name)
        tests = [f"{name} < {low:g}"] if low is not None else []
        tests += [f"{name} > {100 * high if money else high:g}"] if high is not None else []
        yield column, range_in_words(low, high), name, " OR ".join(tests)


def range_in_words(low: float | None, high: float | None) -> str:
    """A range as the end of a sentence: "from 0 to 1", "at least 0"."""
    if high is None:
        return f"at least {low:g}"
    if low is None:
        return f"at most {high:g}"
    return f"from {low:g} to {high:g}"
