"""How a file's own columns become canonical columns: data that a person can edit."""

from __future__ import annotations

from everyrep.warehouse.mapping.model import (
    OF_DAYS,
    OF_NUMBERS,
    ORDERS,
    REPEATS,
    UNITS,
    ColumnSpec,
    Mapping,
    Match,
    ReadHints,
    TableMapping,
)
from everyrep.warehouse.mapping.parse import parse_mapping
from everyrep.warehouse.mapping.rows import Condition, columns_of, parse_where, to_sql
from everyrep.warehouse.mapping.text import to_toml

__all__ = [
    "OF_DAYS",
    "OF_NUMBERS",
    "ORDERS",
    "REPEATS",
    "UNITS",
    "ColumnSpec",
    "Condition",
    "Mapping",
    "Match",
    "ReadHints",
    "TableMapping",
    "columns_of",
    "parse_mapping",
    "parse_where",
    "to_sql",
    "to_toml",
]
