"""Files that are no tables, each met with what it is and what to do instead."""

from __future__ import annotations

from pathlib import Path

from everyrep.sources.files.container import Packed
from everyrep.sources.files.dialect import Dialect
from everyrep.values.errors import DataError, near_names

ENDINGS = (
    ".csv",
    ".tsv",
    ".txt",
    ".tab",
    ".xlsx",
    ".xlsm",
    ".parquet",
    ".json",
    ".jsonl",
    ".ndjson",
    ".gz",
    ".zip",
)
_SAVE_AS = "Open it and save it as .xlsx or CSV"
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Excel (.xls) or a password-protected workbook", _SAVE_AS),
    (b"%PDF", "a PDF", "Export the table behind it as CSV"),
    (b"SQLite format 3", "an SQLite database", "Export its tables as CSV"),
    (b"BZh91AY&SY", "packed with bzip2", "Unpack it, or pack it as .gz or .zip"),
    (b"\xfd7zXZ", "packed with xz", "Unpack it, or pack it as .gz or .zip"),
    (b"\x28\xb5\x2f\xfd", "packed with zstandard", "Unpack it, or pack it as .gz or .zip"),
    (b"7z\xbc\xaf", "packed with 7-Zip", "Unpack it, or pack it as .gz or .zip"),
    (b"Rar!", "packed with RAR", "Unpack it, or pack it as .gz or .zip"),
    (b"\x89PNG", "a picture", "Export the table behind it as CSV"),
    (b"\xff\xd8\xff", "a picture", "Export the table behind it as CSV"),
    (b"Obj\x01", "an Avro file", "Export it as Parquet or CSV"),
)
_MOST_SHOWN = 12


def refuse_no_file(path: Path) -> None:
    """Raises where there is no file to read, and says what lies near."""
    if path.is_dir():
        raise _folder(path)
    if not path.exists():
        around = path.parent if path.parent.is_dir() else Path()
        names = [entry.name for entry in around.iterdir() if entry.is_file()]
        raise DataError(
            f"There is no file {path.name!r} in {around.resolve().name or 'this folder'}",
            where=str(path),
            near=near_names(path.name, names),
            remedy="Check the name, and the folder you are in",
        )
    if not path.is_file():
        raise DataError(
            "This is not an ordinary file", where=str(path), remedy="Save it as a file first"
        )
    try:
        with path.open("rb") as stream:
            first = stream.read(1)
    except OSError as error:
        raise DataError(
            f"The file cannot be opened ({error.strerror})",
            where=path.name,
            remedy="Check who may read it",
        ) from error
    if not first:
        raise _empty(path.name)


def refuse_packed_in_packed(packed: Packed, head: bytes) -> None:
    """Raises for what is packed within a packed file, and is no workbook."""
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise DataError(
            "A packed file lies within a packed file",
            where=packed.label,
            why="Files packed several times over are how disks are filled on purpose",
            remedy="Unpack the outer archive and load the files in it",
        )


def refuse_content(packed: Packed, head: bytes) -> None:
    """Raises for content that is known and no table."""
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _empty(packed.label)
    for magic, what, remedy in _MAGIC:
        if head.startswith(magic) and b"\n" not in head[: len(magic) + 1]:
            raise DataError(f"This is {what}", where=packed.label, remedy=remedy)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        raise DataError(
            "This is a web page, whatever its name says",
            where=packed.label,
            why="Some systems call a web page .xls; the sign-in page is saved this way, too",
            remedy="Export again as CSV or .xlsx, signed in",
        )
    if start.startswith(b"<?xml") or (start.startswith(b"<") and b"xmlns" in start):
        raise DataError("This is XML", where=packed.label, remedy="Export it as CSV or JSON")


def refuse_no_rows(packed: Packed, text: str, names: tuple[str, ...]) -> None:
    """Raises for a text without a single line of content."""
    if not names and not text.strip():
        raise _empty(packed.label)


def refuse_no_delimiter(packed: Packed, text: str, dialect: Dialect, complete: bool) -> None:
    """Raises where the lines hardly agree on any width: the text is prose, or its form is unknown.

    Args:
        packed: for the message.
        text: the first lines.
        dialect: the best that was found.
        complete: the text is the whole file.
    """
    binary = sum(1 for char in text[:20_000] if ord(char) < 32 and char not in "\t\r\n\x1f")
    if binary > 0.05 * min(len(text), 20_000):
        raise DataError(
            "This is not text, nor a format that is known here",
            where=packed.label,
            remedy=f"Known are: {', '.join(ENDINGS)}",
        )
    if not complete and "\n" not in text and "\r" not in text:
        raise DataError(
            f"No line ends within the first {len(text):,} characters",
            where=f"{packed.label}, line 1",
            remedy="Check that this is the export, with one row a line",
        )
    if dialect.width > 1 and dialect.consistent < 0.3:
        raise DataError(
            f"Its lines do not agree on a number of fields (best: {dialect.width} fields set "
            f"apart by {dialect.delimiter!r})",
            where=f"{packed.label}, line {dialect.first_line}",
            remedy="Name the delimiter and the quote under [read] in the mapping",
        )


def _empty(label: str) -> DataError:
    return DataError("The file is empty", where=label, remedy="Export it again; it has not one row")


def _folder(path: Path) -> DataError:
    files = sorted(entry.name for entry in path.iterdir() if _readable(entry))
    shown = ", ".join(files[:_MOST_SHOWN])
    more = f" and {len(files) - _MOST_SHOWN} more" if len(files) > _MOST_SHOWN else ""
    return DataError(
        "This is a folder, and files are loaded",
        where=str(path),
        remedy=f"Load the files in it: {shown}{more}" if files else "It holds no file to load",
    )


def _readable(entry: Path) -> bool:
    return entry.is_file() and entry.suffix.lower() in ENDINGS
