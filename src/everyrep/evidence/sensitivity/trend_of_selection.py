"""How much of an effect a trend in selection could explain: the honest slope bound.

People who choose a course may have been growing faster already. Let b(e) be the difference between
trained and others at month e since the start, which is made of

    b(e) = effect(e) + level + slope * e + curve(e),    effect(e) = 0 before the start.

The plain difference takes the mean of the months before away. It is right if the slope is zero,
and too large by slope * gap if not, where gap is the time between the middle of the months before
and the middle of the target. The difference beyond the trend takes the line away as well, and is
right whatever the slope is. Both are weighted sums of the same b(e), so the error of their
difference, what the trend explains, follows from their joint covariance; a bound that adds the
error of the slope to that of the effect, as if both had to be unlucky at once, is needlessly wide.

An effect is credited only with what both leave: the lower bound is the lower of the two. So a slope
upwards is taken off, and a slope downwards, which may be the end of a dip that people were picked
in, is never added as a bonus. If either account of the selection is right, a true effect of zero is
called an effect in at most 5%: in 2.5% one above zero, and in 2.5% one below (the
intersection-union test).


Months right before the start, in which a dip may lie, should be left out of the coefficients (the
donut). A bend of the path per month may be allowed for: the bound then falls by the worst that it
could do, and `bend_to_undo` says how large a bend takes the finding away.

References:
    Rambachan and Roth (2023), A more credible approach to parallel trends (the case of smoothness).
    Ashenfelter (1978), Estimating the effect of training programs on earnings (the dip).
    Berger (1982), Multiparameter hypothesis testing and acceptance sampling (intersection-union).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.values import DataError
from everyrep.values.provenance import Reason

FEWEST_MONTHS = 4
"""Months before treatment that a line needs; with fewer its slope is mostly noise."""
_DRAWS = 10_000
_SEED = 19780201


@dataclass(frozen=True, eq=False)
class MonthPath:
    """The difference between treated and others by month since the start.

    Attributes:
        months: Shape (k,), since the start: below 0 before, 0 and more after; months that are left
            out are simply absent.
        coefficients: Shape (k,), in the unit of the outcome, all against the same base, whichever.
        covariance: Shape (k, k), of the coefficients.
        freedom: Degrees of freedom of the covariance: people, or clusters, less one.
    """

    months: Ints
    coefficients: Floats
    covariance: Floats
    freedom: float = math.inf

    def __post_init__(self) -> None:
        size = self.months.size
        sound = (
            self.coefficients.shape == (size,)
            and self.covariance.shape == (size, size)
            and bool(np.isfinite(self.coefficients).all() and np.isfinite(self.covariance).all())
            and bool((np.diff(self.months) > 0).all())
            and self.freedom > 0
        )
        if not sound:
            raise DataError(
                f"{size} months come with coefficients of shape {self.coefficients.shape} and a "
                f"covariance of shape {self.covariance.shape}, or some are no numbers",
                where="path around treatment",
                why="Trend and effect are estimated together",
                remedy="Give one number a month, months in order, without empty ones",
            )

    @property
    def before(self) -> Bools:
        """Which months lie before the start, shape (k,)."""
        return self.months < 0


@dataclass(frozen=True)
class Sided:
    """An estimate with a bound to either side.

    Attributes:
        value: In the unit of the outcome.
        error: Its standard error.
        low: Lower bound; at a confidence of 95% the truth lies below in 2.5%.
        high: Upper bound, likewise.
    """

    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class TrendBound:
    """What a trend in selection leaves of an effect.

    Attributes:
        plain: The effect if the difference between trained and others would have stayed as it was.
        beyond: The effect beyond the straight line through the months before.
        explained: What the trend explains: plain less beyond.
        slope: The trend, in the unit of the outcome a month.
        gap: Months between the middle of those before and the middle of the target.
        low: What is left at least, whichever account is right.
        high: What it is at most.
        bend_to_undo: The bend of the trend a month that takes `low` (or `high`, for an effect
            below zero) to zero; 0 if nothing stands as it is.
    """

    plain: Sided
    beyond: Sided
    explained: Sided
    slope: Sided
    gap: float
    low: float
    high: float
    bend_to_undo: float

    @property
    def stands(self) -> bool:
        """Whether the effect has a sign that no straight trend explains."""
        return self.low > 0 or self.high < 0


def trend_bound(
    path: MonthPath, weights: Floats, level: float = 0.95, bend: float = 0.0
) -> TrendBound | Reason:
    """What a trend in selection leaves of a target.

    Args:
        path: At least `FEWEST_MONTHS` months before the start.
        weights: Shape (months from the start on,), of the target, adding up to above 0.
        level: Confidence of the range between the two bounds.
        bend: How much the trend may change a month from one month to the next, at least 0.

    Returns:
        The bound, or why there is none.
    """
    reason = _too_little(path)
    if reason is not None:
        return reason
    rows = _rows(path, _checked(path, weights))
    return _bound(path, rows, _critical(path, level), bend)


def trend_bounds_by_month(
    path: MonthPath, level: float = 0.95, bend: float = 0.0, together: bool = True
) -> tuple[TrendBound, ...] | Reason:
    """What a trend in selection leaves of the effect in each month from the start on.

    Args:
        path: At least `FEWEST_MONTHS` months before the start.
        level: Confidence of the range between the two bounds.
        bend: How much the trend may change a month from one month to the next.
        together: Whether the bounds are to hold for all months at once, by the joint normal law of
            the estimates, rather than each for itself.

    Returns:
        One bound a month in order, or why there are none.
    """
    reason = _too_little(path)
    if reason is not None:
        return reason
    rows = [_rows(path, weights) for weights in np.eye(int((~path.before).sum()))]
    critical = _critical(path, level)
    if together:
        critical = max(critical, _joint_critical(path, rows, level))
    return tuple(_bound(path, one, critical, bend) for one in rows)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Weights on all coefficients, each shape (k,)."""

    plain: Floats
    beyond: Floats
    slope: Floats
    gap: float


