"""Numbers as they are given, made exact: text, decimals, whole numbers, and floats as they read.

A float is taken for its shortest decimal, which is the number that somebody once wrote. What is
finer than the smallest unit of a currency is an error: nothing is rounded before it is paid by.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from everyrep.pay.columns import Numbers
from everyrep.pay.exact import Exact, Flags, Whole, largest, narrowed
from everyrep.pay.facts.credited import Codes
from everyrep.pay.facts.tables import Table, is_plain
from everyrep.values import DataError
from everyrep.values.rounding import exact_fraction

_Found = Fraction | str | None
_SURE = 10**15
"""Below it a float has one decimal of at most 15 digits, which is the one that was written."""
_SHORT = 15
_ALL_DIGITS = Context(prec=1_000)


def minor_units(table: Table, column: str, digits: int) -> Numbers:
    """Money in minor units, from major units or from a column `<column>_minor`.

    Args:
        table: Where it stands.
        column: Name of the fact.
        digits: How many decimals the currency has.

    Raises:
        UnknownName: There is neither column.
        DataError: A value is no amount, or finer than the currency's smallest unit.
    """
    minor = f"{column}_minor"
    if minor not in table:
        return _majors(table, column, digits)
    if column in table:
        raise DataError(
            f"Both {column} and {minor} are given", where=table.name, remedy="leave one out"
        )
    values = table.column(minor)
    if is_plain(values, "iu") and values.dtype != np.uint64:
        return Numbers(Exact(_safe(values.to_numpy(dtype=np.int64))))
    return _each(table, minor, lambda value: _whole(value, 0))


def exact_numbers(table: Table, column: str) -> Numbers:
    """Numbers, unknown where the column is empty.

    Raises:
        UnknownName: There is no such column.
        DataError: A value is no number.
    """
    values = table.column(column)
    if is_plain(values, "i"):
        return Numbers(Exact(values.to_numpy(dtype=np.int64)))
    codes, found = pd.factorize(values, use_na_sentinel=True)
    numbers = [_number(word) for word in found]
    _see(table, column, codes, numbers)
    known = np.array([one != "" for one in numbers] + [False])[codes]
    exact = Exact.of(one if isinstance(one, Fraction) else 0 for one in [*numbers, ""])
    return Numbers(exact.take(codes), known=None if known.all() else known)


def shares_of(table: Table, column: str) -> tuple[Codes, tuple[Fraction | None, ...]]:
    """Exact shares: the place of each row's among those that occur, the last being unknown."""
    codes, found = pd.factorize(table.column(column), use_na_sentinel=True)
    numbers = [_number(word) for word in found]
    _see(table, column, codes, numbers)
    shares = tuple(one if isinstance(one, Fraction) else None for one in numbers)
    return np.where(codes < 0, len(shares), codes), (*shares, None)


def exact_of(value: object) -> Fraction | None:
    """An exact number: text such as "1_250.50", "16.1%" or "1/3", or a number of any type.

    Returns:
        None for what is no number.
    """
    found = _number(value)
    return found if isinstance(found, Fraction) else None


