"""What every way of reading gives back: a table written as raw Parquet, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.warehouse.landing import Reject


@dataclass(frozen=True)
class Taken:
    """A table that was written as raw Parquet.

    Attributes:
        rows: number of rows.
        columns: names of the source's columns.
        sha256: hash of the delivered, unpacked bytes.
        size: number of these bytes.
        first_line: line of the first row, where lines follow one another.
        line_column: column with each row's line, where they do not.
        rejects: lines that could not be read.
        notes: what was repaired or assumed, as sentences.
    """

    rows: int
    columns: tuple[str, ...]
    sha256: str
    size: int
    first_line: int
    line_column: str | None = None
    rejects: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()
