"""Ratios of sums over clusters, known only by their power sums.

A mean is a ratio too: the sum of amounts over the count of deals, where both are summed person by
person first. The database sends, for each group, the sums of x, m, and of their products up to
the third degree over the clusters; the rows stay where they are.

The range is that of a studentised mean, corrected for skewness by Hall's cubic, since amounts of
deals are skewed and the plain t interval then misses on the high side (80% instead of 95% at ten
deals with a coefficient of variation of 1.5). A sample of a few deals rarely shows how skewed
its source is, so for amounts that cannot be negative the skewness is taken to be at least 2.25
times the coefficient of variation. That of a gamma distribution is 2 times, that of a lognormal
one above 3; in between, ranges hold the truth 93 to 97 times of a hundred for either.

References:
    Hall (1992), On the removal of skewness by transformation.
    Johnson (1978), Modified t tests and confidence intervals for asymmetrical populations.
    Carter, Schnepel and Steigerwald (2017), Asymptotic behavior of a t-test robust to cluster
        heterogeneity (effective number of clusters).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats

_LEAST_SKEWNESS = 2.25  # times the coefficient of variation
_FARTHEST = 2.5  # times as far as the plain t interval would reach


@dataclass(frozen=True)
class PowerSums:
    """Sums over the clusters of each group; every array has the shape (groups,).

    Attributes:
        clusters: How many clusters have a share in the denominator.
        n: How many units (deals, people) there are in all.
        x, m: Sums of numerator and denominator.
        xx, xm, mm: Sums of their squares and product, cluster by cluster.
        xxx, xxm, xmm, mmm: Sums of third degree.
    """

    clusters: Floats
    n: Floats
    x: Floats
    m: Floats
    xx: Floats
    xm: Floats
    mm: Floats
    xxx: Floats
    xxm: Floats
    xmm: Floats
    mmm: Floats

    @property
    def ratio(self) -> Floats:
        """Ratio of x to m; NaN where m is not above zero."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.m > 0, self.x / self.m, np.nan)

    @property
    def concentration(self) -> Floats:
        """Sum of squared shares in the denominator: one over the effective number of clusters."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.mm / self.m**2

    @property
    def degrees(self) -> Floats:
        """Degrees of freedom of the clusters; 0 where one holds everything."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.maximum(1 / self.concentration - 1, 0)

    @property
    def variance(self) -> Floats:
        """Variance of the ratio; NaN with fewer than two clusters."""
        theta = self.ratio
        squares = self.xx - 2 * theta * self.xm + theta**2 * self.mm
        with np.errstate(divide="ignore", invalid="ignore"):
            raw = np.maximum(squares, 0) / self.m**2 / (1 - self.concentration)
        return np.where(self.clusters >= 2, raw, np.nan)

    @property
    def skewness(self) -> Floats:
        """Skewness of the clusters' deviations, corrected for its bias in small samples."""
        theta, g = self.ratio, self.clusters
        squares = np.maximum(self.xx - 2 * theta * self.xm + theta**2 * self.mm, 0) / g
        cubes = self.xxx - 3 * theta * self.xxm + 3 * theta**2 * self.xmm - theta**3 * self.mmm
        with np.errstate(divide="ignore", invalid="ignore"):
            plain = cubes / g / squares**1.5
            corrected = plain * np.sqrt(g * (g - 1)) / (g - 2)
        return np.where((g > 2) & (squares > 0), corrected, 0.0)

    @property
    def deviation(self) -> Floats:
        """Standard deviation between clusters of equal weight."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.sqrt(self.variance / self.concentration)


def ratio_interval(
    sums: PowerSums, level: float = 0.95, *, nonnegative: bool = True
) -> tuple[Floats, Floats]:
    """Low and high end of the ratio, shape (groups,); NaN with fewer than two clusters.

    Args:
        sums: What the database sent.
        level: Confidence.
        nonnegative: The numerator cannot be negative, and so neither can the range.
    """
    theta, error = sums.ratio, np.sqrt(sums.variance)
    skewness = sums.skewness
    if nonnegative:
        with np.errstate(divide="ignore", invalid="ignore"):
            variation = np.where(theta > 0, sums.deviation / theta, 0.0)
        skewness = np.maximum(skewness, _LEAST_SKEWNESS * np.nan_to_num(variation))
    quantile = special.stdtrit(np.maximum(sums.degrees, 1), 0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        tilt = skewness * np.sqrt(sums.concentration)
    low = theta - error * np.maximum(_unskewed(quantile, tilt), 0)
    high = theta - error * np.minimum(_unskewed(-quantile, tilt), 0)
    return (np.maximum(low, np.minimum(theta, 0)) if nonnegative else low), high


def _unskewed(quantile: Floats, tilt: Floats) -> Floats:
    """The quantile of the studentised mean, given that of t and skewness over root n."""
    safe = np.where(np.abs(tilt) < 1e-9, 1.0, tilt)
    cubic = 3 / safe * (np.cbrt(1 + safe * (quantile - safe / 6)) - 1)
    # Where one value outweighs the rest the cubic runs away; a bound costs next to no coverage.
    most = _FARTHEST * np.abs(quantile)
    return np.where(np.abs(tilt) < 1e-9, quantile, np.clip(cubic, -most, most))
