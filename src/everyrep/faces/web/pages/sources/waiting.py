"""What waits for somebody under Sources: records to decide, loads that are not built yet."""

from __future__ import annotations

from everyrep.faces.web.place import place
from everyrep.values import EveryrepError
from everyrep.warehouse.landing import loads
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace


def to_review(warehouse: Warehouse | None) -> int:
    """Records of people that wait for a decision about who they are."""
    if warehouse is None:
        return 0
    return sum(int(one.get("queued", 0)) for one in warehouse.record.identity.values())


def stale(warehouse: Warehouse | None) -> bool:
    """Whether loads have changed since the current build."""
    try:
        landed = {load.load_id for load in loads(Workspace(place().workspace))}
    except EveryrepError:
        return False
    built = set(warehouse.record.loads) if warehouse else set()
    return bool(landed) and built != landed
