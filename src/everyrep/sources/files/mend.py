"""The slow and careful way through a text whose lines are not all well formed.

It goes through line by line, writes the rows that hold together to a clean file with their line
numbers, and hands back the others with the reason. A quote that is never closed costs its own line
and not the rest of the file.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from everyrep.sources.files.dialect import Dialect
from everyrep.sources.files.encoding import Encoding, decode_line
from everyrep.sources.files.limits import LONGEST_LINE, MOST_REJECTS
from everyrep.values.errors import DataError
from everyrep.warehouse.landing import Reject

_MOST_LINES_A_ROW = 1_000
_SHOWN = 500


@dataclass
class Mended:
    """What came of it.

    Attributes:
        rows: rows written.
        rejects: lines that were not, each with its reason.
        recoded: lines that were not UTF-8 and were read in another encoding.
        first_recoded: the first of them.
        zeros: lines from which NUL characters were taken out.
        longest: length of the longest row written, in bytes at most.
    """

    rows: int = 0
    rejects: list[Reject] = field(default_factory=list)
    recoded: int = 0
    first_recoded: int = 0
    zeros: int = 0
    longest: int = 0


def mend(
    chunks: Iterable[bytes],
    dialect: Dialect,
    width: int,
    encoding: Encoding,
    target: Path,
    label: str,
) -> Mended:
    """Write the well-formed rows, each after its line number, as plain CSV.

    Args:
        chunks: the text's bytes, in UTF-8 for the most part.
        dialect: how it is written.
        width: fields that a row has.
        encoding: its `fallback` is that of lines that are not UTF-8.
        target: the clean file.
        label: the file, for messages.

    Raises:
        DataError: So many lines are broken that the file as a whole is.
    """
    found = Mended()
    with target.open("w", encoding="utf-8", newline="") as out:
        worker = _Mender(dialect, width, out, found, label)
        worker.run(_Source(line_blocks(chunks), encoding.fallback, dialect.first_line, found))
    if found.rejects and not found.rows:
        raise _hopeless(found, label)
    return found


def physical_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Physical lines without their ends; one longer than the limit comes cut."""
    for block in line_blocks(chunks):
        yield from block


