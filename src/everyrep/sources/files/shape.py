"""What a delivered file is: its format, packing, encoding, dialect, header and columns.

Everything is found by looking at the content; a name's ending is believed only where content says
nothing. What was found is handed on explicitly, so that nothing is guessed a second time.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from everyrep.sources.files import refusals, workbook
from everyrep.sources.files.columnar import parquet_columns
from everyrep.sources.files.container import (
    ARCHIVE,
    Packed,
    Stamp,
    as_file,
    head_of,
    members,
    packing_of,
)
from everyrep.sources.files.dialect import Dialect, find_dialect
from everyrep.sources.files.encoding import Encoding, detect
from everyrep.sources.files.header import made_up, unique_names
from everyrep.sources.files.limits import HEAD, LONGEST_HEAD, ReadOptions
from everyrep.sources.files.records import json_form
from everyrep.values.errors import DataError
from everyrep.warehouse.mapping import ReadHints


@dataclass(frozen=True)
class FileShape:
    """One table that a file holds, and how it is to be read.

    Attributes:
        packed: where its bytes lie.
        name: name of the table for people: file, and sheet or member where there are several.
        format: csv, tsv, xlsx, parquet, json or jsonl.
        stamp: size and time of the file when it was looked at.
        encoding: of a text.
        dialect: of a delimited text.
        columns: names as they will be read; empty where they are known only after reading.
        sheet: of a workbook.
        header_row: of a sheet; 0: none.
        records: dotted path to the list of records in a JSON document; empty: the top level.
        notes: what was assumed or repaired, as sentences.
    """

    packed: Packed
    name: str
    format: str
    stamp: Stamp
    encoding: Encoding = Encoding("utf-8")
    dialect: Dialect | None = None
    columns: tuple[str, ...] = ()
    sheet: str | None = None
    header_row: int = 0
    records: str = ""
    notes: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The file."""
        return self.packed.path

    @property
    def file_name(self) -> str:
        """Name of the file the table came in, unpacked; what a mapping's globs are held against."""
        return self.packed.name


def sniff(
    path: Path, hints: ReadHints | None = None, options: ReadOptions | None = None
) -> tuple[FileShape, ...]:
    """The tables in a file, in its order.

    Args:
        path: the file.
        hints: what a person says about its form.
        options: limits.

    Raises:
        DataError: It is missing, a folder, empty, damaged, or of a kind that cannot be read.
    """
    path = Path(path)
    hints, options = hints or ReadHints(), options or ReadOptions()
    refusals.refuse_no_file(path)
    stamp = Stamp.of(path)
    head = head_of(Packed(path), HEAD)
    packing = packing_of(path, head)
    if packing == "workbook":
        return _workbook(Packed(path), stamp, hints, options)
    if packing == "zip":
        return _archive(path, stamp, hints, options)
    packed = Packed(path, packing)
    if packing == "gz":
        return _member(packed, head_of(packed, HEAD), stamp, hints, options)
    return (_one(packed, head, stamp, hints),)


def _archive(
    path: Path, stamp: Stamp, hints: ReadHints, options: ReadOptions
) -> tuple[FileShape, ...]:
    shapes: list[FileShape] = []
    passed_over = []
    for member in members(path, options):
        packed = Packed(path, "zip", member)
        head = head_of(packed, HEAD)
        if not head.strip():
            passed_over.append(f"{packed.name} in the archive is empty and was passed over")
            continue
        shapes.extend(_member(packed, head, stamp, hints, options))
    if not shapes:
        raise DataError(
            "The archive holds no table", where=path.name, remedy="Put CSV or JSON files in it"
        )
    first = dataclasses.replace(shapes[0], notes=(*shapes[0].notes, *passed_over))
    return (first, *shapes[1:])


def _member(
    packed: Packed, head: bytes, stamp: Stamp, hints: ReadHints, options: ReadOptions
) -> tuple[FileShape, ...]:
    """The tables of what was packed: a workbook is itself an archive, and is the only one read."""
    if head.startswith(ARCHIVE):
        with as_file(packed, options) as unpacked:
            if packing_of(unpacked, head) == "workbook":
                return _workbook(packed, stamp, hints, options)
    refusals.refuse_packed_in_packed(packed, head)
    return (_one(packed, head, stamp, hints),)


