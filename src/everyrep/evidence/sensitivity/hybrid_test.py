"""Whether a supposed effect fits inequalities that are estimated: the hybrid conditional test.

The test looks at the inequality that is broken most. A first look at a tenth of the error rejects
what no set of true inequalities, even all of them just binding, would show. Otherwise the worst
one is compared with what it would be, given which one is the worst: a normal that is cut off where
another would have taken its place. So inequalities that hold with ease cost no power.

References:
    Andrews, Roth and Pakes (2023), Inference for linear conditional moment inequalities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.sensitivity.moments import Moments

FIRST_LOOK = 0.1
"""The share of the error that the first look spends, as the paper recommends."""
_GRID = 257
_ZOOMS = 3
_TINY = 1e-10


@dataclass(frozen=True, eq=False)
class HybridTest:
    """The test of one set of inequalities.

    Attributes:
        moments: The inequalities.
        error: How often it may reject what is true, 0 to 1.
        first: What the worst inequality must not pass in the first look, in standard errors.
    """

    moments: Moments
    error: float
    first: float

    @classmethod
    def of(cls, moments: Moments, error: float, draws: Floats) -> HybridTest:
        """The test with its first look worked out.

        Args:
            moments: The inequalities.
            error: How often it may reject what is true.
            draws: Shape (coefficients + 1, draws), standard normal.
        """
        return cls(moments, error, rarely_passed(moments, FIRST_LOOK * error, draws))

    def rejects(self, effects: Floats) -> Bools:
        """Which supposed effects do not fit, shape (effects,)."""
        at = self.moments.at(effects)
        worst = at.argmax(axis=1)
        value = at[np.arange(len(at)), worst]
        low, high, spread = self._cut(at, worst, value)
        high = np.minimum(high, self.first)
        left = (1 - FIRST_LOOK) * self.error / (1 - FIRST_LOOK * self.error)
        strange = (value > self.first) | (_tail(value, low, high, spread) < left)
        return np.asarray((value > 0) & strange)

    def accepted(self) -> tuple[float, float]:
        """The lowest and the highest effect that fits; low above high: none does."""
        low, high = self.moments.reach(self.first)
        if high < low:
            return np.inf, -np.inf
        effects = np.linspace(low, high, _GRID)
        fits = np.flatnonzero(~self.rejects(effects))
        if not fits.size:
            return np.inf, -np.inf
        first, last = int(fits[0]), int(fits[-1])
        return (
            self._edge(effects[max(first - 1, 0)], effects[first]),
            self._edge(effects[min(last + 1, _GRID - 1)], effects[last]),
        )

    def _edge(self, outside: float, inside: float) -> float:
        """Where rejection begins between an effect that is rejected and one that fits."""
        for _ in range(_ZOOMS):
            effects = np.linspace(inside, outside, 33)
            broken = np.flatnonzero(self.rejects(effects))
            at = int(broken[0]) if broken.size else len(effects) - 1
            inside, outside = effects[max(at - 1, 0)], effects[at]
        return float(inside)

    def _cut(self, at: Floats, worst: Ints, value: Floats) -> tuple[Floats, Floats, Floats]:
        """Between which values the worst inequality stays the worst, and its standard error."""
        covariance = self.moments.covariance
        variance = np.diag(covariance)[worst]
        with np.errstate(divide="ignore", invalid="ignore"):
            share = covariance[worst] / variance[:, None]
            # The others, were the worst at v: at + share (v - value); where do they reach v?
            meeting = (at - share * value[:, None]) / (1 - share)
        below, above = share < 1 - _TINY, share > 1 + _TINY
        low = np.where(below, meeting, -np.inf).max(axis=1)
        high = np.where(above, meeting, np.inf).min(axis=1)
        return low, high, np.sqrt(variance)


def rarely_passed(moments: Moments, chance: float, draws: Floats) -> float:
    """What the worst inequality passes with that chance if all of them just bind.

    So rare an event is not waited for: in each draw one inequality is made to pass a lower mark,
    and the draw counts the less, the more of them pass it together.

    Args:
        moments: The inequalities.
        chance: Small, such as 0.005.
        draws: Shape (coefficients + 1, draws), standard normal.

    References:
        Owen, Maximov and Chertkov (2019), Importance sampling the union of rare events, Electronic
            Journal of Statistics 13(1).
    """
    errors = np.sqrt(np.diag(moments.covariance))
    mark = float(errors.max() * -special.ndtri(chance))
    with np.errstate(divide="ignore"):
        passing = special.ndtr(-mark / errors)
    count = draws.shape[1]
    each = np.arange(count)
    made = np.searchsorted(np.cumsum(passing) / passing.sum(), (each + 0.5) / count)
    made = np.minimum(made, errors.size - 1)
    value = -errors[made] * special.ndtri(special.ndtr(draws[-1]) * passing[made])
    drawn = moments.root @ draws[:-1]
    share = moments.covariance[:, made] / moments.covariance[made, made]
    drawn = drawn + share * (value - drawn[made, each])
    weight = passing.sum() / count / np.maximum((drawn >= mark).sum(axis=0), 1)
    worst = drawn.max(axis=0)
    order = np.argsort(-worst)
    at = int(np.searchsorted(np.cumsum(weight[order]), chance))
    return float(worst[order][min(at, count - 1)])


def _tail(value: Floats, low: Floats, high: Floats, spread: Floats) -> Floats:
    """Chance of the value or more, of a normal around zero cut off at low and high."""
    with np.errstate(divide="ignore", invalid="ignore"):
        beyond = special.ndtr(-high / spread)
        part = special.ndtr(-value / spread) - beyond
        whole = special.ndtr(-low / spread) - beyond
        return np.where(whole > 0, part / whole, 0.0)
