"""Ranges that hold if the difference between trained and others bends by at most so much a period.

An estimate is a weighted sum of coefficients. Unless its weights cancel every straight line its
bias has no limit; weights that do are those of bends, and then the worst bias is the allowed bend
times the sum of their absolute values. The bends after treatment get the weights of the target;
those before are free: they buy a smaller variance for more bias, or the reverse. The best trade
lies on the path of a lasso, which is piecewise linear, so it is followed knot by knot and the
shortest range on it is found exactly.

References:
    Rambachan and Roth (2023), A more credible approach to parallel trends, section 4.1.
    Armstrong and Kolesár (2018), Optimal inference in a class of regression models, Econometrica.
    Osborne, Presnell and Turlach (2000), On the lasso and its dual.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Floats
from everyrep.evidence.sensitivity.event_path import (
    BENDS,
    Bounds,
    Differences,
    EventPath,
    differences,
    singular,
)
from everyrep.evidence.sensitivity.folded_normal import half_length
from everyrep.values import DataError

_FINE = 65  # points a zoom of the search along a segment
_ZOOMS = 5
_TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Extrapolation:
    """The shortest range of fixed length, and what it rests on.

    Attributes:
        bounds: The range, in the unit of the coefficients.
        estimate: Its middle.
        error: Standard error of the middle.
        worst_bias: How far the middle may be off on average, at least 0.
        weights: Shape (coefficients,): the middle is that sum of the coefficients.
    """

    bounds: Bounds
    estimate: float
    error: float
    worst_bias: float
    weights: Floats


def smoothness_bounds(
    study: EventPath, bend: float, weights: Floats | None = None, level: float = 0.95
) -> Extrapolation | None:
    """The range of an effect if the path of no effect bends by at most `bend` a period.

    Args:
        study: At least one coefficient before treatment.
        bend: Largest change of the step from one period to the next, at least 0; 0 continues the
            line through the periods before.
        weights: Shape (periods after,), of the target; the first period by default.
        level: Confidence.

    Returns:
        The shortest range; None where nothing was seen before treatment, so that any line fits.

    Raises:
        DataError: The bend is negative, or the covariance is not positive definite.
    """
    if not (bend >= 0 and math.isfinite(bend)):
        raise DataError(f"A bend of {bend} a period", remedy="Give a number from 0 on")
    if study.before == 0:
        return None
    study = study.widened(level)
    rows = differences(study, study.checked(weights), BENDS)
    try:
        knots = _lasso_knots(*_quadratic(study, rows))
    except np.linalg.LinAlgError:
        raise singular(study) from None
    pulled = _shortest(study, rows, knots, bend, level)
    return _extrapolation(study, rows, pulled, bend, level)


def bends_before(study: EventPath, level: float = 0.95) -> tuple[float, float]:
    """The largest bend before treatment: at least and at most, each at the level's confidence.

    A bend after treatment that is far below what was there before is a strong assumption.

    Returns:
        Zero and infinity where there are fewer than two coefficients before treatment.
    """
    rows = differences(study, study.first_after(), BENDS).before
    if not rows.size:
        return 0.0, math.inf
    study = study.widened(level)
    seen = rows @ study.coefficients
    errors = np.sqrt(np.einsum("ij,jk,ik->i", rows, study.covariance, rows))
    # The least is Bonferroni's over both signs of every bend; the most is that of the worst one.
    count = 2 * seen.size
    least = np.abs(seen) - float(special.ndtri(1 - (1 - level) / count)) * errors
    most = np.abs(seen) + float(special.ndtri(level)) * errors
    return max(float(least.max()), 0.0), float(most.max())


def _quadratic(study: EventPath, rows: Differences) -> tuple[Floats, Floats]:
    """Half the variance as a function of the free weights q: q'Hq / 2 + g'q + constant."""
    spread = rows.before @ study.covariance
    return spread @ rows.before.T, spread @ (rows.after.T @ rows.target)


def _lasso_knots(curvature: Floats, gradient: Floats) -> Floats:
    """Minimisers of q'Hq / 2 + g'q + lambda |q| from the largest lambda to zero.

    Returns:
        Shape (knots, weights); between two knots the minimiser moves on a straight line.
    """
    q = np.zeros(gradient.size)
    knots = [q]
    if not gradient.any():
        return np.array(knots)
    penalty = float(np.abs(gradient).max())
    signs = np.where(np.abs(gradient) == penalty, -np.sign(gradient), 0.0)
    for _ in range(20 * gradient.size + 20):
        on = signs != 0
        move = np.zeros_like(q)
        move[on] = np.linalg.solve(curvature[np.ix_(on, on)], signs[on])
        step, which = _next_event(curvature @ q + gradient, curvature @ move, q, move, penalty, on)
        q, penalty = q + step * move, penalty - step
        knots.append(q)
        if which is None:
            break
        if on[which]:
            q = q.copy()
            q[which], signs[which] = 0.0, 0.0
        else:
            signs[which] = -np.sign((curvature @ q + gradient)[which])
    return np.array(knots)


def _next_event(
    slope: Floats, change: Floats, q: Floats, move: Floats, penalty: float, on: Floats
) -> tuple[float, int | None]:
    """How far the penalty may fall before a weight joins or leaves; None: down to zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        up, down = (penalty - slope) / (1 + change), (penalty + slope) / (1 - change)
        joins = np.minimum(*(np.where(s > _TINY * penalty, s, np.inf) for s in (up, down)))
        leaves = np.where(-q / move > _TINY * penalty, -q / move, np.inf)
    events = np.where(on, leaves, joins)
    events = np.where(np.isnan(events), np.inf, events)
    which = int(events.argmin())
    return (float(events[which]), which) if events[which] < penalty else (penalty, None)


