"""How the fields of a text file are set apart, and where its header stands.

Each delimiter that exports use is tried on the first lines; the one under which most lines have
the same number of fields, header included, is taken. Lines above the header (a report's title,
its filters, its date) are recognised by having fewer fields.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_NEVER = "\x1f"  # sets nothing apart: every line is one field
DELIMITERS = (",", ";", "\t", "|", "^", "\x1f")
_MOST_RECORDS = 500
_NUMBER = re.compile(r"[-+(]?[\s$€£¥]*\d[\d\s.,'’]*%?\)?(?:[eE][-+]?\d+)?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FLAGS = {"true", "false", "yes", "no", "t", "f", "y", "n"}
_BACKSLASHED = re.compile(r"""[^,;\t|\r\n]\\"[^,;\t|\r\n]""")
_DOUBLED = re.compile(r"""[^,;\t|\r\n"]""[^,;\t|\r\n"]""")
_SEP_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """One record of the head: the line it begins on (from 1), its fields, the lines it spans."""

    line: int
    fields: tuple[str, ...]
    lines: int = 1

    @property
    def filled(self) -> int:
        """How many fields are not empty."""
        return sum(1 for field in self.fields if field.strip())


@dataclass(frozen=True)
class Dialect:
    """How a text file is written.

    Attributes:
        delimiter: one character.
        quote: one character, or empty.
        escape: what escapes a quote within quotes: the quote itself, or a backslash.
        header_line: line of the header, from 1; 0: none.
        first_line: line of the first row of data.
        names: raw names of the header, or empty.
        width: fields in a row.
        consistent: share of the first records that have this width.
    """

    delimiter: str
    quote: str
    escape: str
    header_line: int
    first_line: int
    names: tuple[str, ...]
    width: int
    consistent: float


def find_dialect(
    text: str,
    *,
    delimiter: str | None = None,
    quote: str | None = None,
    header: int | None = None,
) -> Dialect:
    """The dialect of a text, from its first lines.

    Args:
        text: whole lines from the beginning of the file.
        delimiter, quote, header: what a person said; None: find out.
    """
    if delimiter is None and (said := _SEP_LINE.match(text)):
        delimiter = said[1]
    escape_mark = "\\" if _BACKSLASHED.search(text) and not _DOUBLED.search(text) else None
    chosen_quote = '"' if quote is None else quote
    candidates = (delimiter,) if delimiter else DELIMITERS
    tried = [
        (_consistency(records := parse(text, mark, chosen_quote, escape_mark)), mark, records)
        for mark in candidates
    ]
    (score, mark, records) = max(tried, key=lambda item: item[0])
    if quote is None and _single_quoted(records):
        chosen_quote = "'"
        records = parse(text, mark, chosen_quote, None)
    if not delimiter and _width(records) <= 1:
        mark, records = _NEVER, parse(text, _NEVER, chosen_quote, escape_mark)
    return _placed(records, mark, chosen_quote, escape_mark or chosen_quote, header, score)


def parse(text: str, delimiter: str, quote: str, escape: str | None = None) -> list[Record]:
    """The first records of a text that are not blank; a broken one is kept as it can be read."""
    csv.field_size_limit(1 << 30)
    lines = text.splitlines(keepends=True)
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        doublequote=escape is None,
        escapechar=escape,
        skipinitialspace=delimiter not in " \t",
    )
    records: list[Record] = []
    before = 0
    for fields in reader:
        if any(fields) or len(fields) > 1:
            records.append(Record(before + 1, tuple(fields), reader.line_num - before))
        before = reader.line_num
        if len(records) >= _MOST_RECORDS:
            break
    return records


def value_like(cell: str) -> bool:
    """Whether a cell reads like a value rather than a column's name."""
    cell = cell.strip()
    plain = cell.lower() in _FLAGS or _NUMBER.fullmatch(cell) or _DATE.fullmatch(cell)
    return bool(plain or _MAIL.fullmatch(cell))


