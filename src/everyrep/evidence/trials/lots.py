"""Drawing lots within strata with the right chances, and pairing the most alike.

References:
    Cox (1987), A constructive procedure for unbiased controlled rounding.
    Greevy, Lu, Silber and Rosenbaum (2004), Optimal multivariate matching before randomization.
"""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import Floats, Ints

_CLOSE = 1e-9


def lots(stratum: Ints, shares: Floats, draws: int, rng: np.random.Generator) -> Ints:
    """Arms of units, each stratum shuffled by itself.

    Args:
        stratum: Shape (units,), from 0 on.
        shares: Of each arm, shape (arms,).
        draws: How many lots.
        rng: Random numbers.

    Returns:
        Shape (draws, units), from 0 on.
    """
    counts = _counts(np.bincount(stratum), shares / shares.sum(), rng)
    drawn = np.zeros((draws, stratum.size), np.int64)
    for s in range(counts.shape[0]):
        who = np.flatnonzero(stratum == s)
        arms = np.repeat(np.arange(shares.size), counts[s])
        drawn[:, who] = rng.permuted(np.tile(arms, (draws, 1)), axis=1)
    return drawn


def _counts(size: Ints, shares: Floats, rng: np.random.Generator) -> Ints:
    """Units of each stratum and arm: its share, rounded up or down by lot with the right chances.

    Of two arms the whole is rounded in the same way; of several each stratum is by itself.
    """
    if shares.size > 2:
        return np.array([_rounded(n * shares, rng) for n in size.tolist()])
    order = rng.permutation(size.size)
    ends = np.floor(np.cumsum(size[order]) * shares[1] + rng.uniform() + _CLOSE)
    treated = np.zeros(size.size, np.int64)
    treated[order] = np.diff(ends, prepend=0)
    return np.column_stack([size - treated, treated])


def _rounded(exact: Floats, rng: np.random.Generator) -> Ints:
    """Numbers that sum to a whole, each up or down, up as often as its fraction says."""
    order = rng.permutation(exact.size)
    ends = np.floor(np.cumsum(exact[order]) + rng.uniform() + _CLOSE)
    whole = np.zeros(exact.size, np.int64)
    whole[order] = np.diff(ends, prepend=0)
    return whole


def pairs(white: Floats, stratum: Ints) -> Ints:
    """Pair of each unit, stratum by stratum; of an odd number the most unlike is alone.

    Args:
        white: Covariates of variance one that are not correlated, shape (units, covariates).
        stratum: Shape (units,), from 0 on.

    Returns:
        Shape (units,), from 0 on.
    """
    pair, number = np.full(stratum.size, -1, np.int64), 0
    for s in range(int(stratum.max()) + 1):
        who = np.flatnonzero(stratum == s)
        pair[who] = number + _nearest(white[who])
        number = int(pair.max()) + 1
    return pair


def _nearest(white: Floats) -> Ints:
    """Pair of each unit: time and again the one most unlike the rest takes its nearest."""
    length = (white**2).sum(axis=1)
    gap = np.maximum(length[:, None] + length - 2 * white @ white.T, 0.0)
    total, left = gap.sum(axis=1), np.ones(length.size, bool)
    pair, number = np.zeros(length.size, np.int64), 0
    while left.any():
        far = int(np.where(left, total, -np.inf).argmax())
        alone = int(left.sum()) % 2 == 1
        left[far] = False
        chosen = [far] if alone else [far, int(np.where(left, gap[far], np.inf).argmin())]
        left[chosen], pair[chosen] = False, number
        total -= gap[:, chosen].sum(axis=1)
        number += 1
    return pair