def line_blocks(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Physical lines without their ends, as many at a time as a chunk holds."""
    waiting = b""
    for chunk in chunks:
        text = waiting + chunk
        held = text.endswith(b"\r")
        text = text[:-1] if held else text
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        parts = text.split(b"\n")
        waiting = parts.pop()
        if parts:
            yield parts
        if len(waiting) > LONGEST_LINE:
            waiting = waiting[: LONGEST_LINE + 1]
        waiting += b"\r" if held else b""
    if waiting:
        yield [waiting.rstrip(b"\r")]


class _Source:
    """Lines of data with their numbers, one by one, or a whole block where none was begun."""

    def __init__(
        self, blocks: Iterator[list[bytes]], fallback: str, first_line: int, found: Mended
    ) -> None:
        self.blocks = blocks
        self.fallback = fallback
        self.found = found
        self.block: list[bytes] = []
        self.at = 0
        self.number = 1  # of the line that comes next
        while self.number < first_line and self.raw() is not None:
            pass

    def raw(self) -> bytes | None:
        """The next line's bytes; None at the end."""
        if not self._ready():
            return None
        self.at += 1
        self.number += 1
        return self.block[self.at - 1]

    def next(self) -> tuple[int, str] | None:
        """The next line as text, with its number; None at the end."""
        line = self.raw()
        if line is None:
            return None
        number = self.number - 1
        text, recoded = decode_line(line, self.fallback)
        if recoded:
            self.found.recoded += 1
            self.found.first_recoded = self.found.first_recoded or number
        if "\0" in text:
            self.found.zeros += 1
            text = text.replace("\0", "")
        return number, text

    def whole_block(self) -> list[bytes] | None:
        """The block of lines that comes next, where nothing of it was taken yet."""
        return self.block if self._ready() and self.at == 0 else None

    def pass_block(self) -> None:
        """Go past the block that `whole_block` gave."""
        self.number += len(self.block)
        self.at = len(self.block)

    def _ready(self) -> bool:
        if self.at >= len(self.block):
            self.block, self.at = next(self.blocks, []), 0
        return bool(self.block)


class _Mender:
    """Puts lines together to rows, and sorts them into clean and rejected."""

    def __init__(
        self, dialect: Dialect, width: int, out: io.TextIOBase, found: Mended, label: str
    ) -> None:
        self.delimiter = dialect.delimiter
        self.quote = dialect.quote
        self.width = width
        self.out = out
        self.found = found
        self.label = label
        self.waiting: deque[tuple[int, str]] = deque()
        self.form: dict[str, Any] = _form(dialect)
        self.writer = csv.writer(out, delimiter=dialect.delimiter, lineterminator="\n")

    def run(self, source: _Source) -> None:
        while True:
            if not self.waiting and self._swiftly(source):
                continue
            item = self._next(source)
            if item is None:
                return
            number, text = item
            if not text.strip() and (self.width > 1 or not text):
                continue
            if len(text) > LONGEST_LINE:
                self._reject(number, text, f"the line is longer than {LONGEST_LINE >> 20} MiB")
            elif '"' not in text and (not self.quote or self.quote not in text):
                self._plain(number, text)
            else:
                self._quoted(number, text, source)

    def _swiftly(self, source: _Source) -> bool:
        """Write a block of lines of which every one is a plain row; False where one is not."""
        block = source.whole_block()
        if block is None:
            return False
        whole = b"\n".join(block)
        if b'"' in whole or (self.quote and self.quote.encode() in whole):
            return False
        try:
            lines = whole.decode("utf-8").split("\n")
        except UnicodeDecodeError:
            return False
        marks = self.width - 1
        plain = b"\0" not in whole and all(line.count(self.delimiter) == marks for line in lines)
        if not plain or not all(lines) or len(max(block, key=len)) > LONGEST_LINE:
            return False
        mark, first = self.delimiter, source.number
        self.out.write("".join(f"{n}{mark}{line}\n" for n, line in enumerate(lines, first)))
        self.found.rows += len(lines)
        self.found.longest = max(self.found.longest, len(max(block, key=len)) + 32)
        source.pass_block()
        return True

    def _next(self, source: _Source) -> tuple[int, str] | None:
        return self.waiting.popleft() if self.waiting else source.next()

    def _plain(self, number: int, text: str) -> None:
        count = text.count(self.delimiter) + 1
        if count > self.width and not text.split(self.delimiter, self.width)[-1].strip(
            self.delimiter + " "
        ):
            text = self.delimiter.join(text.split(self.delimiter)[: self.width])
            count = self.width
        if count != self.width:
            self._reject(number, text, _wrong_count(count, self.width))
            return
        self.out.write(f"{number}{self.delimiter}{text}\n")
        self._count(text)

    def _quoted(self, number: int, text: str, source: _Source) -> None:
        fields, problem = self._fields(text)
        gathered: list[tuple[int, str]] = []
        whole = text
        while problem == "open" and len(gathered) < _MOST_LINES_A_ROW:
            item = self._next(source)
            if item is None or len(whole) > LONGEST_LINE:
                if item is not None:
                    gathered.append(item)
                break
            gathered.append(item)
            whole = f"{whole}\n{item[1]}"
            if self.quote in item[1]:
                fields, problem = self._fields(whole)
        if fields is not None and len(fields) > self.width and not any(fields[self.width :]):
            fields = fields[: self.width]
        if fields is not None and len(fields) == self.width:
            self.writer.writerow((number, *fields))
            self._count(whole)
            return
        self.waiting.extendleft(reversed(gathered))
        problem = "open" if gathered else problem
        self._reject(number, text, _reason(fields, problem, self.width))

    def _count(self, text: str) -> None:
        self.found.rows += 1
        if len(text) * 4 > self.found.longest:
            self.found.longest = max(self.found.longest, len(text.encode()) + 32)

    def _fields(self, text: str) -> tuple[list[str] | None, str]:
        """The fields of a row, or what is wrong: open (a quote is not closed yet) or quotes."""
        spaced = f"{self.delimiter} {self.quote}" in text
        try:
            reader = csv.reader(
                io.StringIO(text, newline=""), strict=True, skipinitialspace=spaced, **self.form
            )
            rows = list(reader)
        except csv.Error as error:
            return None, "open" if "unexpected end" in str(error) else "quotes"
        return (rows[0], "") if len(rows) == 1 else (None, "quotes")

    def _reject(self, number: int, text: str, reason: str) -> None:
        self.found.rejects.append(
            Reject(
                line=number,
                column="",
                value=text[:_SHOWN],
                reason=reason,
                remedy=f"Mend line {number} of {self.label}, or take it out",
            )
        )
        if len(self.found.rejects) > MOST_REJECTS:
            raise _hopeless(self.found, self.label)


def _form(dialect: Dialect) -> dict[str, Any]:
    if not dialect.quote:
        return {"delimiter": dialect.delimiter, "quoting": csv.QUOTE_NONE, "quotechar": None}
    backslash = dialect.escape == "\\"
    return {
        "delimiter": dialect.delimiter,
        "quotechar": dialect.quote,
        "doublequote": not backslash,
        "escapechar": "\\" if backslash else None,
    }


def _wrong_count(count: int, width: int) -> str:
    return f"{count:,} field{'s' if count != 1 else ''} where {width:,} belong"


def _reason(fields: list[str] | None, problem: str, width: int) -> str:
    if problem == "open":
        return "a quote is opened and not closed"
    if fields is None:
        return "text stands after a closing quote"
    return _wrong_count(len(fields), width)


def _hopeless(found: Mended, label: str) -> DataError:
    first = found.rejects[0]
    return DataError(
        f"{len(found.rejects):,} lines cannot be read, and {found.rows:,} can; the first: "
        f"{first.reason}",
        where=f"{label}, line {first.line:,}",
        why="So many broken lines mean that the file as a whole is read in the wrong way",
        remedy="Name delimiter, quote and header under [read] in the mapping, or export it again",
    )
