"""How a steady series may behave: the models that a chart weighs against one another.

A series with nothing special going on still has neighbours that echo one another, seasons, a
drift, and a lean to one side. Which of these a given series has is not known, and a dozen points
cannot tell. So no model is picked: each is given a weight, the points shift the weights, and what
comes next is judged by all of them together. That keeps the stated rate of false alarms true
where a chosen model would be wrong.

References:
    Box and Cox (1964), An analysis of transformations.
    Pericchi (1981), A Bayesian approach to transformations to normality.
    Hoeting, Madigan, Raftery and Volinsky (1999), Bayesian model averaging.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from everyrep.measures.arrays import Floats

# Correlation of neighbouring points, and how likely each is before any point is seen.
ECHOES = {-0.3: 0.07, 0.0: 0.38, 0.2: 0.15, 0.4: 0.14, 0.6: 0.14, 0.8: 0.09, 0.95: 0.03}
# Variance between the seasons, as a multiple of the variance within them.
_RHYTHM = {1.0: 0.05, 4.0: 0.09}
_YEAR = {0.5: 0.11, 2.0: 0.14, 8.0: 0.16}
# Variance of the rise from first to last point that a drift brings, in the same multiple.
DRIFTS = {0.0: 0.85, 4.0: 0.15}
# Powers of Box and Cox: 1 is symmetric, 0 is the logarithm, above 1 leans to the low side.
POWERS = {1.5: 0.12, 1.0: 0.28, 0.5: 0.2, 1 / 3: 0.15, 0.0: 0.25}
_LEVEL = 1e5  # the level of a series is not known at all: so large is its variance
_YEARS_NEEDED = 2

# Points a year, and points of the shorter rhythm within it (months of a quarter).
CYCLES = {
    "day": (7, 0),
    "week": (52, 13),
    "month": (12, 3),
    "quarter": (4, 0),
    "year": (0, 0),
}


@dataclass(frozen=True)
class Cell:
    """One way a series may behave.

    Attributes:
        echo: Correlation of a point with the one before.
        cycle: Points until a season comes back; 0 without seasons.
        season: Variance between seasons, as a multiple of that within.
        drift: Variance of the rise over the whole series, in the same multiple.
        weight: How likely it is before any point is seen.
    """

    echo: float
    cycle: int
    season: float
    drift: float
    weight: float


@lru_cache(maxsize=64)
def cells(points: int, grain: str) -> tuple[Cell, ...]:
    """The ways a series of so many points may behave, weights adding up to one."""
    year, rhythm = CYCLES[grain.removeprefix("fiscal_")]
    seasons: dict[tuple[int, float], float] = {(0, 0.0): 0.45}
    if rhythm and points >= 3 * rhythm:
        seasons |= {(rhythm, ratio): weight for ratio, weight in _RHYTHM.items()}
    if season_can_be_told(points, grain):
        seasons |= {(year, ratio): weight for ratio, weight in _YEAR.items()}
    total = sum(seasons.values())
    return tuple(
        Cell(echo, cycle, ratio, drift, a * b * c / total)
        for (echo, a), ((cycle, ratio), b), (drift, c) in product(
            ECHOES.items(), seasons.items(), DRIFTS.items()
        )
    )


def season_can_be_told(points: int, grain: str) -> bool:
    """Whether each season has come round at least twice."""
    year, _ = CYCLES[grain.removeprefix("fiscal_")]
    return year > 0 and points >= _YEARS_NEEDED * year


@lru_cache(maxsize=256)
def factors(times: tuple[int, ...], seen: int, grain: str) -> tuple[Floats, Floats]:
    """Cholesky factors of the covariance of points at these times, one a cell, and inverses.

    Args:
        times: Place of each point in time, rising; gaps are missing points.
        seen: How many of them are history, which decides what cells there are.
        grain: Of time.

    Returns:
        Two arrays of shape (cells, points, points), lower triangular.
    """
    place = np.array(times)
    apart = np.abs(place[:, None] - place[None, :])
    run = (place - place[:seen].mean()) / max(place[seen - 1] - place[0], 1)
    lower = []
    for cell in cells(seen, grain):
        echo = np.eye(place.size) if cell.echo == 0 else cell.echo**apart
        season = cell.season * (apart % cell.cycle == 0) if cell.cycle else 0.0
        covariance = echo + season + cell.drift * 3 * np.outer(run, run) + _LEVEL
        lower.append(np.linalg.cholesky(covariance))
    stacked = np.array(lower)
    return stacked, np.linalg.inv(stacked)
