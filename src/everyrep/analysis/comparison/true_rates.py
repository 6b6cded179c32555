"""Win rates and sizes behind what was seen, for every unit, side and cell: draws, not points.

A rate that was seen is the rate that there is, plus luck. The mixed model says how far units, and
the same unit at another time, truly differ; what was seen is pulled towards the rest by as much as
its number of deals leaves open. What is pulled off is luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.comparison.arrays import Floats, Ints
from everyrep.analysis.comparison.binomial import Binomial
from everyrep.analysis.comparison.design import Design
from everyrep.analysis.comparison.gaussian import Gaussian
from everyrep.analysis.comparison.posterior import (
    Posterior,
    binomial_posterior,
    gaussian_posterior,
)

DRAWS = 1500
_FEWEST = 20  # wins of a cell below which its sizes take the scale of all cells
_FEWEST_WINS = 8


@dataclass(frozen=True)
class Facts:
    """Decided deals, one row each.

    Attributes:
        won: 1 or 0, shape (deals,).
        amount: Minor units of won deals, 0 for others, shape (deals,).
        unit: Place of each deal's unit.
        side: 0 before, 1 after.
        cell: Place of each deal's cell of the mix.
        units: How many units there are.
        cells: How many cells there are.
        ground: Place of each deal's territory.
        grounds: How many territories there are; one, where they are left out.
    """

    won: Floats
    amount: Floats
    unit: Ints
    side: Ints
    cell: Ints
    units: int
    cells: int
    ground: Ints
    grounds: int = 1

    @property
    def two_sided(self) -> bool:
        """Whether there are deals before and after."""
        return bool(self.side.size) and int(self.side.min()) != int(self.side.max())

    def deals(self, unit: int, side: int) -> Floats:
        """Decided deals of a unit and side, shape (cells, territories)."""
        rows = (self.unit == unit) & (self.side == side)
        place = self.cell[rows] * self.grounds + self.ground[rows]
        counted = np.bincount(place, minlength=self.cells * self.grounds)
        return counted.reshape(self.cells, self.grounds).astype(np.float64)

    def booked(self, unit: int, side: int) -> int:
        """Amounts won by a unit on a side, in minor units."""
        return round(float(self.amount[(self.unit == unit) & (self.side == side)].sum()))


@dataclass(frozen=True)
class TrueRates:
    """Draws for one unit and side, and what single amounts scatter around their mean.

    Attributes:
        odds: Log-odds of winning, the territory apart, shape (draws, cells).
        size: Mean amount of a won deal, the territory apart, shape (draws, cells).
        scatter: Mean square of an amount over its cell's mean, shape (cells,); 1 is no scatter.
        ground_odds: What territories add to the log-odds, shape (draws, territories).
        ground_size: What they add to the log of the amount, shape (draws, territories).
    """

    odds: Floats
    size: Floats
    scatter: Floats
    ground_odds: Floats
    ground_size: Floats


def true_rates(facts: Facts, seed: int = 0) -> dict[tuple[int, int], TrueRates]:
    """Draws of rates and sizes for each (unit, side), all from one model each."""
    rate_model = _rate_model(facts, seed)
    size_model = _size_model(facts, seed + 1)
    smear, scatter = _smear(facts, size_model)
    smear = smear * _wobble(facts, size_model, scatter, seed)
    found = {}
    for side in (0, 1):
        odds_there = _of_ground(rate_model, facts, side)
        size_there = _of_ground(size_model, facts, side)
        for unit in range(facts.units):
            odds = _linear(rate_model, facts, unit, side)
            size = np.exp(_linear(size_model, facts, unit, side)) * smear
            found[unit, side] = TrueRates(odds, size, scatter, odds_there, size_there)
    return found


def enough(facts: Facts) -> bool:
    """Whether there are wins enough for a model of sizes, and units enough for one of rates."""
    return facts.units >= 2 and int((facts.amount > 0).sum()) >= _FEWEST_WINS


def _columns(cell: Ints, side: Ints, facts: Facts) -> Floats:
    cells = np.eye(facts.cells)[cell][:, 1:]
    sides = side[:, None] if facts.two_sided else np.zeros((cell.size, 0))
    return np.column_stack([np.ones(cell.size), sides, cells])


def _design(facts: Facts, cell: Ints, side: Ints, unit: Ints, ground: Ints) -> Design:
    """Cells and side are fixed; units and territories differ, and each from side to side."""
    groups, counts = [unit * 2 + side, unit], [facts.units * 2, facts.units]
    if facts.grounds > 1:
        groups += [ground * 2 + side, ground]
        counts += [facts.grounds * 2, facts.grounds]
    return Design(_columns(cell, side, facts), tuple(groups), tuple(counts))


def _rate_model(facts: Facts, seed: int) -> Posterior:
    """Log-odds, of deals that are alike counted together."""
    both = facts.unit * 2 + facts.side
    key = (both * facts.grounds + facts.ground) * facts.cells + facts.cell
    rows, place = np.unique(key, return_inverse=True)
    trials = np.bincount(place).astype(np.float64)
    wins = np.bincount(place, weights=facts.won).astype(np.float64)
    cell, rest = rows % facts.cells, rows // facts.cells
    ground, both = rest % facts.grounds, rest // facts.grounds
    design = _design(facts, cell, both % 2, both // 2, ground)
    data = Binomial(design, wins, trials, np.zeros(rows.size))
    return binomial_posterior(data, seed=seed, draws=DRAWS)


def _size_model(facts: Facts, seed: int) -> Posterior:
    kept = facts.amount > 0
    design = _design(
        facts, facts.cell[kept], facts.side[kept], facts.unit[kept], facts.ground[kept]
    )
    data = Gaussian(design, np.log(facts.amount[kept]), np.ones(int(kept.sum())))
    return gaussian_posterior(data, seed=seed, draws=DRAWS)


def _linear(model: Posterior, facts: Facts, unit: int, side: int) -> Floats:
    """The predictor of each cell, the territory apart, shape (draws, cells)."""
    cells = np.arange(facts.cells)
    columns = _columns(cells, np.full(facts.cells, side), facts)
    effect = model.effects(0)[:, unit * 2 + side] + model.effects(1)[:, unit]
    return np.asarray(model.fixed @ columns.T + effect[:, None])


def _of_ground(model: Posterior, facts: Facts, side: int) -> Floats:
    """What each territory adds on a side, shape (draws, territories)."""
    if facts.grounds == 1:
        return np.zeros((len(model.solutions), 1))
    return np.asarray(model.effects(2)[:, side::2] + model.effects(3))


def _wobble(facts: Facts, model: Posterior, scatter: Floats, seed: int) -> Floats:
    """What is not known of the mean of a cell beyond its typical size, shape (draws, cells)."""
    wins = np.bincount(facts.cell, weights=facts.won, minlength=facts.cells)
    beyond = np.maximum(scatter - 1 - float((model.residual**2).mean()), 0.0)
    sd = np.sqrt(beyond / np.maximum(wins, _FEWEST))
    noise = np.random.default_rng(seed).standard_normal((len(model.residual), facts.cells))
    return np.asarray(np.exp(noise * sd - sd**2 / 2))


def _smear(facts: Facts, model: Posterior) -> tuple[Floats, Floats]:
    """What makes typical sizes mean ones in each cell, amounts of zero or less included."""
    won = facts.won > 0
    design = _design(facts, facts.cell, facts.side, facts.unit, facts.ground)
    solution = model.solutions.mean(axis=0)
    linear = design.fixed @ solution[model.design.fixed_place]
    for group, place in zip(design.groups, model.design.places, strict=True):
        linear = linear + solution[place][group]
    typical = np.exp(linear)[won]
    amount, cell = facts.amount[won], facts.cell[won]
    ratio = amount / typical
    count = np.bincount(cell, minlength=facts.cells)
    overall = float(amount.sum() / typical.sum())
    by_cell = np.bincount(cell, weights=amount, minlength=facts.cells) / np.maximum(
        np.bincount(cell, weights=typical, minlength=facts.cells), 1e-300
    )
    smear = np.where(count >= _FEWEST, by_cell, overall)
    second = np.bincount(cell, weights=ratio**2, minlength=facts.cells) / np.maximum(count, 1)
    everywhere = float((ratio**2).mean()) / overall**2
    own = second / np.maximum(smear, 1e-300) ** 2
    scatter = np.where(count >= _FEWEST, own, everywhere)
    return smear, np.maximum(scatter, 1.0)
