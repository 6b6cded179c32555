"""How far a biased normal estimate strays: quantiles of the absolute value of a shifted normal."""

from __future__ import annotations

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Floats

_STEPS = 60
_CLOSE = 1e-13


def folded_quantile(shift: Floats, level: float = 0.95) -> Floats:
    """The c with P(|Z + shift| <= c) = level, for Z standard normal.

    Newton's method from the left: the chance is concave to the right of the shift, so no step
    passes the root.

    Args:
        shift: Any shape, in standard deviations; its sign does not matter.
        level: The chance, 0 to 1.

    Returns:
        Same shape: 1.96 at no shift and 95%, and the shift plus 1.645 for large ones.
    """
    shift = np.abs(np.asarray(shift, dtype=float))
    c = shift + max(float(special.ndtri(level)), 0.0)
    for _ in range(_STEPS):
        chance = special.ndtr(c - shift) - special.ndtr(-c - shift)
        density = (np.exp(-0.5 * (c - shift) ** 2) + np.exp(-0.5 * (c + shift) ** 2)) * _PEAK
        step = (level - chance) / density
        c = c + step
        if np.abs(step).max(initial=0.0) < _CLOSE:
            break
    return c


def half_length(bias: Floats, error: Floats, level: float = 0.95) -> Floats:
    """How long the range of an estimate is to either side, in the unit of bias and error.

    Args:
        bias: The largest bias that the estimate may have, at least 0.
        error: Its standard error, above 0; same shape.
        level: Confidence.
    """
    return error * folded_quantile(bias / error, level)


_PEAK = 1 / np.sqrt(2 * np.pi)