def _number(value: object) -> _Found:
    """The number; an empty text for nothing, None for what is no number."""
    if isinstance(value, str):
        return _read(value.strip())
    if isinstance(value, (bool, np.bool_)):
        return None
    if isinstance(value, (float, np.floating)):
        value = repr(float(value))
    elif isinstance(value, np.integer):
        value = int(value)
    try:
        return exact_fraction(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def _read(text: str) -> _Found:
    if not text:
        return ""
    above, slash, below = text.partition("/")
    try:
        if slash:
            return exact_fraction(above) / exact_fraction(below)
        if text.endswith("%"):
            return exact_fraction(text[:-1]) / 100
        return exact_fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def _majors(table: Table, column: str, digits: int) -> Numbers:
    values = table.column(column)
    if is_plain(values, "iu") and values.dtype != np.uint64:
        return Numbers(Exact(values.to_numpy(dtype=np.int64)) * 10**digits)
    floats = values.to_numpy() if is_plain(values, "f") else _short(values)
    if floats is not None:
        return _from_floats(table, column, floats.astype(np.float64), digits)
    return _each(table, column, lambda value: _whole(value, digits))


def _short(values: pd.Series) -> NDArray[np.float64] | None:
    """Texts as floats, where all are so short that their floats tell them apart; else None."""
    known = values.notna().to_numpy()
    texts = values.to_numpy(dtype=object)[known]
    if {str} != set(map(type, texts)) or max(map(len, texts)) > _SHORT:
        return None
    found = np.full(known.size, np.nan)
    try:
        found[known] = texts.astype(np.float64)
    except ValueError:
        return None
    return None if np.isnan(found[known]).any() else found


def _safe(units: Whole) -> Whole:
    """Whole numbers in 64 bits, unless they come close to their end."""
    return units if largest(units) < 2**62 else units.astype(object)


def _from_floats(table: Table, column: str, values: np.ndarray, digits: int) -> Numbers:
    """Floats all at once where they are sure to be a decimal of that many digits."""
    scale = 10**digits
    known = ~np.isnan(values)
    with np.errstate(over="ignore"):
        units = np.rint(np.where(known, values, 0.0) * scale)
        sure = (np.abs(units) < _SURE) & (units / scale == np.where(known, values, 0.0))
    if not sure.all():
        return _each(table, column, lambda value: _whole(value, digits))
    return Numbers(Exact(units.astype(np.int64)), known=None if known.all() else known)


def _each(table: Table, column: str, read: Callable[[object], int | None]) -> Numbers:
    """Whole numbers read one by one; None is unknown."""
    values = table.column(column)
    known: Flags = ~values.isna().to_numpy(dtype=bool)
    found: list[int] = []
    for row, value in enumerate(values.tolist()):
        try:
            one = read(value) if known[row] else None
        except (ValueError, ArithmeticError) as error:
            raise _refused(table, row, column, str(error)) from None
        known[row] = one is not None
        found.append(one or 0)
    parts: Whole = narrowed(found)
    return Numbers(Exact(parts), known=None if known.all() else known)


def _whole(value: object, digits: int) -> int | None:
    """An amount in units of so many decimals; None for an empty text.

    Raises:
        ValueError: It is no amount, or finer than that.
    """
    if isinstance(value, str) and not value.strip():
        return None
    number = _decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 400:
        raise ValueError(f"{value!r} is no amount of money")
    scaled = number.scaleb(digits, _ALL_DIGITS)
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{value} is finer than {digits} decimals")
    return whole


def _decimal(value: object) -> Decimal:
    if isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{value!r} is no amount of money")
    if isinstance(value, (float, np.floating)):
        value = repr(float(value))
    try:
        return value if isinstance(value, Decimal) else Decimal(_plain(value))
    except (InvalidOperation, TypeError, ValueError):
        raise ValueError(f"{value!r} is no amount of money") from None


def _plain(value: object) -> str | int:
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _refused(table: Table, row: int, column: str, found: str) -> DataError:
    return DataError(
        found, where=table.where(row, column), why="It would have to be rounded or guessed",
        remedy="give the exact amount, in major units or as whole minor units "
        f"in {column.removesuffix('_minor')}_minor",
    )  # fmt: skip


def _see(table: Table, column: str, codes: Codes, numbers: list[_Found]) -> None:
    """Refuse what is no number, by the first row that has it."""
    if None not in numbers:
        return
    row = int(np.flatnonzero(codes == numbers.index(None))[0])
    raise DataError(
        f"{table.columns[column].iloc[row]!r} is no number", where=table.where(row, column),
        remedy="write it as 1250.50, 16.1% or 1/3, or leave it empty where it is unknown",
    )  # fmt: skip
