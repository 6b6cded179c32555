"""Rows of a workbook's sheet into raw Parquet: values as text, each row with its row number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from everyrep.sources.files import workbook
from everyrep.sources.files.header import LINE
from everyrep.sources.files.limits import CHUNK, Progress
from everyrep.sources.files.shape import FileShape
from everyrep.sources.files.taken import Taken

_BATCH = 20_000


class _Tally:
    """What was seen while rows went by."""

    def __init__(self) -> None:
        self.rows = 0
        self.first: int | None = None
        self.last = 0
        self.beyond: list[int] = []
        self.errors = 0
        self.even = True

    def see(self, number: int, row: list[str | None], beyond: bool) -> None:
        self.even = self.even and (self.first is None or number == self.last + 1)
        self.first = self.first or number
        self.last = number
        self.rows += 1
        self.errors += sum(1 for cell in row if workbook.is_error(cell))
        if beyond:
            self.beyond.append(number)


def take_sheet(
    shape: FileShape, sheet: workbook.Sheet, unpacked: Path, target: Path, progress: Progress
) -> Taken:
    """Write a sheet as raw Parquet.

    Args:
        shape: the workbook as recognised.
        sheet: the sheet in it.
        unpacked: its bytes, as a file of their own.
        target: the Parquet file.
        progress: told the share done; how many rows there are is not known beforehand.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [(name, pa.string()) for name in sheet.columns]
    schema = pa.schema([*fields, (LINE, pa.int64())])
    tally = _Tally()
    with pq.ParquetWriter(target, schema) as writer:
        for numbers, rows in _batches(shape, unpacked, sheet, tally):
            columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
            writer.write_table(pa.table([*columns, pa.array(numbers, pa.int64())], schema=schema))
            progress(0.5)
    progress(1.0)
    return Taken(
        rows=tally.rows,
        columns=sheet.columns,
        sha256=_hash(unpacked, sheet.title),
        size=shape.stamp.size,
        first_line=tally.first or sheet.header_row + 1,
        line_column=LINE,
        notes=tuple(_notes(shape, unpacked, sheet, tally)),
    )


def _batches(
    shape: FileShape, unpacked: Path, sheet: workbook.Sheet, tally: _Tally
) -> Iterator[tuple[list[int], list[list[str | None]]]]:
    numbers: list[int] = []
    rows: list[list[str | None]] = []
    for number, row, beyond in workbook.rows(unpacked, shape.packed.label, sheet):
        tally.see(number, row, beyond)
        numbers.append(number)
        rows.append(row)
        if len(rows) >= _BATCH:
            yield numbers, rows
            numbers, rows = [], []
    if rows:
        yield numbers, rows


def _notes(shape: FileShape, unpacked: Path, sheet: workbook.Sheet, tally: _Tally) -> Iterator[str]:
    label = shape.packed.label
    count, first = workbook.formulas_without_value(unpacked, label, sheet.title)
    if count:
        yield (
            f"{count:,} formulas have no stored value and read as empty, the first in {first}; "
            "open the workbook in Excel and save it to have them computed"
        )
    if tally.errors:
        yield f"{tally.errors:,} cells hold an error of Excel such as #N/A"
    if tally.beyond:
        yield (
            f"{len(tally.beyond):,} rows have values to the right of the last column, which were "
            f"left out; the first is row {tally.beyond[0]}"
        )


def _hash(path: Path, title: str) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    digest.update(title.encode())
    return digest.hexdigest()
