"""What is announced because it was large is, on average, too large: the headline drawn back.

Three ways to say by how much. A single effect that had to pass a threshold is estimated given that
it passed. One of many is drawn towards the others (`measures.intervals.pooling`). And before any
data, the power of a trial says how far its significant results exaggerate, and how often they have
the wrong sign.

References:
    Zhong and Prentice (2008), Bias-reduced estimators and confidence intervals for odds ratios in
        genome-wide association studies.
    Gelman and Carlin (2014), Beyond power calculations: type S and type M errors.
    Lu, Qiu and Deng (2019), A note on type S/M errors in hypothesis testing.
    Morris (1983), Parametric empirical Bayes inference.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, isfinite, lgamma, log, pi, sqrt

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Floats
from everyrep.evidence.inference.result import below, quantile
from everyrep.measures.intervals.pooling import FEWEST_GROUPS, pooled_means
from everyrep.values import Reason

_FAR = 12.0  # standard errors from the estimate within which the truth is looked for
_HALVINGS = 80
_KNOWN_WELL = 1e9  # clusters that an error of unknown origin is taken to rest on


@dataclass(frozen=True)
class Drawn:
    """An effect that was announced because it passed a threshold.

    Attributes:
        value: The estimate as it was seen.
        shrunken: The effect under which estimates that pass are most often like this one.
        low, high: Range that holds the truth in `level` of the cases among those that pass.
        exaggeration: How many times the shrunken effect the seen one is; infinite at zero.
        level: Confidence.
    """

    value: float
    shrunken: float
    low: float
    high: float
    exaggeration: float
    level: float


@dataclass(frozen=True)
class Replication:
    """What significant results are like, were the effect so large.

    Attributes:
        power: Chance of a significant result.
        exaggeration: How many times too large significant ones are, on average; infinite at zero.
        wrong_sign: Share of significant ones that have the wrong sign.
    """

    power: float
    exaggeration: float
    wrong_sign: float


@dataclass(frozen=True)
class Together:
    """Effects drawn towards one another; every array has the shape (effects,).

    Attributes:
        value: The drawn effects, in the unit of the effects.
        low, high: Their ranges.
        drawn: How far each was drawn to the common mean, 0 to 1.
        common: Mean of all.
    """

    value: Floats
    low: Floats
    high: Floats
    drawn: Floats
    common: float


def selected(
    value: float, error: float, threshold: float | None = None, *, level: float = 0.95
) -> Drawn | Reason:
    """The headline of one effect that had to lie farther from zero than a threshold.

    Args:
        value: The estimate.
        error: Its standard error, taken as known.
        threshold: How far from zero it had to lie to be announced; by default 1.96 errors.
        level: Confidence.

    Returns:
        A reason where the estimate did not pass, so that nothing was selected.
    """
    if not (isfinite(value) and isfinite(error) and error > 0):
        return Reason("no_spread", "The effect has no error to measure it by.", "")
    bar = quantile(0.975) if threshold is None else threshold / error
    z = value / error
    if abs(z) < bar:
        return Reason(
            "not_selected",
            "The effect did not pass the threshold, so nothing draws it back.",
            "Print it as it is.",
        )
    tail = (1 - level) / 2
    most_often = abs(_peak(abs(z), bar)) * np.sign(z)
    low = _truth(z, bar, 1 - tail) * error
    high = _truth(z, bar, tail) * error
    far = abs(z / most_often) if most_often else inf
    return Drawn(value, float(most_often * error), low, high, float(far), level)


def among(value: Floats, error: Floats, *, level: float = 0.95) -> Together | Reason:
    """Many effects drawn towards their mean, as far as chance explains how they differ.

    Args:
        value: Shape (effects,), of like kind and in the same unit.
        error: Their standard errors, shape (effects,), above zero.
        level: Confidence.
    """
    if value.size < FEWEST_GROUPS:
        return Reason(
            "too_few_effects",
            f"There are {value.size} effects, too few to learn from how they differ; at least "
            f"{FEWEST_GROUPS} are needed.",
            "Shrink the one that was announced by the threshold it passed.",
        )
    certain = np.full(value.size, _KNOWN_WELL)
    pooled = pooled_means(value, error**2, certain, level, positive=False)
    return Together(pooled.value, pooled.low, pooled.high, pooled.drawn, pooled.common)


def replication(
    effect: float, error: float, *, degrees: float = inf, alpha: float = 0.05
) -> Replication:
    """What significant results are like in trials of this size, were the effect so large.

    Args:
        effect: The true effect to assume: a plausible one, never the one that was just found.
        error: Standard error of the trial.
        degrees: Degrees of freedom.
        alpha: Two-sided level of significance.
    """
    bar, truth = quantile(1 - alpha / 2, degrees), abs(effect) / error
    above, wrong = below(truth - bar, degrees), below(-bar - truth, degrees)
    power = above + wrong
    # Mean size of a significant estimate: the part above the bar, and the part below its mirror.
    size = (
        truth * above + _upper(bar - truth, degrees) - truth * wrong + _upper(bar + truth, degrees)
    )
    exaggeration = size / power / truth if truth > 0 else inf
    return Replication(power, exaggeration, wrong / power)


def replicates(
    value: float, error: float, next_error: float | None = None, *, alpha: float = 0.05
) -> float:
    """Chance that the next trial is significant with the same sign, given what is known now.

    Args:
        value: The effect as it is believed now: the shrunken one.
        error: Standard error of that belief.
        next_error: Standard error of the next trial; by default the same.
        alpha: Two-sided level of significance.
    """
    after = error if next_error is None else next_error
    away = abs(value) - quantile(1 - alpha / 2) * after
    return below(away / sqrt(error**2 + after**2))


def _upper(bar: float, degrees: float) -> float:
    """Mean of Student's t above a bar, times the chance to lie there."""
    if not isfinite(degrees):
        return exp(-(bar**2) / 2) / sqrt(2 * pi)
    if degrees <= 1:
        return inf
    scale = lgamma((degrees + 1) / 2) - lgamma(degrees / 2) - log(degrees * pi) / 2
    density = exp(scale - (degrees + 1) / 2 * log(1 + bar**2 / degrees))
    return density * (degrees + bar**2) / (degrees - 1)


def _passing(truth: float, bar: float) -> float:
    return below(truth - bar) + below(-bar - truth)


def _peak(z: float, bar: float) -> float:
    """The truth that makes the seen size most likely among those that pass; z above zero.

    The slope of the log likelihood falls in the truth, so its root is found by halving.
    """

    def slope(truth: float) -> float:
        density = exp(-((bar - truth) ** 2) / 2) - exp(-((bar + truth) ** 2) / 2)
        return z - truth - density / sqrt(2 * pi) / _passing(truth, bar)

    low, high = 0.0, z
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return (low + high) / 2


def _truth(z: float, bar: float, chance: float) -> float:
    """The truth at which estimates that pass lie below the seen one with this chance."""
    low, high = z - _FAR - bar, z + _FAR + bar
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _seen_below(z, middle, bar) > chance else (low, middle)
    return (low + high) / 2


def _seen_below(z: float, truth: float, bar: float) -> float:
    """Chance of an estimate below z among those that pass; on the log scale where they are rare."""
    lower, upper = float(special.log_ndtr(-bar - truth)), float(special.log_ndtr(truth - bar))
    passing = float(np.logaddexp(lower, upper))
    if z < 0:
        return exp(float(special.log_ndtr(z - truth)) - passing)
    return 1 - exp(float(special.log_ndtr(truth - z)) - passing)
