"""Panels for the tests of effects that begin at different times."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints

FIRST_YEAR = 2003


@dataclass(frozen=True)
class Counties:
    """Minimum wages and teenage employment in 500 counties, 2003 to 2007 (`mpdta`)."""

    y: Floats
    first: Ints
    population: Floats


def counties(folder: Path) -> Counties:
    """The panel of `mpdta.csv`, of the log of employment and of population."""
    with (folder / "causal" / "mpdta.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ids = {county: at for at, county in enumerate(dict.fromkeys(row["countyreal"] for row in rows))}
    y = np.full((len(ids), 5), np.nan)
    first, population = np.full(len(ids), NEVER), np.zeros((len(ids), 1))
    for row in rows:
        at, begun = ids[row["countyreal"]], int(row["first.treat"])
        y[at, int(row["year"]) - FIRST_YEAR] = float(row["lemp"])
        population[at, 0] = float(row["lpop"])
        first[at] = begun - FIRST_YEAR if begun else NEVER
    return Counties(y, first, population)


@dataclass(frozen=True)
class Simulated:
    """A panel with known truth.

    Attributes:
        y: Shape (units, periods).
        first: Shape (units,).
        truth: Shape (units, periods): the effect in each cell, 0 before treatment.
        team: Shape (units,).
        x: Shape (units, 1): known before treatment.
    """

    y: Floats
    first: Ints
    truth: Floats
    team: Ints
    x: Floats

    def after(self, event_time: int | None = None) -> float:
        """The mean true effect over treated outcomes, at an event time or overall."""
        times = np.arange(self.y.shape[1]) - self.first[:, None].astype(float)
        cells = (times >= 0) if event_time is None else (times == event_time)
        return float(self.truth[cells & ~np.isnan(self.y)].mean())


def simulated(
    seed: int, units: int = 200, periods: int = 12, *, teams: int = 0, missing: float = 0.0
) -> Simulated:
    """Staggered treatment whose effect grows with time and differs by cohort and by person.

    Early cohorts gain more, so that two-way fixed effects is wrong. People differ in level; errors
    are autocorrelated. With teams, whole teams are treated at once and share shocks.
    """
    rng = np.random.default_rng(seed)
    team = np.arange(units) % teams if teams else np.arange(units)
    starts = np.array([4, 6, 8, NEVER, NEVER])
    first = starts[rng.permutation(np.arange(teams or units) % starts.size)][team]
    x = rng.normal(size=(units, 1))
    level = rng.normal(size=(units, 1)) + x
    season = rng.normal(scale=0.5, size=periods)
    noise = _autocorrelated(rng, (units, periods), 0.5)
    if teams:
        noise += 0.5 * _autocorrelated(rng, (teams, periods), 0.5)[team]
    since = np.arange(periods) - np.minimum(first, 10**6)[:, None]
    size = np.where(first < 10**6, 1.4 - 0.1 * np.minimum(first, 20), 0.0)[:, None]
    own = rng.normal(scale=0.3, size=(units, 1))
    truth = np.where(since >= 0, (size + own) * (0.4 + 0.2 * since), 0.0)
    y = level + season + noise + truth
    y[rng.random(y.shape) < missing] = np.nan
    return Simulated(y, first.astype(np.int64), truth, team.astype(np.int64), x)


def _autocorrelated(rng: np.random.Generator, shape: tuple[int, int], by: float) -> Floats:
    found = rng.normal(size=shape)
    for period in range(1, shape[1]):
        found[:, period] = by * found[:, period - 1] + np.sqrt(1 - by**2) * found[:, period]
    return found
