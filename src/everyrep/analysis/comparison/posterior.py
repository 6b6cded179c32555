"""Joint draws of everything a mixed model does not know: effects, spreads, and residual."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.comparison.arrays import Floats
from everyrep.analysis.comparison.binomial import Binomial, peak
from everyrep.analysis.comparison.design import Design, Factor
from everyrep.analysis.comparison.gaussian import Gaussian, conditional
from everyrep.analysis.comparison.hyper import Points, explore, log_prior

DRAWS = 4000
_MOST_NUMBERS = 40_000_000  # of all draws together, so that memory stays bounded


@dataclass(frozen=True)
class Posterior:
    """Joint draws.

    Attributes:
        design: What was fitted.
        solutions: Effects, shape (draws, size), in the places of the design.
        sds: Standard deviation of each grouping, shape (draws, groupings).
        residual: Standard deviation of one unit, shape (draws,); NaN for shares.
    """

    design: Design
    solutions: Floats
    sds: Floats
    residual: Floats

    @property
    def fixed(self) -> Floats:
        """Draws of the fixed effects, shape (draws, columns)."""
        return self.solutions[:, self.design.fixed_place]

    def effects(self, grouping: int) -> Floats:
        """Draws of the effects of one grouping, shape (draws, groups)."""
        return self.solutions[:, self.design.places[grouping]]


def gaussian_posterior(data: Gaussian, seed: int = 0, draws: int = DRAWS) -> Posterior:
    """Draws from the posterior of a linear mixed model.

    The prior of each ratio of standard deviations (group to one unit) is half a t distribution of
    scale one; sigma and the fixed effects have none.
    """
    crossed, right = data.crossed(), data.right()

    def log_density(log_ratios: Floats) -> float:
        at = conditional(data, crossed, right, log_ratios)
        likelihood = -0.5 * (at.logdet + data.freedom * np.log(at.residual))
        return float(likelihood) + log_prior(log_ratios, 1.0)

    points = explore(log_density, len(data.design.counts))
    rng = np.random.default_rng(seed)
    shares = _shared_out(points, _bounded(draws, data.design), rng)
    solutions, sds, residuals = [], [], []
    for log_ratios, count in zip(points.at, shares, strict=True):
        if not count:
            continue
        at = conditional(data, crossed, right, log_ratios)
        sigma = np.sqrt(at.residual / rng.chisquare(data.freedom, count))
        moved = _moved(at.factor, rng, count, data.design) * sigma[:, None]
        solutions.append(at.solution + moved)
        sds.append(np.exp(log_ratios)[None, :] * sigma[:, None])
        residuals.append(sigma)
    return _joined(data.design, solutions, sds, residuals, rng)


def binomial_posterior(
    data: Binomial, seed: int = 0, draws: int = DRAWS, scale: float = 0.5
) -> Posterior:
    """Draws from the posterior of a logistic mixed model.

    Args:
        data: Successes of trials.
        seed: Of the draws.
        draws: How many.
        scale: Of the half-t prior of standard deviations, on the scale of log-odds.
    """
    last: Floats | None = None

    def log_density(log_sds: Floats) -> float:
        nonlocal last
        found = peak(data, log_sds, last)
        last = found.solution
        return found.log_marginal + log_prior(log_sds, scale)

    points = explore(log_density, len(data.design.counts))
    rng = np.random.default_rng(seed)
    shares = _shared_out(points, _bounded(draws, data.design), rng)
    solutions, sds = [], []
    for log_sds, count in zip(points.at, shares, strict=True):
        if not count:
            continue
        top = peak(data, log_sds, last)
        solutions.append(top.solution + _moved(top.factor, rng, count, data.design))
        sds.append(np.broadcast_to(np.exp(log_sds), (count, log_sds.size)))
    nothing = [np.full(len(part), np.nan) for part in solutions]
    return _joined(data.design, solutions, sds, nothing, rng)


def _moved(factor: Factor, rng: np.random.Generator, count: int, design: Design) -> Floats:
    return factor.draw(rng.standard_normal((count, design.size)))


def _bounded(draws: int, design: Design) -> int:
    return max(500, min(draws, _MOST_NUMBERS // max(design.size, 1)))


def _shared_out(points: Points, draws: int, rng: np.random.Generator) -> list[int]:
    """How many draws each point gets: its weight's part, the rest by one even comb."""
    edges = np.floor(np.cumsum(points.weights) * draws + rng.random())
    edges[-1] = draws
    return [int(x) for x in np.diff(np.concatenate([[0.0], np.minimum(edges, draws)]))]


def _joined(
    design: Design,
    solutions: list[Floats],
    sds: list[Floats],
    residuals: list[Floats],
    rng: np.random.Generator,
) -> Posterior:
    order = rng.permutation(sum(len(part) for part in solutions))
    return Posterior(
        design,
        np.vstack(solutions)[order],
        np.vstack(sds)[order],
        np.concatenate(residuals)[order],
    )
