"""One table of the warehouse: whole from raw, or only the parts that new loads touch.

A row's key decides: of rows with the same key the one from the latest load stands, and within a
load the last line. Derived columns are worked out within a row, or within a *group* of rows (the
stays of a deal); a refresh therefore works on every group that a changed load touches, and takes
all other rows over as they stand. What a refresh gives and what a full build gives are the same
rows, which the tests hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from everyrep.warehouse.build.feeds import Feed, key_columns, prints, staged
from everyrep.warehouse.build.parts import (
    count_nulls,
    link_parts,
    part_of,
    relation,
    write_parts,
)
from everyrep.warehouse.build.record import TableRecord
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import Kind, Table
from everyrep.warehouse.staging import staged_columns


@dataclass(frozen=True)
class Before:
    """A table as the build before left it."""

    folder: Path
    record: TableRecord


@dataclass(frozen=True)
class Surroundings:
    """What tables share while they are built.

    Attributes:
        connection: with person_refs, moved_refs, rates, aliases, snapshots and declared_stages.
        folder: the unfinished build.
        tag: makes file names of this build unlike those of others.
        currency: the reporting currency.
        has_rates: more than one currency can be added up.
        moved: some references to people now mean somebody else than in the build before.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path
    tag: str
    currency: str
    has_rates: bool
    moved: bool


def build_table(
    table: Table,
    feeds: Sequence[Feed],
    context: str,
    before: Before | None,
    around: Surroundings,
    touched: str | None = None,
) -> tuple[TableRecord, str]:
    """Build, refresh or take over one table.

    Args:
        table: which.
        feeds: its loads.
        context: fingerprint of everything else that it depends on.
        before: the table in the build before.
        around: what tables share.
        touched: SQL of further groups to work out anew (columns as `table.group`).

    Returns:
        Its record, and what was done: linked, refreshed or built.
    """
    now = prints(feeds)
    folder = around.folder / table.name
    if before is not None and before.record.context == context:
        same = before.record.feeds == now and touched is None
        if same and not (around.moved and table.people):
            link_parts(before.folder, folder, before.record.parts)
            return before.record, "linked"
        added_only = before.record.feeds.items() <= now.items()
        if table.month_of and added_only:
            return _refresh(table, feeds, now, before, around, touched), "refreshed"
    return _whole(table, feeds, now, context, around), "built"


def _whole(
    table: Table, feeds: Sequence[Feed], now: dict[str, str], context: str, around: Surroundings
) -> TableRecord:
    connection = around.connection
    if not feeds and table.name != "stage_history":
        return TableRecord(context, now, {}, 0, {}, lineage=around.tag)
    make_staged(connection, _named(table, staged(table, feeds)))
    _choose_snapshots(connection, table)
    replaced, repeated = latest(connection, table, feeds)
    parts = write_parts(
        connection, table, finished(table, around), around.folder / table.name, around.tag
    )
    record = _record(around, table, now, context, parts, replaced, repeated)
    return replace(record, lineage=around.tag)


def _refresh(
    table: Table,
    feeds: Sequence[Feed],
    now: dict[str, str],
    before: Before,
    around: Surroundings,
    touched: str | None,
) -> TableRecord:
    connection, folder = around.connection, around.folder / table.name
    fresh = [feed for feed in feeds if feed.load.load_id not in before.record.feeds]
    groups = ", ".join(identifier(name) for name in _group(table))
    more = f" UNION SELECT {groups} FROM ({touched})" if touched else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT {groups} "
        f"FROM {staged(table, fresh)}{more}"
    )
    old = relation(table, before.folder, before.record.parts)
    make_staged(
        connection,
        f"(SELECT * FROM {_named(table, staged(table, fresh))} "
        f"UNION ALL BY NAME {_as_staged(table, old)})",
    )
    _choose_snapshots(connection, table, "WHERE opportunity_id IN (FROM touched)")
    replaced, repeated = latest(connection, table, None)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh_rows AS {finished(table, around)}")
    stale = _stale_parts(table, around, old)
    kept = {part: names for part, names in before.record.parts.items() if part not in stale}
    parts = link_parts(before.folder, folder, kept)
    if stale:
        stale_files = {p: n for p, n in before.record.parts.items() if p in stale}
        parts |= write_parts(
            connection, table, _merged(table, before.folder, stale_files), folder, around.tag
        )
    replaced += before.record.replaced
    repeated = [*before.record.repeated, *repeated][:_EXAMPLES]
    record = _record(around, table, now, before.record.context, parts, replaced, repeated)
    return replace(record, lineage=before.record.lineage)


