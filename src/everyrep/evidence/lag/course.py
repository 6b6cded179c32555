"""The course of an effect over the months since the start: dip, onset, peak, decay.

Months hang together, and each by itself says little; so the onset is not the first month whose
range leaves out zero, which comes later the fewer people there are. It is the month from which on a
steady effect fits the whole curve best, with the months that fit hardly worse beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.evidence.findings import Curve
from everyrep.values import Reason

_LATEST = 6
"""Months since the start within which an onset is looked for."""
_HARDLY_WORSE = 3.84
"""Loss of fit (twice the log-likelihood) that chance alone brings in one of twenty."""
_SEEN = 9.0
"""Gain of fit by an effect of any onset from which on there is one to speak of."""
_LEAST = 3
_HALVES = (2, 3, 4, 6, 9, 12, 18, 24)


@dataclass(frozen=True)
class Course:
    """How an effect goes on.

    Attributes:
        onset: Months since the start from which on it is there.
        earliest, latest: Onsets that fit hardly worse.
        dip: Mean effect in the months before the onset, in the outcome's unit; None without any.
        dip_seen: Whether these months are told from none.
        level: The steady effect from the onset on.
        peak: Month in which it is largest.
        halves: Months in which it halves; None where no fading is told from none.
    """

    onset: int
    earliest: int
    latest: int
    dip: float | None
    dip_seen: bool
    level: float
    peak: int
    halves: float | None


def course_of(curve: Curve) -> Course | Reason:
    """The course of an effect.

    Args:
        curve: Effects by month with their covariance.

    Returns:
        The course, or why it cannot be told.
    """
    after = curve.only((curve.at >= 0) & np.isfinite(curve.se) & (curve.se > 0))
    if after.covariance is None or after.at.size < _LEAST + 1:
        return Reason(
            "too_few_months",
            "Too few months are known after the start to tell when it sets in.",
            "Wait for more months.",
        )
    weight = _inverse(after.covariance)
    tried = np.arange(0, min(_LATEST, int(after.at.max()) - _LEAST) + 1)
    steps = [_fitted(after, weight, (after.at >= onset).astype(float)) for onset in tried]
    gains = np.array([gain for gain, _ in steps])
    best = int(np.argmax(gains))
    if gains[best] < _SEEN:
        return Reason(
            "no_effect_seen",
            "No effect is told from none over the months, so nothing sets in.",
            "More people, or more months.",
        )
    close = tried[gains >= gains[best] - _HARDLY_WORSE]
    onset, level = int(tried[best]), steps[best][1]
    dip, seen = _before(after, onset)
    strong = np.flatnonzero(after.at >= onset)
    peak = int(after.at[strong[np.argmax(after.effect[strong] * np.sign(level))]])
    halves = _halving(after, weight, onset)
    return Course(onset, int(close.min()), int(close.max()), dip, seen, level, peak, halves)


def sentence(course: Course) -> str:
    """The course in words."""
    parts = [f"It sets in {_when(course.onset)} the start"]
    if course.earliest < course.latest:
        parts[0] += f" (between {course.earliest} and {_of_months(course.latest)})"
    if course.dip_seen and course.dip is not None and course.dip * course.level < 0:
        parts.append("it costs something while it is learned")
    if course.halves is None:
        parts.append("no fading is told from none")
    else:
        parts.append(f"it halves in about {course.halves:g} months")
    return "; ".join(parts) + "."


def _when(months: int) -> str:
    return "at" if months == 0 else f"{_of_months(months)} after"


def _of_months(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"


def _inverse(covariance: Floats) -> Floats:
    """Inverse with a little added to the diagonal: covariances of many months are nearly flat."""
    size = covariance.shape[0]
    ridge = 0.02 * float(np.trace(covariance)) / size
    return np.asarray(np.linalg.inv(covariance + ridge * np.eye(size)))


def _fitted(curve: Curve, weight: Floats, shape: Floats) -> tuple[float, float]:
    """Gain of fit by an effect of a shape over the months, and its size."""
    pull = shape @ weight
    length = float(pull @ shape)
    size = float(pull @ curve.effect) / length
    return length * size**2, size


def _before(curve: Curve, onset: int) -> tuple[float | None, bool]:
    """Mean effect in the months between start and onset, and whether it is told from none."""
    rows = np.flatnonzero(curve.at < onset)
    if rows.size == 0 or curve.covariance is None:
        return None, False
    mean = float(curve.effect[rows].mean())
    error = float(np.sqrt(curve.covariance[np.ix_(rows, rows)].mean()))
    return mean, abs(mean) > 1.96 * error


def _halving(curve: Curve, weight: Floats, onset: int) -> float | None:
    """Months in which it halves; None where a steady effect fits as well."""
    there = (curve.at >= onset).astype(float)
    since = np.maximum(curve.at - onset, 0)
    steady, _ = _fitted(curve, weight, there)
    fades = [_fitted(curve, weight, there * np.exp2(-since / half))[0] for half in _HALVES]
    best = int(np.argmax(fades))
    return float(_HALVES[best]) if fades[best] - steady > _HARDLY_WORSE else None
