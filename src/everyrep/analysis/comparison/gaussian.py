"""Amounts and durations: the linear mixed model, by restricted maximum likelihood (REML).

    y = X b + sum of Z_k u_k + e,     u_k ~ N(0, (ratio_k sigma)^2),   e ~ N(0, sigma^2 / weight)

Given the ratios everything else has a closed form, sigma too. REML, not maximum likelihood, since
the latter takes the fixed part for known and finds people too much alike.

References:
    Patterson and Thompson (1971), Recovery of inter-block information when block sizes are unequal.
    Bates et al. (2015), Fitting linear mixed-effects models using lme4, section 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy  # its heavy parts are loaded by the first who needs them

from everyrep.analysis.comparison.arrays import Floats
from everyrep.analysis.comparison.design import Crossed, Design, Factor

_SMALLEST, _LARGEST = -14.0, 7.0  # of the log of a ratio: nothing, and everything


@dataclass(frozen=True)
class Gaussian:
    """Data of a linear mixed model.

    Attributes:
        design: Groups and fixed columns.
        y: Shape (rows,).
        weights: How many units each row is the mean of, above 0, shape (rows,).
    """

    design: Design
    y: Floats
    weights: Floats

    @property
    def freedom(self) -> int:
        """Rows less fixed columns."""
        return self.design.rows - self.design.columns

    def crossed(self) -> Crossed:
        """Cross-products, the same for every ratio."""
        return Crossed.of(self.design, self.weights)

    def right(self) -> Floats:
        """The right side of the normal equations."""
        return self.design.project(self.weights * self.y)


@dataclass(frozen=True)
class Conditional:
    """What is known once the ratios are: the solution, its precision, and the residual.

    Attributes:
        solution: Best linear unbiased estimates and predictions, shape (size,).
        factor: Precision of the solution in units of sigma.
        residual: Penalised residual sum of squares.
        logdet: Log determinant part of the criterion.
    """

    solution: Floats
    factor: Factor
    residual: float
    logdet: float

    def criterion(self, freedom: int) -> float:
        """-2 log restricted likelihood, sigma profiled out."""
        return self.logdet + freedom * (1 + math.log(2 * math.pi * self.residual / freedom))


@dataclass(frozen=True)
class RemlFit:
    """A REML fit.

    Attributes:
        variances: One a grouping, in the order of the design.
        residual: Variance of one unit.
        criterion: -2 log restricted likelihood.
        fixed: Fixed effects, shape (columns,).
        fixed_se: Their standard errors.
        modes: Predicted effects of each grouping, the shrunken deviations.
    """

    variances: tuple[float, ...]
    residual: float
    criterion: float
    fixed: Floats
    fixed_se: Floats
    modes: tuple[Floats, ...]


def conditional(data: Gaussian, crossed: Crossed, right: Floats, log_ratios: Floats) -> Conditional:
    """The solution at given ratios of standard deviations (group to one unit), as logs."""
    factor = Factor.of(data.design, crossed, [float(np.exp(-2 * r)) for r in log_ratios])
    solution = factor.solve(right)
    fitted = data.design.linear(solution)
    rough = float((data.weights * (data.y - fitted) ** 2).sum())
    penalty = sum(
        float((solution[place] ** 2).sum()) * float(np.exp(-2 * ratio))
        for place, ratio in zip(data.design.places, log_ratios, strict=True)
    )
    logdet = factor.logdet - float(np.log(data.weights).sum())
    logdet += 2 * float(np.dot(data.design.counts, log_ratios))
    return Conditional(solution, factor, max(rough + penalty, 1e-300), logdet)


def reml(data: Gaussian) -> RemlFit:
    """The REML fit: variances, fixed effects with standard errors, and shrunken deviations.

    A grouping that does not differ more than chance lets it gets a variance of zero.
    """
    crossed, right = data.crossed(), data.right()

    def criterion(log_ratios: Floats) -> float:
        clipped = np.clip(log_ratios, _SMALLEST, _LARGEST)
        return conditional(data, crossed, right, clipped).criterion(data.freedom)

    best = None
    for start in (0.0, -3.0):
        found = scipy.optimize.minimize(
            criterion,
            np.full(len(data.design.counts), start),
            method="Nelder-Mead",
            options={"xatol": 1e-7, "fatol": 1e-10, "maxiter": 4000, "maxfev": 4000},
        )
        if best is None or found.fun < best.fun - 1e-9:
            best = found
    assert best is not None  # noqa: S101 - the loop above runs
    ratios = np.clip(best.x, _SMALLEST, _LARGEST)
    at = conditional(data, crossed, right, ratios)
    variance = at.residual / data.freedom
    return RemlFit(
        tuple(variance * float(np.exp(2 * r)) if r > _SMALLEST / 2 else 0.0 for r in ratios),
        variance,
        float(best.fun),
        at.solution[data.design.fixed_place],
        np.sqrt(variance * _fixed_variances(data.design, at.factor)),
        tuple(at.solution[place] for place in data.design.places),
    )


def _fixed_variances(design: Design, factor: Factor) -> Floats:
    units = np.eye(design.size)[design.fixed_place]
    return np.array([factor.solve(unit) @ unit for unit in units])
