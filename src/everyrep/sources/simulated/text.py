"""Columns as Arrow arrays, built from numbers without a Python object a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from everyrep.sources.simulated.chance import Bools, Floats, Ints

Column: TypeAlias = pa.Array
Columns: TypeAlias = dict[str, Column]

ALPHABET = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", dtype=np.uint8)
SUFFIX = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", dtype=np.uint8)
HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
INSTANCE = "5g0000"
DIGITS = 6
MONEY = pa.decimal128(18, 2)
MOMENT = pa.timestamp("ms", tz="UTC")
SECONDS_A_DAY = 86_400


def words(labels: Sequence[str], codes: Ints) -> Column:
    """A column of labels by number; a negative number gives an empty cell.

    Labels may repeat. In the column's dictionary they do not: Parquet writers re-encode a
    dictionary with repeats in an order that changes from run to run.
    """
    codes = np.asarray(codes)
    first = {label: at for at, label in reversed(list(enumerate(labels)))}
    if len(first) < len(labels):
        distinct = sorted(first, key=first.__getitem__)
        place = {label: at for at, label in enumerate(distinct)}
        codes = np.where(codes < 0, -1, np.array([place[one] for one in labels])[codes])
        labels = distinct
    indices = pa.array(codes.clip(0).astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(labels, pa.string()))


def look_up(labels: Column, codes: Ints) -> Column:
    """A column of strings taken from a longer column; a negative number gives an empty cell."""
    codes = np.asarray(codes)
    return pc.take(labels, pa.array(codes.clip(0), mask=codes < 0))


def constant(label: str, n: int) -> Column:
    """The same word in every row."""
    return words([label], np.zeros(n, dtype=np.int64))


def record_ids(prefix: str, numbers: Ints) -> Column:
    """18-character record ids as a CRM issues them.

    Three letters for the kind, a running number, and three letters that keep ids distinct where
    case is lost. Negative numbers give empty cells.
    """
    numbers = np.asarray(numbers, dtype=np.int64)
    n = len(numbers)
    chars = np.empty((n, 18), dtype=np.uint8)
    chars[:, :9] = np.frombuffer((prefix + INSTANCE).encode(), dtype=np.uint8)
    rest = numbers.clip(0)
    for place in range(DIGITS):
        chars[:, 14 - place] = ALPHABET[rest % 36]
        rest = rest // 36
    chars[:, 15:] = case_suffix(chars[:, :15])
    return fixed_width(chars, numbers < 0)


def case_suffix(chars: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Three letters that tell which of fifteen are capitals, five to a letter.

    Args:
        chars: ASCII codes, shape (n, 15).
    """
    capitals = (chars >= ord("A")) & (chars <= ord("Z"))
    bits = capitals.reshape(-1, 3, 5) @ np.array([1, 2, 4, 8, 16])
    return SUFFIX[bits]


def uuids(rng: np.random.Generator, n: int) -> Column:
    """Random ids in the form of a UUID of version 4."""
    nibbles = rng.integers(0, 16, (n, 36), dtype=np.uint8)
    nibbles[:, 14] = 4
    nibbles[:, 19] = 8 + nibbles[:, 19] % 4
    chars = HEX[nibbles]
    chars[:, [8, 13, 18, 23]] = ord("-")
    return fixed_width(chars)


def fixed_width(chars: np.ndarray, empty: Bools | None = None) -> Column:
    """A string column over a byte matrix, one row a string; marked rows are empty cells."""
    n, width = chars.shape
    offsets = pa.py_buffer(np.arange(n + 1, dtype=np.int32) * width)
    data = pa.py_buffer(np.ascontiguousarray(chars))
    mask = None
    if empty is not None and empty.any():
        mask = pa.py_buffer(np.packbits(~empty, bitorder="little"))
    return pa.Array.from_buffers(pa.string(), n, [mask, offsets, data])


def moments(days: Floats) -> Column:
    """Times in UTC to the second, from days since 1970; NaN gives an empty cell."""
    empty = np.isnan(days)
    seconds = np.floor(np.where(empty, 0, days) * SECONDS_A_DAY).astype(np.int64)
    return pa.array(seconds * 1000, pa.int64(), mask=empty).cast(MOMENT)


def dates(days: Floats) -> Column:
    """Dates from days since 1970; NaN gives an empty cell."""
    empty = np.isnan(days)
    return pa.array(np.floor(np.where(empty, 0, days)).astype(np.int32), mask=empty).cast(
        pa.date32()
    )


def money(minor: Ints, empty: Bools | None = None) -> Column:
    """Amounts with two decimals from whole cents, exact."""
    low = np.asarray(minor, dtype=np.int64)
    both = np.stack([low, low >> 63], axis=1)
    mask = None if empty is None else pa.py_buffer(np.packbits(~empty, bitorder="little"))
    return pa.Array.from_buffers(MONEY, len(low), [mask, pa.py_buffer(np.ascontiguousarray(both))])


def numbers(values: NDArray[Any], empty: Bools | None = None) -> Column:
    """Whole numbers, or floats where they are; NaN and marked rows give empty cells."""
    if values.dtype.kind == "f":
        gone = np.isnan(values)
        empty = gone if empty is None else empty | gone
    return pa.array(values, mask=empty)


def whole(values: Floats) -> Column:
    """Whole numbers from floats; NaN gives an empty cell."""
    empty = np.isnan(values)
    return pa.array(np.where(empty, 0, values).astype(np.int64), mask=empty)


def flags(values: Bools) -> Column:
    """True and false."""
    return pa.array(np.asarray(values, dtype=bool))


def texts(values: Sequence[str | None]) -> Column:
    """Strings as they are; None gives an empty cell."""
    return pa.array(values, pa.string())


def iso_moments(column: Column) -> Column:
    """Times as `2026-03-01T09:14:22.000Z`, made from two small tables of days and seconds."""
    millis = column.cast(pa.int64())
    seconds = np.asarray(millis.fill_null(0)) // 1000
    day, second = seconds // SECONDS_A_DAY, seconds % SECONDS_A_DAY
    first = int(day.min()) if len(day) else 0
    span = int(day.max()) - first + 1 if len(day) else 0
    days = (np.arange(span) + first).astype("datetime64[D]").astype(str)
    joined = pc.binary_join_element_wise(
        pc.take(pa.array(days, pa.string()), pa.array(day - first)),
        pc.take(_SECONDS, pa.array(second)),
        "T",
    )
    if column.null_count:
        return pc.if_else(column.is_valid(), joined, pa.scalar(None, pa.string()))
    return joined


def _second_table() -> Column:
    clock = np.arange(SECONDS_A_DAY)
    pairs = [(clock // 3600), (clock // 60 % 60), (clock % 60)]
    chars = np.full((SECONDS_A_DAY, 13), ord(":"), dtype=np.uint8)
    for at, part in zip((0, 3, 6), pairs, strict=True):
        chars[:, at], chars[:, at + 1] = 48 + part // 10, 48 + part % 10
    chars[:, 8:] = np.frombuffer(b".000Z", dtype=np.uint8)
    return fixed_width(chars)


_SECONDS = _second_table()
