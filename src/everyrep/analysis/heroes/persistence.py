"""The same people one period later: who stays on top, and how much of being on top was luck.

The top of a ranking is partly the luckiest, and falls back without anybody having done anything. A
rank correlation between two periods is too low for the same reason: both ranks are noisy. Divided
by the root of the two reliabilities it says how far true ranks last.

References:
    Galton (1886), Regression towards mediocrity in hereditary stature.
    Spearman (1904), The proof and measurement of association between two things.
    Bonett and Wright (2000), Sample size requirements for estimating correlations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # its heavy parts are loaded by the first who needs them

from everyrep.analysis.heroes.arrays import Bools, Floats
from everyrep.analysis.heroes.concentration import portions
from everyrep.analysis.heroes.skill import TrueSpread

FEWEST = 8  # people in both periods
_LEAST_RELIABLE = 0.05
_SURE_OF_SPREAD = 0.9
_BOOTSTRAPS = 1000


@dataclass(frozen=True)
class Interval:
    """A figure with its range; NaN where it cannot be had."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class GroupLater:
    """The top, middle or bottom of one period, and what became of them.

    Attributes:
        name: "top", "middle" or "bottom".
        people: How many, parts of people counted as parts.
        left: Share of them that was not there any more.
        then: Revenue a month over that of all, in the first period.
        later: The same people, the same figure, one period later.
    """

    name: str
    people: float
    left: float
    then: float
    later: Interval


@dataclass(frozen=True)
class Persistence:
    """Two periods, the same people.

    Attributes:
        both: How many were there in both.
        rank: Rank correlation of revenue a month.
        true_rank: The same corrected for noise; NaN where spread cannot be told from luck.
        groups: Top, middle and bottom of the first period.
    """

    both: int
    rank: Interval
    true_rank: Interval
    groups: tuple[GroupLater, ...]


def persistence(
    first: tuple[Floats, Floats, TrueSpread],
    second: tuple[Floats, Floats, TrueSpread],
    level: float = 0.95,
    seed: int = 0,
) -> Persistence | None:
    """What lasts from one period to the next; None with too few people in both.

    Args:
        first: Totals, months (0 for who was not there) and true spread of those who were, in the
            first period; the arrays are of all people of both periods, shape (people,).
        second: The same of the second.
        level: Confidence of ranges.
        seed: Of the draws.
    """
    there = first[1] > 0, second[1] > 0
    both: Bools = there[0] & there[1]
    if both.sum() < FEWEST:
        return None
    rates = [amounts[both] / months[both] for amounts, months, _ in (first, second)]
    rng = np.random.default_rng(seed)
    rank = _rank(rates[0], rates[1], level)
    corrected = _corrected(rank.value, (first, second), there, both, level, rng)
    return Persistence(int(both.sum()), rank, corrected, _groups(first, second, there, level, rng))


def _rank(one: Floats, other: Floats, level: float) -> Interval:
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return Interval(np.nan, np.nan, np.nan)
    value = float(scipy.stats.spearmanr(one, other).statistic)
    low, high = np.tanh(
        np.arctanh(np.clip(value, -0.999, 0.999))
        + _z_error(value, one.size) * scipy.stats.norm.ppf([(1 - level) / 2, (1 + level) / 2])
    )
    return Interval(value, min(float(low), value), max(float(high), value))


def _z_error(value: float, n: int) -> float:
    return float(np.sqrt((1 + value**2 / 2) / (n - 3)))


def _corrected(
    rank: float,
    sides: tuple[tuple[Floats, Floats, TrueSpread], tuple[Floats, Floats, TrueSpread]],
    there: tuple[Bools, Bools],
    both: Bools,
    level: float,
    rng: np.random.Generator,
) -> Interval:
    nothing = Interval(np.nan, np.nan, np.nan)
    if not np.isfinite(rank) or any(side[2].weights[0] > 1 - _SURE_OF_SPREAD for side in sides):
        return nothing
    reliable = []
    for (_, _, spread), present in zip(sides, there, strict=True):
        noise = spread.noise[both[present]].mean()
        variance = rng.choice(spread.spread, _BOOTSTRAPS, p=spread.weights) ** 2
        reliable.append(np.maximum(variance / (variance + noise), _LEAST_RELIABLE))
    z = np.arctanh(np.clip(rank, -0.999, 0.999))
    drawn = np.tanh(z + _z_error(rank, int(both.sum())) * rng.standard_normal(_BOOTSTRAPS))
    corrected = np.clip(drawn / np.sqrt(reliable[0] * reliable[1]), -1.0, 1.0)
    low, high = np.quantile(corrected, [(1 - level) / 2, (1 + level) / 2])
    value = float(np.median(corrected))
    return Interval(value, float(low), float(high))


def _groups(
    first: tuple[Floats, Floats, TrueSpread],
    second: tuple[Floats, Floats, TrueSpread],
    there: tuple[Bools, Bools],
    level: float,
    rng: np.random.Generator,
) -> tuple[GroupLater, ...]:
    present = there[0]
    amounts, months = first[0][present], first[1][present]
    later_amounts, later_months = second[0][present], second[1][present]
    stayed = there[1][present]
    common = amounts.sum() / months.sum()
    everybody = second[0].sum() / second[1].sum()
    made = []
    for name, part in zip(
        ("top", "middle", "bottom"), portions(amounts / months, months), strict=True
    ):
        then = (amounts * part).sum() / (months * part).sum() / common
        left = 1 - float((part * stayed).sum() / part.sum())
        weight = part * stayed
        later = _resampled(later_amounts * weight, later_months * weight, level, rng)
        scaled = Interval(*(float(x / everybody) if everybody > 0 else np.nan for x in later))
        made.append(GroupLater(name, float(part.sum()), left, float(then), scaled))
    return tuple(made)


def _resampled(
    amounts: Floats, months: Floats, level: float, rng: np.random.Generator
) -> tuple[float, float, float]:
    """Revenue a month of a group, with a range from drawing its people again."""
    rows = np.flatnonzero(months > 0)
    if rows.size < 2:
        whole = amounts.sum() / months.sum() if rows.size else np.nan
        return float(whole), np.nan, np.nan
    value = amounts[rows].sum() / months[rows].sum()
    picked = rows[rng.integers(0, rows.size, (_BOOTSTRAPS, rows.size))]
    drawn = amounts[picked].sum(axis=1) / months[picked].sum(axis=1)
    # A bootstrap of few people is too narrow by the root of n / (n - 1), and by t.
    wider = np.sqrt(rows.size / (rows.size - 1)) * (
        scipy.stats.t.ppf((1 + level) / 2, rows.size - 1) / scipy.stats.norm.ppf((1 + level) / 2)
    )
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return (
        float(value),
        float(min(value - (value - low) * wider, value)),
        float(max(value + (high - value) * wider, value)),
    )
