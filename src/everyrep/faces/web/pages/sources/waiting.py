"""What waits under Sources: records to decide, and what only a build brings to bear."""

from __future__ import annotations

from datetime import datetime

from everyrep.assembly import matches_left
from everyrep.faces.reports.numbers import plural
from everyrep.faces.web.place import place
from everyrep.values import EveryrepError
from everyrep.warehouse.identity import Decision, read_decisions
from everyrep.warehouse.landing import loads
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace


def to_review(warehouse: Warehouse | None) -> int:
    """Pairs of records of people that wait for a decision about who they are."""
    return 0 if warehouse is None else matches_left(warehouse, _decisions())


def for_a_build(warehouse: Warehouse | None) -> list[str]:
    """What a build would bring to bear, as sentences; empty where it would change nothing."""
    found = ["Loads have changed since the last build."] if stale(warehouse) else []
    count = len(decided_since(warehouse))
    if count:
        decisions = f"{count} {plural('decision', count)} on who is who"
        found.append(f"{decisions} {'waits' if count == 1 else 'wait'} for the next build.")
    return found


def stale(warehouse: Warehouse | None) -> bool:
    """Whether loads have changed since the current build."""
    try:
        landed = {load.load_id for load in loads(Workspace(place().workspace))}
    except EveryrepError:
        return False
    built = set(warehouse.record.loads) if warehouse else set()
    return bool(landed) and built != landed


def decided_since(warehouse: Warehouse | None) -> list[Decision]:
    """Decisions that the current build has not heard of: none is made while a build writes."""
    if warehouse is None:
        return []
    built_at = datetime.fromisoformat(warehouse.record.built_at)
    return [decision for decision in _decisions() if decision.when > built_at]


def _decisions() -> list[Decision]:
    try:
        return read_decisions(Workspace(place().workspace).decisions / "identity.jsonl")
    except EveryrepError:
        return []  # The page of matches says what is wrong with them.