def header_at(records: Sequence[Record], width: int) -> int | None:
    """Which record is the header; None where the first rows are data already.

    Args:
        records: the first records, not blank.
        width: fields in a row.
    """
    usual = max((record.filled for record in records[:50]), default=0)
    enough = max(2, math.ceil(0.75 * min(width, usual)))
    for at, record in enumerate(records[:50]):
        if record.filled < enough and width > 1:
            continue
        if _is_header(record, records[at + 1 :], width):
            return at
        if len(record.fields) == width:
            return None
    return None


def _consistency(records: list[Record]) -> float:
    """How well records agree on a width of at least two; in 0 to about 1.3."""
    widths = Counter(len(record.fields) for record in records)
    if not widths:
        return 0.0
    width, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    share = often / len(records)
    if width == 1 or (share < 0.5 and widths[1] > often):
        return 0.05
    agreeing = [record for record in records if len(record.fields) == width]
    first = agreeing[0].line - records[0].line
    early = 0.1 if first <= 2 else 0.0
    return share + early + min(math.log(width), 4) * 0.05


def _single_quoted(records: list[Record]) -> bool:
    cells = [field.strip() for record in records[1:] for field in record.fields if field.strip()]
    wrapped = sum(1 for cell in cells if len(cell) > 1 and cell[0] == cell[-1] == "'")
    return wrapped > 0 and wrapped >= 0.3 * len(cells)


def _placed(
    records: list[Record],
    delimiter: str,
    quote: str,
    escape: str,
    header: int | None,
    score: float,
) -> Dialect:
    width = _width(records)
    if header is None:
        at = header_at(records, width)
        start = 0 if at is None else at + 1
        if at is None:
            start = _first_full(records, width)
    else:
        at = next((i for i, r in enumerate(records) if r.line == header), None)
        start = 0 if at is None else at + 1
    found = records[at] if at is not None else None
    names = found.fields if found else ()
    rows = records[start:]
    after_header = found.line + found.lines if found else 1
    first_line = rows[0].line if rows and not found else after_header
    return Dialect(
        delimiter=delimiter,
        quote=quote,
        escape=escape,
        header_line=found.line if found else 0,
        first_line=first_line,
        names=names,
        width=max(width, len(names))
        if start >= len(records)
        else _data_width(records[start:], names),
        consistent=min(score, 1.0),
    )


def _first_full(records: list[Record], width: int) -> int:
    return next((i for i, record in enumerate(records) if len(record.fields) == width), 0)


def _width(records: list[Record]) -> int:
    """The number of fields that most records agree on; 1 for prose with a comma here and there."""
    widths = Counter(len(record.fields) for record in records)
    width = max(widths, key=lambda width: (widths[width] * (width > 1), width), default=0)
    prose = widths[width] * 2 < len(records) and widths[1] > widths[width]
    return 1 if prose else width


def _data_width(rows: Sequence[Record], names: tuple[str, ...]) -> int:
    """Fields in a row of data: the header's, unless most rows have more or fewer."""
    widths = Counter(len(record.fields) for record in rows)
    width, often = widths.most_common(1)[0]
    if names and (widths.get(len(names), 0) * 2 >= often or len(names) == 1):
        return len(names)
    return width


def _is_header(record: Record, below: Sequence[Record], width: int) -> bool:
    cells = [field.strip() for field in record.fields]
    named = [cell for cell in cells if cell]
    if not named or max(len(cell) for cell in named) > 200:
        return False
    values = sum(1 for cell in named if value_like(cell) and not _looks_like_year(cell))
    if values * 4 > len(named):
        return False
    return not _recurs(cells, below[:200], width)


def _looks_like_year(cell: str) -> bool:
    return len(cell) == 4 and cell.isdigit() and cell[:2] in ("19", "20")


def _recurs(cells: list[str], below: Sequence[Record], width: int) -> bool:
    """Whether the cells turn up again in their own columns: a header's do not."""
    rows = [record.fields for record in below if len(record.fields) == width]
    again = [
        any(at < len(row) and row[at].strip() == cell for row in rows)
        for at, cell in enumerate(cells)
        if cell
    ]
    return len(rows) >= 2 and sum(again) * 2 > len(again)