def _rows(path: MonthPath, weights: Floats) -> _Rows:
    before = path.before
    months = path.months.astype(float)
    centred = np.where(before, months - months[before].mean(), 0.0)
    slope = centred / float(centred @ centred)
    plain = -weights.sum() * before / before.sum()
    plain[~before] += weights
    reach = float(plain @ months)  # the target's share times its distance from the middle before
    return _Rows(plain, plain - reach * slope, slope, reach)


def _bound(path: MonthPath, rows: _Rows, critical: float, bend: float) -> TrendBound:
    plain, beyond = (_sided(path, one, critical) for one in (rows.plain, rows.beyond))
    curve = _curvature(path, rows.beyond)
    low = min(plain.low, beyond.low - bend * curve)
    high = max(plain.high, beyond.high + bend * curve)
    left = max(min(beyond.low, plain.low), min(-beyond.high, -plain.high))
    standing = max(beyond.low, -beyond.high) if left > 0 else 0.0
    return TrendBound(
        plain=plain,
        beyond=beyond,
        explained=_sided(path, rows.plain - rows.beyond, critical),
        slope=_sided(path, rows.slope, critical),
        gap=rows.gap,
        low=low,
        high=high,
        bend_to_undo=standing / curve,
    )


def _sided(path: MonthPath, row: Floats, critical: float) -> Sided:
    value = float(row @ path.coefficients)
    error = math.sqrt(max(float(row @ path.covariance @ row), 0.0))
    return Sided(value, error, value - critical * error, value + critical * error)


def _curvature(path: MonthPath, row: Floats) -> float:
    """How much a bend of one in every month, each in the worst direction, moves the sum.

    The weights cancel straight lines, so the sum depends on the path's bends alone: on the bend at
    month m with the weights' sum over later months e of (e - m).
    """
    inner = np.arange(path.months[0] + 1, path.months[-1])
    later = np.maximum(path.months[None, :] - inner[:, None], 0)
    return float(np.abs(later @ row).sum())


def _joint_critical(path: MonthPath, rows: list[_Rows], level: float) -> float:
    """The quantile that all estimates keep to at once, at most so often broken as one alone."""
    weights = np.array([one for row in rows for one in (row.plain, row.beyond)])
    covariance = weights @ path.covariance @ weights.T
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0)) / np.where(errors > 0, errors, 1.0)[:, None]
    rng = np.random.default_rng(_SEED)
    drawn = rng.standard_normal((_DRAWS, len(root))) @ root.T
    if math.isfinite(path.freedom):
        drawn /= np.sqrt(rng.chisquare(path.freedom, _DRAWS) / path.freedom)[:, None]
    return float(np.quantile(np.abs(drawn).max(axis=1), level))


def _critical(path: MonthPath, level: float) -> float:
    if math.isfinite(path.freedom):
        return float(special.stdtrit(path.freedom, 0.5 + level / 2))
    return float(special.ndtri(0.5 + level / 2))


def _checked(path: MonthPath, weights: Floats) -> Floats:
    weights = np.asarray(weights, dtype=float)
    count = int((~path.before).sum())
    if weights.shape == (count,) and np.isfinite(weights).all() and weights.sum() > 0:
        return weights
    raise DataError(
        f"Weights of shape {weights.shape} for {count} months from the start on",
        where="path around treatment",
        why="The target is their weighted sum",
        remedy="Give one number a month from the start on, adding up to above 0",
    )


def _too_little(path: MonthPath) -> Reason | None:
    count = int(path.before.sum())
    if count < FEWEST_MONTHS:
        return Reason(
            "too_few_months_before",
            f"Only {count} months before the start are known, and a trend needs {FEWEST_MONTHS}.",
            "Use a longer history, or people who started later.",
        )
    if path.before.all():
        return Reason("no_months_after", "No month from the start on is known.", "Wait for one.")
    return None
