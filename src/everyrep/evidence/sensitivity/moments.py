"""Limits on a path as inequalities of the coefficients and of a supposed effect.

Each step (or bend) after treatment is limited upwards and downwards; what the treatment did in each
period is free but for the target. Eliminating what is free by hand leaves few inequalities:

- the target's steps together, upwards and downwards: the only two that know the supposed effect;
- each step's upper with its lower limit: the width is not negative;
- if asked for, the limits on what was seen before.

They are all extreme points of the dual of the linear programme that the literature solves anew for
each supposed effect and each random draw, so nothing is lost, and no programme is left to solve.
Each inequality is divided by the same weighted sum of standard errors as there.

References:
    Andrews, Roth and Pakes (2023), Inference for linear conditional moment inequalities, Review of
        Economic Studies 90(6).
    Rambachan and Roth (2023), A more credible approach to parallel trends, section 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.evidence.sensitivity.event_path import Differences, EventPath, singular

_NOTHING = 1e-12


@dataclass(frozen=True, eq=False)
class Limit:
    """How large a step (or bend) may be.

    Attributes:
        part: Shape (coefficients,): the limit is that sum of the true coefficients ...
        fixed: ... plus that much.
    """

    part: Floats
    fixed: float = 0.0


@dataclass(frozen=True, eq=False)
class Width:
    """How large a step (or bend) after treatment may be.

    Attributes:
        up: Upwards.
        down: Downwards, as a size.
    """

    up: Limit
    down: Limit


@dataclass(frozen=True, eq=False)
class Moments:
    """Inequalities `level - slope * effect <= 0`, in standard errors.

    Attributes:
        level: Shape (inequalities,), as estimated.
        slope: Shape (inequalities,); zero but for the first two, which are the upper limit's
            (above 0) and the lower limit's (below 0).
        covariance: Shape (inequalities, inequalities), of the levels.
        root: Shape (inequalities, coefficients): the levels' weights times a root of the
            coefficients' covariance, for random draws.
    """

    level: Floats
    slope: Floats
    covariance: Floats
    root: Floats

    def at(self, effects: Floats) -> Floats:
        """The inequalities at supposed effects, shape (effects, inequalities)."""
        return self.level - np.multiply.outer(effects, self.slope)

    def reach(self, most: float) -> tuple[float, float]:
        """The effects at which no inequality is broken by more than that; low above high: none."""
        if self.level[2:].max(initial=-np.inf) > most:
            return np.inf, -np.inf
        low, high = (self.level[:2] - most) / self.slope[:2]
        return float(low), float(high)


def moments(study: EventPath, rows: Differences, after: Width, before: Limit | None) -> Moments:
    """The inequalities for steps or bends that are limited.

    Args:
        study: Coefficients and covariance.
        rows: The steps or bends.
        after: Limits those after treatment, upwards and downwards.
        before: Limits those before, both ways; None asks nothing of them.

    Returns:
        The two inequalities that know the effect come first.

    Raises:
        DataError: The covariance is singular.
    """
    root = study.root
    upper, lower = rows.after - after.up.part, -rows.after - after.down.part
    errors = _errors(upper, root), _errors(lower, root)
    share, rising = np.abs(rows.target), rows.target > 0
    together = [np.where(rising[:, None], *pair) for pair in ((upper, lower), (lower, upper))]
    weights = np.vstack([*(share @ one for one in together), upper + lower])
    sums = [share @ np.where(rising, *errors), share @ np.where(rising, *errors[::-1])]
    scale = np.concatenate([sums, errors[0] + errors[1]])
    limits = after.up.fixed, after.down.fixed
    sums = [share @ np.where(rising, *limits), share @ np.where(rising, *limits[::-1])]
    fixed = np.concatenate([sums, np.full(share.size, sum(limits))])
    if before is not None:
        seen = _limited_before(rows.before, before)
        weights, scale = np.vstack([weights, seen]), np.append(scale, _errors(seen, root))
        fixed = np.append(fixed, np.full(len(seen), before.fixed))
    if not (scale > _NOTHING * scale.max()).all():
        raise singular(study)
    slope = np.zeros(scale.size)
    slope[:2] = 1.0, -1.0
    drawn = weights @ root / scale[:, None]
    level = (weights @ study.coefficients - fixed) / scale
    return Moments(level, slope / scale, drawn @ drawn.T, drawn)


def _limited_before(rows: Floats, limit: Limit) -> Floats:
    """The limits on what was seen, but for the leading step's upper one, which says nothing."""
    seen = np.vstack([rows - limit.part, -rows - limit.part])
    told = np.abs(seen).max(axis=1, initial=0.0) > _NOTHING
    return np.asarray(seen[told])


def _errors(rows: Floats, root: Floats) -> Floats:
    return np.asarray(np.linalg.norm(rows @ root, axis=1))
