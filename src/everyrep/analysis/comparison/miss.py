"""What a miss is made of: people, volume, territory, mix, conversion, size, target and luck.

First luck is taken out of both sides: bookings less what the same deals would have brought at the
true rates and sizes, as far as they are known. What is left is a difference of two products of true
factors, and is shared out exactly (`attribution`). Rates are draws, so every part is one, and has
a range; in each draw the parts add up to the miss, and so do the means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logit, ndtri

from everyrep.analysis.comparison.arrays import Floats
from everyrep.analysis.comparison.attribution import (
    Ground,
    Side,
    attribute,
    rates_there,
    to_the_unit,
)
from everyrep.analysis.comparison.true_rates import Facts, TrueRates

ASKED = "asked"
LUCK = "luck"
LUCK_BEFORE = "luck_before"
_STEPS = 8


@dataclass(frozen=True)
class Deals:
    """One side of a miss.

    Attributes:
        people: Person-months, above 0.
        deals: Decided deals, shape (cells, territories); need not be whole, as a scaled norm.
        booked: Minor units.
        rates: What rates and sizes truly are.
    """

    people: float
    deals: Floats
    booked: int
    rates: TrueRates

    def side(self, other: Deals) -> Side:
        """Its true factors; without a deal, the mix and territories of the other side."""
        total = float(self.deals.sum())
        counted = (self.deals if total else other.deals).sum(axis=1)
        mix = counted / max(float(counted.sum()), 1e-300)
        return Side(
            self.people, total / self.people, mix, self.rates.odds, self.rates.size,
            self.ground(other),
        )  # fmt: skip

    def ground(self, other: Deals) -> Ground:
        """Its territories; in a cell without a deal, where the other side's lie."""
        share = _shares(self.deals, _shares(other.deals, self.deals + other.deals))
        return Ground(share, self.rates.ground_odds, self.rates.ground_size)

    def noise(self) -> float:
        """Variance of bookings that chance alone gives, in squared minor units."""
        ground = self.ground(self)
        rate = rates_there(self.rates.odds, ground)
        size = self.rates.size[..., None] * np.exp(ground.size)[..., None, :]
        each = rate * size**2 * (self.rates.scatter[:, None] - rate)
        return float((each.mean(axis=0) * self.deals).sum())


