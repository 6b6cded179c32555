"""How far the past is known: of how many deals and people it is recorded, inferred or missing."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.warehouse.reader import Warehouse


@dataclass(frozen=True)
class Kept:
    """Of how many things the past is recorded, inferred from snapshots, or missing."""

    recorded: int
    inferred: int
    missing: int

    @property
    def of(self) -> int:
        """How many things there are."""
        return self.recorded + self.inferred + self.missing

    def share(self, how: str) -> float | None:
        """Share of things whose past is so known, 0 to 1; None where there are none."""
        count: int = getattr(self, how)
        return count / self.of if self.of else None


@dataclass(frozen=True)
class HistoryQuality:
    """How far the past is known.

    Attributes:
        stages: deals, by how their stages are known.
        amounts: deals, by how their amounts are known.
        owners: deals, by how their owners are known.
        positions: people with a list of their own, by whether dated positions are known.
        median_uncertain_days: median days by which an inferred change of stage may be off; None
            where none is inferred.
    """

    stages: Kept
    amounts: Kept
    owners: Kept
    positions: Kept
    median_uncertain_days: float | None


def history_quality(warehouse: Warehouse) -> HistoryQuality:
    """How far the past is known, of every deal and every person."""
    return HistoryQuality(
        stages=_kept(warehouse, _STAGES_KNOWN),
        amounts=_kept(warehouse, _AMOUNTS_KNOWN),
        owners=_kept(warehouse, _OWNERS_KNOWN),
        positions=_kept(warehouse, _POSITIONS_KNOWN),
        median_uncertain_days=_median_uncertain_days(warehouse),
    )


_STAGES_KNOWN = """
SELECT stays.opportunity_id IS NOT NULL AND NOT stays.inferred AS recorded,
    stays.inferred IS TRUE AS inferred
FROM opportunities AS deals LEFT JOIN (
    SELECT opportunity_id, bool_and(inferred) AS inferred FROM stage_history GROUP BY ALL
) AS stays ON stays.opportunity_id = deals.id"""

_AMOUNTS_KNOWN = """
SELECT changes.opportunity_id IS NOT NULL AS recorded,
    changes.opportunity_id IS NULL AND seen.opportunity_id IS NOT NULL AS inferred
FROM opportunities AS deals LEFT JOIN (
    SELECT DISTINCT opportunity_id FROM stage_history_and_more
    WHERE NOT inferred AND amount_minor IS NOT NULL
) AS changes ON changes.opportunity_id = deals.id LEFT JOIN (
    SELECT DISTINCT opportunity_id FROM opportunity_snapshots WHERE amount_minor IS NOT NULL
) AS seen ON seen.opportunity_id = deals.id"""

_OWNERS_KNOWN = """
SELECT recorded, NOT recorded AND seen IS NOT NULL AS inferred FROM (
    SELECT seen.opportunity_id AS seen, changes.opportunity_id IS NOT NULL
        OR coalesce(owner_log.from_on <= deals.created_on, false) AS recorded
    FROM opportunities AS deals LEFT JOIN (
        SELECT DISTINCT opportunity_id FROM owner_changes
    ) AS changes ON changes.opportunity_id = deals.id LEFT JOIN (
        SELECT DISTINCT opportunity_id FROM opportunity_snapshots WHERE owner_id IS NOT NULL
    ) AS seen ON seen.opportunity_id = deals.id
    CROSS JOIN (SELECT min(changed_on) AS from_on FROM owner_changes) AS owner_log
)"""

_POSITIONS_KNOWN = """
SELECT dated.person_id IS NOT NULL AS recorded, false AS inferred
FROM people LEFT JOIN (SELECT DISTINCT person_id FROM positions) AS dated
    ON dated.person_id = people.id
WHERE people.load_id IS NOT NULL"""


def _kept(warehouse: Warehouse, known: str) -> Kept:
    found = warehouse.connection.execute(
        "SELECT count(*) FILTER (recorded), count(*) FILTER (inferred), "
        f"count(*) FILTER (NOT recorded AND NOT inferred) FROM ({known})"
    ).fetchone()
    return Kept(*(found or (0, 0, 0)))


def _median_uncertain_days(warehouse: Warehouse) -> float | None:
    """Of changes only: the first stay seen of a deal is no change."""
    found = warehouse.connection.execute(
        "SELECT median(uncertain_days) FROM stage_history WHERE inferred AND step > 1"
    ).fetchone()
    return float(found[0]) if found and found[0] is not None else None
