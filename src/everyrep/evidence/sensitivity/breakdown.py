"""How much would have to be wrong before an effect loses its sign.

References:
    Rambachan and Roth (2023), A more credible approach to parallel trends, section 5.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.evidence.sensitivity.event_path import BENDS, Bounds, EventPath, differences
from everyrep.evidence.sensitivity.relative import Asked, relative_bounds
from everyrep.evidence.sensitivity.smoothness import smoothness_bounds

_DOUBLINGS = 16
_HALVINGS = 9


def smoothness_breakdown(
    study: EventPath, weights: Floats | None = None, level: float = 0.95
) -> float | None:
    """The largest bend a period at which the effect keeps its sign.

    Args:
        study: Coefficients and covariance.
        weights: Shape (periods after,), of the target; the first period by default.
        level: Confidence.

    Returns:
        In the unit of the coefficients a period; None if the sign does not even stand where the
        line through the periods before goes on straight, or where there is no period before.
    """
    weights = study.checked(weights)
    if study.before == 0:
        return None
    reach = np.abs(differences(study, weights, BENDS).target).sum()
    middle = abs(float(weights @ study.coefficients[study.before :]))

    def bounds(bend: float) -> Bounds:
        found = smoothness_bounds(study, bend, weights, level)
        return Bounds(-math.inf, math.inf) if found is None else found.bounds

    return _last_standing(bounds, _sign(study, weights), middle / float(reach) / 256)


def relative_breakdown(
    study: EventPath, weights: Floats | None = None, asked: Asked | None = None
) -> float | None:
    """The largest number of times the worst break before treatment that leaves the sign standing.

    Args:
        study: Coefficients and covariance.
        weights: Shape (periods after,), of the target; the first period by default.
        asked: Confidence and what is compared; steps at 95% by default.

    Returns:
        A factor: 1 says that breaks as bad as before leave the sign standing. None if it does not
        even stand where paths are parallel; infinity where no break was ever too large.
    """
    weights, asked = study.checked(weights), asked or Asked()

    def bounds(times: float) -> Bounds:
        return relative_bounds(study, times, weights, asked)

    return _last_standing(bounds, _sign(study, weights), 1 / 16)


def told_breakdown(times: float | None) -> str:
    """What a relative breakdown says, as a reader sees it."""
    if times is None:
        return "The sign does not stand even if both groups would have moved alike."
    if math.isinf(times):
        return "The sign stands however far the groups would have moved apart after the start."
    return (
        "The sign stands unless the groups would have moved apart after the start, from one period "
        f"to the next, {times:.1f} times as far as they ever did before."
    )


def _sign(study: EventPath, weights: Floats) -> float:
    return math.copysign(1.0, float(weights @ study.coefficients[study.before :]))


def _last_standing(bounds: Callable[[float], Bounds], sign: float, step: float) -> float | None:
    """Where ranges first lose the sign, by doubling and then halving."""

    def stands(limit: float) -> bool:
        found = bounds(limit)
        return (found.low if sign > 0 else -found.high) > 0

    if not stands(0.0):
        return None
    good, bad = 0.0, step
    for _ in range(_DOUBLINGS):
        if not stands(bad):
            break
        good, bad = bad, 2 * bad
    else:
        return math.inf
    for _ in range(_HALVINGS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if stands(middle) else (good, middle)
    return good
