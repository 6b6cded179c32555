"""References that a file gives by name, and the ids that the names stand for."""

from __future__ import annotations

from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import Kind, Table

LARGE = ("activities", "learning_events", "content_uses", "stage_history", "opportunity_snapshots")
"""Tables so large that references in them are taken as ids only, never looked up by name."""


NAMED_THINGS = {
    "accounts": "name",
    "products": "name",
    "campaigns": "name",
    "teams": "name",
    "territories": "name",
    "courses": "title",
    "content": "name",
}
"""Tables of things that others refer to, and the column that names them."""


def named_references(table: Table) -> list[tuple[str, str]]:
    """(physical column, table pointed to) of references that a file may give by name."""
    if table.name in LARGE:
        return []
    return [
        (f"{c.name}_id", c.target)
        for c in table.columns
        if c.kind is Kind.REF and c.target not in ("people", "opportunities", None)
    ]


def aliased(table: Table) -> dict[str, str]:
    """References by name as the id that the name stands for, else as they are."""
    return {
        name: f"coalesce({identifier('alias_' + name)}.id, rows.{identifier(name)})"
        for name, _ in named_references(table)
    }


def alias_joins(table: Table) -> str:
    """The joins that look the names up."""
    return "".join(
        f" LEFT JOIN aliases AS {identifier('alias_' + name)} "
        f"ON {identifier('alias_' + name)}.target = {literal(target)} "
        f"AND {identifier('alias_' + name)}.ref = rows.{identifier(name)}"
        for name, target in named_references(table)
    )
