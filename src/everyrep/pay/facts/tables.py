"""Tables as they are given: data frames, or arrays by name; what is not there is said at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from everyrep.pay.exact import Flags, Places
from everyrep.values import DataError, UnknownName

Frame = Any
"""A data frame of pandas, or a mapping of names to arrays of one length."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table with a name.

    Attributes:
        name: What messages call it, such as "lines".
        columns: By name, each of shape (rows,).
        rows: How many.
        label: The column that tells a reader which row is meant.
        read: What columns were read as already, by name.
    """

    name: str
    columns: Mapping[str, pd.Series]
    rows: int
    label: str
    read: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, frame: Frame | None, label: str) -> Table:
        """Take what was given; nothing is an empty table without columns, and a table is itself.

        Raises:
            DataError: Columns differ in length, or two have one name.
        """
        if isinstance(frame, Table):
            return frame
        if frame is None:
            return cls(name, {}, 0, label)
        twice = [] if not isinstance(frame, pd.DataFrame) else _repeated(frame)
        if twice:
            raise DataError(f"Two columns are named {twice[0]!r}", where=name, remedy="keep one")
        held = _numbered(frame) if isinstance(frame, pd.DataFrame) else frame
        columns = {str(key): _series(held[key]) for key in held}
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise DataError(
                f"Columns have {' and '.join(map(str, sorted(lengths)))} rows", where=name,
                remedy="give every column a value for each row, empty where it is unknown",
            )  # fmt: skip
        return cls(name, columns, max(lengths, default=0), label)

    def __contains__(self, column: str) -> bool:
        return column in self.columns

    def column(self, name: str) -> pd.Series:
        """A column that must be there.

        Raises:
            UnknownName: It is not.
        """
        if name not in self.columns:
            raise UnknownName(
                "column", name, list(self.columns), where=self.name,
                remedy="add it, empty where a value is unknown",
            )  # fmt: skip
        return self.columns[name]

    def needs(self, *names: str) -> None:
        """See that columns are there, where there are rows.

        Raises:
            UnknownName: One is not.
        """
        for name in names if self.columns else ():
            self.column(name)

    def take(self, rows: Places | Flags) -> Table:
        """Some of the rows."""
        if rows.dtype == bool and rows.all():
            return self
        chosen = np.flatnonzero(rows) if rows.dtype == bool else rows
        columns = {
            name: pd.Series(_array(column).take(chosen), copy=False)
            for name, column in self.columns.items()
        }
        return Table(self.name, columns, int(chosen.size), self.label)

    def where(self, row: int, column: str | None = None) -> str:
        """A row in words, for messages."""
        known = self.columns.get(self.label)
        which = f"{self.label} {known.iloc[row]!s}" if known is not None else f"row {row + 1}"
        return f"{self.name}, {which}" + (f", {column}" if column else "")


def is_plain(values: pd.Series, kinds: str) -> bool:
    """Whether values are an array of one of NumPy's kinds, in which nothing else can be."""
    return isinstance(values.dtype, np.dtype) and values.dtype.kind in kinds


def factorized(values: pd.Series) -> tuple[Places, Any]:
    """The place of each value among those that occur, or -1 where it is empty; and what occurs."""
    codes, found = pd.factorize(_array(values), use_na_sentinel=True)
    return codes, found


def _array(values: pd.Series) -> Any:
    """A column's array; a bare one of objects where it holds objects."""
    return values.to_numpy() if values.dtype == object else values.array


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame whose rows are numbered from 0; it shares its columns."""
    if _is_plain(frame.index):
        return frame
    held = frame.copy(deep=False)
    held.index = pd.RangeIndex(len(frame))
    return held


def _is_plain(index: pd.Index) -> bool:
    return type(index) is pd.RangeIndex and (index.start, index.step) == (0, 1)


def _series(values: Any) -> pd.Series:
    if isinstance(values, pd.Series):
        return values if _is_plain(values.index) else pd.Series(_array(values), copy=False)
    if isinstance(values, np.ndarray):
        return pd.Series(values)
    return pd.Series(list(values), dtype=object)


def _repeated(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns[frame.columns.duplicated()]]
