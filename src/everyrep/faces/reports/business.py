"""A business case as rows: one line a figure, for terminals, files and whoever checks the sums."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from everyrep.evidence.money import FORMULA, OTHER_FORMULA, Business, Return
from everyrep.faces.reports.spreadsheets import harmless
from everyrep.values import Estimate, Money, Value, as_number

COLUMNS = ("part", "line", "kind", "low", "likely", "high", "unit", "grade", "to be read with it")
NUMBERS = ("low", "likely", "high")
Number = Decimal | float | None
Row = tuple[str, str, str, Number, Number, Number, str, str, str]


def lines_of(found: Business, returned: Return) -> list[tuple[str, str, str, Estimate, str]]:
    """Every figure of a case, in the order in which it is read: part, line, kind, figure, mark."""
    rows: list[tuple[str, str, str, Estimate, str]] = [
        ("benefit", one.line.name, one.line.kind.value, returned.parts[one.line.name], one.mark)
        for one in found.behind
    ]
    rows += [("cost", name, "", figure, "as given") for name, figure in returned.spent.items()]
    marks = "; ".join(dict.fromkeys(one.mark for one in found.behind if one.mark))
    rows += [
        ("all", "benefits", "", returned.benefits, marks),
        ("all", "costs", "", returned.costs, ""),
        ("all", "net", "", returned.net, marks),
        ("return", FORMULA, "", found.roi, marks),
    ]
    if found.roi.estimable:
        rows.append(("return", OTHER_FORMULA, "", returned.other_roi, "another reading"))
    return rows


def rows_of(found: Business) -> list[Row]:
    """The answer, its figures, what moves it, what must be read with it, and the build."""
    about: list[Row] = [
        ("answer", found.name, found.word.value, None, None, None, "", "", found.sentence)
    ]
    returned = found.returned
    if returned is not None:
        about += [
            (part, line, kind, *ends_of(figure), figure.unit, figure.grade.value, mark)
            for part, line, kind, figure, mark in lines_of(found, returned)
        ]
        about += _of_return(found, returned)
    about += [("note", "", "", None, None, None, "", "", note) for note in found.notes]
    about.append(("build", found.snapshot, "", None, None, None, "", "", ""))
    return about


def _of_return(found: Business, returned: Return) -> list[Row]:
    rows: list[Row] = []
    if found.roi.estimable:
        rows.append(
            ("chance", "benefits above costs", "", None, returned.pays, None, "share", "", "")
        )
        rows.append(
            ("payback", "months until paid", "", None, returned.payback, None, "months", "", "")
        )
    scale, unit = 10**found.currency.digits, f"money:{found.currency.code}"
    return rows + [
        ("moves it", one.name, "", one.low / scale, None, one.high / scale, unit, "",
         "assumed" if one.assumed else "")
        for one in returned.tornado
    ]  # fmt: skip


def ends_of(figure: Estimate) -> tuple[Number, Number, Number]:
    """Low, likely and high: amounts in major units to the last minor one."""
    return _exact(figure.low), _exact(figure.value), _exact(figure.high)


def _exact(value: Value | None) -> Number:
    return value.major if isinstance(value, Money) else as_number(value)


def csv_of(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV: numbers in major units, texts that no spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    numbers = [COLUMNS.index(name) for name in NUMBERS]
    for row in rows:
        writer.writerow(
            [
                cell if at in numbers or not isinstance(cell, str) else harmless(cell)
                for at, cell in enumerate(row)
            ]
        )
    return out.getvalue()
