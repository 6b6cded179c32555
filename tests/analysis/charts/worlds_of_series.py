"""Steady series of every sort: nothing special ever happens in them, so each alarm is false."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from everyrep.analysis.charts.judging import Kind
from everyrep.measures.arrays import Floats

Draw = Callable[[np.random.Generator, int, int], tuple[Floats, Floats]]
_BURN = 60


def echoing(rng: np.random.Generator, charts: int, points: int, echo: float) -> Floats:
    """Normal series with variance one in which neighbours correlate."""
    steps = rng.standard_normal((charts, points + _BURN)) * np.sqrt(1 - echo**2)
    series = np.zeros_like(steps)
    series[:, 0] = rng.standard_normal(charts)
    for at in range(1, steps.shape[1]):
        series[:, at] = echo * series[:, at - 1] + steps[:, at]
    return series[:, _BURN:]


def amounts(of: Callable[[np.random.Generator, int, int], Floats]) -> Draw:
    def draw(rng: np.random.Generator, charts: int, points: int) -> tuple[Floats, Floats]:
        series = of(rng, charts, points)
        return series, np.ones_like(series)

    return draw


def seasonal(rng: np.random.Generator, charts: int, points: int) -> Floats:
    """Months of the year as far apart as months within one month of the year are."""
    season = rng.standard_normal((charts, 12))[:, np.arange(points) % 12]
    return 100 + 10 * (season + rng.standard_normal((charts, points)))


def trials(share: float, fewest: int, most: int, alike: float = 0.0) -> Draw:
    def draw(rng: np.random.Generator, charts: int, points: int) -> tuple[Floats, Floats]:
        sizes = rng.integers(fewest, most, (charts, points)).astype(float)
        shares = np.full(sizes.shape, share)
        if alike:
            odds = 1 / alike - 1
            shares = rng.beta(share * odds, (1 - share) * odds, sizes.shape)
        return rng.binomial(sizes.astype(int), shares).astype(float), sizes

    return draw


def events(fewest: float, most: float, alike: float = 0.0) -> Draw:
    def draw(rng: np.random.Generator, charts: int, points: int) -> tuple[Floats, Floats]:
        sizes = rng.uniform(fewest, most, (charts, points))
        mean = sizes * rng.gamma(1 / alike, alike, sizes.shape) if alike else sizes
        return rng.poisson(mean).astype(float), sizes

    return draw


AMOUNTS: dict[str, Draw] = {
    "normal": amounts(lambda rng, c, p: 100 + 15 * rng.standard_normal((c, p))),
    "echo of .3": amounts(lambda rng, c, p: 100 + 15 * echoing(rng, c, p, 0.3)),
    "echo of .6": amounts(lambda rng, c, p: 100 + 15 * echoing(rng, c, p, 0.6)),
    "lognormal": amounts(lambda rng, c, p: np.exp(0.5 * rng.standard_normal((c, p)))),
    "gamma": amounts(lambda rng, c, p: rng.gamma(4.0, 1.0, (c, p))),
    "seasonal": amounts(seasonal),
}
COUNTS: dict[str, tuple[Kind, Draw]] = {
    "shares": (Kind.SHARE, trials(0.25, 10, 60)),
    "shares of many": (Kind.SHARE, trials(0.3, 200, 600)),
    "shares, overdispersed": (Kind.SHARE, trials(0.3, 20, 100, 0.03)),
    "rates": (Kind.RATE, events(20, 60)),
    "rates of few": (Kind.RATE, events(2, 6)),
    "rates, overdispersed": (Kind.RATE, events(20, 60, 0.05)),
}
