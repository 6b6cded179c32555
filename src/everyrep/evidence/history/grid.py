"""The grid of people by months: who was employed when, and where each belonged."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.measures import Panel
from everyrep.values import Grain, Period

GROUPS = ("team", "manager", "territory")
_ENOUGH = 0.25
"""Share of the usual month's facts with which records count as begun."""

_MANY = 20
_EXPECTED = 15.0
"""What the facts of a month would usually come to, from which on nothing at all is no chance."""
"""Facts of a usual month from which on a month without any was not recorded."""


@dataclass(frozen=True)
class Grid:
    """Who was employed when: the rows and columns of every matrix."""

    people: Sequence[str]
    months: tuple[str, ...]
    days: Floats  # share of each month in which each was employed, (units, periods)
    tenure: Floats  # months since hire, (units, periods), NaN while not employed
    of: Mapping[str, Sequence[Sequence[str | None]]]

    def place(self, table: Panel) -> tuple[Ints, Ints, Ints]:
        """Rows of a panel that fall on the grid, with their person and month."""
        person = {one: at for at, one in enumerate(self.people)}
        month = {one: at for at, one in enumerate(self.months)}
        days = table.groups["day"] if "day" in table.groups else table.groups["month"]
        down = np.fromiter((person.get(str(p), -1) for p in table.groups["person"]), np.int64)
        across = np.fromiter((month.get(str(d)[:7], -1) for d in days), np.int64)
        rows = np.flatnonzero((down >= 0) & (across >= 0))
        return rows, down[rows], across[rows]


def first_month(table: Panel, measure: str) -> str:
    """The first month with a share of what is usual: before it only what lasted long is known."""
    months, place = np.unique(table.groups["month"].astype(str), return_inverse=True)
    facts = np.bincount(place, weights=table.n[measure], minlength=months.size)
    usual = float(np.median(facts[facts > 0]))
    return str(months[np.flatnonzero(facts >= _ENOUGH * usual)[0]])


def unrecorded(table: Panel, measure: str, months: tuple[str, ...]) -> Bools:
    """Months without a single fact, or with none but zeros, where much is usual, (periods,).

    A year in which nobody sold anything is a year that was not loaded, and no zeros; so is one in
    which every deal was worth nothing.
    """
    place = {month: at for at, month in enumerate(months)}
    at = np.array([place.get(one, -1) for one in table.groups["month"].astype(str)], np.int64)
    inside = at >= 0
    counts, sums = (
        np.bincount(at[inside], weights=column[inside].astype(float), minlength=len(months))
        for column in (table.n[measure], table.x[measure])
    )
    known, told = counts[counts > 0], (counts > 0) & (sums != 0)
    many = known.size > 0 and float(np.median(known)) >= _MANY
    usual = float(sums[told].sum() / counts[told].sum()) if told.any() else 0.0
    zeros = (sums == 0) & (abs(usual) * counts >= _EXPECTED) & (counts >= _MANY)
    return np.asarray(((counts == 0) & many) | zeros)


def people_of(present: Panel, table: Panel, *, conditional: bool) -> list[str]:
    """Sellers who were employed; with a condition, those who have a fact under it."""
    there = {str(one) for one, days in zip(present.groups["person"], present.present, strict=True)
             if one is not None and days > 0}  # fmt: skip
    if not conditional:
        return sorted(there)
    measure = next(iter(table.measures))
    facts = table.groups["person"][table.n[measure] > 0]
    return sorted(there & {str(one) for one in facts if one is not None})


def hired(present: Panel) -> dict[str, str]:
    """The first month in which each was there."""
    found: dict[str, str] = {}
    for row in np.flatnonzero(present.present > 0):
        person, month = str(present.groups["person"][row]), str(present.groups["month"][row])
        found[person] = min(month, found.get(person, month))
    return found


def _tenure(people: Sequence[str], months: tuple[str, ...], hired: Mapping[str, str]) -> Floats:
    """Months from the month of hire to each month."""
    at = np.array([_number(month) for month in months], dtype=float)
    start = np.array([_number(hired.get(one, months[0])) for one in people], dtype=float)
    return np.asarray(at[None, :] - start[:, None])


def _number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:7])


def filled(
    present: Panel, people: Sequence[str], months: tuple[str, ...], hired: Mapping[str, str]
) -> Grid:
    """The grid of some people and months, with where each belonged for most of every month."""
    days = np.zeros((len(people), len(months)))
    of: dict[str, list[list[str | None]]] = {
        name: [[None] * len(months) for _ in people] for name in GROUPS
    }
    grid = Grid(people, months, days, _tenure(people, months, hired), of)
    rows, down, across = grid.place(present)
    most = np.zeros_like(days)
    for row, person, month in zip(rows, down, across, strict=True):
        days[person, month] += present.present[row]
        if present.present[row] > most[person, month]:
            most[person, month] = present.present[row]
            for name in GROUPS:
                group = present.groups[name][row]
                of[name][person][month] = None if group is None else str(group)
    lengths = np.array([monthrange(int(one[:4]), int(one[5:7]))[1] for one in months])
    np.minimum(days / lengths, 1.0, out=days)
    return grid


def months_of(period: Period) -> list[str]:
    """Names of the months of a period, in order."""
    return [part.start.strftime("%Y-%m") for part in period.split(Grain.MONTH)]
