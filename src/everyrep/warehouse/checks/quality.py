"""One card a system: what it delivered, how fresh it is, how full, and how its people match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from everyrep.warehouse.checks.surroundings import loads_of
from everyrep.warehouse.landing import Load
from everyrep.warehouse.quoting import identifier
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.schema import TABLES, Table

IMPORTANT: dict[str, tuple[str, ...]] = {
    "people": ("email", "hired_on", "manager_ref", "team_id", "role"),
    "positions": ("team_id", "manager_id", "territory_id"),
    "quotas": ("person_id", "amount_base_minor"),
    "accounts": ("name", "segment", "industry"),
    "opportunities": (
        "owner_id",
        "account_id",
        "stage",
        "amount_base_minor",
        "created_on",
        "close_on",
    ),
    "opportunity_lines": ("product_id", "amount_base_minor"),
    "stage_history": ("stage", "amount_minor"),
    "activities": ("person_id", "kind", "opportunity_id"),
    "courses": ("title", "skills", "cost_minor"),
    "learning_events": ("person_id", "course_id", "score"),
    "assessments": ("person_id", "skill", "out_of"),
}
"""Columns without which many figures are weaker, by table."""


@dataclass(frozen=True)
class LoadCard:
    """One load of a system: its file, when it landed, and what came of its rows.

    Attributes:
        load_id: the load's id.
        source: the file's name.
        landed_at: when, as an ISO text.
        rows: rows of the file, however many tables each of them feeds.
        rejected: of these, how many did not land.
        blanked: cells that were left empty.
    """

    load_id: str
    source: str
    landed_at: str
    rows: int
    rejected: int
    blanked: int


@dataclass(frozen=True)
class SystemCard:
    """How good the data of one system is.

    Attributes:
        system: the id space, such as crm.
        loads: its loads in force, oldest first.
        last_day: the last day of which it knows that something happened; None where nothing is
            dated.
        days_behind: days from then to the day that counts as today.
        rows: rows in the warehouse, by table.
        filled: share of rows in which an important column is filled, by (table, column).
        records: records of people.
        linked: of these, how many are tied to a record of another system.
        match_rate: linked over records of human beings; None with one system.
        precision: estimated share of ties that are right; None where nothing was scored.
        queued: records that wait in the match queue.
    """

    system: str
    loads: tuple[LoadCard, ...] = ()
    last_day: date | None = None
    days_behind: int | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[tuple[str, str], float] = field(default_factory=dict)
    records: int = 0
    linked: int = 0
    match_rate: float | None = None
    precision: float | None = None
    queued: int = 0

    @property
    def rejected(self) -> int:
        """Rows that did not land, in all its loads."""
        return sum(load.rejected for load in self.loads)


@dataclass
class _Tally:
    rows: dict[str, int] = field(default_factory=dict)
    filled: dict[tuple[str, str], float] = field(default_factory=dict)
    last_day: date | None = None


def quality(warehouse: Warehouse) -> tuple[SystemCard, ...]:
    """One card a system, in the order of their names."""
    loads = loads_of(warehouse)
    tallies = _tallies(warehouse)
    systems = sorted({*tallies, *(load.system for load in loads.values())})
    return tuple(_card(warehouse, system, loads, tallies[system]) for system in systems)


def rows_of_load(warehouse: Warehouse, load_id: str) -> dict[str, int]:
    """Rows of the build that a load brought, by table: fewer than landed, where later ones won."""
    found = {}
    for table in TABLES.values():
        if table.landing_only or not warehouse.rows(table.name):
            continue
        source = "person_rows" if table.name == "people" else table.name
        counted = warehouse.connection.execute(
            f"SELECT count(*) FROM {identifier(source)} WHERE load_id = ?", [load_id]
        ).fetchone()
        if counted and counted[0]:
            found[table.name] = int(counted[0])
    return found


def _card(
    warehouse: Warehouse, system: str, loads: Mapping[str, Load], tally: _Tally
) -> SystemCard:
    people = warehouse.record.identity.get(system, {})
    behind = (warehouse.as_of - tally.last_day).days if tally.last_day else None
    return SystemCard(
        system=system,
        loads=tuple(load_card(load) for load in loads.values() if load.system == system),
        last_day=tally.last_day,
        days_behind=max(behind, 0) if behind is not None else None,
        rows=tally.rows,
        filled=tally.filled,
        records=people.get("records", 0),
        linked=people.get("linked", 0),
        match_rate=people.get("match_rate"),
        precision=people.get("estimated_precision"),
        queued=people.get("queued", 0),
    )


def load_card(load: Load) -> LoadCard:
    """A load with the rows of its file, each counted once, and what came of them."""
    counts = load.counts.values()
    unread = max((count.get("unread", 0) for count in counts), default=0)
    rows = load.table.rows + unread
    rejected = unread + sum(count.get("rejected", 0) - count.get("unread", 0) for count in counts)
    blanked = sum(count.get("blanked", 0) for count in counts)
    # A row that feeds two tables may be rejected by both; that is one row of the file.
    return LoadCard(load.load_id, load.source, load.landed_at, rows, min(rejected, rows), blanked)


def _tallies(warehouse: Warehouse) -> dict[str, _Tally]:
    """Rows, freshness and filled cells of each system, one pass a table."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for table in TABLES.values():
        if not table.landing_only and warehouse.rows(table.name):
            _tally(warehouse, table, tallies)
    return tallies


def _tally(warehouse: Warehouse, table: Table, tallies: dict[str, _Tally]) -> None:
    important = IMPORTANT.get(table.name, ())
    last = f"max({identifier(table.moment)})" if table.moment else "NULL"
    # Plans reach into the future; only what has happened says how fresh a system is.
    happened = f" FILTER ({identifier(table.moment)} <= ?)" if table.moment else ""
    counts = "".join(f", count({identifier(column)})" for column in important)
    source = "person_rows" if table.name == "people" else table.name
    rows = warehouse.connection.execute(
        f"SELECT system, count(*), {last}{happened}{counts} FROM {source} "
        "WHERE load_id IS NOT NULL GROUP BY system",
        [warehouse.as_of] if happened else [],
    ).fetchall()
    for system, count, day, *filled in rows:
        tally = tallies[system]
        tally.rows[table.name] = count
        tally.last_day = max(filter(None, (tally.last_day, day)), default=None)
        for column, number in zip(important, filled, strict=True):
            tally.filled[table.name, column] = number / count
