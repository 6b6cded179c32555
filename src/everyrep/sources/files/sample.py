"""Rows of a raw table to look at: a couple of thousand, in runs spread over the whole file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from everyrep.sources.files.raw import RawPart
from everyrep.warehouse.quoting import identifier, literal

ROWS = 2_000
_RUNS = 10
_MOST_CELLS = 400_000
_HARDLY = 0.9
_MOST_COUNTED = 30_000_000  # cells whose distinct values are counted in full


@dataclass(frozen=True)
class Sample:
    """Some rows of a raw table, column by column, and what is known of all its rows.

    Attributes:
        part: the raw table.
        columns: name to texts, None where a cell is empty.
        distinct: name to the number of distinct values in the whole table, nearly exact.
        filled: name to the number of rows in the whole table that have a value.
    """

    part: RawPart
    columns: dict[str, list[str | None]]
    distinct: dict[str, int]
    filled: dict[str, int]


def sample(part: RawPart, rows: int = ROWS) -> Sample:
    """Rows in runs of neighbours, so that both early and late rows, and repeats, are seen.

    Args:
        part: the raw table.
        rows: how many rows; fewer where there are very many columns.
    """
    names = part.table.columns
    rows = max(20, min(rows, _MOST_CELLS // max(len(names), 1)))
    columns: dict[str, list[str | None]] = {name: [] for name in names}
    for batch in _runs(part, names, rows):
        for name in names:
            columns[name].extend(map(_text, batch.column(name).to_pylist()))
    distinct, filled = _counted(part, columns)
    return Sample(part, columns, distinct, filled)


def _runs(part: RawPart, names: tuple[str, ...], rows: int) -> Iterator[Any]:
    """Batches of neighbouring rows, from row groups spread over the file."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(part.folder / part.table.file)
    groups = file.num_row_groups
    if not groups:
        return
    if part.table.rows <= rows:
        yield from file.iter_batches(batch_size=rows, columns=list(names))
        return
    runs = min(_RUNS, groups)
    chosen = sorted({round(at * (groups - 1) / max(runs - 1, 1)) for at in range(runs)})
    for group in chosen:
        yield from _within(file, group, list(names), rows // len(chosen))


def _within(file: Any, group: int, names: list[str], rows: int) -> Iterator[Any]:
    """Rows of one group: its beginning, and where it is the only one its middle and end, too."""
    total = file.metadata.row_group(group).num_rows
    if file.num_row_groups > 1:
        yield next(file.iter_batches(batch_size=max(rows, 1), row_groups=[group], columns=names))
        return
    table = file.read_row_group(group, columns=names)
    run = max(rows // _RUNS, 1)
    for at in range(_RUNS):
        start = round(at * max(total - run, 0) / (_RUNS - 1))
        yield table.slice(start, run)


def _counted(
    part: RawPart, columns: dict[str, list[str | None]]
) -> tuple[dict[str, int], dict[str, int]]:
    """Distinct values and filled rows of each column in the whole table, as cheaply as may be."""
    total = part.table.rows
    seen = max((len(cells) for cells in columns.values()), default=0)
    distinct, filled = counted_in_sample(columns, total)
    if seen >= total or total * len(columns) > _MOST_COUNTED:
        return distinct, filled
    path = literal(str(part.folder / part.table.file))
    names = list(columns)
    asked = ", ".join(
        f"approx_count_distinct({identifier(name)}), count({identifier(name)})" for name in names
    )
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {asked} FROM read_parquet({path})").fetchall()[0]
        distinct = dict(zip(names, found[0::2], strict=True))
        filled = dict(zip(names, found[1::2], strict=True))
        for name in names:
            if filled[name] == total and distinct[name] > 0.9 * total and _apart(columns[name]):
                query = f"SELECT count(DISTINCT {identifier(name)}) FROM read_parquet({path})"
                distinct[name] = int(connection.execute(query).fetchall()[0][0])
    return distinct, filled


def _apart(cells: list[str | None]) -> bool:
    return len(set(cells)) == len(cells)


def counted_in_sample(
    columns: dict[str, list[str | None]], rows: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Counts of a very large table, from the sample.

    What hardly repeats there is taken to repeat as little in the whole; what often does, to have
    no more values than were seen.
    """
    distinct, filled = {}, {}
    for name, cells in columns.items():
        there = [cell for cell in cells if cell is not None]
        factor = rows / max(len(cells), 1)
        filled[name] = round(len(there) * factor)
        share = len(set(there)) / max(len(there), 1)
        distinct[name] = round(filled[name] * share) if share >= _HARDLY else len(set(there))
    return distinct, filled


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value).strip()
    return text or None
