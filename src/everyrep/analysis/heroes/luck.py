"""What luck alone would give: the same company, were all equally good.

Everybody gets the company's own flow of deals, win rate and amounts: the number of decided deals is
Poisson around the common rate a month, each is won with the common chance, and the amount of a won
deal is drawn from the company's own won deals. Whatever spread is left is luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.heroes.arrays import Floats, Ints
from everyrep.analysis.heroes.concentration import concentrations

DRAWS = 2000


@dataclass(frozen=True)
class LuckAlone:
    """Figures of a company without any true difference.

    Attributes:
        mean: Of each figure over the draws.
        low: Lower end of its range.
        high: Upper end.
        chance: Chance that luck alone gives at least what was seen, with half a draw to spare.
    """

    mean: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True)
class Deals:
    """The company's decided deals.

    Attributes:
        decided: How many each person decided, shape (people,).
        won: How many of them each won.
        amounts: Amount of every won deal, any sign, shape (won,).
    """

    decided: Floats
    won: Floats
    amounts: Floats


def equal_people(
    deals: Deals, months: Floats, draws: int = DRAWS, seed: int = 0, keep_volume: bool = False
) -> Floats:
    """Totals of people who are all equally good, shape (draws, people).

    Args:
        deals: The company's own.
        months: Time each person was there, above 0.
        draws: How many companies.
        seed: Of the draws.
        keep_volume: Everybody keeps their own number of decided deals, so that only winning and
            size are luck.
    """
    rng = np.random.default_rng(seed)
    wins = deals.won.sum()
    decided = max(float(deals.decided.sum()), 1.0)
    rate = float(wins) / decided
    if keep_volume:
        counts = rng.binomial(deals.decided.astype(np.int64), rate, (draws, months.size))
    else:
        counts = rng.poisson(wins * months / months.sum(), (draws, months.size))
    return resampled_sums(counts.astype(np.int64), deals.amounts, rng)


def resampled_sums(counts: Ints, amounts: Floats, rng: np.random.Generator) -> Floats:
    """Sums of so many amounts drawn with replacement; the shape is that of the counts."""
    if not amounts.size:
        return np.zeros(counts.shape)
    found = np.empty(counts.shape)
    for row, wanted in enumerate(counts):
        ends = np.cumsum(wanted)
        picked = amounts[rng.integers(0, amounts.size, int(ends[-1]))]
        upto = np.concatenate([[0.0], np.cumsum(picked)])
        found[row] = upto[ends] - upto[ends - wanted]
    return found


def luck_alone(totals: Floats, months: Floats, seen: Floats, level: float) -> list[LuckAlone]:
    """What luck alone makes of each figure of `concentrations`, beside what was seen."""
    tail = (1 - level) / 2
    made = []
    for drawn, value in zip(concentrations(totals, months), seen, strict=True):
        usable = drawn[np.isfinite(drawn)]
        if usable.size < len(drawn) / 2 or not np.isfinite(value):
            made.append(LuckAlone(np.nan, np.nan, np.nan, np.nan))
            continue
        low, high = np.quantile(usable, [tail, 1 - tail])
        chance = (float((usable >= value).sum()) + 0.5) / (usable.size + 1)
        made.append(LuckAlone(float(usable.mean()), float(low), float(high), chance))
    return made