def _one(packed: Packed, head: bytes, stamp: Stamp, hints: ReadHints) -> FileShape:
    refusals.refuse_content(packed, head)
    if head.startswith(b"PAR1"):
        columns = parquet_columns(packed)
        return FileShape(packed, packed.name, "parquet", stamp, columns=columns)
    encoding = Encoding(hints.encoding) if hints.encoding else detect(head, len(head) < HEAD)
    text = decoded(head[encoding.mark :], encoding)
    form = json_form(text, packed, hints.records)
    if form is not None:
        return FileShape(packed, packed.name, form.format, stamp, encoding, records=form.records)
    return _delimited(packed, head, stamp, encoding, hints)


def _delimited(
    packed: Packed, head: bytes, stamp: Stamp, encoding: Encoding, hints: ReadHints
) -> FileShape:
    text, complete = _whole_lines(packed, head, encoding)
    dialect = find_dialect(text, delimiter=hints.delimiter, quote=hints.quote, header=hints.header)
    refusals.refuse_no_rows(packed, text, dialect.names)
    raw = _names(dialect)
    columns, notes = unique_names(raw, packed.label)
    ending = "tsv" if dialect.delimiter == "\t" else "csv"
    notes = (*_found_notes(dialect, encoding), *notes)
    refusals.refuse_no_delimiter(packed, text, dialect, complete)
    return FileShape(packed, packed.name, ending, stamp, encoding, dialect, columns, notes=notes)


def _names(dialect: Dialect) -> tuple[str, ...]:
    if not dialect.header_line:
        return made_up(dialect.width)
    extra = max(dialect.width - len(dialect.names), 0)
    return (*dialect.names[: dialect.width], *("",) * extra)


def _found_notes(dialect: Dialect, encoding: Encoding) -> list[str]:
    notes = []
    if encoding.name != "utf-8":
        notes.append(f"Read as {encoding.name}")
    if not dialect.header_line:
        notes.append("There is no header; columns are numbered column_1, column_2 ...")
    elif dialect.header_line > 1:
        notes.append(f"The header is on line {dialect.header_line}; lines above it are not data")
    return notes


def _whole_lines(packed: Packed, head: bytes, encoding: Encoding) -> tuple[str, bool]:
    """The head's whole lines as text, from a longer head where lines are long."""
    size = HEAD
    while len(head) >= size and head.count(b"\n") < 3 and size < LONGEST_HEAD:
        size *= 2
        head = head_of(packed, size)
    text = decoded(head[encoding.mark :], encoding)
    complete = len(head) < size
    if not complete:
        cut = max(text.rfind("\n"), text.rfind("\r"))
        text = text[: cut + 1] if cut > 0 else text
    return text.replace("\0", ""), complete


def decoded(head: bytes, encoding: Encoding) -> str:
    """The head as text, whatever it holds.

    Raises:
        DataError: The encoding's name is not known.
    """
    try:
        return head.decode(encoding.name, errors="replace").rstrip("\ufffd")
    except LookupError as error:
        raise DataError(
            f"There is no encoding named {encoding.name!r}",
            remedy="Use a name such as utf-8, cp1252, latin-1, utf-16 or mac-roman",
        ) from error


def _workbook(
    packed: Packed, stamp: Stamp, hints: ReadHints, options: ReadOptions
) -> tuple[FileShape, ...]:
    with as_file(packed, options) as unpacked:
        found = workbook.sheets(unpacked, packed.label, hints, options)
    several = len(found) > 1
    return tuple(
        FileShape(
            packed,
            f"{packed.name}, sheet {sheet.title}" if several else packed.name,
            "xlsx",
            stamp,
            columns=sheet.columns,
            sheet=sheet.title,
            header_row=sheet.header_row,
            notes=sheet.notes,
        )
        for sheet in found
    )
