"""How much groups differ is itself not known: its posterior, on a handful of points.

Plugging in the best estimate of a standard deviation between groups makes ranges too narrow, and
where the estimate is zero it makes everybody equal for certain. So the standard deviation is given
a weak prior (half of a t distribution with three degrees of freedom), its posterior is laid on
points with weights, and everything else is averaged over them.

References:
    Gelman (2006), Prior distributions for variance parameters in hierarchical models.
    Rue, Martino and Chopin (2009), Approximate Bayesian inference for latent Gaussian models.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy  # its heavy parts are loaded by the first who needs them
from scipy import special

from everyrep.analysis.comparison.arrays import Floats

LogDensity = Callable[[Floats], float]

_PRIOR_FREEDOM = 3.0
_LOW, _HIGH = -7.0, 3.0  # of log standard deviations that are looked at
_DROP = 9.0  # log density below the peak at which a point no longer matters
_FINE = 25
_POINTS_A_DIMENSION = 48


@dataclass(frozen=True)
class Points:
    """Points of log standard deviations, with the posterior weight of each.

    Attributes:
        at: Shape (points, groupings).
        weights: Shape (points,), adding up to 1.
    """

    at: Floats
    weights: Floats


def log_prior(log_sds: Floats, scale: float) -> float:
    """Log density, up to a constant, of log standard deviations under half-t priors."""
    sds = np.exp(log_sds)
    tails = -0.5 * (_PRIOR_FREEDOM + 1) * np.log1p((sds / scale) ** 2 / _PRIOR_FREEDOM)
    return float((tails + log_sds).sum())


def explore(log_density: LogDensity, dimensions: int) -> Points:
    """Points that carry the mass of a density of log standard deviations."""
    if dimensions == 1:
        return _line(log_density)
    return _cloud(log_density, dimensions)


def _line(log_density: LogDensity) -> Points:
    """A fine grid over the part of a coarse one that matters."""
    coarse = np.linspace(_LOW, _HIGH, 21)
    values = np.array([log_density(np.array([x])) for x in coarse])
    kept = np.flatnonzero(values > values.max() - _DROP)
    low, high = coarse[max(kept[0] - 1, 0)], coarse[min(kept[-1] + 1, coarse.size - 1)]
    fine = np.linspace(low, high, _FINE)
    values = np.array([log_density(np.array([x])) for x in fine])
    return _weighed(fine[:, None], values)


def _cloud(log_density: LogDensity, dimensions: int) -> Points:
    """Quasi-random points of a t distribution around the peak, weighed by the density."""
    found = scipy.optimize.minimize(
        lambda x: -log_density(np.clip(x, _LOW, _HIGH)),
        np.full(dimensions, -1.2),
        method="Nelder-Mead",
        options={"xatol": 0.05, "fatol": 0.05, "maxfev": 60 * dimensions},
    )
    centre = np.clip(found.x, _LOW, _HIGH)
    spread = _spread(log_density, centre)
    count = _POINTS_A_DIMENSION * dimensions
    sobol = scipy.stats.qmc.Halton(dimensions, scramble=True, rng=np.random.default_rng(7))
    scores = special.stdtrit(5.0, sobol.random(count))
    at = centre + scores * spread
    inside = ((at > _LOW - 1) & (at < _HIGH + 1)).all(axis=1)
    at, scores = at[inside], scores[inside]
    values = np.array([log_density(x) for x in at])
    proposed = scipy.stats.t.logpdf(scores, 5.0).sum(axis=1)
    return _weighed(at, values - proposed)


def _spread(log_density: LogDensity, centre: Floats) -> Floats:
    """How far each axis may go until the density has dropped, as a standard deviation."""
    top = log_density(centre)
    spread = np.empty(centre.size)
    for axis in range(centre.size):
        reach = []
        for sign in (-1.0, 1.0):
            step = 0.05
            while step < 3.0:
                moved = centre.copy()
                moved[axis] += sign * step
                if log_density(moved) < top - 0.5:
                    break
                step *= 1.5
            reach.append(step)
        spread[axis] = 1.15 * max(reach)
    return spread


def _weighed(at: Floats, log_values: Floats) -> Points:
    weights = np.exp(log_values - log_values.max())
    weights = weights / weights.sum()
    kept = weights > 1e-6
    return Points(at[kept], weights[kept] / weights[kept].sum())
