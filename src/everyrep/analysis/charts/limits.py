"""From a chance to the value that is exceeded with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats

_STEPS = 90
_CLOSE = 1e-9  # of a standard deviation, about
_NARROW = 1e-13
_SMALL = 1e-300


def solve(below: Callable[[Floats], Floats], chance: Floats, low: Floats, high: Floats) -> Floats:
    """The values below which a point falls with these chances, many charts at once.

    On the scale of normal quantiles the chances are nearly straight lines, so the ends of a
    bracket joined by a line come close in a few steps; an end that stays twice counts half
    (the Illinois rule, Dowell and Jarratt 1971), and each fourth step halves the bracket.

    Args:
        below: Chance of a point at most so large, rising.
        chance: Shape (charts,).
        low: Values that are too small.
        high: Values that are too large.
    """
    goal = special.ndtri(chance)
    low, high = low.astype(float), high.astype(float)
    miss_low, miss_high = _miss(below, low, goal), _miss(below, high, goal)
    middle = (low + high) / 2
    found = np.zeros(middle.shape, dtype=bool)
    moved = np.zeros(middle.shape)
    for step in range(_STEPS):
        apart = miss_low - miss_high
        ratio = np.divide(miss_low, apart, out=np.full_like(apart, np.nan), where=apart != 0)
        usable = (step % 4 != 3) & np.isfinite(ratio) & (miss_low > -30) & (miss_high < 30)
        tried = np.where(usable, low + (high - low) * np.clip(ratio, 0.0, 1.0), (low + high) / 2)
        # What is close enough stays, so that no chart's limits depend on which others there are.
        middle = np.where(found, middle, tried)
        miss = _miss(below, middle, goal)
        narrow = high - low <= _NARROW * np.maximum(np.abs(low), np.abs(high))
        found = found | (np.abs(miss) < _CLOSE) | narrow
        if np.all(found):
            break
        under = miss < 0
        miss_high = np.where(under & (moved > 0), miss_high / 2, miss_high)
        miss_low = np.where(~under & (moved < 0), miss_low / 2, miss_low)
        low, miss_low = np.where(under, middle, low), np.where(under, miss, miss_low)
        high, miss_high = np.where(under, high, middle), np.where(under, miss_high, miss)
        moved = np.where(under, 1.0, -1.0)
    return middle


def _miss(below: Callable[[Floats], Floats], value: Floats, goal: Floats) -> Floats:
    found: Floats = special.ndtri(np.clip(below(value), _SMALL, 1 - 1e-16)) - goal
    return found
