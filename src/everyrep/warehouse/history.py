"""As-of reads: the pipeline, the owners and the organisation as they were at the end of a day.

Each answer says how it is known. *Recorded*: a system wrote the change down. *Inferred*: periodic
snapshots show it, so it may be off by the days between two of them. *Assumed*: nothing says what it
was, so what it is now stands in. *Missing*: it is not known, and what it is now cannot have been.

Every read takes any number of days and answers with a row for each; the SQL stands by itself, so
that it can be a part of a larger query over the same views.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import duckdb

from everyrep.warehouse.quoting import literal
from everyrep.warehouse.reader import Warehouse

RECORDED, INFERRED, ASSUMED, MISSING = "recorded", "inferred", "assumed", "missing"

PIPELINE = {
    "day": "The day whose end is asked about.",
    "opportunity_id": "A deal that was open then.",
    "created_on": "When it was opened; the first day it is heard of, where that is not known.",
    "stage": "Its stage then; empty where that is missing.",
    "stage_how": "recorded, inferred, assumed or missing.",
    "stage_uncertain_days": "Days by which an inferred stay may have begun earlier; else 0.",
    "amount_minor": "Its amount then, in minor units of `currency`.",
    "amount_base_minor": "The same in the reporting currency; empty where there is no rate.",
    "currency": "Currency of the amount.",
    "amount_how": "recorded, inferred or assumed.",
    "close_on": "When it was expected to close, as expected then.",
    "close_how": "recorded, inferred, assumed or missing.",
    "owner_id": "Who had it then.",
    "owner_how": "recorded, inferred, assumed or missing.",
}
"""Columns of `pipeline_sql`."""

OWNERS = {
    "day": "The day whose end is asked about.",
    "opportunity_id": "A deal that had been opened by then, whatever became of it.",
    "owner_id": "Who had it then, or at last.",
    "owner_how": "recorded, inferred, assumed or missing.",
}
"""Columns of `owners_sql`."""

ORGANISATION = {
    "day": "The day whose end is asked about.",
    "person_id": "Somebody who worked here then.",
    "title": "Job title then.",
    "role": "What the person did then.",
    "level": "Level then.",
    "manager_id": "Manager then.",
    "team_id": "Team then.",
    "territory_id": "Territory then.",
    "region": "Region then.",
    "motion": "hunting or farming.",
    "how": "recorded where a dated position covers the day, else assumed.",
}
"""Columns of `organisation_sql`."""


def pipeline_as_of(warehouse: Warehouse, *days: date) -> duckdb.DuckDBPyRelation:
    """Deals that were open at the end of each day, as they were; columns as in `PIPELINE`."""
    return _asked(warehouse, pipeline_sql(days))


def owners_as_of(warehouse: Warehouse, *days: date) -> duckdb.DuckDBPyRelation:
    """Who had each deal at the end of each day; columns as in `OWNERS`."""
    return _asked(warehouse, owners_sql(days))


def organisation_as_of(warehouse: Warehouse, *days: date) -> duckdb.DuckDBPyRelation:
    """Who worked here at the end of each day, and as what; columns as in `ORGANISATION`."""
    return _asked(warehouse, organisation_sql(days))


def team_as_of(warehouse: Warehouse, team: str, *days: date) -> duckdb.DuckDBPyRelation:
    """Who was in a team at the end of each day; columns as in `ORGANISATION`."""
    members = f"SELECT * FROM ({organisation_sql(days)}) WHERE team_id = {literal(team)}"
    return _asked(warehouse, members)


def _asked(warehouse: Warehouse, sql: str) -> duckdb.DuckDBPyRelation:
    """A relation of its own cursor, which another query's unread rows do not stop."""
    return warehouse.connection.cursor().sql(sql)


