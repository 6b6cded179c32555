"""Feeds: for each canonical table, the loads that have rows for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from everyrep.warehouse.build.record import fingerprint
from everyrep.warehouse.erasure import Struck
from everyrep.warehouse.landing import Load
from everyrep.warehouse.mapping import TableMapping
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import TABLES, Kind, Table, zone_name
from everyrep.warehouse.staging import Projection, project, raw_types, staged_columns

Feeds = Mapping[str, Sequence["Feed"]]


@dataclass(frozen=True)
class Feed:
    """One load's rows of one table.

    Attributes:
        load: the load.
        projection: its rows.
        print: fingerprint of them.
        tells: the staged columns that the load says something about.
    """

    load: Load
    projection: Projection
    print: str
    tells: frozenset[str]

    @property
    def facet(self) -> str:
        """A short word that feeds which tell the same columns have in common."""
        return fingerprint(sorted(self.tells))[:8]

    def rows(self, *, checked: bool = True, near: str | None = None) -> str:
        """SQL of the staged rows, with `seq`, the place of the load among all, and `facet`."""
        added = f"{self.load.number} AS seq, {literal(self.facet)} AS facet"
        projection = self.projection
        if near:
            projection = projection.near(f"SELECT line FROM {near} WHERE seq = {self.load.number}")
        return f"SELECT *, {added} FROM ({projection.rows(checked=checked)})"


def feeds_of(
    connection: duckdb.DuckDBPyConnection,
    loads: Iterable[Load],
    currency: str,
    struck: Struck | None = None,
) -> dict[str, list[Feed]]:
    """Every table's feeds, in the order of the loads.

    Args:
        connection: to read the types of raw columns with.
        loads: the loads in force.
        currency: currency of amounts that carry none.
        struck: people whose names are struck.
    """
    feeds: dict[str, list[Feed]] = {name: [] for name in TABLES}
    for load in loads:
        types = raw_types(connection, load.relation)
        for place, mapping in enumerate(load.mapping.tables):
            made = feed(load, mapping, types, currency, place)
            projection = replace(made.projection, struck=struck)
            feeds[mapping.table].append(replace(made, projection=projection))
    return feeds


def feed(
    load: Load, mapping: TableMapping, types: dict[str, str], currency: str, place: int
) -> Feed:
    """One load's rows of one table."""
    projection = project(
        load.relation,
        types,
        mapping,
        system=load.mapping.system,
        load_id=load.load_id,
        currency=currency,
    )
    tells = {name for cell in projection.cells for name, _ in cell.parts}
    if any(c.column.kind is Kind.CURRENCY for c in projection.cells) or any(
        spec.currency for spec in mapping.columns.values()
    ):
        tells.add("currency")
    mark = fingerprint(load.load_id, load.sha256, load.mapping_text, place)
    return Feed(load, projection, mark, frozenset(tells))


def tellings(feeds: Iterable[Feed]) -> dict[str, frozenset[str]]:
    """For each facet among feeds, the columns that they tell."""
    return {feed.facet: feed.tells for feed in feeds}


def facet_of_loads(feeds: Iterable[Feed]) -> str:
    """SQL for the facet of a finished row, given its `load_id`."""
    facets: dict[str, set[str]] = {}
    for one in feeds:
        facets.setdefault(one.load.load_id, set()).add(one.facet)
    cases = " ".join(
        f"WHEN {literal(load_id)} THEN {literal(found.pop() if len(found) == 1 else 'several')}"
        for load_id, found in facets.items()
    )
    return f"CASE load_id {cases} ELSE '' END" if cases else "''"


def staged(
    table: Table, feeds: Iterable[Feed], *, checked: bool = True, near: str | None = None
) -> str:
    """SQL of all staged rows, with `seq` and `facet`; no rows where nothing feeds the table.

    Args:
        table: the table.
        feeds: its loads.
        checked: leave out what is not usable (see `Projection.rows`).
        near: table of (seq, line); other rows may be left out.
    """
    parts = [feed.rows(checked=checked, near=near) for feed in feeds]
    if parts:
        return "(" + " UNION ALL ".join(parts) + ")"
    columns = ", ".join(f"NULL::{kind} AS {identifier(n)}" for n, kind in staged_columns(table))
    return f"(SELECT {columns}, 0 AS seq, '' AS facet WHERE false)"


def in_few_words(
    select: str, table: Table, feeds: Iterable[Feed], origins: Mapping[str, tuple[str, ...]]
) -> str:
    """SQL of finished rows, in which columns that hold few words say so.

    Where it says all words that there can be, the engine keeps a row's word as a small number and
    writes it without looking at its letters. What is written is the same.

    Args:
        select: SQL of the finished rows.
        table: the table.
        feeds: its loads.
        origins: all words of `system` and `load_id`.
    """
    words = dict(origins)
    for column in table.columns:
        if column.kind is Kind.MOMENT:
            zone = zone_name(column.name)
            found = {feed.projection.always(zone) for feed in feeds}
            if None not in found:
                words[zone] = tuple(sorted(word for word in found if word))
    listed = [
        f"CAST({identifier(name)} AS ENUM({', '.join(map(literal, known))})) AS {identifier(name)}"
        for name, known in words.items()
        if known
    ]
    return f"SELECT * REPLACE ({', '.join(listed)}) FROM ({select})" if listed else select


def prints(feeds: Iterable[Feed]) -> dict[str, str]:
    """Fingerprint of each load's part in a table."""
    found: dict[str, str] = {}
    for one in feeds:
        found[one.load.load_id] = found.get(one.load.load_id, "") + one.print
    return found


def key_columns(table: Table) -> tuple[str, ...]:
    """The staged columns that make a row one of its kind."""
    names = []
    for name in table.key:
        column = table.by_name[name]
        stored = column.stored()
        names.append(stored[0][0])
    return tuple(names)
