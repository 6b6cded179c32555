"""Days that a file gives as the last ones, read as the first ones after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb

from everyrep.warehouse.mapping import parse_mapping
from everyrep.warehouse.staging import project


def staged(table: str, columns: str, cells: dict[str, str]) -> dict[str, Any]:
    """The one staged row that a row of text cells gives."""
    mapping = parse_mapping(f'[[table]]\ntable = "{table}"\n[table.columns]\n{columns}')
    values = ", ".join(f"'{text}' AS \"{name}\"" for name, text in cells.items())
    types = dict.fromkeys(cells, "VARCHAR")
    projection = project(
        f"(SELECT {values}, 2 AS _line)",
        types,
        mapping.tables[0],
        system="hr",
        load_id="000001-x",
        currency="EUR",
    )
    with duckdb.connect() as connection:
        found = connection.sql(projection.rows())
        return dict(zip(found.columns, found.fetchall()[0], strict=True))


LEAVES = """
person = "No"
from_on = { column = "From", order = "dmy" }
to_on = { column = "To", order = "dmy", plus_days = 1 }
"""


def test_a_last_day_becomes_the_first_day_after() -> None:
    row = staged("leaves", LEAVES, {"No": "7", "From": "01.02.2024", "To": "29.02.2024"})
    assert (row["from_on"], row["to_on"]) == (date(2024, 2, 1), date(2024, 3, 1))


def test_an_open_end_stays_open() -> None:
    for never in ("", "31.12.9999"):
        row = staged("leaves", LEAVES, {"No": "7", "From": "01.02.2024", "To": never})
        assert row["to_on"] is None


def test_a_moment_is_moved_in_every_one_of_its_parts() -> None:
    columns = """
    person = "who"
    verb = { value = "completed" }
    course = "what"
    occurred_at = { column = "when", zone = "Europe/Paris", plus_days = -1 }
    """
    for text in ("2024-03-10 00:30:00", "2024-03-10T00:30:00+01:00"):
        row = staged("learning_events", columns, {"who": "7", "what": "c", "when": text})
        assert row["occurred_at"] == datetime.fromisoformat("2024-03-08 23:30")
        assert row["occurred_on"] == date(2024, 3, 9)