def _shortest(
    study: EventPath, rows: Differences, knots: Floats, bend: float, level: float
) -> Floats:
    """The point of the path with the shortest range, shape (free weights,).

    Along the path the length has one valley, as the length of a range is a convex function of its
    weights; so the knots around the lowest one hold it.
    """

    def lengths(q: Floats) -> Floats:
        bias, error = _bias_and_error(study, rows, q, bend)
        return half_length(bias, error, level)

    at = int(lengths(knots).argmin())
    around = knots[max(at - 1, 0) : at + 2]
    low, high = 0.0, float(len(around) - 1)
    best = around[min(at, 1)]
    for _ in range(_ZOOMS if len(around) > 1 else 0):
        places = np.linspace(low, high, _FINE)
        points = _between(around, places)
        lowest = int(lengths(points).argmin())
        best = points[lowest]
        low, high = places[max(lowest - 1, 0)], places[min(lowest + 1, _FINE - 1)]
    return np.asarray(best)


def _between(knots: Floats, places: Floats) -> Floats:
    """Points of a broken line, by how many knots they have passed."""
    start = np.minimum(places.astype(int), len(knots) - 2)
    part = (places - start)[:, None]
    return np.asarray((1 - part) * knots[start] + part * knots[start + 1])


def _bias_and_error(
    study: EventPath, rows: Differences, q: Floats, bend: float
) -> tuple[Floats, Floats]:
    """Worst bias and standard error for free weights of shape (points, weights)."""
    weights = rows.target @ rows.after + q @ rows.before
    bias = bend * (np.abs(rows.target).sum() + np.abs(q).sum(axis=-1))
    variance = np.einsum("...j,jk,...k->...", weights, study.covariance, weights)
    if not (variance > 0).all():
        raise singular(study)
    return bias, np.sqrt(variance)


def _extrapolation(
    study: EventPath, rows: Differences, q: Floats, bend: float, level: float
) -> Extrapolation:
    bias, error = _bias_and_error(study, rows, q[None], bend)
    weights = rows.target @ rows.after + q @ rows.before
    middle, reach = float(weights @ study.coefficients), float(half_length(bias, error, level)[0])
    return Extrapolation(
        Bounds(middle - reach, middle + reach), middle, float(error[0]), float(bias[0]), weights
    )
