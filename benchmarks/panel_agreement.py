"""Whether two panels are the same: every measure's x and m, added up and row by row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

_CLOSE = 1e-9
"""How far sums of fractions may differ, as a share: they were not added up in the same order."""
Panel = dict[str, Any]


def held_beside(first: Path, second: Path, measures: Sequence[str]) -> tuple[str, bool]:
    """What two panels have in common, in words, and whether they are the same.

    A row that one of them has not must hold nothing but zeros in the other. Where one does not
    write an m, it must be 1 in the other.

    Args:
        first: Parquet with `person_id`, `month`, `present`, and x and m of each measure, as
            `win_rate` and `win_rate_m`.
        second: another such panel.
        measures: names.
    """
    one, other = _read(first), _read(second)
    places = np.intersect1d(one["key"], other["key"], return_indices=True)[1:]
    told = []
    for name in ["present", *(name + part for name in measures for part in ("", "_m"))]:
        if name not in one and name not in other and name.endswith("_m"):
            continue
        told += _column(name, one, other, places)
    common = places[0].size
    alone = [len(panel["key"]) - common for panel in (one, other)]
    rows = f"{common:,} rows in both, {alone[0]:,} and {alone[1]:,} in one alone"
    return "\n  ".join([*told, rows]), not told


def _column(name: str, one: Panel, other: Panel, places: tuple[Any, Any]) -> list[str]:
    """What is to be said of a column: nothing, if it is the same."""
    values = [panel.get(name, np.ones(len(panel["key"]))) for panel in (one, other)]
    common = [column[place] for column, place in zip(values, places, strict=True)]
    apart = np.count_nonzero(~np.isclose(*common, rtol=_CLOSE, atol=_CLOSE))
    alone = 0
    if name in one and name in other:
        for column, place in zip(values, places, strict=True):
            alone += np.count_nonzero(np.delete(column, place))
    if not apart and not alone:
        return []
    sums = " and ".join(f"{column.sum():,.6g}" for column in values)
    return [f"{name}: {apart} rows differ, {alone} that one alone has; sums {sums}"]


def _read(file: Path) -> Panel:
    import pyarrow.parquet as pq

    table = pq.read_table(file)
    months = [str(month)[:7] for month in table["month"].to_pylist()]
    people = table["person_id"].to_pylist()
    found = {"key": np.array([f"{a} {b}" for a, b in zip(people, months, strict=True)])}
    for name in set(table.column_names) - {"person_id", "month"}:
        found[name] = table[name].cast("float64").to_numpy()
    return found
