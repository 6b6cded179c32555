"""No worthwhile effect is a finding, not the lack of one: equivalence, and the verdict of a range.

Two one-sided tests ask whether an effect is known to lie within the margin, which is the smallest
effect worth having and is set beforehand. The same margin turns any range into one of four words.

References:
    Schuirmann (1987), A comparison of the two one-sided tests procedure and the power approach.
    Agresti and Caffo (2000), Simple and effective confidence intervals for proportions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf, sqrt

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.evidence.inference.answerable import varying
from everyrep.evidence.inference.result import Inferred, below, inferred
from everyrep.values import Reason
from everyrep.values.errors import require


class Worth(StrEnum):
    """What a range says of an effect, given the smallest one worth having."""

    WORKS = "works"
    NO_WORTHWHILE_EFFECT = "no worthwhile effect"
    HARMS = "harms"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided tests.

    Attributes:
        value, error, degrees: The estimate that was tested.
        margin: Lowest and highest effect that counts as none, in the unit of the estimate.
        p_low: Chance of an estimate so far above the lower margin, were the effect at it.
        p_high: The same for the upper margin.
        p: The larger of the two.
    """

    value: float
    error: float
    degrees: float
    margin: tuple[float, float]
    p_low: float
    p_high: float

    @property
    def p(self) -> float:
        """Chance of such closeness, were the effect at one of its margins."""
        return max(self.p_low, self.p_high)


@dataclass(frozen=True)
class Judgement:
    """The word for an effect.

    Attributes:
        word: The verdict.
        surely: Works, and is known to be at least worth having; or harms by at least as much.
        low, high: Range that claims of something rest on.
        near_low, near_high: Narrower range that claims of nothing rest on.
        margin: Smallest effect worth having.
    """

    word: Worth
    surely: bool
    low: float
    high: float
    near_low: float
    near_high: float
    margin: float


def equivalence(
    value: float, error: float, margin: tuple[float, float], degrees: float = inf
) -> Equivalence | Reason:
    """Two one-sided tests of any estimate.

    Args:
        value: The estimate.
        error: Its standard error.
        margin: Lowest and highest effect that counts as none.
        degrees: Degrees of freedom of the error.
    """
    _held(margin)
    known = inferred(value, error, degrees)
    if isinstance(known, Reason):
        return known
    low, high = (value - margin[0]) / error, (value - margin[1]) / error
    return Equivalence(value, error, degrees, margin, below(-low, degrees), below(high, degrees))


def equivalent_means(
    first: Floats, second: Floats, margin: tuple[float, float], *, alike: bool = False
) -> Equivalence | Reason:
    """Two one-sided tests of the difference of two means, first less second.

    Args:
        first, second: Values of either group, shape (n,) each.
        margin: Lowest and highest difference that counts as none.
        alike: Their spread is taken to be the same; by default it is not (Welch).
    """
    stuck = _two(first, second)
    if stuck is not None:
        return stuck
    n, m = first.size, second.size
    v, w = float(np.var(first, ddof=1)), float(np.var(second, ddof=1))
    if alike:
        pooled = ((n - 1) * v + (m - 1) * w) / (n + m - 2)
        error, degrees = sqrt(pooled * (1 / n + 1 / m)), float(n + m - 2)
    else:
        error = sqrt(v / n + w / m)
        degrees = error**4 / ((v / n) ** 2 / (n - 1) + (w / m) ** 2 / (m - 1))
    return equivalence(float(first.mean() - second.mean()), error, margin, degrees)


def equivalent_changes(change: Floats, margin: tuple[float, float]) -> Equivalence | Reason:
    """Two one-sided tests of the mean of changes, one a person.

    Args:
        change: Shape (n,).
        margin: Lowest and highest mean change that counts as none.
    """
    stuck = _two(change, change)
    if stuck is not None:
        return stuck
    error = float(np.std(change, ddof=1)) / sqrt(change.size)
    return equivalence(float(change.mean()), error, margin, float(change.size - 1))


def equivalent_proportions(
    successes: tuple[float, float], trials: tuple[float, float], margin: tuple[float, float]
) -> Equivalence | Reason:
    """Two one-sided tests of the difference of two proportions, first less second.

    One success and one failure are added to either group (Agresti and Caffo), so that none of
    none is not taken for certainty.

    Args:
        successes, trials: Of either group; the trials are independent of one another.
        margin: Lowest and highest difference that counts as none.
    """
    if min(trials) < 1:
        return Reason("no_trials", "One of the groups has no trials.", "Take more people in.")
    p, q = ((k + 1) / (n + 2) for k, n in zip(successes, trials, strict=True))
    variance = p * (1 - p) / (trials[0] + 2) + q * (1 - q) / (trials[1] + 2)
    return equivalence(p - q, sqrt(variance), margin)


def judge(effect: Inferred, margin: float, *, alpha: float = 0.05) -> Judgement | Reason:
    """The word for an effect, where more is better.

    Claims of something rest on the two-sided range of 1 - alpha, claims of nothing on that of
    1 - 2 alpha, which are two one-sided tests at alpha.

    Args:
        effect: The estimate with its error; turn its sign where less is better.
        margin: Smallest effect worth having, above zero.
        alpha: Chance of a false claim of either kind.
    """
    wide = inferred(effect.value, effect.error, effect.degrees, level=1 - alpha)
    near = inferred(effect.value, effect.error, effect.degrees, level=1 - 2 * alpha)
    if isinstance(wide, Reason):
        return wide
    narrower = None if isinstance(near, Reason) else (near.low, near.high)
    return judge_range((wide.low, wide.high), margin, narrower)


def judge_range(
    ends: tuple[float, float], margin: float, near: tuple[float, float] | None = None
) -> Judgement:
    """The word for a range, however it was had.

    There is no worthwhile effect where the narrower range ends below the margin, be it that nothing
    happens, too little, or perhaps harm. It harms where all of the range is below zero, and some of
    the narrower one at the margin's mirror or beyond: harm too small to matter is no worthwhile
    effect. It works where all of the range is above zero, and enough is not excluded. In all other
    cases nobody can tell.

    Args:
        ends: Low and high end that claims of something rest on.
        margin: Smallest effect worth having, above zero.
        near: Narrower ends that claims of nothing rest on; the same ones where there are none.
    """
    require(margin > 0, f"The smallest effect worth having is {margin}", "Give one above zero")
    (low, high), (near_low, near_high) = ends, near or ends
    word = Worth.CANNOT_TELL
    if near_high < margin and (near_low > -margin or high >= 0):
        word = Worth.NO_WORTHWHILE_EFFECT
    elif high < 0:
        word = Worth.HARMS
    elif low > 0:
        word = Worth.WORKS
    surely = (word is Worth.WORKS and low >= margin) or (word is Worth.HARMS and high <= -margin)
    return Judgement(word, surely, low, high, near_low, near_high, margin)


def _held(margin: tuple[float, float]) -> None:
    require(
        margin[0] < margin[1],
        f"The margin of equivalence goes from {margin[0]} to {margin[1]}",
        "Give the lower end first",
    )


def _two(first: Floats, second: Floats) -> Reason | None:
    if min(first.size, second.size) < 2:
        return Reason(
            "too_few",
            f"There are {first.size} and {second.size} values; at least two of each are needed.",
            "Take more people in.",
        )
    return varying(np.concatenate([first, second]))
