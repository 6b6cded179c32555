"""What contracts need to know of a warehouse before they are written."""

from __future__ import annotations

from datetime import date

from everyrep.warehouse.checks.contract import Context
from everyrep.warehouse.landing import Load, read_load
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace


def context_of(warehouse: Warehouse) -> Context:
    """What contracts are written for, of an open warehouse."""
    built = date.fromisoformat(warehouse.record.built_at[:10])
    return Context(
        as_of=warehouse.as_of,
        today=max(warehouse.as_of, built),
        currency=warehouse.reporting_currency,
        declared=declared_systems(warehouse),
        listed=tuple(name for name, table in warehouse.record.tables.items() if table.feeds),
        in_circles=in_circles(warehouse),
    )


def declared_systems(warehouse: Warehouse) -> tuple[str, ...]:
    """Systems of which a list of people has landed."""
    rows = warehouse.connection.execute(
        "SELECT DISTINCT system FROM person_rows WHERE load_id IS NOT NULL ORDER BY system"
    ).fetchall()
    return tuple(system for (system,) in rows)


def in_circles(warehouse: Warehouse) -> tuple[str, ...]:
    """People who are their own manager's manager, however far up."""
    rows = warehouse.connection.execute(
        "SELECT id, manager_id FROM people WHERE manager_id IS NOT NULL"
    ).fetchall()
    return circles(dict(rows))


def circles(managers: dict[str, str]) -> tuple[str, ...]:
    """Whoever is met again on the way up from themselves; each person is passed once."""
    settled: set[str] = set()
    found: set[str] = set()
    for person in managers:
        way: dict[str, int] = {}
        at: str | None = person
        while at is not None and at not in settled and at not in way:
            way[at] = len(way)
            at = managers.get(at)
        if at is not None and at in way:
            found.update(name for name, place in way.items() if place >= way[at])
        settled.update(way)
    return tuple(sorted(found))


def loads_of(warehouse: Warehouse) -> dict[str, Load]:
    """The loads that the build was made from, by id, as far as they are still there."""
    workspace = Workspace(warehouse.folder.parent.parent)
    found = {}
    for load_id in warehouse.record.loads:
        for place in (workspace.landing, workspace.undone):
            if (place / load_id / "manifest.json").exists():
                found[load_id] = read_load(place / load_id)
                break
    return found