def _as_staged(table: Table, old: str) -> str:
    """Rows of the build before that share a group with new ones, as if staged again."""
    groups = ", ".join(identifier(name) for name in _group(table))
    stored = {name for name, _ in table.stored()}
    columns = ", ".join(
        identifier(name) if name in stored else f"NULL::{kind} AS {identifier(name)}"
        for name, kind in staged_columns(table)
    )
    recorded = "AND NOT inferred" if "inferred" in stored else ""
    return (
        f"SELECT {columns}, coalesce(TRY_CAST(left(load_id, 6) AS INTEGER), 0) AS seq FROM {old} "
        f"WHERE ({groups}) IN (SELECT ({groups}) FROM touched) {recorded}"
    )


NAMING_STAGES = ("opportunity_snapshots", "stage_history")
"""Tables whose stages are given their declared names before rows with the same key are found."""


def _named(table: Table, relation: str) -> str:
    """Staged rows, in which a stage that a file names by its id has its declared name."""
    if table.name not in NAMING_STAGES:
        return relation
    return (
        "(SELECT rows.* REPLACE (coalesce(named.name, rows.stage) AS stage) "
        f"FROM {relation} AS rows LEFT JOIN declared_stages AS named "
        "ON named.id = rows.system || ':' || rows.stage)"
    )


def _choose_snapshots(connection: duckdb.DuckDBPyConnection, table: Table, which: str = "") -> None:
    """Make the view of the snapshots that stays are inferred from: all, or of some deals."""
    if table.name == "stage_history":
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW chosen_snapshots AS SELECT * FROM snapshots {which}"
        )


def _stale_parts(table: Table, around: Surroundings, old: str) -> set[str]:
    """Parts whose rows change: of touched groups, before and after, and of moved people."""
    groups = ", ".join(identifier(name) for name in _group(table))
    tests = [f"({groups}) IN (SELECT ({groups}) FROM touched)"]
    if around.moved:
        tests += [
            f"{identifier(c.name + '_ref')} IN (SELECT ref FROM moved_refs)" for c in table.people
        ]
    found = around.connection.execute(
        f"SELECT DISTINCT {part_of(table)} FROM fresh_rows "
        f"UNION SELECT DISTINCT {part_of(table)} FROM {old} WHERE {' OR '.join(tests)}"
    ).fetchall()
    return {str(part) for (part,) in found}


def _merged(table: Table, folder: Path, stale: dict[str, list[str]]) -> str:
    """SQL of the rows of stale parts: untouched ones with people looked up again, and new ones."""
    groups = ", ".join(f"old.{identifier(name)}" for name in _group(table))
    plain = ", ".join(identifier(name) for name in _group(table))
    joins, people = _people(table, "old")
    replaced = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in people.items())
    again = f" REPLACE ({replaced})" if replaced else ""
    return (
        f"SELECT old.*{again} FROM {relation(table, folder, stale)} AS old {joins} "
        f"WHERE ({groups}) NOT IN (SELECT ({plain}) FROM touched) "
        "UNION ALL BY NAME SELECT * FROM fresh_rows"
    )


