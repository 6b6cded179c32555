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
from everyrep.values import UserError
from everyrep.warehouse.workspace import write_whole

TABLES = ("lines", "people", "splits", "quotas", "managers", "leave", "exchange")


def write_given(given: Given, folder: Path, *, over: bool = False) -> dict[str, int]:
    """Write every table as CSV, each wholly or not at all.

    A text that begins like a formula is written so that no spreadsheet runs it, and so in every
    table alike.

    Args:
        given: The tables.
        folder: Where they are written; it is made where it is not there.
        over: Whether tables that are there are written anew; all seven are, or none.

    Returns:
        Rows by table.

    Raises:
        UserError: There are such tables already, and they are not to be written over.
    """
    there = [path.name for path in _files(folder) if path.exists()]
    if there and not over:
        raise UserError(
            f"There are tables already: {', '.join(there)}", where=str(folder),
            why="Somebody may have worked on them, or have paid by them",
            remedy="name another folder, or add --over to write them anew",
        )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for name, path in zip(TABLES, _files(folder), strict=True):
        table: pd.DataFrame = getattr(given, name)
        write_whole(path, as_csv(table))
        rows[name] = len(table)
    return rows


def _files(folder: Path) -> list[Path]:
    return [folder / f"{name}.csv" for name in TABLES]


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
