"""The canonical tables as Ibis tables without a connection, so that SQL is compiled, not run.

Column types come from the declared schema. Expressions over these tables are the same for every
engine; only the dialect they are compiled to differs.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from everyrep.warehouse.schema import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "int64",
    "INTEGER": "int32",
    "DOUBLE": "float64",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}

# Tables that the build makes out of several others, and so no file is mapped to.
MADE: dict[str, tuple[tuple[str, str], ...]] = {
    "org_history": (
        ("person_id", "VARCHAR"),
        ("from_on", "DATE"),
        ("to_on", "DATE"),
        ("title", "VARCHAR"),
        ("role", "VARCHAR"),
        ("level", "VARCHAR"),
        ("manager_id", "VARCHAR"),
        ("team_id", "VARCHAR"),
        ("territory_id", "VARCHAR"),
        ("region", "VARCHAR"),
        ("motion", "VARCHAR"),
    ),
    "credits": (
        ("opportunity_id", "VARCHAR"),
        ("person_id", "VARCHAR"),
        ("part", "DOUBLE"),
        ("kind", "VARCHAR"),
    ),
}


def physical_columns(name: str) -> dict[str, str]:
    """Physical columns of a canonical table, with their DuckDB types.

    Raises:
        KeyError: There is no such table.
    """
    return dict(MADE[name] if name in MADE else TABLES[name].stored())


@cache
def canonical(name: str) -> ir.Table:
    """A canonical table, ready to build expressions on."""
    import ibis

    schema = {column: _TYPES[kind] for column, kind in physical_columns(name).items()}
    return ibis.table(schema, name=name)


def without(table: ir.Table, *names: str) -> ir.Table:
    """The table less some columns, the others named one by one.

    Ibis writes what it drops in an order that changes from run to run, and as a clause that not
    every engine has.
    """
    return table.select(*(name for name in table.columns if name not in names))