def pipeline_sql(days: Sequence[date], ever_of: Collection[str] | None = None) -> str:
    """SQL of the deals that were open at the end of each day; columns as in `PIPELINE`.

    A deal is open from the day it was opened until the day before it was closed, and not on days
    on which its stage was one that is declared to be closed. A deal that was closed on an unknown
    day is not in, because nobody can say when it went out.

    Args:
        days: Days.
        ever_of: People; only deals that one of them has or ever had, whoever had them on these
            days. None: all deals. Nothing of the others is read beyond whose they were.
    """
    return f"""
WITH {"" if ever_of is None else _ever_of(ever_of)}
{_deals(days)},
stages_then AS ({_STAGES_THEN}),
amounts_then AS ({_evidence("amount_minor", "currency, amount_base_minor")}),
closes_then AS ({_evidence("close_on")}),
{_OWNERS_THEN}
SELECT open_days.day, open_days.id AS opportunity_id, open_days.created_on,
    coalesce(stay.stage, CASE WHEN open_days.outcome = 'open' THEN open_days.stage END) AS stage,
    CASE WHEN stay.stage IS NOT NULL THEN stay.how
         WHEN open_days.outcome = 'open' AND open_days.stage IS NOT NULL THEN '{ASSUMED}'
         ELSE '{MISSING}' END AS stage_how,
    coalesce(stay.uncertain_days, 0) AS stage_uncertain_days,
    CASE WHEN amount.how IS NULL THEN open_days.amount_minor ELSE amount.amount_minor END
        AS amount_minor,
    CASE WHEN amount.how IS NULL THEN open_days.amount_base_minor
         ELSE amount.amount_base_minor END AS amount_base_minor,
    CASE WHEN amount.how IS NULL THEN open_days.currency ELSE amount.currency END AS currency,
    coalesce(amount.how, '{ASSUMED}') AS amount_how,
    coalesce(closing.close_on, CASE WHEN open_days.outcome = 'open' THEN open_days.close_on END)
        AS close_on,
    CASE WHEN closing.how IS NOT NULL THEN closing.how
         WHEN open_days.outcome = 'open' AND open_days.close_on IS NOT NULL THEN '{ASSUMED}'
         ELSE '{MISSING}' END AS close_how,
    {_OWNER_COLUMNS.format(deal="open_days")}
FROM open_days
ASOF LEFT JOIN stages_then AS stay
    ON stay.opportunity_id = open_days.id AND open_days.day >= stay.on_day
ASOF LEFT JOIN amounts_then AS amount
    ON amount.opportunity_id = open_days.id AND open_days.day >= amount.on_day
ASOF LEFT JOIN closes_then AS closing
    ON closing.opportunity_id = open_days.id AND open_days.day >= closing.on_day
{_OWNER_JOINS.format(deal="open_days")}
WHERE stay.closed IS NOT TRUE
"""


def owners_sql(days: Sequence[date]) -> str:
    """SQL of who had each deal at the end of each day; columns as in `OWNERS`."""
    return f"""
WITH {_deals(days)},
{_OWNERS_THEN}
SELECT known_days.day, known_days.id AS opportunity_id,
    {_OWNER_COLUMNS.format(deal="known_days")}
FROM known_days
{_OWNER_JOINS.format(deal="known_days")}
"""


def organisation_sql(days: Sequence[date]) -> str:
    """SQL of who worked here at the end of each day; columns as in `ORGANISATION`."""
    return f"""
WITH days AS ({_days(days)}),
dated AS (
    SELECT DISTINCT days.day, positions.person_id
    FROM days JOIN positions ON positions.from_on <= days.day
        AND (positions.to_on IS NULL OR positions.to_on > days.day)
)
SELECT days.day, history.person_id, history.title, history.role, history.level,
    history.manager_id, history.team_id, history.territory_id, history.region, history.motion,
    CASE WHEN dated.person_id IS NOT NULL THEN '{RECORDED}' ELSE '{ASSUMED}' END AS how
FROM days
JOIN org_history AS history ON history.from_on <= days.day
    AND (history.to_on IS NULL OR history.to_on > days.day)
LEFT JOIN dated ON dated.day = days.day AND dated.person_id = history.person_id
"""


def _ever_of(people: Collection[str]) -> str:
    """What is read, of the deals alone that some people have or ever had."""
    listed = ", ".join(literal(person) for person in sorted(people)) or "NULL"
    of_deals = "\n".join(
        f"{table} AS (SELECT * FROM main.{table} WHERE {key} IN (SELECT id FROM theirs)),"
        for table, key in _OF_DEALS.items()
    )
    return f"""theirs AS (
    SELECT id FROM main.opportunities WHERE owner_id IN ({listed})
    UNION SELECT opportunity_id FROM main.owner_changes
        WHERE owner_id IN ({listed}) OR before_id IN ({listed})
    UNION SELECT opportunity_id FROM main.opportunity_snapshots WHERE owner_id IN ({listed})
),
{of_deals}"""


_OF_DEALS = {
    "opportunities": "id",
    "stage_history": "opportunity_id",
    "stage_history_and_more": "opportunity_id",
    "opportunity_snapshots": "opportunity_id",
    "owner_changes": "opportunity_id",
}
"""Views that tell of deals, and the column that says of which."""


def _days(days: Sequence[date]) -> str:
    if not days:
        return "SELECT NULL::DATE AS day WHERE false"
    listed = ", ".join(f"(DATE {literal(day.isoformat())})" for day in sorted(set(days)))
    return f"SELECT * FROM (VALUES {listed}) AS asked(day)"


