"""From a delivered file to raw Parquet with the file's own columns, every cell as it came.

Text stays text. Each row knows its line in the file: by its place, where lines follow one another,
or by the column `_line`. What could not be read comes back with line and reason.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from everyrep.sources.files import workbook
from everyrep.sources.files.columnar import take_parquet
from everyrep.sources.files.container import Stamp, as_file
from everyrep.sources.files.delimited import take_delimited
from everyrep.sources.files.limits import Progress, ReadOptions, silent
from everyrep.sources.files.nested import take_json
from everyrep.sources.files.shape import FileShape, sniff
from everyrep.sources.files.sheet import take_sheet
from everyrep.sources.files.taken import Taken
from everyrep.values.errors import DataError
from everyrep.warehouse.landing import RawTable, Reject
from everyrep.warehouse.mapping import ReadHints


@dataclass(frozen=True)
class RawPart:
    """One table of a file, written as raw Parquet.

    Attributes:
        shape: the file as recognised.
        folder: where the Parquet file lies.
        table: its columns, rows and lines.
        sha256: hash of the delivered content (unpacked; of a workbook, with the sheet's name).
        size: number of its bytes.
        rejects: lines that could not be read, with reasons.
        notes: what was repaired or assumed, as sentences.
    """

    shape: FileShape
    folder: Path
    table: RawTable
    sha256: str
    size: int
    rejects: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()


def to_raw(
    source: Path | FileShape,
    out: Path,
    *,
    hints: ReadHints | None = None,
    options: ReadOptions | None = None,
    progress: Progress = silent,
    first: int = 1,
) -> tuple[RawPart, ...]:
    """Write every table of a file (or the one of a shape) as raw-1.parquet, raw-2.parquet ...

    Args:
        source: a file, or one table of it as `sniff` found it.
        out: the folder to write into; nothing else is left in it.
        hints: what a person says about the file's form.
        options: limits.
        progress: told the share done, from 0 to 1.
        first: number of the first file written.

    Raises:
        DataError: The file cannot be read; nothing is left in the folder.
    """
    options = options or ReadOptions()
    shapes = (source,) if isinstance(source, FileShape) else sniff(source, hints, options)
    parts = []
    for at, shape in enumerate(shapes):
        step = _part_of(progress, at, len(shapes))
        parts.append(_one(shape, out, f"raw-{first + at}.parquet", options, step))
    return tuple(parts)


def raw_relation(part: RawPart) -> str:
    """SQL that yields the source's columns and `_line`."""
    return part.table.relation(part.folder)


def _one(
    shape: FileShape, out: Path, file: str, options: ReadOptions, progress: Progress
) -> RawPart:
    target = out / file
    try:
        with _working_folder(out) as work:
            _refuse_changed(shape)
            taken = _take(shape, target, options, work, progress)
            _refuse_changed(shape)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    table = RawTable(
        name=shape.name,
        file=file,
        rows=taken.rows,
        columns=taken.columns,
        first_line=taken.first_line,
        line_column=taken.line_column,
    )
    notes = (*shape.notes, *taken.notes)
    return RawPart(shape, out, table, taken.sha256, taken.size, taken.rejects, notes)


def _take(
    shape: FileShape, target: Path, options: ReadOptions, work: Path, progress: Progress
) -> Taken:
    if shape.format == "parquet":
        return take_parquet(shape.packed, target, options, work)
    if shape.format == "xlsx":
        sheet = workbook.Sheet(shape.sheet or "", shape.header_row, shape.columns, ())
        with as_file(shape.packed, options, work) as unpacked:
            return take_sheet(shape, sheet, unpacked, target, progress)
    take = take_json if shape.format in ("json", "jsonl") else take_delimited
    return take(shape, target, options, work, progress)


def _refuse_changed(shape: FileShape) -> None:
    """Raises where the file is no longer the one that was looked at."""
    if not shape.path.exists() or Stamp.of(shape.path) != shape.stamp:
        raise DataError(
            "The file was changed while it was being read",
            where=shape.name,
            why="Half of it would be old and half new; nothing of it was loaded",
            remedy="Load it again when it is complete",
        )


@contextmanager
def _working_folder(out: Path) -> Iterator[Path]:
    """A folder for what is only needed meanwhile, on the disk that is written to anyway."""
    try:
        work = Path(tempfile.mkdtemp(prefix=".reading-", dir=out))
    except OSError as error:
        raise DataError(
            f"Nothing can be written to the folder ({error.strerror})",
            where=str(out),
            remedy="Choose a workspace that may be written to: --workspace DIR",
        ) from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _part_of(progress: Progress, at: int, of: int) -> Progress:
    return lambda share: progress((at + share) / of)
