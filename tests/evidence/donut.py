"""A plain donut difference in differences for tests, person by person.

Each cohort is compared with people who do not start until well after its last month, the same ones
in every month, so that a straight trend stays straight. What each person adds to each coefficient
gives the covariance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.calibration.worlds import Company
from everyrep.evidence.sensitivity import MonthPath


@dataclass(frozen=True)
class Window:
    """Which months are looked at, since the start.

    Attributes:
        before: The first month looked at is that many before the start.
        donut: That many months right before the start are left out.
        after: That many months are looked at from the start on.
    """

    before: int = 16
    donut: int = 3
    after: int = 6


def donut_path(company: Company, window: Window) -> MonthPath:
    """The difference between treated and others by month since the start."""
    months = np.concatenate(
        [np.arange(-window.before, -window.donut), np.arange(window.after)]
    ).astype(np.int64)
    starts = _cohorts(company, window)
    treated = int(np.isin(company.first, starts).sum())
    found, added = np.zeros(months.size), np.zeros((company.first.size, months.size))
    for start in starts:
        inside = company.first == start
        outside = company.first > start + window.after - 1 + window.donut
        share = inside.sum() / treated
        changes = _changes(company.y, int(start), months)
        found += share * (changes[inside].mean(axis=0) - changes[outside].mean(axis=0))
        added[inside] += share * _around(changes[inside])
        added[outside] -= share * _around(changes[outside])
    return MonthPath(months, found, added.T @ added)


def _cohorts(company: Company, window: Window) -> Ints:
    last = company.y.shape[1] - window.after
    starts, sizes = np.unique(company.first[company.first < NEVER], return_counts=True)
    kept = (starts >= window.before) & (starts <= last) & (sizes > 1)
    return np.asarray(starts[kept])


def _changes(y: Floats, start: int, months: Ints) -> Floats:
    base = y[:, start + months[months < 0]].mean(axis=1, keepdims=True)
    return np.asarray(y[:, start + months] - base)


def _around(changes: Floats) -> Floats:
    """What each person adds to the mean's error; the count less one, as the mean is estimated."""
    count = len(changes)
    return np.asarray((changes - changes.mean(axis=0)) / np.sqrt(count * (count - 1)))
