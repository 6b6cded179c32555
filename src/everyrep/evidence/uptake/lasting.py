"""How long a bad or good spell lasts, and what of one is still there after the start.

People who are sent after bad months are still recovering while their effect is counted. How fast
spells fade is seen in everybody's months without treatment: half the mean square of the change over
k months rises with k as what was there fades (the variogram), whatever each person's own level is.

    v(k) = fresh + held (1 - fades^k) + growth k^2 / 2

The three parts are found by least squares without negative ones, at the rate of fading that fits
best. What a spell right before the start leaves in a later month is then its best linear forecast,
by the same rate for those who came as for all.

References:
    Cressie (1993), Statistics for spatial data, section 2.4 (variograms).
    Ashenfelter (1978), Estimating the effect of training programs on earnings (the dip).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from everyrep.evidence.arrays import Floats, Ints

_LONGEST = 15
"""Months over which changes are looked at."""
_FEWEST_PAIRS = 30
_RATES = np.linspace(0.0, 0.95, 39)


@dataclass(frozen=True)
class Lasting:
    """What of a month lasts.

    Attributes:
        held: Variance of what lasts for a while.
        fades: Share of it that is left a month later, from 0 to below 1.
        fresh: Variance of what is gone by the next month.
    """

    held: float
    fades: float
    fresh: float

    def left(self, before: Ints, after: Ints) -> Floats:
        """What of a spell is left later, (months after, months before).

        Args:
            before: Months in which the spell is seen, since the start.
            after: Months asked about, since the start.

        Returns:
            Weights: a month's expected value is their sum over the months of the spell.
        """
        own = self._between(before, before) + self.fresh * np.eye(before.size)
        return np.asarray(self._between(after, before) @ np.linalg.pinv(own))

    def _between(self, one: Ints, other: Ints) -> Floats:
        apart = np.abs(one[:, None] - other[None, :])
        return np.asarray(self.held * self.fades**apart, dtype=float)


def lasting(y: Floats, weights: Floats, first: Ints) -> Lasting | None:
    """How spells last in months without treatment; None where too few changes are known.

    Args:
        y: Outcomes, (people, months).
        weights: What each rests on; 0 where there is none.
        first: First treated month, (people,).
    """
    untreated = np.arange(y.shape[1]) < first[:, None]
    w = np.where(untreated & ~np.isnan(y), weights, 0.0)
    rest = _without_months(np.where(w > 0, y, 0.0), w)
    apart, change, known = _changes(rest, w)
    if apart.size < 4 or not (change > 0).all():
        return None
    scale = np.sqrt(known) / change
    fits = [_fitted(apart, change, scale, rate) for rate in _RATES]
    rate, (_, (fresh, held, _)) = min(zip(_RATES, fits, strict=True), key=lambda fit: fit[1][0])
    return Lasting(float(held), float(rate), float(fresh))


def _without_months(y: Floats, w: Floats) -> Floats:
    total = w.sum(axis=0)
    usual = np.divide((w * y).sum(axis=0), total, out=np.zeros(total.size), where=total > 0)
    return np.asarray(y - usual)


def _changes(rest: Floats, w: Floats) -> tuple[Floats, Floats, Floats]:
    """Months apart, half the mean square of the change over them, and pairs it is known from."""
    found = []
    for step in range(1, min(_LONGEST, rest.shape[1] - 1) + 1):
        now, then = w[:, step:], w[:, :-step]
        both = now + then
        pair = np.divide(now * then, both, out=np.zeros(both.shape), where=both > 0)
        pairs, total = int(np.count_nonzero(pair)), float(pair.sum())
        if pairs >= _FEWEST_PAIRS:
            square = float((pair * (rest[:, step:] - rest[:, :-step]) ** 2).sum())
            found.append((step, square / total / 2, pairs))
    table = np.array(found, dtype=float).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _fitted(apart: Floats, change: Floats, scale: Floats, rate: float) -> tuple[float, Floats]:
    """What is left unexplained at a rate of fading, and the parts."""
    columns = np.column_stack([np.ones(apart.size), 1 - rate**apart, apart**2 / 2])
    parts, rest = nnls(columns * scale[:, None], change * scale)
    return float(rest), parts
