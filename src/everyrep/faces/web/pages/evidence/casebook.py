"""A business case as a workbook in which no text can act as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from everyrep.faces.reports.business import COLUMNS, NUMBERS
from everyrep.faces.web.pages.measure_files import safe_cell


def to_excel(rows: Sequence[Sequence[Any]], title: str) -> bytes:
    """The lines of a case: texts stay texts, and amounts are numbers."""
    from openpyxl import Workbook  # it takes a while, and no other page needs it

    book = Workbook(write_only=True)
    sheet = book.create_sheet("case")
    book.properties.title = title
    sheet.append([safe_cell(sheet, name) for name in COLUMNS])
    numbers = [COLUMNS.index(name) for name in NUMBERS]
    for row in rows:
        sheet.append(
            [
                (None if cell is None else float(cell)) if at in numbers else safe_cell(sheet, cell)
                for at, cell in enumerate(row)
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
