"""The tables of a plan as files, which `everyrep pay` reads again."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from everyrep.pay import Given
from everyrep.pay.accounts import guarded
from everyrep.warehouse.workspace import write_whole

TABLES = ("lines", "people", "splits", "quotas", "managers", "leave", "exchange")


def write_given(given: Given, folder: Path) -> dict[str, int]:
    """Write every table as CSV, each wholly or not at all.

    A text that begins like a formula is written so that no spreadsheet runs it, and so in every
    table alike.

    Returns:
        Rows by table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for name in TABLES:
        table: pd.DataFrame = getattr(given, name)
        write_whole(folder / f"{name}.csv", as_csv(table))
        rows[name] = len(table)
    return rows


def as_csv(table: pd.DataFrame) -> str:
    """A table as CSV: days as ISO dates, numbers as they read shortest, nothing as nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.astype(object).itertuples(index=False, name=None):
        writer.writerow([_cell(value) for value in row])
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if pd.isna(value) else str(value)
