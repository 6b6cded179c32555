"""What pipelines yielded before: of the deals open on the like day, the share won by the end.

The chance that counts for a quarter's target is not the win rate. It is the chance that a deal
that is open today, in its stage, is won before the quarter ends; a deal that is won a week later
does not help. So earlier periods are looked at on the like day, with deals as they were then.

Periods differ by more than luck: some are good for all. How much more is had from the spread of
what was won around what was to be expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.analysis.pipeline.winnings import COARSE, Chances, Floats, Group, winnings

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FEWEST_PERIODS = 3
_SIZES = np.linspace(0.0, 1.5, 61)
_LIKELY = 0.5
"""Sizes of the shock that are weighed, and the one below which most are likely beforehand."""


@dataclass(frozen=True)
class Before:
    """Deals open on the like day of earlier periods; every array of shape (deals,).

    Attributes:
        period: Number of the period, from 0.
        group: Number of the group (stage and whether due), from 0.
        won: Whether it was won before its period ended.
        amount: In minor units of the reporting currency, at least 0.
    """

    period: Ints
    group: Ints
    won: Bools
    amount: Floats

    def without(self, period: int) -> Before:
        """Those of the other periods."""
        kept = self.period != period
        return Before(self.period[kept], self.group[kept], self.won[kept], self.amount[kept])


@dataclass(frozen=True)
class Learned:
    """What earlier periods tell.

    Attributes:
        chances: Of each group.
        shock: Standard deviation, in log-odds, of what a period is better or worse for all.
        periods: How many periods it rests on.
    """

    chances: tuple[Chances, ...]
    shock: float
    periods: int


def learned(before: Before, groups: int) -> Learned:
    """Chances of groups, and the shock of periods.

    Args:
        before: Earlier periods.
        groups: How many groups there are.
    """
    decided = np.bincount(before.group, minlength=groups)
    won = np.bincount(before.group, before.won, minlength=groups)
    chances = tuple(
        Chances(float(w), float(n)) for w, n in zip(won.tolist(), decided.tolist(), strict=True)
    )
    return Learned(chances, _shock(before, chances), len(np.unique(before.period)))


def _shock(before: Before, chances: Sequence[Chances]) -> float:
    """What is to be expected of the shock, given how far earlier periods were off.

    A period's miss has the variance of its deals, and on top of it the shock's. A few periods say
    little of the shock, and the best guess is too often none at all; so all sizes are weighed by
    how well they fit, small ones being likelier beforehand, and the mean of their squares stands.
    """
    periods = np.unique(before.period)
    if len(periods) < FEWEST_PERIODS:
        return 0.0
    p = np.array([chance.mean for chance in chances])[before.group]
    place = np.searchsorted(periods, before.period)
    # The periods themselves gave the chances, which makes their misses smaller.
    squared = np.bincount(place, before.won - p) ** 2 * len(periods) / (len(periods) - 1)
    variance = np.bincount(place, p * (1 - p))
    if not variance.all():
        return 0.0
    spread = variance[:, None] + _SIZES[None, :] ** 2 * variance[:, None] ** 2
    fit = -0.5 * (np.log(spread) + squared[:, None] / spread).sum(axis=0)
    weight = np.exp(fit - fit.max()) * np.exp(-0.5 * (_SIZES / _LIKELY) ** 2)
    return float(np.sqrt((weight @ _SIZES**2) / weight.sum()))


@dataclass(frozen=True)
class Tried:
    """What would have been said of each earlier period by the others.

    Attributes:
        expected, low, high: The amount expected and its range; shape (periods,).
        came: The amount that came.
        within: How many lay within their range.
    """

    expected: Floats
    low: Floats
    high: Floats
    came: Floats

    @property
    def within(self) -> int:
        """How many lay within their range."""
        return int(((self.low <= self.came) & (self.came <= self.high)).sum())


def tried(before: Before, groups: int, level: float = 0.95) -> Tried:
    """Each earlier period as the others would have foretold it from its like day.

    Args:
        before: Earlier periods.
        groups: How many groups there are.
        level: Confidence of the ranges.
    """
    found = []
    for period in np.unique(before.period).tolist():
        those = before.period == period
        known = learned(before.without(period), groups)
        spread = winnings(
            grouped(before.amount[those], before.group[those], known.chances), known.shock, COARSE
        )
        low, high = spread.sure((1 + level) / 2), spread.sure((1 - level) / 2)
        came = float(before.amount[those & before.won].sum())
        found.append((spread.mean, low - spread.step, high + spread.step, came))
    columns = np.array(found).reshape(-1, 4).T
    return Tried(*columns)


def grouped(amounts: Floats, group: Ints, chances: Sequence[Chances]) -> list[Group]:
    """Deals with the chance of their group; groups without a deal are left out."""
    return [
        Group(amounts[group == at], chance)
        for at, chance in enumerate(chances)
        if (group == at).any()
    ]
