"""Who is meant: every reference to a person, in any table of any system, as one person id.

References are looked for among the ids of the same system, then among its mail addresses, employee
numbers and names, then among those of the other systems, where exactly one person fits. What fits
nobody becomes a person known by that reference alone, so that no deal and no lesson loses its
owner. Which records of different systems are one human being is then for `identity` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from everyrep.warehouse.build.feeds import Feed, Feeds, staged
from everyrep.warehouse.build.standing import latest, make_staged
from everyrep.warehouse.identity import Decision, Resolution, resolve
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import TABLES

_MADE = ("person_rows", "person_links", "person_refs", "identity_queue", "moved_refs")


@dataclass(frozen=True)
class Known:
    """What the build before knew, each as SQL; None where there was none.

    Attributes:
        refs: every reference, with its person and how it came to it.
        links: the records of people, likewise.
        queue: the pairs to be settled.
        rows: the records of people.
        complete: everything it knew still counts: no load of it was taken back.
    """

    refs: str | None
    links: str | None
    queue: str | None
    rows: str | None
    complete: bool


def resolve_people(
    connection: duckdb.DuckDBPyConnection,
    feeds: Feeds,
    fresh: Sequence[Feed],
    known: Known,
    decisions: Sequence[Decision],
) -> dict[str, Any]:
    """Make person_rows, person_links, person_refs, identity_queue and moved_refs.

    Args:
        connection: where the tables are made.
        feeds: every table's loads.
        fresh: feeds whose references are not among the known ones.
        known: what the build before knew; its refs are a part of all refs.
        decisions: what people decided in the match queue.

    Returns:
        Quality of the matching, by system.
    """
    _declared(connection, feeds["people"])
    _references(connection, fresh, known, "declared_people")
    _implied(connection)
    resolution = resolve(connection, "person_records", decisions)
    quality = _taken(connection, resolution)
    _all_refs(connection)
    _moved(connection, known)
    return quality


def reuse_people(connection: duckdb.DuckDBPyConnection, known: Known) -> None:
    """Take the matching of people over from the build before."""
    for name, relation in zip(
        _MADE, (known.rows, known.links, known.refs, known.queue, None), strict=True
    ):
        source = relation or "(SELECT NULL::VARCHAR AS ref WHERE false)"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {source}")


def new_references(
    connection: duckdb.DuckDBPyConnection, fresh: Sequence[Feed], known: Known
) -> bool:
    """True where loads that are not in the build before name somebody it did not know."""
    if known.refs is None:
        return True
    _references(connection, fresh, known)
    found = connection.execute("SELECT count(*) FROM refs_seen WHERE NOT known").fetchone()
    return bool(found and found[0])


def _declared(connection: duckdb.DuckDBPyConnection, feeds: Sequence[Feed]) -> None:
    people = TABLES["people"]
    make_staged(connection, staged(people, feeds))
    latest(connection, people, feeds)
    connection.execute("CREATE OR REPLACE TEMP TABLE declared_people AS SELECT * FROM winners")


def _references(
    connection: duckdb.DuckDBPyConnection,
    fresh: Iterable[Feed],
    known: Known,
    declared: str | None = None,
) -> None:
    """Make refs_seen, every reference to a person: those just staged, and those known before.

    Whether a row is usable is asked only where it names somebody who is not known otherwise.

    Args:
        connection: where the table is made.
        fresh: feeds to look at.
        known: what the build before knew.
        declared: table of people whose ids need no asking.
    """
    counts = known.refs and known.complete
    before = f"SELECT ref FROM {known.refs}" if counts else "SELECT NULL AS ref WHERE false"
    sure = f"{before} UNION ALL SELECT id FROM {declared}" if declared else before
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE sure_refs AS SELECT DISTINCT ref FROM ({sure})"
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE refs_told (ref VARCHAR)")
    for feed in fresh:
        given = {cell.column.name for cell in feed.projection.cells}
        for column in feed.projection.table.people:
            if column.name in given:
                _tell(connection, feed, identifier(f"{column.name}_ref"))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE refs_seen AS "
        f"SELECT DISTINCT ref, ref IN ({before}) AS known FROM refs_told "
        f"UNION SELECT ref, true FROM ({before})"
    )


def _tell(connection: duckdb.DuckDBPyConnection, feed: Feed, column: str) -> None:
    """Add the references of a column to refs_told."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE met AS SELECT DISTINCT {column} AS ref "
        f"FROM ({feed.projection.rows(checked=False)}) WHERE {column} IS NOT NULL"
    )
    connection.execute("INSERT INTO refs_told SELECT ref FROM met WHERE ref IN (FROM sure_refs)")
    connection.execute("DELETE FROM met WHERE ref IN (FROM sure_refs)")
    found = connection.execute("SELECT count(*) FROM met").fetchone()
    if found and found[0]:
        connection.execute(
            f"INSERT INTO refs_told SELECT DISTINCT {column} FROM ({feed.projection.rows()}) "
            f"WHERE {column} IN (FROM met)"
        )


