"""A panel as tables of people (or teams) and months."""

from __future__ import annotations

import numpy as np

from everyrep.analysis.leading.relative import Bools, Floats, Ints
from everyrep.measures import Panel


def spread(
    table: Panel, unit: str, shared_by: str | None
) -> tuple[dict[str, Floats], Bools, Ints | None]:
    """The panel as tables of unit and month: values, who was there, and the group of each."""
    row, rows = _places(table.groups[unit])
    column, columns = _places(table.groups["month"])
    known = (row >= 0) & (column >= 0)
    shape = (rows, columns)
    flat = (row * columns + column)[known]
    present = np.bincount(flat, table.present[known], rows * columns).reshape(shape)
    counted = np.zeros(shape, bool)
    values = {}
    for name in table.measures:
        x = np.bincount(flat, table.x[name][known], rows * columns).reshape(shape)
        m = np.bincount(flat, table.m[name][known], rows * columns).reshape(shape)
        n = np.bincount(flat, table.n[name][known], rows * columns).reshape(shape)
        counted |= n > 0
        if _is_plain_sum(table, name):
            values[name] = x.astype(np.float64)
        else:
            values[name] = np.where(m != 0, x / np.where(m != 0, m, 1), np.nan)
    # Employment says who was there; without it, who had facts before and after.
    there = present > 0 if (present > 0).any() else _between(counted)
    groups = None
    if shared_by is not None:
        groups = _groups(table, shared_by, known, flat, shape)
    return values, there, groups


def _is_plain_sum(table: Panel, name: str) -> bool:
    """Whether the measure is a plain sum, so that nothing is none."""
    return bool(np.all(table.m[name] == 1))


def _places(groups: np.ndarray) -> tuple[Ints, int]:
    """The place of each row's group in ascending order, -1 where not known, and how many."""
    listed = groups.tolist()
    names = sorted({str(group) for group in listed if group is not None})
    place = {name: at for at, name in enumerate(names)}
    found = [-1 if group is None else place[str(group)] for group in listed]
    return np.array(found, dtype=np.int64), len(names)


def _between(counted: Bools) -> Bools:
    """From the first month with facts to the last."""
    began = np.logical_or.accumulate(counted, axis=1)
    goes_on = np.logical_or.accumulate(counted[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(began & goes_on)


def _groups(table: Panel, shared_by: str, known: Bools, flat: Ints, shape: tuple[int, int]) -> Ints:
    """The group in which each was longest in each month; -1 where not known."""
    group, _ = _places(table.groups[shared_by])
    longest = np.argsort(table.present[known], kind="stable")
    found = np.full(shape[0] * shape[1], -1, dtype=np.int64)
    found[flat[longest]] = group[known][longest]
    return found.reshape(shape)
