"""Reads a few cells the way a build does: raw columns, a mapping, the typed projection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from everyrep.warehouse.engine import open_engine
from everyrep.warehouse.mapping import ColumnSpec, TableMapping
from everyrep.warehouse.staging import project, raw_types


@dataclass(frozen=True)
class Read:
    """Rows that land, by physical column, and what is wrong, each with its line."""

    rows: list[dict[str, Any]]
    problems: list[dict[str, Any]]

    @property
    def row(self) -> dict[str, Any]:
        (only,) = self.rows
        return only

    @property
    def problem(self) -> dict[str, Any]:
        (only,) = self.problems
        return only


def read(
    table: str,
    columns: Mapping[str, Sequence[Any]],
    specs: Mapping[str, ColumnSpec],
    *,
    where: str | None = None,
    currency: str = "USD",
    system: str = "crm",
    sql: str | None = None,
) -> Read:
    """Read raw columns (text unless they are typed arrays) as rows of a canonical table.

    Args:
        columns: raw columns by name.
        specs: canonical column to where it comes from.
        sql: SQL of the raw relation instead of `columns`.
    """
    connection = _engine()
    relation = sql or _register(connection, columns)
    relation = f"(SELECT *, row_number() OVER () + 1 AS _line FROM {relation})"
    projection = project(
        relation,
        raw_types(connection, relation),
        TableMapping(table, where, dict(specs)),
        system=system,
        load_id="000001-file",
        currency=currency,
    )
    return Read(
        _dicts(connection, f"SELECT * FROM ({projection.rows()}) ORDER BY line"),
        _dicts(connection, f"SELECT * FROM ({projection.problems()}) ORDER BY line, reason"),
    )


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return open_engine()


def cell(table: str, column: str, text: Any, **spec: Any) -> Read:
    """Read one cell, in a row that has whatever else it needs."""
    return cells(table, column, [text], **spec)


def cells(table: str, column: str, texts: Sequence[Any], **spec: Any) -> Read:
    """Read the cells of one column, each in a row that has whatever else it needs."""
    needed: dict[str, dict[str, str]] = {
        "opportunities": {"id": "d1"},
        "opportunity_lines": {"id": "l1", "opportunity": "d1"},
        "accounts": {"id": "a1"},
        "products": {"id": "p1"},
        "people": {"id": "u1"},
        "activities": {"id": "t1", "occurred_at": "2026-01-01"},
        "learning_events": {
            "id": "e1", "person": "u", "verb": "passed", "course": "c", "occurred_at": "2026-01-01"
        },
        "exchange_rates": {"currency": "EUR", "from_on": "2026-01-01"},
    }  # fmt: skip
    given = {name: [value] * len(texts) for name, value in needed[table].items()}
    given[column] = list(texts)
    specs = {name: ColumnSpec(column=name) for name in given}
    specs[column] = ColumnSpec(column=column, **spec)
    return read(table, given, specs)


def _register(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Sequence[Any]]) -> str:
    arrays = {
        name: values if isinstance(values, pa.Array) else pa.array(values, pa.string())
        for name, values in columns.items()
    }
    connection.register("delivered", pa.table(arrays))
    return "delivered"


def _dicts(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = connection.execute(sql)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