def _deals(days: Sequence[date]) -> str:
    """Deals with the days on which they had been opened, and on which they were open."""
    return f"""days AS ({_days(days)}),
heard_of AS (
    SELECT opportunity_id, min(on_day) AS on_day FROM (
        SELECT opportunity_id, entered_on AS on_day FROM stage_history_and_more
        UNION ALL SELECT opportunity_id, seen_on FROM opportunity_snapshots
    ) GROUP BY opportunity_id
),
known_days AS (
    SELECT days.day, deals.* REPLACE (coalesce(deals.created_on, heard_of.on_day) AS created_on)
    FROM opportunities AS deals
    LEFT JOIN heard_of ON heard_of.opportunity_id = deals.id
    JOIN days ON coalesce(deals.created_on, heard_of.on_day) <= days.day
),
open_days AS (SELECT * FROM known_days WHERE outcome = 'open' OR close_on > day)"""


_STAGES_THEN = f"""
    SELECT stays.opportunity_id, stays.entered_on AS on_day, stays.stage, stays.uncertain_days,
        CASE WHEN stays.inferred THEN '{INFERRED}' ELSE '{RECORDED}' END AS how, meaning.closed
    FROM stage_history AS stays
    LEFT JOIN (
        SELECT name, bool_or(closed) AS closed FROM stages WHERE origin = 'declared' GROUP BY name
    ) AS meaning ON meaning.name = stays.stage
    QUALIFY row_number() OVER (
        PARTITION BY stays.opportunity_id, stays.entered_on ORDER BY stays.step DESC
    ) = 1"""


def _evidence(column: str, more: str = "") -> str:
    """What a deal's column was from a day on: changes as recorded, and what snapshots show."""
    columns = f"{column}, {more}" if more else column
    return f"""
    SELECT opportunity_id, on_day, {columns}, how FROM (
        SELECT opportunity_id, entered_on AS on_day, entered_at AS moment, load_id, line, {columns},
            '{RECORDED}' AS how
        FROM stage_history_and_more WHERE NOT inferred AND {column} IS NOT NULL
        UNION ALL
        SELECT opportunity_id, seen_on, CAST(seen_on AS TIMESTAMP), load_id, line, {columns},
            '{INFERRED}'
        FROM opportunity_snapshots WHERE {column} IS NOT NULL
    )
    QUALIFY row_number() OVER (
        PARTITION BY opportunity_id, on_day ORDER BY how DESC, moment DESC, load_id DESC, line DESC
    ) = 1"""


_OWNERS_THEN = """owner_changes_by_day AS (
    SELECT opportunity_id, changed_on, owner_id FROM owner_changes
    QUALIFY row_number() OVER (
        PARTITION BY opportunity_id, changed_on ORDER BY changed_at DESC, load_id DESC, line DESC
    ) = 1
),
first_owners AS (
    SELECT opportunity_id, before_id FROM owner_changes
    QUALIFY row_number() OVER (
        PARTITION BY opportunity_id ORDER BY changed_at, load_id, line
    ) = 1
),
owners_seen AS (
    SELECT opportunity_id, seen_on, owner_id FROM opportunity_snapshots WHERE owner_id IS NOT NULL
),
owner_log AS (SELECT min(changed_on) AS from_on FROM main.owner_changes)"""
"""Where who had a deal is read. A log of changes that has none of a deal says that it stayed where
it is, from the first day that the log knows."""

_OWNER_JOINS = """ASOF LEFT JOIN owner_changes_by_day AS given
    ON given.opportunity_id = {deal}.id AND {deal}.day >= given.changed_on
LEFT JOIN first_owners AS taken ON taken.opportunity_id = {deal}.id
ASOF LEFT JOIN owners_seen AS seen
    ON seen.opportunity_id = {deal}.id AND {deal}.day >= seen.seen_on
CROSS JOIN owner_log"""

_OWNER_COLUMNS = f"""CASE WHEN given.opportunity_id IS NOT NULL THEN given.owner_id
         WHEN taken.opportunity_id IS NOT NULL THEN taken.before_id
         WHEN owner_log.from_on <= {{deal}}.day THEN {{deal}}.owner_id
         ELSE coalesce(seen.owner_id, {{deal}}.owner_id) END AS owner_id,
    CASE WHEN given.opportunity_id IS NOT NULL OR taken.before_id IS NOT NULL THEN '{RECORDED}'
         WHEN taken.opportunity_id IS NOT NULL THEN '{MISSING}'
         WHEN owner_log.from_on <= {{deal}}.day AND {{deal}}.owner_id IS NOT NULL THEN '{RECORDED}'
         WHEN owner_log.from_on <= {{deal}}.day THEN '{MISSING}'
         WHEN seen.owner_id IS NOT NULL THEN '{INFERRED}'
         WHEN {{deal}}.owner_id IS NOT NULL THEN '{ASSUMED}'
         ELSE '{MISSING}' END AS owner_how"""
