"""Ranges for events counted over an exposure: exits in person-years, calls in rep-weeks.

`exact` is Garwood's interval, which covers at least what it says. The mid-P interval counts half
of the number seen and covers about what it says, at no events too.

References:
    Garwood (1936), Fiducial limits for the Poisson distribution.
    Cohen and Yang (1994), Mid-P confidence intervals for the Poisson expectation.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats

_HALVINGS = 60


def poisson_interval(
    events: Floats, exposure: Floats, level: float = 0.95, *, exact: bool = False
) -> tuple[Floats, Floats]:
    """Low and high end of a rate of events per unit of exposure.

    Args:
        events: Shape (groups,), events seen.
        exposure: Shape (groups,), above 0; its unit is the rate's "per".
        level: Confidence.
        exact: Garwood's interval in place of mid-P.
    """
    k = np.asarray(events, float)
    tail = (1 - level) / 2
    if exact:
        low = np.where(k > 0, special.gammaincinv(np.maximum(k, 1e-12), tail), 0.0)
        high = special.gammaincinv(k + 1, 1 - tail)
    else:
        low = np.where(k > 0, _mean_with_tail(k, tail), 0.0)
        high = _mean_with_tail(k, 1 - tail)
    return low / exposure, high / exposure


def _mean_with_tail(k: Floats, tail: float) -> Floats:
    """The mean at which k or more events, the k-th counted half, have this chance."""
    low = np.zeros_like(k)
    high = special.gammaincinv(k + 1, 1 - 1e-6)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        at_least = np.where(k > 0, special.gammainc(np.maximum(k, 1e-12), middle), 1.0)
        chance = 0.5 * (at_least + special.gammainc(k + 1, middle))
        low, high = np.where(chance > tail, low, middle), np.where(chance > tail, middle, high)
    return np.asarray((low + high) / 2)
