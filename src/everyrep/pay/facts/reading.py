"""Facts of a plan read from a table's columns, each by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from everyrep.pay.columns import Column, Texts, Truths
from everyrep.pay.facts.amounts import exact_numbers, minor_units
from everyrep.pay.facts.days import days_of
from everyrep.pay.facts.tables import Table
from everyrep.pay.facts.texts import texts_in, texts_of
from everyrep.pay.language import Kind
from everyrep.values import DataError
from everyrep.values.currency import Currency

_YES = frozenset({"true", "yes", "1"})
_NO = frozenset({"false", "no", "0"})


def facts_of(
    table: Table, kinds: Mapping[str, Kind], currency: Currency, zone: ZoneInfo
) -> dict[str, Column]:
    """Facts of all rows, money in minor units of one currency.

    Raises:
        UnknownName: A column is missing.
        DataError: A value cannot be read.
    """
    return {name: fact_of(table, name, kind, currency, zone) for name, kind in kinds.items()}


def fact_of(table: Table, name: str, kind: Kind, currency: Currency, zone: ZoneInfo) -> Column:
    """One fact of all rows."""
    if kind is Kind.MONEY:
        return minor_units(table, name, currency.digits)
    if kind is Kind.DATE:
        return days_of(table, name, zone)
    if kind is Kind.TEXT:
        return texts_of(table.column(name))
    return _flags(table, name) if kind is Kind.FLAG else exact_numbers(table, name)


def optional(table: Table, name: str) -> Texts:
    """Texts of a column that need not be there."""
    if name in table:
        return texts_in(table, name)
    return Texts(np.full(table.rows, -1, dtype=np.int64), ())


def _flags(table: Table, name: str) -> Truths:
    values = table.column(name)
    if values.dtype == bool:
        return Truths(values.to_numpy())
    codes, found = pd.factorize(values, use_na_sentinel=True)
    meant = [str(_plain(word)).strip().casefold() for word in found]
    for place, word in enumerate(meant):
        if word and word not in _YES | _NO:
            row = int(np.flatnonzero(codes == place)[0])
            raise DataError(
                f"{values.iloc[row]!r} is neither true nor false", where=table.where(row, name),
                remedy="write true or false, or leave it empty where it is unknown",
            )  # fmt: skip
    known = np.array([bool(word) for word in meant] + [False])[codes]
    yes = np.array([word in _YES for word in meant] + [False])[codes]
    return Truths(yes, None if known.all() else known)


def _plain(word: object) -> object:
    """A whole number as such, where a column of them came as floats."""
    return int(word) if isinstance(word, float) and word.is_integer() else word
