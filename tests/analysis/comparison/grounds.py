"""Deals of teams that share territories, with the true parts of a team's miss known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from everyrep.analysis.comparison.arrays import Floats
from everyrep.analysis.comparison.attribution import Ground, Side, attribute
from everyrep.analysis.comparison.miss import MissParts, miss_parts, of_unit
from everyrep.analysis.comparison.true_rates import Facts, true_rates

UNITS, GROUNDS, DEALS = 8, 10, 150
SMEAR = float(np.exp(0.5 * 0.6**2))


@dataclass(frozen=True)
class Truth:
    """The true factors of one unit on both sides, and all deals."""

    facts: Facts
    sides: tuple[Side, Side]

    def parts(self) -> dict[str, float]:
        """What each factor truly did."""
        return {name: float(part) for name, part in attribute(*self.sides).items()}


def teams_in_territories(seed: int, spread: float = 0.5, growth: float = 0.2) -> Truth:
    """Team 0 moves to three other territories; nothing else of it changes.

    Args:
        seed: Of everything.
        spread: How far territories differ, in log-odds; amounts differ half as far.
        growth: How far each territory changes between the sides.
    """
    rng = np.random.default_rng(seed)
    teams = rng.normal(0, 0.2, UNITS)
    places = rng.normal(0, spread, GROUNDS)
    there = np.stack([places, places + rng.normal(0, growth, GROUNDS)])
    shares = rng.dirichlet(np.ones(GROUNDS), (UNITS, 2))
    shares[0] = 0.0
    shares[0, 0, -3:], shares[0, 1, :3] = 1 / 3, 1 / 3
    both = [(unit, side) for unit in range(UNITS) for side in (0, 1)]
    columns = [_deals(rng, *one, shares, teams, there) for one in both]
    won, amount, unit, side, ground = (np.concatenate(c) for c in zip(*columns, strict=True))
    cells = np.zeros(won.size, dtype=np.int64)
    facts = Facts(won, amount, unit, side, cells, UNITS, 1, ground, GROUNDS)
    return Truth(facts, (_side(facts, 0, teams, there), _side(facts, 1, teams, there)))


def found(truth: Truth) -> MissParts:
    """The parts as the product finds them."""
    rates = true_rates(truth.facts)
    before, after = (of_unit(truth.facts, rates, 0, side, 30.0) for side in (0, 1))
    return miss_parts(before, after)


def without_territories(truth: Truth) -> Truth:
    """The same with territories forgotten."""
    facts = truth.facts
    return replace(truth, facts=replace(facts, ground=facts.ground * 0, grounds=1))


def _deals(
    rng: np.random.Generator, unit: int, side: int, shares: Floats, teams: Floats, there: Floats
) -> tuple[Floats, ...]:
    ground = rng.choice(GROUNDS, DEALS, p=shares[unit, side])
    won = (rng.random(DEALS) < expit(logit(0.3) + teams[unit] + there[side][ground])).astype(float)
    amount = np.exp(rng.normal(10 + 0.5 * there[side][ground], 0.6)) * won
    return won, np.round(amount), np.full(DEALS, unit), np.full(DEALS, side), ground


def _side(facts: Facts, side: int, teams: Floats, there: Floats) -> Side:
    counted = facts.deals(0, side)
    return Side(
        30.0,
        counted.sum() / 30.0,
        np.ones(1),
        np.array([logit(0.3) + teams[0]]),
        np.array([np.exp(10) * SMEAR]),
        Ground(counted / counted.sum(), there[side], 0.5 * there[side]),
    )
