"""Ranges for shares: mid-P, on the number of independent trials that the clustering leaves.

The exact interval of Clopper and Pearson covers at least what it says and, for a few dozen deals,
a good deal more; the mid-P interval counts half of the outcome seen, and so covers about what it
says, at no successes and at nothing but successes too. Deals of one person are alike, so a share
of deals knows less than its count of deals says: the count is divided by the design effect first,
and the loss of degrees of freedom is charged as well. How alike is learned from all groups of an
answer together, since a team of four shows next to nothing of it.

References:
    Lancaster (1961), Significance tests in discrete distributions (mid-P).
    Korn and Graubard (1998), Confidence intervals for proportions with small expected number of
        positive counts estimated from survey data (effective trials, degrees of freedom).
"""

from __future__ import annotations

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats
from everyrep.measures.intervals.moments import PowerSums

_STEPS = 60  # at most, of Newton; a step that leaves the bracket halves it instead
_CLOSE = 1e-11
_LEAST = 1e-9


def mid_p(successes: Floats, trials: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Low and high end of a share.

    Args:
        successes: Shape (groups,), 0 to trials; need not be whole, as effective counts are not.
        trials: Shape (groups,), above 0.
        level: Confidence.

    Returns:
        Low and high, each of shape (groups,), 0 to 1. At no successes low is 0, at nothing but
        successes high is 1.
    """
    k, n = np.broadcast_arrays(np.asarray(successes, float), np.asarray(trials, float))
    tail = (1 - level) / 2
    low = np.where(k <= 0, 0.0, _solve(k, n, tail))
    high = np.where(k >= n, 1.0, 1 - _solve(n - k, n, tail))
    return low, high


def amount_share_interval(sums: PowerSums, level: float = 0.95) -> tuple[Floats, Floats]:
    """Low and high end of a share of an amount, shape (groups,), 0 to 1.

    As many independent trials of equal size are looked for as would vary like the share varies
    between clusters; at most as many as there are things, fewer for few clusters. NaN with fewer
    than two clusters.

    Args:
        sums: x is a part of m, cluster by cluster.
        level: Confidence.
    """
    value = np.clip(np.nan_to_num(sums.ratio), 0.0, 1.0)
    spread, variance = value * (1 - value), np.nan_to_num(sums.variance)
    varies = (spread > _CLOSE) & (variance > 0)
    clusters = 1 / np.where(sums.concentration > 0, sums.concentration, 1.0)
    worth = np.where(varies, spread / np.where(varies, variance, 1.0), clusters)
    tail = 0.5 + level / 2
    wider = special.ndtri(tail) / special.stdtrit(np.maximum(np.nan_to_num(sums.degrees), 1), tail)
    trials = np.minimum(worth, np.maximum(sums.n, 1)) * wider**2
    trials = np.maximum(np.nan_to_num(trials), _CLOSE)
    low, high = mid_p(value * trials, trials, level)
    known = sums.clusters >= 2
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def clustered_trials(sums: PowerSums, level: float = 0.95) -> Floats:
    """How many independent trials each group is worth, shape (groups,).

    At most those counted, and at least as many as there are clusters of equal size: trials of one
    cluster cannot be more alike than the same.

    Args:
        sums: x counts successes, m trials, cluster by cluster.
        level: Confidence of the range that it is for.
    """
    likeness, degrees = _likeness(sums)
    if likeness <= 0:
        return sums.m
    with np.errstate(divide="ignore", invalid="ignore"):
        design_effect = 1 + (sums.mm / sums.m - 1) * likeness
        fewest = np.minimum(sums.m, 1 / sums.concentration)
    tail = (1 - level) / 2
    plain = special.stdtrit(np.maximum(sums.m - 1, 1), 1 - tail)
    clustered = special.stdtrit(max(degrees, 1.0), 1 - tail)
    worth = sums.m / design_effect * (plain / clustered) ** 2
    return np.nan_to_num(np.clip(worth, fewest, sums.m))


def _likeness(sums: PowerSums) -> tuple[float, float]:
    """Correlation of two trials of a cluster, 0 to 1, and the degrees of freedom it rests on.

    A group where nothing or everything succeeded, or with one cluster, says nothing about it.
    """
    share = sums.ratio
    with np.errstate(divide="ignore", invalid="ignore"):
        independent = share * (1 - share) / np.maximum(sums.m - 1, 1)
        excess = sums.variance / independent - 1
        size = sums.mm / sums.m - 1
    weight = np.where(np.isfinite(excess) & (independent > 0), sums.degrees, 0.0)
    sizes = float((weight * np.nan_to_num(size)).sum())
    if sizes <= 0:
        return 0.0, 0.0
    found = float((weight * np.where(weight > 0, excess, 0.0)).sum()) / sizes
    return min(max(found, 0.0), 1.0), float(weight.sum())


def _solve(k: Floats, n: Floats, tail: float) -> Floats:
    """The share at which k or more successes, the k-th counted half, have the tail's chance."""
    some, rest = np.maximum(k, _LEAST), np.maximum(n - k, _LEAST)
    # The chance is the mean of two, so its root lies between the roots of the two.
    low = special.betaincinv(some, rest + 1, tail)
    high = np.where(k < n, special.betaincinv(some + 1, rest, tail), 1.0)
    share = (low + high) / 2
    for _ in range(_STEPS):
        miss = np.where(k > 0, _half_counted(some, rest, share) - tail, 0.0)
        if np.abs(miss).max(initial=0.0) < _CLOSE:
            break
        low, high = np.where(miss > 0, low, share), np.where(miss > 0, share, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = share - miss / _density(some, rest, share)
        inside = (newton >= low) & (newton <= high)
        share = np.where(inside, newton, (low + high) / 2)
    return share


def _half_counted(k: Floats, rest: Floats, share: Floats) -> Floats:
    return np.asarray(
        0.5 * (special.betainc(k, rest + 1, share) + special.betainc(k + 1, rest, share))
    )


def _density(k: Floats, rest: Floats, share: Floats) -> Floats:
    """How fast the half-counted chance grows with the share."""
    log, log_rest = np.log(share), np.log1p(-share)
    first = (k - 1) * log + rest * log_rest - special.betaln(k, rest + 1)
    second = k * log + (rest - 1) * log_rest - special.betaln(k + 1, rest)
    return np.asarray(0.5 * (np.exp(first) + np.exp(second)))
