"""A panel as tables of people (or teams) and months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.leading.relative import Bools, Floats, Ints
from everyrep.measures import Panel
from everyrep.measures.arrays import Column


@dataclass(frozen=True)
class Spread:
    """Panels as tables.

    Attributes:
        units, months: Names of rows and columns, ascending.
        values: By measure, shape (units, months); NaN where there is nothing to divide by.
        there: Who was there; shape (units, months).
        groups: Number of the group of each, -1 where not known; None where none was asked for.
    """

    units: tuple[str, ...]
    months: tuple[str, ...]
    values: dict[str, Floats]
    there: Bools
    groups: Ints | None


def spread(tables: Sequence[Panel], unit: str, shared_by: str | None) -> Spread:
    """Panels of the same units and months, put together.

    Args:
        tables: Each by unit, "month" and, where named, `shared_by`.
        unit: "person" or "team".
        shared_by: Dimension whose groups are compared within.
    """
    units = _names(table.groups[unit] for table in tables)
    months = _names(table.groups["month"] for table in tables)
    shape = (len(units), len(months))
    present, counted = np.zeros(shape), np.zeros(shape, bool)
    values: dict[str, Floats] = {}
    for table in tables:
        at = _places(table.groups[unit], units) * len(months)
        at = np.where(at < 0, -1, at + _places(table.groups["month"], months))
        known = (at >= 0) & (_places(table.groups["month"], months) >= 0)

        def summed(column: Floats, at: Ints = at, known: Bools = known) -> Floats:
            total = np.bincount(at[known], column[known], shape[0] * shape[1])
            return total.reshape(shape).astype(np.float64)

        present = np.maximum(present, summed(table.present))
        for name in table.measures:
            x, m = summed(table.x[name]), summed(table.m[name])
            counted |= summed(table.n[name]) > 0
            plain = _is_plain_sum(table, name)
            values[name] = x if plain else np.where(m != 0, x / np.where(m != 0, m, 1), np.nan)
    # Employment says who was there; without it, who had facts before and after.
    there = present > 0 if (present > 0).any() else _between(counted)
    groups = None if shared_by is None else _groups(tables[0], (unit, shared_by), units, months)
    return Spread(units, months, values, there, groups)


def _is_plain_sum(table: Panel, name: str) -> bool:
    """Whether the measure is a plain sum, so that nothing is none."""
    return bool(np.all(table.m[name] == 1))


def _names(columns: Iterable[Column]) -> tuple[str, ...]:
    """All groups that are known, ascending."""
    return tuple(
        sorted({str(one) for column in columns for one in column.tolist() if one is not None})
    )


def _places(groups: Column, names: Sequence[str]) -> Ints:
    """The place of each row's group among names, -1 where not known."""
    place = {name: at for at, name in enumerate(names)}
    found = [-1 if group is None else place[str(group)] for group in groups.tolist()]
    return np.array(found, dtype=np.int64)


def _between(counted: Bools) -> Bools:
    """From the first month with facts to the last."""
    began = np.logical_or.accumulate(counted, axis=1)
    goes_on = np.logical_or.accumulate(counted[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(began & goes_on)


def _groups(
    table: Panel, dimensions: tuple[str, str], units: Sequence[str], months: Sequence[str]
) -> Ints:
    """The group in which each was longest in each month; -1 where not known."""
    unit, shared_by = dimensions
    group = _places(table.groups[shared_by], _names([table.groups[shared_by]]))
    row, column = _places(table.groups[unit], units), _places(table.groups["month"], months)
    known = np.flatnonzero((row >= 0) & (column >= 0))
    longest = known[np.argsort(table.present[known], kind="stable")]
    found = np.full((len(units), len(months)), -1, dtype=np.int64)
    found[row[longest], column[longest]] = group[longest]
    return found
