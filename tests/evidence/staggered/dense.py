"""Imputation by brute force: every unit, period and course a column of one large least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints


@dataclass(frozen=True)
class Dense:
    """A panel as one row for each outcome.

    Attributes:
        y: Shape (rows,).
        design: Shape (rows, columns): units, periods by group, and covariates by period.
        unit: Shape (rows,).
        period: Shape (rows,).
        first: Shape (rows,).
    """

    y: Floats
    design: Floats
    unit: Ints
    period: Ints
    first: Ints

    @property
    def since(self) -> Ints:
        """Periods since treatment; far below 0 for never."""
        return self.period - np.where(self.first == NEVER, 10**6, self.first)


def dense(
    y: Floats, first: Ints, groups: Ints | None = None, covariates: Floats | None = None
) -> Dense:
    """The rows of a panel, and the columns of its model."""
    unit, period = np.nonzero(~np.isnan(y))
    units, periods = y.shape
    group = np.zeros(units, np.int64) if groups is None else groups
    columns = [unit[:, None] == np.arange(units)]
    columns += [
        (group[unit] == g)[:, None] & (period[:, None] == np.arange(periods))
        for g in np.unique(group)
    ]
    design = np.hstack(columns).astype(float)
    for x in np.zeros((0, units)) if covariates is None else covariates.T:
        design = np.hstack([design, x[unit, None] * (period[:, None] == np.arange(periods))])
    return Dense(y[unit, period], design, unit, period, first[unit])


def imputed(
    rows: Dense, weights: Floats, donut: int, owner: Ints, *, leave_out: bool
) -> tuple[float, float]:
    """A weighted sum of effects and its standard error, as the paper's formulas say.

    Args:
        rows: The panel.
        weights: Shape (rows,), of effects; 0 in untreated rows.
        donut: Periods before treatment that are not in the fit.
        owner: Shape (units,): the group of units that each belongs to.
        leave_out: Whether means leave out a unit's own group.
    """
    fitted = rows.since < -donut
    inverse = np.linalg.pinv(rows.design[fitted])
    left = rows.y - rows.design @ (inverse @ rows.y[fitted])
    every = weights.copy()
    every[fitted] = -inverse.T @ (rows.design[~fitted].T @ weights[~fitted])
    assert np.abs(every @ rows.design).max() < 1e-8
    for first in np.unique(rows.first):
        for period in np.unique(rows.period):
            here = (weights != 0) & (rows.first == first) & (rows.period == period)
            left[here] -= _means(left[here], weights[here], owner[rows.unit[here]], leave_out)
    total = np.bincount(owner[rows.unit], every * left)
    correction = 1.0
    if np.unique(owner).size < owner.size:
        correction = np.unique(owner).size / (np.unique(owner).size - 1)
    return float(every @ rows.y), float(np.sqrt(correction * (total**2).sum()))


def _means(effects: Floats, weights: Floats, owner: Ints, leave_out: bool) -> Floats:
    """The mean over groups of units, each by its weight squared, for each row."""
    found = np.zeros(effects.size)
    for at, own in enumerate(owner):
        above = below = 0.0
        for other in np.unique(owner):
            if leave_out and other == own:
                continue
            mine: Bools = owner == other
            below += weights[mine].sum() ** 2
            above += weights[mine].sum() * (weights[mine] @ effects[mine])
        found[at] = above / below
    return found
