"""A table with its title, and what it must not be taken for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

BEHAVIOUR = (
    "As people behaved then: a plan changes behaviour, and this does not know how. "
    "Pay is what was earned, before draws, instalments and recovery."
)
"""Stands under every table of a replay."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table that says what it is.

    Attributes:
        title: What it shows.
        frame: Its rows. Money stands in whole minor units in columns ending in `minor`; rates and
            shares are exact fractions, or floats where a root was drawn; None is not defined.
        note: What it must not be taken for, and what else a reader should know.
    """

    title: str
    frame: pd.DataFrame
    note: str = BEHAVIOUR

    def __len__(self) -> int:
        return len(self.frame)

    def records(self) -> list[dict[str, object]]:
        """Rows by column name."""
        return [dict(zip(self.frame.columns, row, strict=True)) for row in self.rows()]

    def rows(self) -> list[tuple[object, ...]]:
        """Rows, with plain Python values."""
        columns = [self.frame[name].tolist() for name in self.frame.columns]
        return list(zip(*columns, strict=True))


def sheet(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], note: str = ""
) -> Sheet:
    """A sheet of rows; what is said in addition stands behind the note that all have."""
    listed = list(rows)
    values: Mapping[str, pd.Series] = {
        name: pd.Series([row[at] for row in listed], dtype=object)
        for at, name in enumerate(columns)
    }
    return Sheet(title, pd.DataFrame(values), f"{BEHAVIOUR} {note}".strip())
