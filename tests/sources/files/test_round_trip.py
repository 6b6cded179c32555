"""Whatever the dialect and the encoding a table is written in, it is read back as it was."""

from __future__ import annotations

import csv
import datetime
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.sources.files import profile, sample
from tests.sources.files.reading import Row, read

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman")
DELIMITERS = (",", ";", "\t", "|", "^")
NAMES = ("Deal", "Kunde", "Größe", "Stage", "Note", "Owner")
WORDS = st.sampled_from(
    ["Müller", "Acme, Inc", "a; b", "x|y", 'say "hi"', "two\nlines", "Zoë", "5'", "plain", "Größe",
     "à côté", "tab\there", "end\\", "=1+1", "N/A", "-", "3.5", "1,5", "señor", "ünder", "caret ^"]
)  # fmt: skip
CELLS = st.one_of(WORDS, st.none(), st.integers(-9999, 9999).map(str))


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    width = draw(st.integers(2, 6))
    row = st.tuples(*[CELLS] * width).filter(any)
    return draw(st.lists(row, min_size=4, max_size=25))


def written(rows: list[Row], delimiter: str, encoding: str, end: str, quoting: int) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(NAMES[: len(rows[0])])
    writer.writerows(tuple(cell or "" for cell in row) for row in rows)
    return buffer.getvalue().encode(encoding)


@settings(max_examples=25, deadline=None)
@given(
    rows=tables(),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(ENCODINGS),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_table_is_read_back_as_it_was_written(
    rows: list[Row], delimiter: str, encoding: str, end: str, quoting: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), written(rows, delimiter, encoding, end, quoting))
    assert found.columns == NAMES[: len(rows[0])]
    assert found.rows == rows
    assert found.part.rejects == ()
    assert found.lines == lines_of(rows)


def lines_of(rows: list[Row]) -> list[int]:
    """Line each row begins on: a newline within a cell moves those that follow."""
    at, lines = 2, []
    for row in rows:
        lines.append(at)
        at += 1 + sum((cell or "").count("\n") for cell in row)
    return lines


ORDERS = {"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y/%m/%d"}


@settings(max_examples=12, deadline=None)
@given(
    days=st.lists(
        st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 31)), min_size=3, max_size=30
    ),
    order=st.sampled_from(list(ORDERS)),
    decimal=st.sampled_from([".", ","]),
    cents=st.lists(st.integers(-10_000_000, 10_000_000), min_size=30, max_size=30),
)
def test_the_order_of_dates_and_the_decimal_mark_are_found(
    days: list[datetime.date], order: str, decimal: str, cents: list[int]
) -> None:
    days = [*days, datetime.date(2025, 3, 28)]  # settles the order
    amounts = [f"{value / 100:.2f}".replace(".", decimal) for value in cents[: len(days)]]
    lines = [
        f"{day.strftime(ORDERS[order])};{amount}"
        for day, amount in zip(days, amounts, strict=False)
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), "\n".join(["closed;amount", *lines, ""]).encode())
        profiles = profile(sample(found.part))
    closed, amount = profiles["closed"].date, profiles["amount"].number
    assert closed is not None
    assert amount is not None
    assert (closed.order, amount.decimal) == (order, decimal) or len(amounts) < len(days)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_every_delimiter_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows: list[Row] = [(str(at), "Größe, Straße", "à côté; señor", None) for at in range(50)]
    found = read(tmp_path, written(rows, delimiter, encoding, "\r\n", csv.QUOTE_MINIMAL))
    assert found.rows == rows