def make_staged(connection: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Make the view `staged` that `latest` works on."""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS SELECT * FROM {relation}")


def latest(
    connection: duckdb.DuckDBPyConnection, table: Table, feeds: Sequence[Feed] | None
) -> tuple[int, list[dict[str, Any]]]:
    """Make the view `winners` of the rows that stand, out of `staged`.

    Only keys that occur twice are ordered, so that the usual case costs one pass over the keys.

    Returns:
        How many rows another took the place of, and a few examples.
    """
    keys = ", ".join(f"coalesce({identifier(name)}::VARCHAR, '')" for name in key_columns(table))
    unique = feeds is not None and len(feeds) <= 1 and all(f.projection.own_key for f in feeds)
    if not unique:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE repeated_keys AS "
            f"SELECT hash({keys}) AS h FROM staged GROUP BY h HAVING count(*) > 1"
        )
        unique = not _count(connection, "repeated_keys")
    if unique:
        connection.execute(
            "CREATE OR REPLACE TEMP VIEW winners AS SELECT * EXCLUDE (seq) FROM staged"
        )
        return 0, []
    is_repeated = f"hash({keys}) IN (SELECT h FROM repeated_keys)"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE contested AS SELECT *, row_number() OVER "
        f"(PARTITION BY {keys} ORDER BY seq DESC, line DESC) AS place "
        f"FROM staged WHERE {is_repeated}"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW winners AS "
        f"SELECT * EXCLUDE (seq) FROM staged WHERE NOT {is_repeated} "
        "UNION ALL SELECT * EXCLUDE (seq, place) FROM contested WHERE place = 1"
    )
    return _count(connection, "contested WHERE place > 1"), _examples(connection, keys)


_EXAMPLES = 20


def _examples(connection: duckdb.DuckDBPyConnection, keys: str) -> list[dict[str, Any]]:
    found = connection.execute(
        "SELECT lost.key, kept.load_id, kept.line, lost.load_id, lost.line FROM "
        f"(SELECT concat_ws(' ', {keys}) AS key, * FROM contested WHERE place > 1) AS lost "
        f"JOIN (SELECT concat_ws(' ', {keys}) AS key, * FROM contested WHERE place = 1) AS kept "
        f"USING (key) ORDER BY lost.load_id, lost.line LIMIT {_EXAMPLES}"
    ).fetchall()
    names = ("key", "kept_load", "kept_line", "replaced_load", "replaced_line")
    return [dict(zip(names, row, strict=True)) for row in found]


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    return int(found[0]) if found else 0


def finished(table: Table, around: Surroundings) -> str:
    """SQL of the finished rows out of `winners`: derived, looked up, converted."""
    joins, people = _people(table, "rows")
    columns = people | _aliased(table) | _converted(table, around)
    listed = ", ".join(
        f"{columns.get(name, 'rows.' + identifier(name))}::{kind} AS {identifier(name)}"
        for name, kind in table.stored()
    )
    return (
        f"SELECT {listed} FROM ({derivation(table.name)}) AS rows {joins}"
        f"{_alias_joins(table)}{_rate_join(table, around)}"
    )


def derivation(name: str) -> str:
    """SQL that works out a table's derived columns from `winners`: its own file, or none."""
    file = resources.files("everyrep.warehouse.build") / "sql" / f"{name}.sql"
    return file.read_text(encoding="utf-8") if file.is_file() else "SELECT * FROM winners"


def _group(table: Table) -> tuple[str, ...]:
    return table.group or key_columns(table)


def _people(table: Table, rows: str) -> tuple[str, dict[str, str]]:
    """Joins that look people up, and the SQL of each person's id column."""
    joins, ids = "", {}
    for column in table.people:
        alias = identifier(f"who_{column.name}")
        joins += (
            f" LEFT JOIN person_refs AS {alias} ON {alias}.ref = {rows}."
            f"{identifier(column.name + '_ref')}"
        )
        ids[f"{column.name}_id"] = f"{alias}.person_id"
    return joins, ids


LARGE = ("activities", "learning_events", "content_uses", "stage_history", "opportunity_snapshots")
"""Tables so large that references in them are taken as ids only, never looked up by name."""


NAMED_THINGS = {
    "accounts": "name",
    "products": "name",
    "campaigns": "name",
    "teams": "name",
    "territories": "name",
    "courses": "title",
    "content": "name",
}
"""Tables of things that others refer to, and the column that names them."""


def named_references(table: Table) -> list[tuple[str, str]]:
    """(physical column, table pointed to) of references that a file may give by name."""
    if table.name in LARGE:
        return []
    return [
        (f"{c.name}_id", c.target)
        for c in table.columns
        if c.kind is Kind.REF and c.target not in ("people", "opportunities", None)
    ]


def _aliased(table: Table) -> dict[str, str]:
    return {
        name: f"coalesce({identifier('alias_' + name)}.id, rows.{identifier(name)})"
        for name, _ in named_references(table)
    }


def _alias_joins(table: Table) -> str:
    return "".join(
        f" LEFT JOIN aliases AS {identifier('alias_' + name)} "
        f"ON {identifier('alias_' + name)}.target = {literal(target)} "
        f"AND {identifier('alias_' + name)}.ref = rows.{identifier(name)}"
        for name, target in named_references(table)
    )


def _converted(table: Table, around: Surroundings) -> dict[str, str]:
    """Amounts in the reporting currency; NULL where there is no rate for the day."""
    found = {}
    for column in table.columns:
        if column.kind is Kind.MONEY:
            minor = f"rows.{identifier(column.name + '_minor')}"
            same = f"WHEN rows.currency = {literal(around.currency)} THEN {minor} "
            other = ""
            if around.has_rates and table.money_on:
                other = f"ELSE CAST(round_even({minor} * rates.factor, 0) AS BIGINT) "
            found[f"{column.name}_base_minor"] = f"CASE {same}{other}END"
    return found


def _rate_join(table: Table, around: Surroundings) -> str:
    has_money = any(c.kind is Kind.MONEY for c in table.columns)
    if not (around.has_rates and has_money and table.money_on):
        return ""
    return (
        f" LEFT JOIN rates ON rates.currency = rows.currency "
        f"AND rates.on_day = rows.{identifier(table.money_on)}"
    )


def _record(
    around: Surroundings,
    table: Table,
    now: dict[str, str],
    context: str,
    parts: dict[str, list[str]],
    replaced: int,
    repeated: list[dict[str, Any]],
) -> TableRecord:
    rows, nulls = count_nulls(around.connection, around.folder / table.name, parts)
    return TableRecord(context, now, parts, rows, nulls, replaced, repeated)
