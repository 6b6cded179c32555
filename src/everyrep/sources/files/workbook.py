"""Excel workbooks: every visible sheet with rows is a table; what is read are the stored values.

A formula is never computed: the value that Excel stored beside it is taken. A formula without a
stored value reads as empty, and is counted.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from everyrep.sources.files.dialect import Record, header_at
from everyrep.sources.files.header import made_up, unique_names
from everyrep.sources.files.limits import CHUNK, MIB, ReadOptions
from everyrep.values.errors import DataError, UnknownName
from everyrep.warehouse.mapping import ReadHints

_SAMPLE = 60
_MOST_UNPACKED = 4096 * MIB
_NO_STORED_VALUE = re.compile(
    rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


@dataclass(frozen=True)
class Sheet:
    """One sheet that holds a table.

    Attributes:
        title: its name.
        header_row: row of the header, from 1; 0: none.
        columns: names as they will be read.
        notes: what was assumed.
    """

    title: str
    header_row: int
    columns: tuple[str, ...]
    notes: tuple[str, ...]


def sheets(path: Path, label: str, hints: ReadHints, options: ReadOptions) -> list[Sheet]:
    """The sheets that hold tables.

    Args:
        path: the workbook, unpacked.
        label: how messages name it.
        hints: what a person says about its form.
        options: limits.

    Raises:
        DataError: The workbook is damaged, a bomb, or holds no row.
        UnknownName: There is no sheet of the hinted name.
    """
    _refuse_bomb(path, label, options)
    with _opened(path, label) as book:
        if hints.sheet is not None and hints.sheet not in book.sheetnames:
            raise UnknownName("sheet", hints.sheet, book.sheetnames, where=label)
        chosen = [hints.sheet] if hints.sheet is not None else book.sheetnames
        found = [_look(book[title], label, hints) for title in chosen if _shown(book[title], hints)]
    tables = [sheet for sheet in found if sheet is not None]
    if not tables:
        raise DataError(
            "The workbook holds no row in any visible sheet",
            where=label,
            remedy="Save the sheet with the table as .xlsx or CSV",
        )
    return tables


def rows(path: Path, label: str, sheet: Sheet) -> Iterator[tuple[int, list[str | None], bool]]:
    """Rows below the header as (row of the sheet, texts, whether cells lay beyond the header).

    Rows without any value are passed over.
    """
    with _opened(path, label) as book:
        worksheet = book[sheet.title]
        worksheet.reset_dimensions()
        width = len(sheet.columns)
        start = sheet.header_row + 1
        for number, cells in enumerate(worksheet.iter_rows(min_row=start, values_only=True), start):
            texts = [_text(cell) for cell in cells]
            if any(text is not None for text in texts):
                beyond = any(text is not None for text in texts[width:])
                row = texts[:width] + [None] * (width - len(texts))
                yield number, row, beyond


def formulas_without_value(path: Path, label: str, title: str) -> tuple[int, str | None]:
    """How many cells hold a formula that was never computed, and the first of them."""
    with _opened(path, label) as book:
        member = _member_of(book[title])
    count, first = 0, None
    if member is None:
        return 0, None
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        tail = b""
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            cut = text.rfind(b"</c>") + 4
            whole, tail = (text[:cut], text[cut:]) if cut > 3 else (b"", text[-CHUNK:])
            for found in _NO_STORED_VALUE.finditer(whole):
                count += 1
                first = first or found[1].decode()
    return count, first


def is_error(text: str | None) -> bool:
    """Whether a cell holds one of Excel's error values."""
    return text in _ERRORS


def _refuse_bomb(path: Path, label: str, options: ReadOptions) -> None:
    with zipfile.ZipFile(path) as archive:
        total = sum(info.file_size for info in archive.infolist())
        binary = "xl/workbook.bin" in archive.namelist()
    if binary:
        raise DataError(
            "This is a binary workbook (.xlsb)",
            where=label,
            remedy="Open it and save it as .xlsx or CSV",
        )
    expansion = total / max(path.stat().st_size, 1)
    suspicious = total > options.expansion_from and expansion > options.most_expansion
    if total > _MOST_UNPACKED or suspicious:
        raise DataError(
            f"The workbook unpacks to {total // MIB:,} MiB, {expansion:,.0f} times its size",
            where=label,
            why="That does not fit into memory, or was made not to",
            remedy="Save the sheet with the table as CSV",
        )


@contextmanager
def _opened(path: Path, label: str) -> Iterator[Any]:
    """The workbook, whatever its name ends in."""
    import openpyxl

    with path.open("rb") as stream:
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        except Exception as error:
            raise _damaged(label, error) from error
        try:
            yield book
        finally:
            book.close()


def _damaged(label: str, error: Exception) -> DataError:
    return DataError(
        f"The workbook is damaged ({type(error).__name__}: {error})",
        where=label,
        remedy="Open it in Excel, save it again as .xlsx, and load that",
    )


def _shown(worksheet: Any, hints: ReadHints) -> bool:
    visible = getattr(worksheet, "sheet_state", "visible") == "visible"
    return hasattr(worksheet, "iter_rows") and (visible or hints.sheet is not None)


def _look(worksheet: Any, label: str, hints: ReadHints) -> Sheet | None:
    worksheet.reset_dimensions()
    first = _first_rows(worksheet.iter_rows(max_row=_SAMPLE, values_only=True))
    records = [Record(number, cells) for number, cells in first if any(cells)]
    if not records:
        return None
    width = max(len(record.fields) for record in records)
    records = [Record(r.line, (*r.fields, *("",) * (width - len(r.fields)))) for r in records]
    found = _header(records, width, hints)
    names = found.fields if found else made_up(width)
    columns, notes = unique_names(_trimmed(names, records), f"{label}, sheet {worksheet.title}")
    row = found.line if found else 0
    above = (f"The header is in row {row}; rows above it are not data",) if row > 1 else ()
    return Sheet(str(worksheet.title), row, columns, (*above, *notes))


def _header(records: list[Record], width: int, hints: ReadHints) -> Record | None:
    if hints.header is not None:
        return next((record for record in records if record.line == hints.header), None)
    at = header_at(records, width)
    return None if at is None else records[at]


def _trimmed(names: Iterable[str], records: list[Record]) -> list[str]:
    """Names without those at the end that stand over nothing at all."""
    kept = list(names)
    while (
        len(kept) > 1
        and not kept[-1].strip()
        and not any(record.fields[len(kept) - 1].strip() for record in records)
    ):
        kept.pop()
    return kept


def _first_rows(rows_: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, cells in enumerate(rows_, start=1):
        texts = [_text(cell) or "" for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        yield number, tuple(texts)


def _text(cell: Any) -> str | None:
    """A cell's value as text: ISO dates, plain numbers, TRUE and FALSE."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def _member_of(worksheet: Any) -> str | None:
    path = getattr(worksheet, "_worksheet_path", None)
    return str(path) if path else None
