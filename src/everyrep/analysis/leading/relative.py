"""Series of people relative to their peers of the month, and what is known of each before.

A month that is good for all lifts an indicator and an outcome at once, and a season does so every
year. Neither says who will sell more. So every value is taken relative to the mean of its *cell*:
the people of one month, or of one team and month. What is left is who stands above the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CLIPPED = 0.02
"""Share of values at the ends that count as the value there: a few huge deals carry no series."""
_PRIORS = (3.0, 12.0)
"""Months that a person's past mean is drawn towards its peers by; two, so that data can choose."""
_EARLY_MONTHS = (3.0, 9.0)
"""Time constants, in months, of what goes by with time since arrival."""
OWN_LAGS = 3
"""Months of the outcome that stand for themselves; older ones stand in the past mean."""


@dataclass(frozen=True)
class Grid:
    """Who was there when, and with whom each is compared.

    Attributes:
        cells: Number of the cell of each person and month, -1 while not there; shape (people,
            months). A cell never spans two months.
    """

    cells: Ints

    @property
    def there(self) -> Bools:
        """Whether a person was there in a month; shape (people, months)."""
        return self.cells >= 0

    @property
    def people(self) -> int:
        """How many people."""
        return int(self.cells.shape[0])

    @property
    def months(self) -> int:
        """How many months."""
        return int(self.cells.shape[1])


def grid_of(there: Bools, groups: Ints | None = None) -> Grid:
    """The grid of people, compared with all others of the month, or those of their group.

    Args:
        there: Shape (people, months).
        groups: Number of each person's group in each month, below 0 where not known; those of
            unknown groups are compared with one another.
    """
    months = np.arange(there.shape[1])
    if groups is None:
        return Grid(np.where(there, months[None, :], -1))
    width = int(groups.max(initial=0)) + 2
    return Grid(np.where(there, months[None, :] * width + np.maximum(groups, -1) + 1, -1))


def relative(values: Floats, grid: Grid, *, clipped: float = CLIPPED) -> Floats:
    """Values less the mean of their cell, the largest and smallest clipped first.

    Args:
        values: Shape (people, months); NaN where there is no value.
        grid: Cells.
        clipped: Share of all values that is pulled in at either end.

    Returns:
        Shape (people, months); NaN where there is no value or the person was not there.
    """
    kept = np.where(grid.there, values, np.nan)
    known = ~np.isnan(kept)
    if not known.any():
        return kept
    if clipped:
        low, high = np.quantile(kept[known], [clipped / 2, 1 - clipped / 2])
        kept = np.clip(kept, low, high)
    return np.where(known, centred(np.where(known, kept, 0.0), grid, known), np.nan)


def centred(values: Floats, grid: Grid, known: Bools) -> Floats:
    """Values less the mean of the known ones of their cell; 0 where not known.

    Args:
        values: Shape (people, months) or (people, months, columns), without NaN.
        grid: Cells.
        known: Which values count; shape (people, months).
    """
    flat = values.reshape(values.shape[0] * values.shape[1], -1)
    rows = np.flatnonzero(known.ravel())
    cell = grid.cells.ravel()[rows]
    count = np.maximum(np.bincount(cell), 1)
    found = np.zeros_like(flat)
    for at in range(flat.shape[1]):
        column = flat[rows, at]
        found[rows, at] = column - (np.bincount(cell, column) / count)[cell]
    return found.reshape(values.shape)


def lagged(values: Floats, months: int) -> Floats:
    """What each person's value was so many months before; NaN before the first month."""
    if months == 0:
        return values
    found = np.full_like(values, np.nan)
    found[:, months:] = values[:, :-months]
    return found


def past_means(values: Floats) -> Floats:
    """Each person's mean over all earlier months, drawn towards the peers' mean of zero.

    Args:
        values: Relative values, shape (people, months).

    Returns:
        Shape (people, months, 2): once hardly drawn, once strongly, see `_PRIORS`.
    """
    known = ~np.isnan(values)
    total = np.cumsum(np.where(known, values, 0.0), axis=1)
    count = np.cumsum(known, axis=1)
    before = np.zeros_like(total)
    before[:, 1:] = total[:, :-1]
    months = np.zeros_like(total)
    months[:, 1:] = count[:, :-1]
    return np.stack([before / (months + prior) for prior in _PRIORS], axis=2)


def arrival(there: Bools) -> Floats:
    """What goes by with the months since a person came, as curves; shape (people, months, 2).

    Whoever was there in the first month may have been there for long, and has none of it. New
    people improve in everything at once, so without this all that they do would seem to lead.
    """
    first = np.argmax(there, axis=1)
    age = np.arange(there.shape[1])[None, :] - first[:, None]
    counts = there & (first > 0)[:, None]
    return np.stack([np.where(counts, np.exp(-age / m), 0.0) for m in _EARLY_MONTHS], axis=2)


def own_past(outcome: Floats, there: Bools) -> Floats:
    """What a person's own earlier outcomes say of the month; shape (people, months, columns).

    The last months one by one, the mean of all earlier months, and time since arrival. A month
    without a value counts as that of the peers.
    """
    last = [np.nan_to_num(lagged(outcome, lag)) for lag in range(1, OWN_LAGS + 1)]
    return np.concatenate([np.stack(last, axis=2), past_means(outcome), arrival(there)], axis=2)
