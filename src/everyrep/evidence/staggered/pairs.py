"""The effect on one cohort between two periods, by four ways of using covariates.

All four compare the change of the treated with a change that controls predict for them. Writing r
for the change less its regression on covariates x among controls, and o for the odds of being
treated given x,

    regression          mean of r over treated
    inverse probability mean of change over treated, less that over controls weighted by o
    doubly robust       mean of r over treated, less that over controls weighted by o
    improved            the same, with odds that balance x exactly and regression weighted by them

so one function does, and without covariates they are one and the same. Which parts of a unit's
contribution come from estimating the regression and the odds is kept as two short vectors; the
contributions themselves are made again when they are asked for, since those of every cohort, period
and unit together would fill the memory.

References:
    Sant'Anna, P. and Zhao, J. (2020), Doubly robust difference-in-differences estimators. Journal
    of Econometrics 219.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from everyrep.evidence.staggered.odds import (
    Odds,
    Side,
    chances,
    ill_conditioned,
    information,
    odds_weights,
)

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Floats

Method = Literal["doubly robust", "improved", "regression", "inverse probability"]
_MOST = 1e12


@dataclass(frozen=True)
class Plain:
    """The comparison of two means of changes.

    Attributes:
        effect: Mean change of the treated, less that of controls.
        treated_mean: The former.
        control_mean: The latter.
        treated_mass: Sum of weights of the treated.
        control_mass: Sum of weights of controls.
    """

    effect: float
    treated_mean: float
    control_mean: float
    treated_mass: float
    control_mass: float

    def contributions(self, treated: Side, control: Side) -> tuple[Floats, Floats]:
        """What each unit adds to the error of the effect, shapes (treated,) and (controls,)."""
        own = (treated.change - self.treated_mean) / self.treated_mass
        other = (self.control_mean - control.change) / self.control_mass
        if treated.weights is None or control.weights is None:
            return own, other
        return own * treated.weights, other * control.weights


@dataclass(frozen=True)
class Adjusted:
    """The comparison given covariates.

    Attributes:
        effect: The effect on the treated.
        treated_mean: Mean of r over the treated.
        control_mean: Mean of r over controls, weighted by odds; taken off where `compared`.
        treated_mass: Sum of weights of the treated.
        control_mass: The same of controls, after weighting by odds.
        compared: Whether the mean of controls is taken off.
        slopes: Of the regression among controls, shape (1 + covariates,); zeros without it.
        odds: Coefficients of log odds, shape (1 + covariates,); zeros without them.
        from_slopes: What estimating the slopes adds, shape (1 + covariates,).
        from_odds: What estimating the odds adds, shape (1 + covariates,).
    """

    effect: float
    treated_mean: float
    control_mean: float
    treated_mass: float
    control_mass: float
    compared: bool
    slopes: Floats
    odds: Floats
    from_slopes: Floats
    from_odds: Floats

    def contributions(self, treated: Side, control: Side) -> tuple[Floats, Floats]:
        """What each unit adds to the error of the effect, shapes (treated,) and (controls,)."""
        return self._of_treated(treated), self._of_controls(control)

    def _of_treated(self, side: Side) -> Floats:
        found = (side.change - side.x @ self.slopes - self.treated_mean) / self.treated_mass
        if self.from_odds.any():
            found -= (1 - chances(side.x @ self.odds)) * (side.x @ self.from_odds)
        return side.weighted(found)

    def _of_controls(self, side: Side) -> Floats:
        rest = side.change - side.x @ self.slopes
        found = np.zeros(rest.size)
        if self.compared:
            weight = odds_weights(side.x @ self.odds)
            found -= weight * (rest - self.control_mean) / self.control_mass
        if self.from_odds.any():
            found += chances(side.x @ self.odds) * (side.x @ self.from_odds)
        if self.from_slopes.any():
            found -= rest * (side.x @ self.from_slopes)
        return side.weighted(found)


Fit = Plain | Adjusted


def plain(treated: Side, control: Side) -> Plain:
    """The comparison without covariates."""
    own, other = treated.mean(treated.change), control.mean(control.change)
    return Plain(own - other, own, other, treated.mass, control.mass)


def adjusted(treated: Side, control: Side, method: Method, odds: Odds | None) -> Adjusted | str:
    """The comparison with covariates; or why there is none.

    Args:
        treated: The cohort.
        control: Its controls.
        method: Which of the four.
        odds: Of treatment; None for the regression alone.
    """
    if odds is not None and odds.reason:
        return odds.reason
    count = treated.x.shape[1]
    if control.change.size <= count:
        return f"no more controls than the {count - 1} covariates and a level need"
    none = np.zeros(count)
    coefficients = none if odds is None else odds.coefficients
    even = np.ones(control.change.size)
    weight = control.weighted(even if odds is None else odds_weights(control.x @ coefficients))
    if weight.sum() <= 0:
        return "no control is like the treated"
    inner = weight if method == "improved" else control.weighted(even)
    gram = (control.x * inner[:, None]).T @ control.x
    if ill_conditioned(gram, _MOST):
        return "covariates do not differ among controls, or repeat one another"
    slopes: Floats = none
    if method != "inverse probability":
        slopes = np.asarray(np.linalg.solve(gram, control.x.T @ (inner * control.change)), float)
    rest = control.change - control.x @ slopes
    own = treated.mean(treated.change - treated.x @ slopes)
    other = float(weight @ rest / weight.sum())
    return Adjusted(
        effect=own - (0.0 if odds is None else other),
        treated_mean=own,
        control_mean=other,
        treated_mass=treated.mass,
        control_mass=float(weight.sum()),
        compared=odds is not None,
        slopes=slopes,
        odds=coefficients,
        from_slopes=_from_slopes(treated, control, method, gram, weight),
        from_odds=_from_odds(treated, control, method, coefficients, weight * (rest - other)),
    )


def _from_slopes(
    treated: Side, control: Side, method: Method, gram: Floats, weight: Floats
) -> Floats:
    """What estimating the slopes adds; nothing to first order where odds balance covariates."""
    if method not in ("regression", "doubly robust"):
        return np.zeros(gram.shape[0])
    wanted = treated.x.T @ treated.weighted(np.ones(treated.change.size)) / treated.mass
    if method == "doubly robust":
        wanted -= control.x.T @ weight / weight.sum()
    return np.asarray(np.linalg.solve(gram, wanted), dtype=float)


def _from_odds(
    treated: Side, control: Side, method: Method, coefficients: Floats, pull: Floats
) -> Floats:
    """What estimating the odds adds; nothing to first order where they balance covariates."""
    if method not in ("inverse probability", "doubly robust"):
        return np.zeros(coefficients.size)
    mass = control.weighted(odds_weights(control.x @ coefficients)).sum()
    curve = information(treated, control, coefficients)
    return np.asarray(np.linalg.solve(curve, control.x.T @ pull / mass), dtype=float)