def _shares(deals: Floats, fallback: Floats) -> Floats:
    """Each cell's shares by territory; those of the fallback where it has no deal."""
    filled = np.where(deals.sum(axis=1, keepdims=True) > 0, deals, fallback)
    filled = np.where(filled.sum(axis=1, keepdims=True) > 0, filled, 1.0)
    return np.asarray(filled / filled.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class MissParts:
    """Parts of a difference in bookings, in whole minor units; they add up to it.

    Attributes:
        parts: Each factor's part, luck's, and that of the other side's luck running out.
        low: Lower ends of their ranges.
        high: Upper ends.
        total: The difference.
        alone: How far chance alone moves the difference either way, at the same level.
        alone_now: The same of the side after alone.
        deals: Decided deals of the side after.
    """

    parts: Mapping[str, int]
    low: Mapping[str, int]
    high: Mapping[str, int]
    total: int
    alone: int
    alone_now: int
    deals: int


def miss_parts(before: Deals, after: Deals, level: float = 0.95) -> MissParts:
    """The parts of after less before."""
    one, other = before.side(after), after.side(before)
    drawn = attribute(one, other)
    drawn[LUCK] = after.booked - other.bookings()
    drawn[LUCK_BEFORE] = one.bookings() - before.booked
    total = after.booked - before.booked
    tail = (1 - level) / 2
    parts = to_the_unit({name: float(np.mean(part)) for name, part in drawn.items()}, total)
    ends = {name: np.quantile(part, [tail, 1 - tail]) for name, part in drawn.items()}
    reach = float(ndtri(1 - tail))
    return MissParts(
        parts,
        {name: min(int(np.floor(end[0])), parts[name]) for name, end in ends.items()},
        {name: max(int(np.ceil(end[1])), parts[name]) for name, end in ends.items()},
        total,
        round(reach * float(np.sqrt(before.noise() + after.noise()))),
        round(reach * float(np.sqrt(after.noise()))),
        round(float(after.deals.sum())),
    )


def against_target(found: MissParts, target: int, booked: int) -> MissParts:
    """The same parts against a target, with what it asks beyond the base as a part of its own.

    The luck of the base goes into that part, since a target has no luck.

    Args:
        found: Parts of bookings less those of the base.
        target: Minor units.
        booked: Minor units.
    """
    asked = booked - found.total - target

    def moved(parts: Mapping[str, int]) -> dict[str, int]:
        kept = {name: part for name, part in parts.items() if name != LUCK_BEFORE}
        return {ASKED: asked + parts[LUCK_BEFORE], **kept}

    return MissParts(
        moved(found.parts),
        moved(found.low),
        moved(found.high),
        booked - target,
        found.alone_now,
        found.alone_now,
        found.deals,
    )


def of_unit(
    facts: Facts, rates: Mapping[tuple[int, int], TrueRates], unit: int, side: int, people: float
) -> Deals:
    """A unit on one side."""
    return Deals(people, facts.deals(unit, side), facts.booked(unit, side), rates[unit, side])


def of_peers(
    facts: Facts,
    rates: Mapping[tuple[int, int], TrueRates],
    unit: int,
    people: Floats,
    side: int = 1,
) -> Deals:
    """All other units, scaled to as many person-months as the unit has.

    Args:
        facts: Deals of all.
        rates: True rates of all.
        unit: The one that is left out.
        people: Person-months of each unit, shape (units,).
        side: Of the facts.
    """
    others = [u for u in range(facts.units) if u != unit]
    scale = float(people[unit] / max(float(people[others].sum()), 1e-9))
    deals = np.array([facts.deals(u, side) for u in others])
    booked = round(scale * sum(facts.booked(u, side) for u in others))
    pooled = _pooled(deals, [rates[u, side] for u in others])
    return _Scaled(float(people[unit]), deals.sum(axis=0) * scale, booked, pooled, scale)


def _pooled(deals: Floats, rates: Sequence[TrueRates]) -> TrueRates:
    """One unit's rates that bring, in each cell, what the deals of many bring at theirs.

    Args:
        deals: Shape (units, cells, territories).
        rates: Of each unit; territories are the same for all.
    """
    weight = deals + 1e-9  # cells that nobody has take the plain mean
    weight = weight / weight.sum(axis=(0, 2), keepdims=True)
    one = rates[0]
    ground = Ground(weight.sum(axis=0), one.ground_odds, one.ground_size)
    larger = np.exp(one.ground_size)[:, None, :]
    wins, amount = np.zeros_like(one.odds), np.zeros_like(one.odds)
    for part, unit in zip(weight, rates, strict=True):
        won = part * rates_there(unit.odds, ground)
        wins += won.sum(axis=-1)
        amount += (won * larger).sum(axis=-1) * unit.size
    odds = _odds_that_win(wins, ground)
    brought = (ground.share * rates_there(odds, ground) * larger).sum(axis=-1)
    size = amount / np.maximum(brought, 1e-300)
    return TrueRates(odds, size, one.scatter, one.ground_odds, one.ground_size)


def _odds_that_win(share: Floats, ground: Ground) -> Floats:
    """Log-odds at which territories together win a share, by Newton's method on log-odds.

    The mean of shares over territories is nearly expit of log-odds moved along, so that a few
    steps are exact to the last digits.
    """
    odds = logit(share)
    for _ in range(_STEPS):
        rate = rates_there(odds, ground)
        got = (ground.share * rate).sum(axis=-1)
        slope = (ground.share * rate * (1 - rate)).sum(axis=-1) / (got * (1 - got))
        odds = odds + (logit(share) - logit(got)) / slope
    return np.asarray(odds)


@dataclass(frozen=True)
class _Scaled(Deals):
    """A norm that is the mean of many: its noise is smaller by the scale."""

    scale: float = 1.0

    def noise(self) -> float:
        return super().noise() * self.scale
