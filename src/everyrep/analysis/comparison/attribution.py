"""Whose doing is a difference of two products: exact, whatever the order of the factors.

Bookings are people x deals per person x mix x win rate x size, summed over the cells of the mix and
the territories they lie in. Between two sides all may differ, and the territories with them: both
where deals lie, and what each territory does to win rate and size. Replacing one factor after the
other gives parts that depend on the order; the mean over all orders (the Shapley value) does not,
adds up exactly, and needs no logarithm, so that cells without a win, or without a deal, are no
special case.

References:
    Shapley (1953), A value for n-person games.
    Ang (2004), Decomposition analysis for policymaking in energy (why not LMDI: zeros and signs).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from scipy.special import expit

from everyrep.analysis.comparison.arrays import Floats

FACTORS = ("headcount", "volume", "territory", "mix", "conversion", "size")


@dataclass(frozen=True)
class Ground:
    """Where deals lie, and what the place does to them.

    Attributes:
        share: Of each cell's deals by territory, shape (cells, territories); rows add up to 1.
        odds: What each territory adds to the log-odds of winning, shape (..., territories).
        size: What each territory adds to the log of the amount, shape (..., territories).
    """

    share: Floats
    odds: Floats
    size: Floats

    @classmethod
    def even(cls, cells: int) -> Ground:
        """One territory, which adds nothing."""
        return cls(np.ones((cells, 1)), np.zeros(1), np.zeros(1))


@dataclass(frozen=True)
class Side:
    """What bookings are made of on one side of a difference.

    Attributes:
        people: Person-months, a number.
        deals: Decided deals a person-month, a number.
        mix: Share of deals in each cell, shape (cells,), adding up to 1.
        odds: Log-odds of winning in each cell, the territory apart, shape (..., cells).
        size: Amount of a won deal in each cell, the territory apart, shape (..., cells).
        ground: Territories.
    """

    people: float
    deals: float
    mix: Floats
    odds: Floats
    size: Floats
    ground: Ground

    def bookings(self) -> Floats:
        """The product, shape (...)."""
        rate, factor = rates_there(self.odds, self.ground), np.exp(self.ground.size)
        each = (self.ground.share * rate * factor[..., None, :]).sum(axis=-1)
        return np.asarray(self.people * self.deals * (self.mix * each * self.size).sum(axis=-1))


def rates_there(odds: Floats, ground: Ground) -> Floats:
    """Win rates, shape (..., cells, territories)."""
    return np.asarray(expit(odds[..., :, None] + ground.odds[..., None, :]))


def attribute(before: Side, after: Side) -> dict[str, Floats]:
    """The part of each factor in the difference of bookings, after less before; they add up."""
    worth = {
        chosen: _mixed(before, after, chosen).bookings()
        for count in range(len(FACTORS) + 1)
        for chosen in combinations(FACTORS, count)
    }
    parts = {}
    for name in FACTORS:
        others = [factor for factor in FACTORS if factor != name]
        part = np.zeros_like(worth[()])
        for count in range(len(FACTORS)):
            weight = _weight(count, len(FACTORS))
            for chosen in combinations(others, count):
                with_it = tuple(f for f in FACTORS if f in chosen or f == name)
                part = part + weight * (worth[with_it] - worth[chosen])
        parts[name] = part
    return parts


def _weight(before: int, players: int) -> float:
    return factorial(before) * factorial(players - before - 1) / factorial(players)


def _mixed(before: Side, after: Side, chosen: tuple[str, ...]) -> Side:
    """The side before, with the chosen factors of the side after."""

    def of(name: str) -> Side:
        return after if name in chosen else before

    return Side(
        of("headcount").people,
        of("volume").deals,
        of("mix").mix,
        of("conversion").odds,
        of("size").size,
        of("territory").ground,
    )


def to_the_unit(parts: dict[str, float], total: int) -> dict[str, int]:
    """Parts in whole minor units that add up to a whole total.

    Each is rounded down, and the units left over go to the largest fractions. What floats lose is
    less than a unit for each part.
    """
    names = list(parts)
    down = {name: int(np.floor(parts[name])) for name in names}
    left = total - sum(down.values())
    by_fraction = sorted(names, key=lambda name: down[name] - parts[name])
    step = 1 if left >= 0 else -1
    for turn in range(abs(left)):
        order = by_fraction if step > 0 else by_fraction[::-1]
        down[order[turn % len(names)]] += step
    return down
