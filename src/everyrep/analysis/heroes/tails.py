"""Which shape: normal, lognormal or power law, fitted and held against one another.

A power law would mean that a few heroes are how selling works; most skewed totals are lognormal, or
no different from it. All three are fitted by maximum likelihood: normal and lognormal to everything
above zero, the power law to the tail above the point that fits best, where it is held against a
lognormal of the same tail. Likelihoods are compared by Vuong's test; where the data cannot tell two
shapes apart, that is the answer.

References:
    Clauset, Shalizi and Newman (2009), Power-law distributions in empirical data.
    Vuong (1989), Likelihood ratio tests for model selection and non-nested hypotheses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy  # its heavy parts are loaded by the first who needs them
from scipy import special

from everyrep.analysis.heroes.arrays import Floats

FEWEST = 10  # people with sales below which no shape is fitted
FEWEST_IN_TAIL = 10
_MOST_STARTS = 200
CANNOT_TELL = "cannot tell"
_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


@dataclass(frozen=True)
class PowerLaw:
    """A power law of the tail.

    Attributes:
        exponent: Alpha of p(x) ~ x^-alpha.
        standard_error: Of the exponent.
        start: Where the tail starts.
        tail: How many values are in it.
        distance: Kolmogorov-Smirnov distance between fit and tail.
    """

    exponent: float
    standard_error: float
    start: float
    tail: int
    distance: float


@dataclass(frozen=True)
class Versus:
    """Two shapes held against each other.

    Attributes:
        first: Name of a shape.
        second: Name of the other.
        ratio: Log likelihood ratio; above zero speaks for the first.
        chance: Two-sided p value: how often a ratio as far from zero comes of two equal fits.
        verdict: The better shape, or "cannot tell".
    """

    first: str
    second: str
    ratio: float
    chance: float
    verdict: str


@dataclass(frozen=True)
class Shapes:
    """Shapes of the totals above zero.

    Attributes:
        n: How many values are above zero.
        zeros: How many are not.
        normal: Mean and standard deviation.
        lognormal: Mean and standard deviation of the logs.
        power_law: Fit of the tail; None with too few values.
        normal_or_lognormal: On everything above zero.
        lognormal_or_power_law: On the tail; None with too few values.
    """

    n: int
    zeros: int
    normal: tuple[float, float]
    lognormal: tuple[float, float]
    power_law: PowerLaw | None
    normal_or_lognormal: Versus
    lognormal_or_power_law: Versus | None


def shapes(values: Floats, alpha: float = 0.1) -> Shapes | None:
    """The shapes, or None with too few different values above zero.

    Args:
        values: One a person; those of zero or less are counted apart.
        alpha: Verdicts need a p value below this.
    """
    above = np.sort(values[values > 0])
    if above.size < FEWEST or np.unique(above).size < FEWEST // 2:
        return None
    logs = np.log(above)
    normal, lognormal = (above.mean(), above.std()), (logs.mean(), logs.std())
    pointwise = _normal_above_zero(above, normal) - _lognormal(above, lognormal)
    power = power_law(above)
    return Shapes(
        above.size,
        int(values.size - above.size),
        (float(normal[0]), float(normal[1])),
        (float(lognormal[0]), float(lognormal[1])),
        power,
        versus("normal", "lognormal", pointwise, alpha),
        None if power is None else _tail_against_lognormal(above, power, alpha),
    )


def power_law(above: Floats) -> PowerLaw | None:
    """The power law whose start makes fit and tail most alike; None with too few values."""
    ordered = np.sort(above)
    starts = np.unique(ordered)
    starts = starts[[np.sum(ordered >= s) >= FEWEST_IN_TAIL for s in starts]]
    if starts.size < 1:
        return None
    if starts.size > _MOST_STARTS:
        starts = starts[np.linspace(0, starts.size - 1, _MOST_STARTS).astype(int)]
    fits = [_from(ordered, float(start)) for start in starts]
    usable = [fit for fit in fits if np.isfinite(fit.exponent)]
    return min(usable, key=lambda fit: fit.distance, default=None)


def _from(ordered: Floats, start: float) -> PowerLaw:
    tail = ordered[ordered >= start]
    logs = np.log(tail / start).sum()
    if logs <= 0:
        return PowerLaw(np.nan, np.nan, start, tail.size, np.inf)
    exponent = 1 + tail.size / logs
    fitted = 1 - (tail / start) ** (1 - exponent)
    seen = np.arange(tail.size) / tail.size
    distance = max(np.abs(fitted - seen).max(), np.abs(fitted - seen - 1 / tail.size).max())
    error = (exponent - 1) / np.sqrt(tail.size)
    return PowerLaw(float(exponent), float(error), start, tail.size, float(distance))


def _tail_against_lognormal(above: Floats, power: PowerLaw, alpha: float) -> Versus:
    tail = above[above >= power.start]
    a = power.exponent
    by_power = np.log((a - 1) / power.start) - a * np.log(tail / power.start)
    by_lognormal = truncated_lognormal(tail, power.start)
    return versus("lognormal", "power law", by_lognormal - by_power, alpha)


def truncated_lognormal(tail: Floats, start: float) -> Floats:
    """Log density of each value under the lognormal that fits best above a start."""
    logs, cut = np.log(tail), float(np.log(start))
    n, total, squares = logs.size, float(logs.sum()), float((logs**2).sum())

    # A mean far below the start would be a power law by another name, and has no end.
    spread = max(float(logs.std()), 1e-3)
    lowest, highest = cut - 20 * spread - 5, float(logs.max())
    narrow, wide = math.log(spread) - 3, math.log(spread) + 3

    def inside(parameters: Floats) -> tuple[float, float]:
        log_sd = min(max(float(parameters[1]), narrow), wide)
        return min(max(float(parameters[0]), lowest), highest), math.exp(log_sd)

    def loss(parameters: Floats) -> float:
        """Minus log likelihood, from sums alone."""
        mean, sd = inside(parameters)
        z2 = (squares - 2 * mean * total + n * mean**2) / sd**2
        return 0.5 * z2 + n * (math.log(sd) + float(special.log_ndtr((mean - cut) / sd)))

    found = scipy.optimize.minimize(
        loss,
        np.array([logs.mean() - spread, math.log(spread)]),
        method="Nelder-Mead",
        options={"xatol": 1e-5, "fatol": 1e-7, "maxfev": 600},
    )
    mean, sd = inside(found.x)
    density = -0.5 * ((logs - mean) / sd) ** 2 - math.log(sd) - _HALF_LOG_TWO_PI - logs
    return np.asarray(density - float(special.log_ndtr((mean - cut) / sd)))


def versus(first: str, second: str, pointwise: Floats, alpha: float) -> Versus:
    """Vuong's test from the differences of the log densities of each value."""
    ratio = float(pointwise.sum())
    scatter = float(pointwise.std()) * np.sqrt(pointwise.size)
    chance = float(special.erfc(abs(ratio) / (np.sqrt(2) * scatter))) if scatter > 0 else 1.0
    better = first if ratio > 0 else second
    return Versus(first, second, ratio, chance, better if chance < alpha else CANNOT_TELL)


def _normal_above_zero(values: Floats, fit: tuple[float, float]) -> Floats:
    mean, sd = fit[0], max(fit[1], 1e-12)
    density = -0.5 * ((values - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi)
    return np.asarray(density - special.log_ndtr(mean / sd))


def _lognormal(values: Floats, fit: tuple[float, float]) -> Floats:
    logs, sd = np.log(values), max(fit[1], 1e-12)
    return np.asarray(
        -0.5 * ((logs - fit[0]) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi) - logs
    )
