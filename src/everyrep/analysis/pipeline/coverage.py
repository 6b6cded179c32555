"""How much pipeline it takes: the coverage needed for a chosen chance of hitting the target.

"Three to one" suits a win rate of about 40 %. What is needed follows from the win rate and how far
deals differ in size: few large deals swing more than many small ones. Coverage is pipeline over
target; a pipeline that wins a share w of its amount hits the target when w times coverage is at
least 1. So the coverage that is enough with chance c is one over the share that is won at least
with chance c.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.pipeline.winnings import (
    COARSE,
    Chances,
    Floats,
    Group,
    Winnings,
    laid_out,
    winnings,
)

_DRAWS = 61
_SEED = 20_260_303


@dataclass(frozen=True)
class Needed:
    """Coverage needed.

    Attributes:
        chance: The chance of hitting the target that was asked for.
        ratio: Pipeline over target that gives it; None where no pipeline of such deals does.
        low, high: Range of the ratio: what it would be at the ends of what the win rate may be.
            `high` is None where no coverage is enough there.
        break_even: Pipeline over target at which the target is what can be expected.
    """

    chance: float
    ratio: float | None
    low: float | None
    high: float | None
    break_even: float


def needed(
    groups: Sequence[Group], chance: float = 0.8, shock: float = 0.0, level: float = 0.95
) -> Needed:
    """The coverage at which deals like these hit the target with the chance.

    Args:
        groups: Deals with what is known of their chances; only how sizes and groups mix matters.
        chance: Chosen chance of hitting the target, above 0 and below 1.
        shock: See `winnings`.
        level: Confidence of the range.
    """
    total = float(sum(group.amounts.sum() for group in groups))
    laid = laid_out([group.amounts for group in groups])
    spread = laid.won([group.chances for group in groups], shock)
    ends = [
        laid.won([_fixed(group, share) for group in groups], shock)
        for share in ((1 - level) / 2, (1 + level) / 2)
    ]
    low, high = (_over(total, end.sure(chance)) for end in reversed(ends))
    return Needed(
        chance,
        _over(total, spread.sure(chance)),
        low,
        high,
        total / spread.mean if spread.mean > 0 else float("inf"),
    )


def resampled(own: Floats, deals: int) -> Floats:
    """So many amounts that are spread like one's own: their evenly spaced quantiles.

    Args:
        own: Amounts of deals of one's own, above 0.
        deals: How many to make.

    Returns:
        Amounts in ascending order with the mean of one's own; shape (deals,).
    """
    if deals <= 0 or len(own) == 0:
        return np.zeros(0)
    ordered = np.sort(own)
    # Each new deal is the mean of its share of the old ones, so that the largest are not lost.
    edges = np.linspace(0, len(ordered), deals + 1)
    below = np.concatenate([[0.0], np.cumsum(ordered)])
    upto = np.interp(edges, np.arange(len(ordered) + 1), below)
    return np.asarray(np.diff(upto) / np.diff(edges))


@dataclass(frozen=True)
class Hitting:
    """The chance of hitting a target from what is open.

    Attributes:
        chance: With all that is not known averaged over.
        low, high: Range of the chance over what the win rates may truly be.
        expected: Amount expected.
        expected_low, expected_high: Amounts within which the sum will lie, with the level.
        target: What is still to be won.
        deals: How many deals are open.
        spread: The whole distribution of the sum.
    """

    chance: float
    low: float
    high: float
    expected: float
    expected_low: float
    expected_high: float
    target: float
    deals: int
    spread: Winnings


def hitting(
    groups: Sequence[Group], target: float, shock: float = 0.0, level: float = 0.95
) -> Hitting:
    """The chance that the open deals bring the target.

    Args:
        groups: Open deals by what is known of their chance.
        target: What is still to be won, in the unit of the amounts.
        shock: See `winnings`.
        level: Confidence of the ranges.
    """
    spread = winnings(groups, shock)
    rng = np.random.default_rng(_SEED)
    shares = (np.argsort(rng.random((_DRAWS, len(groups))), axis=0) + 0.5) / _DRAWS
    laid = laid_out([group.amounts for group in groups], COARSE)
    sure = np.array(
        [
            laid.won(
                [_fixed(group, share) for group, share in zip(groups, row, strict=True)], shock
            ).chance_of(target)
            for row in shares.tolist()
        ]
    )
    low, high = np.quantile(sure, [(1 - level) / 2, (1 + level) / 2]) if len(groups) else (0, 0)
    chance = spread.chance_of(target)
    return Hitting(
        chance,
        float(min(low, chance)),
        float(max(high, chance)),
        spread.mean,
        spread.sure((1 + level) / 2),
        spread.sure((1 - level) / 2),
        target,
        sum(len(group.amounts) for group in groups),
        spread,
    )


def _fixed(group: Group, share: float) -> Chances:
    """The group's chance, taken as known, at a point of what it may be."""
    return Chances(known=float(group.chances.at(np.array(share))))


def _over(total: float, sure: float) -> float | None:
    return total / sure if sure > 0 else None
