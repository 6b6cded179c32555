"""Which rows stand, where several have the same key.

Of rows from files with the same columns the one from the latest load stands, and within a load the
last line. Files with different columns each tell a part: an employee's hire date is in one, the
commission rate in another. There each column comes from the latest row of a file that has it, so
that a file says nothing about columns it does not feed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from everyrep.warehouse.build.feeds import Feed, key_columns, tellings
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import Table
from everyrep.warehouse.staging import staged_columns

EXAMPLES = 20
PLACES_MET = "places_met"
"""Table of the (seq, line) at which keys were met that occur twice."""
_STAGED = ("seq", "facet")


@dataclass(frozen=True)
class Standing:
    """What was found when rows with the same key met.

    Attributes:
        replaced: rows that another took the place of.
        repeated: a few of them: key, line kept, line replaced.
        combined: keys whose row was put together from files of different columns.
    """

    replaced: int = 0
    repeated: list[dict[str, Any]] = field(default_factory=list)
    combined: int = 0


def make_staged(connection: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Make the view `staged` that `latest` works on."""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS SELECT * FROM {relation}")


def latest(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    feeds: Sequence[Feed],
    *,
    among: str = "staged",
    near: str = "staged",
    beside_old: bool = False,
) -> Standing:
    """Make the view `winners` of the rows that stand, out of `staged`.

    Only keys that occur twice are ordered, and only by their place, so that the usual case costs
    one pass over the keys.

    Args:
        connection: where the view is made.
        table: whose rows.
        feeds: all its loads.
        among: rows in which keys that occur twice are looked for: the staged ones, or more of them
            that are cheaper to read because nothing of them was checked.
        near: the staged rows, but perhaps only those whose place is in PLACES_MET.
        beside_old: finished rows of the build before are among the staged ones. They cannot be
            combined with others, so a caller who finds that `combined` is not 0 starts from raw.
    """
    keys = _keys(table)
    alone = not beside_old and len(feeds) <= 1 and all(f.projection.own_key for f in feeds)
    if alone or not _repeats(connection, keys, among):
        _make_winners(connection, f"SELECT * EXCLUDE ({', '.join(_STAGED)}) FROM staged")
        return Standing()
    _make_contested(connection, keys, among, near)
    combined = _count(
        connection, "(SELECT 1 FROM contested GROUP BY key HAVING count(DISTINCT facet) > 1)"
    )
    if combined and not beside_old:
        _make_winners(connection, _combined(table, feeds, keys))
    else:
        _make_winners(connection, _without(keys, "contested WHERE place > 1"))
    replaced = _count(connection, "contested WHERE again > 1")
    return Standing(replaced, _examples(connection), combined)


def _make_winners(connection: duckdb.DuckDBPyConnection, select: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP VIEW winners AS {select}")


def _keys(table: Table) -> str:
    """SQL of what makes a row one of its kind; of tables kept side by side, also what it tells."""
    names = [f"coalesce({identifier(name)}::VARCHAR, '')" for name in key_columns(table)]
    return ", ".join([*names, "facet"] if table.side_by_side else names)


def _repeats(connection: duckdb.DuckDBPyConnection, keys: str, among: str) -> bool:
    """Whether keys occur twice; makes `repeated_keys` of their hashes."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repeated_keys AS "
        f"SELECT hash({keys}) AS h FROM {among} GROUP BY h HAVING count(*) > 1"
    )
    return _count(connection, "repeated_keys") > 0


def _make_contested(
    connection: duckdb.DuckDBPyConnection, keys: str, among: str, near: str
) -> None:
    """Make `contested`: where the rows of repeated keys stand, the latest in place 1."""
    if near != "staged":
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {PLACES_MET} AS SELECT seq, line FROM {among} "
            f"WHERE hash({keys}) IN (SELECT h FROM repeated_keys)"
        )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE contested AS SELECT [{keys}] AS key, hash({keys}) AS h, "
        "facet, seq, load_id, line, "
        f"row_number() OVER (PARTITION BY {keys} ORDER BY seq DESC, line DESC) AS place, "
        f"row_number() OVER (PARTITION BY {keys}, facet ORDER BY seq DESC, line DESC) AS again "
        f"FROM {near} WHERE hash({keys}) IN (SELECT h FROM repeated_keys)"
    )


def _without(keys: str, places: str) -> str:
    """SQL of the staged rows but those at some places.

    A place is a load and a line; one line may hold several rows, so the key belongs to it.
    """
    return (
        f"SELECT * EXCLUDE ({', '.join(_STAGED)}) FROM staged "
        f"ANTI JOIN (SELECT seq, line, h FROM {places}) AS places "
        f"ON staged.seq = places.seq AND staged.line = places.line AND hash({keys}) = places.h"
    )


def _combined(table: Table, feeds: Sequence[Feed], keys: str) -> str:
    """SQL of all rows, with one for each contested key: each column from the latest that tells it.

    Places are worked out again, because the contested rows are needed whole.
    """
    told = tellings(feeds)
    columns = ", ".join(
        f"arg_min_null({identifier(name)}, place){_telling(name, told)} AS {identifier(name)}"
        for name, _ in staged_columns(table)
    )
    return (
        f"{_without(keys, 'contested')} UNION ALL SELECT {columns} FROM (SELECT *, "
        f"row_number() OVER (PARTITION BY {keys} ORDER BY seq DESC, line DESC) AS place "
        f"FROM staged WHERE hash({keys}) IN (SELECT h FROM contested)) GROUP BY {keys}"
    )


def _telling(column: str, told: Mapping[str, frozenset[str]]) -> str:
    """SQL that leaves out rows of files that say nothing about a column."""
    facets = [facet for facet, columns in told.items() if column in columns]
    if column == "currency" and not facets:
        facets = [f for f, columns in told.items() if any(c.endswith("_minor") for c in columns)]
    if not facets or len(facets) == len(told):
        return ""
    return f" FILTER (WHERE facet IN ({', '.join(literal(facet) for facet in facets)}))"


def _examples(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found = connection.execute(
        "SELECT array_to_string(key, ' '), kept.load_id, kept.line, lost.load_id, lost.line "
        "FROM (SELECT * FROM contested WHERE again > 1) AS lost "
        "JOIN (SELECT * FROM contested WHERE again = 1) AS kept USING (key, facet) "
        f"ORDER BY lost.load_id, lost.line LIMIT {EXAMPLES}"
    ).fetchall()
    names = ("key", "kept_load", "kept_line", "replaced_load", "replaced_line")
    return [dict(zip(names, row, strict=True)) for row in found]


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    return int(found[0]) if found else 0
