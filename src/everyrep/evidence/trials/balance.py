"""Whether the sides were alike before: differences in standard deviations, and all of them at once.

A single covariate out of twenty differs "significantly" by luck in most fair lotteries. So each is
shown by its size only, and one test asks whether all together differ by more than the lottery
gives.

References:
    Hansen and Bowers (2008), Covariate balance in simple, stratified and clustered comparative
        studies.
    Austin (2009), Balance diagnostics for comparing the distribution of baseline covariates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference.answerable import sides
from everyrep.evidence.inference.lottery import Lottery
from everyrep.evidence.inference.randomisation import randomisation_test
from everyrep.values import Reason
from everyrep.values.errors import require

NOTABLE = 0.1
"""Standardised difference from which on a covariate is worth adjusting for."""
_SHUFFLES = 1_999
_UNFAIR = 0.01
"""Chance below which sides are too far apart for a fair lottery."""


@dataclass(frozen=True)
class Covariate:
    """One covariate on both sides.

    Attributes:
        name: Of the covariate.
        treated, untreated: Means, in the unit of the covariate.
        standardised: Difference over the root of the mean of both variances; NaN where it is the
            same for everybody.
        missing_treated, missing_untreated: Shares without a value, 0 to 1.
    """

    name: str
    treated: float
    untreated: float
    standardised: float
    missing_treated: float
    missing_untreated: float


@dataclass(frozen=True)
class Balance:
    """The table, and the test of all at once.

    Attributes:
        covariates: One row each.
        p: Chance of sides so far apart in a fair lottery.
        degrees: How many covariates tell something of their own.
        largest: Largest standardised difference, without its sign.
        fair: The chance is not below 1 in 100.
    """

    covariates: tuple[Covariate, ...]
    p: float
    degrees: int
    largest: float
    fair: bool


def balance(
    covariates: Floats,
    names: Sequence[str],
    treated: Bools,
    *,
    cluster: Ints | None = None,
    stratum: Ints | None = None,
    seed: int = 0,
) -> Balance | Reason:
    """The table and the test.

    Args:
        covariates: Shape (people, covariates), from before; NaN where missing.
        names: Of the covariates.
        treated: Shape (people,).
        cluster: Shape (people,); groups that were drawn together.
        stratum: Shape (people,); within which the lottery was held.
        seed: Of the random numbers, where there are clusters or strata.
    """
    require(
        covariates.shape == (treated.size, len(names)),
        f"There are covariates of shape {covariates.shape} for {len(names)} names",
        "Give one name a column and one row a person",
    )
    stuck = sides(treated)
    if stuck is not None:
        return stuck
    rows = tuple(_row(n, c, treated) for n, c in zip(names, covariates.T, strict=True))
    known = [abs(row.standardised) for row in rows if np.isfinite(row.standardised)]
    white = _white(covariates)
    if white.shape[1] == 0:
        return Balance(rows, 1.0, 0, 0.0, fair=True)
    if cluster is None and stratum is None:
        p = _joint(white, treated)
    else:
        lottery = Lottery(treated.astype(np.int64), cluster, stratum)
        found = _shuffled(white, lottery, seed)
        if isinstance(found, Reason):
            return found
        p = found
    return Balance(rows, p, white.shape[1], max(known, default=0.0), fair=p >= _UNFAIR)


def noticed(degrees: int, treated: int, untreated: int, *, power: float = 0.8) -> float:
    """The standardised difference in one covariate that the test would have found that often.

    Where groups were drawn, sizes are groups: people of one are then taken to be wholly alike.

    Args:
        degrees: Covariates that tell something of their own.
        treated, untreated: People, or groups that were drawn, on each side.
        power: Chance of noticing it.
    """
    if degrees < 1:
        return 0.0
    bar = float(special.chdtri(degrees, _UNFAIR))
    low, high = 0.0, 200.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if special.chndtr(bar, degrees, middle) > 1 - power else (low, middle)
        )
    return float(np.sqrt(high * (1 / treated + 1 / untreated)))


def imbalance(white: Floats, label: Ints) -> Floats:
    """Squared distance of the two sides over all covariates, for many lotteries at once.

    Args:
        white: Covariates of variance one that are not correlated, shape (people, covariates).
        label: 0 or 1, shape (draws, people).

    Returns:
        Shape (draws,); its mean is about the number of covariates in a fair lottery of people.
    """
    side = (label == 1).astype(float)
    some = side.sum(axis=1)
    rest = side.shape[1] - some
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = (side @ white) * (1 / some + 1 / rest)[:, None] - white.sum(axis=0) / rest[:, None]
        squares: Floats = (gap**2).sum(axis=1) * some * rest / side.shape[1]
    return squares


def whitened(covariates: Floats) -> Floats:
    """Covariates turned to be uncorrelated and of variance one; what follows from others is gone.

    Args:
        covariates: Shape (people, covariates), finite.
    """
    centred = covariates - covariates.mean(axis=0)
    spread = centred.std(axis=0)
    varied = spread > 1e-12 * np.maximum(np.abs(covariates).max(axis=0, initial=0.0), 1e-300)
    scaled = centred[:, varied] / spread[varied]
    if scaled.shape[1] == 0:
        return np.asarray(scaled, float)
    left, size, _ = np.linalg.svd(scaled, full_matrices=False)
    own: Floats = left[:, size > 1e-8 * size[0]] * np.sqrt(covariates.shape[0] - 1)
    return own


def _white(covariates: Floats) -> Floats:
    missing = ~np.isfinite(covariates)
    known = np.where(missing, 0.0, covariates)
    mean = known.sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
    marked = missing[:, missing.any(axis=0)].astype(float)
    return whitened(np.column_stack([np.where(missing, mean, covariates), marked]))


def _joint(white: Floats, treated: Bools) -> float:
    square = float(imbalance(white, treated.astype(np.int64)[None, :])[0])
    return float(special.chdtrc(white.shape[1], square))


def _shuffled(white: Floats, lottery: Lottery, seed: int) -> float | Reason:
    found = randomisation_test(
        lottery, lambda label: imbalance(white, label), most=_SHUFFLES, seed=seed
    )
    return found if isinstance(found, Reason) else found.p


def _row(name: str, values: Floats, treated: Bools) -> Covariate:
    known = np.isfinite(values)
    there = [values[known & treated], values[known & ~treated]]
    means = [float(group.mean()) if group.size else nan for group in there]
    spread = [float(np.var(group, ddof=1)) if group.size > 1 else nan for group in there]
    scale = float(np.sqrt(sum(spread) / 2))
    gap = (means[0] - means[1]) / scale if scale > 0 else nan
    lost = [float(1 - known[treated].mean()), float(1 - known[~treated].mean())]
    return Covariate(name, means[0], means[1], gap, lost[0], lost[1])
