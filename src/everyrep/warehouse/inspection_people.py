"""Who a file speaks of, as it would land: records of people, and references to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from everyrep.warehouse.quoting import identifier
from everyrep.warehouse.staging import Projection, staged_columns

MOST = 20_000
"""So many records or references are looked at; who brings more at once is told by the build."""
RECORD = (
    "id", "system", "full_name", "first_name", "last_name", "email", "other_emails",
    "employee_number", "title", "team_id", "hired_on", "left_on",
)  # fmt: skip
"""Of a record of somebody, what the matching looks at; days as ISO text."""


@dataclass(frozen=True)
class Spoken:
    """Who a file speaks of.

    Attributes:
        records: of people, each with what `RECORD` names, in that order.
        references: to people: table, column, reference, and how many rows have it.
        too_many: there are more than are looked at, so none of them is here.
    """

    records: tuple[tuple[str | None, ...], ...] = ()
    references: tuple[tuple[str, str, str, int], ...] = field(default=())
    too_many: bool = False


def spoken_of(connection: duckdb.DuckDBPyConnection, made: Sequence[Projection]) -> Spoken:
    """Who the projections of a file speak of; nobody where they are too many."""
    records: list[tuple[str | None, ...]] = []
    references: list[tuple[str, str, str, int]] = []
    for one in made:
        there = {name for name, _ in staged_columns(one.table)}
        if one.table.name == "people":
            asked = ", ".join(
                f"{identifier(name)}::VARCHAR" if name in there else "NULL" for name in RECORD
            )
            records += connection.execute(
                f"SELECT {asked} FROM ({one.rows()}) LIMIT {MOST + 1}"
            ).fetchall()
        given = {cell.column.name for cell in one.cells}
        for column in one.table.people:
            if column.name in given:
                references += _references(connection, one, column.name)
    if len(records) > MOST or len(references) > MOST:
        return Spoken(too_many=True)
    return Spoken(tuple(records), tuple(references))


def _references(
    connection: duckdb.DuckDBPyConnection, made: Projection, column: str
) -> list[tuple[str, str, str, int]]:
    name = identifier(f"{column}_ref")
    rows = connection.execute(
        f"SELECT {name}, count(*) FROM ({made.rows()}) WHERE {name} IS NOT NULL "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST + 1}"
    ).fetchall()
    return [(made.table.name, column, str(ref), int(count)) for ref, count in rows]