_FOLDED = "regexp_replace(lower(strip_accents({0})), '[^a-z0-9]+', ' ', 'g')"
_SORTED = f"array_to_string(list_sort(string_split(trim({_FOLDED}), ' ')), ' ')"


def _implied(connection: duckdb.DuckDBPyConnection) -> None:
    """Look undeclared references up by mail, number and name; what is left becomes a record."""
    name = _SORTED.format("coalesce(full_name, concat_ws(' ', first_name, last_name))")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE known_by AS "
        "SELECT id, system, lower(email) AS name FROM declared_people WHERE email IS NOT NULL "
        "UNION SELECT id, system, lower(employee_number) FROM declared_people "
        "WHERE employee_number IS NOT NULL "
        f"UNION SELECT id, system, {name} FROM declared_people "
        "WHERE full_name IS NOT NULL OR last_name IS NOT NULL"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE strangers AS "
        "SELECT ref, split_part(ref, ':', 1) AS system, "
        "substr(ref, strpos(ref, ':') + 1) AS value FROM refs_seen "
        "WHERE ref NOT IN (SELECT id FROM declared_people)"
    )
    value = _SORTED.format("strangers.value")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE named_refs AS "
        f"WITH asked AS (SELECT ref, system, lower(value) AS name FROM strangers "
        f"UNION SELECT ref, system, {value} FROM strangers), "
        "found AS (SELECT DISTINCT asked.ref, known_by.id, known_by.system = asked.system AS own "
        "FROM asked JOIN known_by USING (name)), "
        "best AS (SELECT ref, bool_or(own) AS own FROM found GROUP BY ref) "
        "SELECT found.ref, min(found.id) AS id FROM found JOIN best USING (ref) "
        "WHERE found.own = best.own GROUP BY found.ref HAVING count(DISTINCT found.id) = 1"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE person_rows AS SELECT * FROM declared_people "
        "UNION ALL BY NAME SELECT ref AS id, system, "
        "CASE WHEN contains(value, '@') THEN value END AS email, "
        f"CASE WHEN {_LOOKS_LIKE_NAME} THEN value END AS full_name "
        "FROM strangers WHERE ref NOT IN (SELECT ref FROM named_refs)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW person_records AS SELECT id AS ref, system, "
        "substr(id, strpos(id, ':') + 1) AS source_id, full_name, first_name, last_name, email, "
        "other_emails, employee_number, title, team_id AS team, hired_on AS hire_date, "
        "left_on AS exit_date FROM person_rows"
    )


_LOOKS_LIKE_NAME = r"regexp_matches(value, '^[^\d@_]*\s[^\d@_]*$')"


def _taken(connection: duckdb.DuckDBPyConnection, resolution: Resolution) -> dict[str, Any]:
    for name in ("person_links", "identity_queue"):
        connection.register("resolved", getattr(resolution, name))
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM resolved")
        connection.unregister("resolved")
    return {row["system"]: row for row in resolution.quality.to_pylist()}


def _all_refs(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE person_refs AS "
        "SELECT ref, person_id, how FROM person_links UNION ALL "
        f"SELECT named_refs.ref, person_links.person_id, {literal('name')} "
        "FROM named_refs JOIN person_links ON person_links.ref = named_refs.id"
    )


def _moved(connection: duckdb.DuckDBPyConnection, known: Known) -> None:
    """Refs that meant another person in the build before."""
    if known.refs is None:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE moved_refs AS SELECT NULL::VARCHAR AS ref WHERE false"
        )
        return
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE moved_refs AS SELECT now.ref FROM person_refs AS now "
        f"JOIN (SELECT ref, person_id FROM {known.refs}) AS before USING (ref) "
        "WHERE now.person_id IS DISTINCT FROM before.person_id"
    )
