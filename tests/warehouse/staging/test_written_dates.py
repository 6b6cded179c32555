"""Dates as people write them, read in the order that the mapping states."""

from __future__ import annotations

import duckdb
import pytest

from everyrep.warehouse.mapping import ColumnSpec
from everyrep.warehouse.staging.dates import written


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("05/30/24, 09:15 AM", "mdy"),
        ("30/05/2024, 09:15:00", "dmy"),
        ("Thursday, 30 May 2024, 9:15 AM", "dmy"),
        ("Thu, May 30, 2024 09:15 AM", "mdy"),
        ("Donnerstag, 30. Mai 2024 09:15", "dmy"),
    ],
)
def test_days_of_the_week_and_commas_before_the_clock_are_read(text: str, order: str) -> None:
    read = written("text", ColumnSpec(column="text", order=order))
    found = duckdb.execute(f"SELECT CAST({read} AS VARCHAR) FROM (SELECT ? AS text)", [text])
    assert found.fetchall() == [("2024-05-30 09:15:00",)]
