"""The odds of being treated given covariates, by maximum likelihood or by exact balance.

References:
    Graham, B., Pinto, C. and Egel, D. (2012), Inverse probability tilting for moment condition
    models with missing data. Review of Economic Studies 79.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Floats

_STEPS = 50
_DONE = 1e-10
_MOST = 1e14
_LONGEST_STEP = 5.0
_NEAR_CERTAIN = 0.999
"""A treated unit whose chance was at least this has no like among controls."""
_TRIMMED = 0.995
"""Controls whose chance of treatment is at least this get no weight."""
_CERTAIN = "covariates tell treated from untreated all but for certain"


@dataclass(frozen=True)
class Side:
    """The treated, or the controls, of one comparison.

    Attributes:
        change: Shape (units,): outcome less that of the base period.
        x: Shape (units, 1 + covariates), with a column of ones; no columns without covariates.
        weights: Shape (units,); None where all count alike.
    """

    change: Floats
    x: Floats
    weights: Floats | None

    @property
    def mass(self) -> float:
        """Sum of weights."""
        return float(self.change.size if self.weights is None else self.weights.sum())

    def weighted(self, values: Floats) -> Floats:
        """Values times weights, shape (units,)."""
        return values if self.weights is None else values * self.weights

    def mean(self, values: Floats) -> float:
        """The weighted mean of values."""
        return float(values.mean() if self.weights is None else values @ self.weights / self.mass)


@dataclass(frozen=True)
class Odds:
    """Log odds of treatment, linear in covariates.

    Attributes:
        coefficients: Shape (1 + covariates,).
        reason: Why there are none; empty where there are.
    """

    coefficients: Floats
    reason: str = ""


def odds_of(treated: Side, control: Side, *, balance: bool) -> Odds:
    """The odds of being among the treated.

    Args:
        treated: The cohort.
        control: Its controls.
        balance: Give controls weights under which their covariates are those of the treated; by
            maximum likelihood otherwise.
    """
    none = np.zeros(treated.x.shape[1])
    found = _likeliest(treated, control)
    if found is None or _certain(treated, found):
        return Odds(none, _CERTAIN)
    if balance:
        found = _balanced(treated, control, found)
        if found is None:
            return Odds(none, "no weights of controls give them the covariates of the treated")
    return Odds(found)


def chances(log_odds: Floats) -> Floats:
    """Probabilities from log odds."""
    from scipy.special import expit

    return np.asarray(expit(log_odds), dtype=float)


def odds_weights(log_odds: Floats) -> Floats:
    """Weights of controls: the odds, and nothing where treatment was next to certain."""
    return np.where(chances(log_odds) < _TRIMMED, np.exp(np.minimum(log_odds, 500.0)), 0.0)


def information(treated: Side, control: Side, coefficients: Floats) -> Floats:
    """Information about the log odds, shape (1 + covariates, 1 + covariates)."""
    total = np.zeros((coefficients.size, coefficients.size))
    for side in (treated, control):
        chance = chances(side.x @ coefficients)
        total += (side.x * side.weighted(chance * (1 - chance))[:, None]).T @ side.x
    return total


def ill_conditioned(matrix: Floats, most: float) -> bool:
    """Whether equations cannot be solved to any purpose."""
    return not np.isfinite(matrix).all() or bool(np.linalg.cond(matrix) > most)


def _likeliest(treated: Side, control: Side) -> Floats | None:
    """By Newton's method; None where the likelihood has no top."""
    found = np.zeros(treated.x.shape[1])
    found[0] = np.log(treated.mass / control.mass)
    for _ in range(_STEPS):
        score = treated.x.T @ treated.weighted(1 - chances(treated.x @ found))
        score -= control.x.T @ control.weighted(chances(control.x @ found))
        curve = information(treated, control, found)
        if ill_conditioned(curve, _MOST):
            return None
        step = np.linalg.solve(curve, score)
        size = float(np.abs(step).max())
        found = found + step * min(1.0, _LONGEST_STEP / max(size, 1e-300))
        if size < _DONE:
            return found
    return None


def _balanced(treated: Side, control: Side, start: Floats) -> Floats | None:
    """Newton's method, with shorter steps where a full one overshoots."""
    wanted = treated.x.T @ treated.weighted(np.ones(treated.change.size))
    even = np.ones(control.change.size)

    def loss(at: Floats) -> float:
        grown = np.exp(np.minimum(control.x @ at, 500.0))
        return float(control.weighted(grown).sum() - wanted @ at)

    found, now = start, loss(start)
    for _ in range(_STEPS):
        weight = control.weighted(even * np.exp(np.minimum(control.x @ found, 500.0)))
        curve = (control.x * weight[:, None]).T @ control.x
        if ill_conditioned(curve, _MOST):
            return None
        step = np.linalg.solve(curve, wanted - control.x.T @ weight)
        size = 1.0
        while loss(found + size * step) > now + 1e-12 * abs(now) and size > 1e-6:
            size /= 2
        found = found + size * step
        now = loss(found)
        if np.abs(step).max() < _DONE:
            return found
    return None


def _certain(treated: Side, coefficients: Floats) -> bool:
    return bool(chances(treated.x @ coefficients).max() >= _NEAR_CERTAIN)
