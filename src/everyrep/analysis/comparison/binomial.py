"""Shares: the logistic mixed model, by the Laplace approximation.

    successes ~ Binomial(trials, p),   logit p = offset + X b + sum of Z_k u_k,   u_k ~ N(0, sd_k^2)

At given standard deviations the effects have a peak, found by Newton's method; the log density
around it is taken for a parabola. The fixed part is integrated out along with the effects, as REML
does for amounts; its prior is so wide that it matters only where all or none succeed.

References:
    Breslow and Clayton (1993), Approximate inference in generalized linear mixed models.
    Tierney and Kadane (1986), Accurate approximations for posterior moments and marginal densities.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import special

from everyrep.analysis.comparison.arrays import Floats
from everyrep.analysis.comparison.design import Crossed, Design, Factor

_STEPS = 60
_CLOSE = 1e-8
_FIXED_SD = 5.0  # of the prior of fixed effects, so that no success at all has an answer
_FIXED_PRECISION = _FIXED_SD**-2
_FURTHEST = 25.0  # of the logit of any row, beyond which a share is 0 or 1 anyway


@dataclass(frozen=True)
class Binomial:
    """Data of a logistic mixed model.

    Attributes:
        design: Groups and fixed columns.
        successes: Shape (rows,).
        trials: Shape (rows,), above 0.
        offset: What is added to each row's logit, shape (rows,).
    """

    design: Design
    successes: Floats
    trials: Floats
    offset: Floats

    @cached_property
    def ways(self) -> float:
        """Log of the ways in which so many of the trials can be successes."""
        n, k = self.trials, self.successes
        ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
        return float(ways.sum())


@dataclass(frozen=True)
class Peak:
    """The peak of the effects at given standard deviations.

    Attributes:
        solution: Effects, shape (size,).
        factor: Precision there.
        log_joint: Log likelihood plus log prior of the effects at the peak, without constants of
            the fixed part.
        log_marginal: Log of the integral over all effects, by Laplace.
    """

    solution: Floats
    factor: Factor
    log_joint: float
    log_marginal: float


def peak(data: Binomial, log_sds: Floats, start: Floats | None = None) -> Peak:
    """The peak at given log standard deviations; `start` is where to look first."""
    design = data.design
    precisions = [float(np.exp(-2 * sd)) for sd in log_sds]
    solution = np.zeros(design.size) if start is None else start
    value = _log_joint(data, solution, precisions)
    for _ in range(_STEPS):
        factor, gradient = _newton(data, solution, precisions)
        step = factor.solve(gradient)
        solution, value, moved = _forward(data, solution, step, value, precisions)
        if moved < _CLOSE:
            break
    factor, _ = _newton(data, solution, precisions)
    log_joint = value - float(np.dot(design.counts, log_sds))
    log_joint -= 0.5 * np.log(2 * np.pi) * sum(design.counts)
    log_marginal = log_joint - 0.5 * factor.logdet + 0.5 * np.log(2 * np.pi) * design.size
    return Peak(solution, factor, log_joint, float(log_marginal))


def _forward(
    data: Binomial, solution: Floats, step: Floats, value: float, precisions: list[float]
) -> tuple[Floats, float, float]:
    """A step that does not go downhill, halved as often as it takes."""
    for halved in range(30):
        tried = solution + step * 0.5**halved
        found = _log_joint(data, tried, precisions)
        if found >= value - 1e-10:
            return tried, found, float(np.abs(tried - solution).max())
    return solution, value, 0.0


def _newton(data: Binomial, solution: Floats, precisions: list[float]) -> tuple[Factor, Floats]:
    design = data.design
    share = special.expit(np.clip(data.offset + design.linear(solution), -_FURTHEST, _FURTHEST))
    weights = np.maximum(data.trials * share * (1 - share), 1e-12)
    gradient = design.project(data.successes - data.trials * share)
    for place, precision in zip(design.places, precisions, strict=True):
        gradient[place] -= precision * solution[place]
    gradient[design.fixed_place] -= _FIXED_PRECISION * solution[design.fixed_place]
    crossed = Crossed.of(design, weights)
    return Factor.of(design, crossed, precisions, _FIXED_PRECISION), gradient


def _log_joint(data: Binomial, solution: Floats, precisions: list[float]) -> float:
    logit = np.clip(data.offset + data.design.linear(solution), -_FURTHEST, _FURTHEST)
    log_likelihood = data.ways + float(
        data.successes @ logit - data.trials @ np.logaddexp(0, logit)
    )
    penalty = sum(
        precision * float((solution[place] ** 2).sum())
        for place, precision in zip(data.design.places, precisions, strict=True)
    )
    fixed = solution[data.design.fixed_place]
    return log_likelihood - 0.5 * (penalty + _FIXED_PRECISION * float(fixed @ fixed))
