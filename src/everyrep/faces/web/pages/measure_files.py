"""An answer as a file: CSV, or a workbook in which no text can act as a formula.

One line a figure. `value`, `low` and `high` are numbers: amounts in major units of the `currency`
beside them, exact in CSV; shares 0 to 1. `notes` says what must be known of the figure, and of the
answer as a whole, so that no line is read without it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from everyrep.faces.reports.spreadsheets import harmless
from everyrep.measures import Answer
from everyrep.values import Money, Value, as_number

_HEADS = ("value", "low", "high", "currency", "n", "unit", "grade", "reason", "notes")


def to_csv(answer: Answer) -> str:
    """The answer as CSV, amounts in major units."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _table(answer, exact=True):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def to_excel(answer: Answer) -> bytes:
    """The answer as a workbook: texts stay texts and numbers numbers."""
    from openpyxl import Workbook  # it takes a while, and no other page needs it

    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    for row in _table(answer, exact=False):
        sheet.append([safe_cell(sheet, value) for value in row])
    about = book.create_sheet("about")
    for line in (
        ("measures", ", ".join(answer.measures)),
        ("period", str(answer.period or "all that is known")),
        ("where", answer.where or ""),
        ("build", answer.snapshot),
        *(("note", note) for note in answer.notes),
    ):
        about.append([safe_cell(about, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_cell(sheet: Any, value: Any) -> Any:
    """A cell whose text no spreadsheet takes for a formula; a number as it is."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # else what begins with = becomes a formula
    return cell


def _table(answer: Answer, *, exact: bool) -> Iterator[list[Any]]:
    several = len(answer.measures) > 1
    yield [*answer.by, *(("measure",) if several else ()), *_HEADS]
    number = _exact if exact else as_number
    for row in answer.rows:
        e = row.estimate
        groups = [answer.label(name, row.keys.get(name)) for name in answer.by]
        groups += [row.measure] if several else []
        yield [
            *groups,
            *(number(x) for x in (e.value, e.low, e.high)),
            e.currency.code if e.currency else "",
            e.n,
            e.unit,
            e.grade.value,
            e.reason.sentence if e.reason else "",
            " ".join((*e.notes, *answer.notes)),
        ]
    if not answer.rows and answer.notes:
        # A question that no group answers still says why.
        yield [""] * (len(answer.by) + several + len(_HEADS) - 1) + [" ".join(answer.notes)]


def _exact(value: Value | None) -> Any:
    """A number as it is written: amounts to the last minor unit, fractions as decimals."""
    if isinstance(value, Money):
        return value.major
    return float(value) if isinstance(value, Fraction) else value
