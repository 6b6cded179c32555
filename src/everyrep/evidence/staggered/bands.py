"""Critical values: for one effect, and for several that must hold at once.

References:
    Montiel Olea, J. L. and Plagborg-Møller, M. (2019), Simultaneous confidence bands: theory,
    implementation, and an application to SVARs. Journal of Applied Econometrics 34.
    Callaway, B. and Sant'Anna, P. (2021), Difference-in-differences with multiple time periods.
    Journal of Econometrics 225, algorithm 1.
    Mammen, E. (1993), Bootstrap and wild bootstrap for high dimensional linear models. Annals of
    Statistics 21.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Floats

Multiplier = Literal["mammen", "rademacher"]
_DRAWS = 20_000
_AT_ONCE = 4_000_000
"""Random numbers held at once by the bootstrap: 32 MB."""
_IQR = 1.3489795003921634
"""Distance between the quartiles of the standard normal distribution."""


@dataclass(frozen=True)
class Bootstrap:
    """What a multiplier bootstrap found.

    Attributes:
        standard_errors: Shape (effects,), from the quartiles of the draws.
        simultaneous: How many of them hold all effects at once.
        draws: How many draws.
    """

    standard_errors: Floats
    simultaneous: float
    draws: int


def critical_values(level: float, freedom: Floats) -> Floats:
    """How many standard errors one effect's interval reaches, by Student's t; as `freedom`."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, (1 + level) / 2), dtype=float)


def simultaneous_values(
    covariance: Floats,
    freedom: Floats,
    level: float,
    *,
    groups: int,
    seed: int,
    draws: int = _DRAWS,
) -> Floats:
    """How many standard errors a band must reach to hold all effects at once, shape (effects,).

    The largest of correlated normal values, by drawing, says how rare each effect's own miss must
    be; Student's t with the effect's own degrees of freedom says how far that is. Where groups of
    units are few beside effects, what effects have in common is itself a guess, and is drawn nearer
    to nothing, which widens the band. Effects without variance (base periods) take no part.

    Args:
        covariance: Shape (effects, effects).
        freedom: Shape (effects,): degrees of freedom.
        level: Chance that the band holds all, such as 0.95.
        groups: Groups of units (or units) behind the covariance.
        seed: Of the draws.
        draws: How many.
    """
    from scipy.special import ndtr, stdtrit

    spread = np.sqrt(np.diag(covariance))
    moved = spread > 0
    if np.count_nonzero(moved) < 2:
        return critical_values(level, freedom)
    correlation = covariance[np.ix_(moved, moved)] / np.outer(spread[moved], spread[moved])
    count = correlation.shape[0]
    apart = count / (count + groups)
    values, vectors = np.linalg.eigh((1 - apart) * correlation + apart * np.eye(count))
    root = vectors * np.sqrt(np.clip(values, 0, None))
    generator = np.random.default_rng(seed)
    largest = np.abs(generator.standard_normal((draws, root.shape[1])) @ root.T).max(axis=1)
    rare = min(float(ndtr(np.quantile(largest, level))), 1.0)
    return np.asarray(stdtrit(freedom, max(rare, (1 + level) / 2)), dtype=float)


def multiplier_bootstrap(
    contributions: Floats,
    *,
    seed: int,
    draws: int = 999,
    multiplier: Multiplier = "mammen",
    level: float = 0.95,
) -> Bootstrap:
    """Standard errors and a simultaneous critical value by random weights on contributions.

    Args:
        contributions: Shape (units or groups of units, effects): influence, added up by group
            (`effects.totals`) where units belong together.
        seed: Of the draws.
        draws: How many.
        multiplier: Mammen's two points, which keep skewness, or signs.
        level: Chance that the band holds all effects.
    """
    drawn = _drawn(contributions, np.random.default_rng(seed), draws, multiplier)
    low, high = np.quantile(drawn, [0.25, 0.75], axis=0)
    spread = (high - low) / _IQR
    moved = spread > 0
    largest = np.max(np.abs(drawn[:, moved]) / spread[moved], axis=1, initial=0.0)
    return Bootstrap(spread, float(np.quantile(largest, level)), draws)


def _drawn(
    contributions: Floats, generator: np.random.Generator, draws: int, multiplier: Multiplier
) -> Floats:
    rows = contributions.shape[0]
    step = max(1, _AT_ONCE // max(rows, 1))
    parts = [
        _weights(generator, min(step, draws - start), rows, multiplier) @ contributions
        for start in range(0, draws, step)
    ]
    return np.concatenate(parts)


def _weights(
    generator: np.random.Generator, draws: int, rows: int, multiplier: Multiplier
) -> Floats:
    """Random weights with mean 0 and variance 1, shape (draws, rows)."""
    if multiplier == "rademacher":
        signs = generator.integers(0, 2, (draws, rows), dtype=np.int8)
        return signs.astype(float) * 2 - 1
    golden = (1 + np.sqrt(5)) / 2
    low = generator.random((draws, rows), dtype=np.float32) < golden / np.sqrt(5)
    return np.asarray(np.where(low, 1 - golden, golden), dtype=float)
