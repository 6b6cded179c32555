"""Ranges that hold however often, and whenever, one looks.

A range of 95% misses at some look far more often than one time in twenty if it is looked at again
and again. The range here holds at all looks together: an estimate times the information gathered
(one over its squared error) is, whatever its kind, close to a random walk with the true effect as
its drift, and a normal mixture of such walks bounds all of its path. It is valid for differences
of means, ratios, adjusted effects and clusters alike, as long as each look uses all data so far.

It is wider than the range for one look, and narrowest for the information it is tuned for. With few
people or clusters the error itself is inexact; the bound is then stretched as Student's t is from
the normal.

References:
    Robbins (1970), Statistical methods related to the law of the iterated logarithm.
    Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Time-uniform central limit theory and
        asymptotic confidence sequences.
    Scharfstein, Tsiatis and Robins (1997), Semiparametric efficiency and its implication on the
        design and analysis of group-sequential studies (independent increments).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, isfinite, log, log1p, sqrt

from scipy import special

from everyrep.evidence.inference.answerable import FEWEST_EACH
from everyrep.evidence.inference.result import Inferred
from everyrep.values import Reason
from everyrep.values.errors import require


@dataclass(frozen=True)
class Look:
    """What may be said at one look, however many there were and will be.

    Attributes:
        value: The estimate.
        low, high: Range that holds at all looks together.
        p: Chance of ever seeing as much, were the effect zero; at most 1.
        level: Confidence.
        wider: How many times wider than the range for a single look.
    """

    value: float
    low: float
    high: float
    p: float
    level: float
    wider: float


def look(
    effect: Inferred,
    tuned_error: float,
    *,
    level: float = 0.95,
    smaller_side: int | None = None,
    fewest: int = FEWEST_EACH,
) -> Look | Reason:
    """The range of an estimate that is looked at again and again.

    Args:
        effect: The estimate from all data so far, with its error and degrees of freedom.
        tuned_error: Standard error at which the range is narrowest, fixed beforehand: that which
            the trial is planned to reach.
        level: Confidence over all looks.
        smaller_side: People or clusters on the smaller side, if it is to be checked.
        fewest: How many are needed there before the first look.
    """
    if smaller_side is not None and smaller_side < fewest:
        return Reason(
            "too_early",
            f"There are {smaller_side} on the smaller side; looks begin at {fewest}.",
            "Wait until more have taken part.",
        )
    mixing = tuning(tuned_error, level)
    reach = stretched(bound(effect.error, mixing, level), effect.degrees)
    single = stretched(float(special.ndtri(0.5 + level / 2)), effect.degrees)
    return Look(
        value=effect.value,
        low=effect.value - reach * effect.error,
        high=effect.value + reach * effect.error,
        p=always_valid(effect, mixing),
        level=level,
        wider=reach / single,
    )


def tuning(tuned_error: float, level: float = 0.95) -> float:
    """Information of the mixture under which the range is narrowest at an error.

    Args:
        tuned_error: Standard error at which the range is narrowest.
        level: Confidence over all looks.
    """
    require(
        isfinite(tuned_error) and tuned_error > 0,
        f"The error that looks are tuned for is {tuned_error}",
        "Give the standard error that the trial is planned to reach",
    )
    miss = -2 * log(1 - level)
    return 1 / (tuned_error**2 * (miss + log(miss) + 1))


def bound(error: float, mixing: float, level: float = 0.95) -> float:
    """How many standard errors the range reaches on either side.

    Args:
        error: Standard error now.
        mixing: From `tuning`.
        level: Confidence over all looks.
    """
    information = 1 / error**2
    share = information / (information + mixing)
    return sqrt((log1p(information / mixing) - 2 * log(1 - level)) / share)


def always_valid(effect: Inferred, mixing: float) -> float:
    """Chance of ever seeing an effect as far from zero for its error; the least one so far counts.

    Args:
        effect: The estimate now.
        mixing: From `tuning`.
    """
    information = 1 / effect.error**2
    share = information / (information + mixing)
    z = unstretched(abs(effect.value) / effect.error, effect.degrees)
    return min(1.0, exp(0.5 * log1p(information / mixing) - 0.5 * share * z**2))


def stretched(z: float, degrees: float = inf) -> float:
    """The point of Student's t that lies as far out as a point of the normal."""
    if not isfinite(degrees):
        return z
    return float(-special.stdtrit(degrees, special.ndtr(-z)))


def unstretched(t: float, degrees: float = inf) -> float:
    """The point of the normal that lies as far out as a point of Student's t."""
    if not isfinite(degrees):
        return t
    return float(-special.ndtri(special.stdtr(degrees, -t)))
