"""The canonical model: every table that Everyrep reasons about, declared once."""

from __future__ import annotations

from everyrep.warehouse.schema import deals, learning, market, outreach, people
from everyrep.warehouse.schema.column import (
    PROVENANCE,
    Column,
    Kind,
    Table,
    local_date,
    zone_name,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *people.TABLES,
        *market.TABLES,
        *deals.TABLES,
        *outreach.TABLES,
        *learning.TABLES,
    )
}

__all__ = ["PROVENANCE", "TABLES", "Column", "Kind", "Table", "local_date", "zone_name"]
