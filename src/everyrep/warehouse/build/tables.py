"""One table of the warehouse: whole from raw, or only the parts that new loads touch.

Which rows stand is for `standing` to say. Derived columns are worked out within a row, or within a
*group* of rows (the stays of a deal); a refresh therefore works on every group that a changed load
touches, and takes all other rows over as they stand. Where files of different columns tell parts of
the same rows, finished rows no longer show which part is whose, and the table is built whole. What
a refresh gives and what a full build gives are the same rows, which the tests hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

import duckdb

from everyrep.warehouse.build.aliases import alias_joins, aliased
from everyrep.warehouse.build.feeds import (
    Feed,
    facet_of_loads,
    in_few_words,
    key_columns,
    prints,
    staged,
)
from everyrep.warehouse.build.parts import (
    count_nulls,
    link_parts,
    part_of,
    relation,
    write_parts,
)
from everyrep.warehouse.build.record import TableRecord
from everyrep.warehouse.build.standing import (
    EXAMPLES,
    PLACES_MET,
    Standing,
    latest,
    make_staged,
)
from everyrep.warehouse.engine import in_bulk
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
        origins: the words that the columns `system` and `load_id` hold in any table.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path
    tag: str
    currency: str
    has_rates: bool
    moved: bool
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
        if table.month_of and added_only and not before.record.combined:
            record = _refresh(table, feeds, now, before, around, touched)
            if record is not None:
                return record, "refreshed"
    return _whole(table, feeds, now, context, around), "built"


def _whole(
    table: Table, feeds: Sequence[Feed], now: dict[str, str], context: str, around: Surroundings
) -> TableRecord:
    connection = around.connection
    if not feeds and table.name != "stage_history":
        return TableRecord(context, now, {}, 0, {}, lineage=around.tag)
    make_staged(connection, _named(table, staged(table, feeds)))
    _choose_snapshots(connection, table)
    with in_bulk(connection):
        among = _named(table, staged(table, feeds, checked=False))
        near = _named(table, staged(table, feeds, near=PLACES_MET))
        standing = latest(connection, table, feeds, among=among, near=near)
        select = in_few_words(finished(table, around), table, feeds, around.origins)
        parts = write_parts(connection, table, select, around.folder / table.name, around.tag)
    record = _record(around, table, now, context, parts, standing)
    return replace(record, lineage=around.tag)


def _refresh(
    table: Table,
    feeds: Sequence[Feed],
    now: dict[str, str],
    before: Before,
    around: Surroundings,
    touched: str | None,
) -> TableRecord | None:
    """The table with what new loads change; None where it has to be built whole."""
    connection, folder = around.connection, around.folder / table.name
    fresh = [feed for feed in feeds if feed.load.load_id not in before.record.feeds]
    groups = ", ".join(identifier(name) for name in _group(table))
    more = f" UNION SELECT {groups} FROM ({touched})" if touched else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT {groups} "
        f"FROM {staged(table, fresh)}{more}"
    )
    old = relation(table, before.folder, before.record.parts)
    if _meets_dropped(connection, table, feeds, fresh):
        return None
    _gather_touched(connection, table, old, fresh, feeds)
    make_staged(connection, "touched_rows")
    _choose_snapshots(connection, table, "WHERE opportunity_id IN (FROM touched)")
    standing = latest(connection, table, feeds, beside_old=True)
    if standing.combined:
        return None
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh_rows AS {finished(table, around)}")
    stale = _stale_parts(table, around, old)
    kept = {part: names for part, names in before.record.parts.items() if part not in stale}
    parts = link_parts(before.folder, folder, kept)
    if stale:
        stale_files = {p: n for p, n in before.record.parts.items() if p in stale}
        merged = _merged(table, before.folder, stale_files)
        select = in_few_words(merged, table, feeds, around.origins)
        parts |= write_parts(connection, table, select, folder, around.tag)
    standing = Standing(
        standing.replaced + before.record.replaced,
        [*before.record.repeated, *standing.repeated][:EXAMPLES],
    )
    record = _record(around, table, now, before.record.context, parts, standing)
    return replace(record, lineage=before.record.lineage)


def _gather_touched(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    old: str,
    fresh: Sequence[Feed],
    feeds: Sequence[Feed],
) -> None:
    """Make old_touched, the touched rows of the build before, and touched_rows, with the new ones.

    They are few, and asked for several times; the old table is large, and read this once.
    """
    groups = ", ".join(identifier(name) for name in _group(table))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE old_touched AS SELECT * FROM {old} "
        f"WHERE ({groups}) IN (SELECT ({groups}) FROM touched)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_rows AS "
        f"SELECT * FROM {_named(table, staged(table, fresh))} "
        f"UNION ALL BY NAME {_as_staged(table, 'old_touched', feeds)}"
    )


def _meets_dropped(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    feeds: Sequence[Feed],
    fresh: Sequence[Feed],
) -> bool:
    """Whether new rows may be parts of rows that were dropped, which the old table cannot show."""
    facets = {feed.facet for feed in fresh}
    others = [feed for feed in feeds if feed not in fresh and feed.facet not in facets]
    if "deleted" not in table.by_name or not others:
        return False
    groups = ", ".join(identifier(name) for name in _group(table))
    found = connection.execute(
        f"SELECT 1 FROM {staged(table, others)} "
        f"WHERE ({groups}) IN (SELECT ({groups}) FROM touched) LIMIT 1"
    ).fetchone()
    return found is not None


def _as_staged(table: Table, old: str, feeds: Sequence[Feed]) -> str:
    """Rows of the build before as if staged again."""
    stored = {name for name, _ in table.stored()}
    columns = ", ".join(
        identifier(name) if name in stored else f"NULL::{kind} AS {identifier(name)}"
        for name, kind in staged_columns(table)
    )
    recorded = " WHERE NOT inferred" if "inferred" in stored else ""
    return (
        f"SELECT {columns}, coalesce(TRY_CAST(left(load_id, 6) AS INTEGER), 0) AS seq, "
        f"{facet_of_loads(feeds)} AS facet FROM {old}{recorded}"
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
    asked = [
        f"SELECT {part_of(table)} AS part FROM {name}" for name in ("fresh_rows", "old_touched")
    ]
    if around.moved and table.people:
        moved = " OR ".join(
            f"{identifier(c.name + '_ref')} IN (SELECT ref FROM moved_refs)" for c in table.people
        )
        asked.append(f"SELECT {part_of(table)} FROM {old} WHERE {moved}")
    found = around.connection.execute(
        f"SELECT DISTINCT part FROM ({' UNION ALL '.join(asked)})"
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


def finished(table: Table, around: Surroundings) -> str:
    """SQL of the finished rows out of `winners`: derived, looked up, converted."""
    joins, people = _people(table, "rows")
    columns = people | aliased(table) | _converted(table, around)
    listed = ", ".join(
        f"{columns.get(name, 'rows.' + identifier(name))}::{kind} AS {identifier(name)}"
        for name, kind in table.stored()
    )
    return (
        f"SELECT {listed} FROM ({derivation(table.name)}) AS rows {joins}"
        f"{alias_joins(table)}{_rate_join(table, around)}"
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


def _converted(table: Table, around: Surroundings) -> dict[str, str]:
    """Amounts in the reporting currency; NULL where there is no rate for the day."""
    found = {}
    for column in table.columns:
        if column.kind is Kind.MONEY:
            minor = f"rows.{identifier(column.name + '_minor')}"
            same = f"WHEN rows.currency = {literal(around.currency)} THEN {minor} "
            other = ""
            if around.has_rates and table.money_on:
                other = f"ELSE TRY(CAST(round_even({minor} * rates.factor, 0) AS BIGINT)) "
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
    standing: Standing,
) -> TableRecord:
    rows, nulls = count_nulls(around.connection, around.folder / table.name, parts)
    return TableRecord(
        context,
        now,
        parts,
        rows,
        nulls,
        standing.replaced,
        standing.repeated,
        combined=standing.combined,
    )
