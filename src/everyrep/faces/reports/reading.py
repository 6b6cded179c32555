"""What pages read off a build that is no figure: the order of stages, loads, kinds of history."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.warehouse.landing import Load, loads
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace


@dataclass(frozen=True)
class History:
    """How the history of stages is known.

    Attributes:
        stays: Stays of deals in stages.
        inferred: Of these, how many were worked out from snapshots.
        uncertain_days: Days within which half of the inferred changes are uncertain, at most.
        declared: Whether a file gave the order of stages.
    """

    stays: int
    inferred: int
    uncertain_days: int | None
    declared: bool


def stage_order(warehouse: Warehouse) -> dict[str, int]:
    """Names of stages to their place in the sales process."""
    rows = warehouse.connection.execute(
        "SELECT name, min(position) FROM stages WHERE name IS NOT NULL GROUP BY name"
    ).fetchall()
    return {str(name): int(place or 0) for name, place in rows}


def history(warehouse: Warehouse) -> History:
    """How the history of stages is known."""
    stays, inferred, uncertain = warehouse.connection.execute(
        "SELECT count(*), count(*) FILTER (inferred), "
        "median(uncertain_days) FILTER (inferred) FROM stage_history"
    ).fetchall()[0]
    declared = warehouse.connection.execute(
        "SELECT count(*) FROM stages WHERE origin = 'declared'"
    ).fetchall()[0][0]
    return History(
        int(stays), int(inferred), None if uncertain is None else int(uncertain), declared > 0
    )


def landed(warehouse: Warehouse) -> tuple[Load, ...]:
    """The loads that the build was made of, oldest first."""
    workspace = Workspace(warehouse.folder.parent.parent)
    built = set(warehouse.record.loads)
    return tuple(load for load in loads(workspace) if load.load_id in built)
