"""What pages read off a build that is no figure: the order of the stages."""

from __future__ import annotations

from everyrep.warehouse.reader import Warehouse


def stage_order(warehouse: Warehouse) -> dict[str, int]:
    """Names of stages to their place in the sales process."""
    rows = warehouse.connection.execute(
        "SELECT name, min(position) FROM stages WHERE name IS NOT NULL GROUP BY name"
    ).fetchall()
    return {str(name): int(place or 0) for name, place in rows}
