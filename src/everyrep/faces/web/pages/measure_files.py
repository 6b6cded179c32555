"""An answer as a file: CSV, or a workbook in which no text can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from everyrep.measures import Answer
from everyrep.values import as_number

_HEADS = ("value", "low", "high", "n", "unit", "grade", "reason")


def to_csv(answer: Answer) -> str:
    """The answer as CSV, amounts in major units."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _table(answer, exact=True):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def to_excel(answer: Answer) -> bytes:
    """The answer as a workbook: texts stay texts and numbers numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    for row in _table(answer, exact=False):
        sheet.append([_cell(sheet, value) for value in row])
    about = book.create_sheet("about")
    for line in (
        ("measures", ", ".join(answer.measures)),
        ("period", str(answer.period or "all that is known")),
        ("where", answer.where or ""),
        ("build", answer.snapshot),
        *(("note", note) for note in answer.notes),
    ):
        about.append([_cell(about, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # else what begins with = becomes a formula
    return cell


def _table(answer: Answer, *, exact: bool) -> Iterator[list[Any]]:
    several = len(answer.measures) > 1
    yield [*answer.by, *(("measure",) if several else ()), *_HEADS]
    for row in answer.rows:
        e = row.estimate
        groups = [answer.label(name, row.keys.get(name)) for name in answer.by]
        numbers = [_plain(x) if exact else as_number(x) for x in (e.value, e.low, e.high)]
        reason = e.reason.sentence if e.reason else ""
        groups += [row.measure] if several else []
        yield [*groups, *numbers, e.n, e.unit, e.grade.value, reason]


def _plain(value: Any) -> Any:
    return None if value is None else getattr(value, "decimal", value)


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    begins = text.lstrip(" \u00a0\u3000")[:1]
    return f"'{text}" if begins in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20") else text
