"""Ranges for a median from order statistics: no assumption on the shape of what is measured.

References:
    Hettmansperger and Sheather (1986), Confidence intervals based on interpolated order
        statistics.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats


def median_interval(values: Floats, level: float = 0.95) -> tuple[float, float, float]:
    """Median of independent values, with its low and high end.

    The range is interpolated between the two pairs of order statistics whose exact coverage lies
    on either side of the level.

    Returns:
        Median, low, high; all NaN without values, low and high NaN where there are too few for
        any range of this level (fewer than six at 95%).
    """
    ordered = np.sort(np.asarray(values, float))
    n = ordered.size
    if n == 0:
        return float("nan"), float("nan"), float("nan")
    middle = float(np.median(ordered))
    depth = _depth(n, level)
    if depth < 1:
        return middle, float("nan"), float("nan")
    wide, narrow = _coverage(n, depth), _coverage(n, depth + 1)
    share = (wide - level) / (wide - narrow)
    weight = (n - depth) * share / (depth + (n - 2 * depth) * share)
    low = (1 - weight) * ordered[depth - 1] + weight * ordered[depth]
    high = (1 - weight) * ordered[n - depth] + weight * ordered[n - depth - 1]
    return middle, float(low), float(high)


def _depth(n: int, level: float) -> int:
    """How far from either end the order statistics lie that just cover the level; 0 if none."""
    depths = np.arange(1, n // 2 + 1, dtype=float)
    good = depths[_coverage(n, depths) >= level]
    return int(good[-1]) if good.size else 0


def _coverage(n: int, depth: int | Floats) -> Floats:
    """Chance that the median lies between the depth-th value from below and from above."""
    return np.asarray(1 - 2 * special.bdtr(np.asarray(depth) - 1.0, n, 0.5))
