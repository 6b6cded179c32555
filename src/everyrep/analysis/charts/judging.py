"""Every point judged by the points before it, for many charts at once.

A point's chance is that of a steady series to bring a point as extreme on its side, given all
that came before: what is stated is the rate of false alarms of the *next* point, with all that
the history leaves open counted in. Nothing is judged by limits that it helped to draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from everyrep.analysis.charts.amounts import NextAmounts, next_amounts
from everyrep.analysis.charts.counts import NextCounts, next_counts
from everyrep.measures.intervals.arrays import Flags, Floats

FEWEST = 12
_MEMORY = 0.3  # weight of the newest point in the average that watches for shifts
_WATCHED = 6  # points in that average


class Kind(StrEnum):
    """What the points of a chart are."""

    AMOUNT = "amount"  # single values: sums, means, large counts
    SHARE = "share"  # successes among trials
    RATE = "rate"  # events by exposure


@dataclass(frozen=True)
class Judged:
    """One point of each of many charts, judged. Every array has the shape (charts,).

    Attributes:
        value: The point: an amount, a share or a rate.
        low, high: A point outside of these is an alarm; infinite where no point would be.
        center: What was expected: the middle, or the mean of shares and rates.
        below, above: Chance of a point at most, at least, as large.
        rate: Chance that a steady series brings an alarm here; what is stated.
        alarm: 1 above, -1 below, 0 none.
        score: The point as a normal score, for what looks at several points.
    """

    value: Floats
    low: Floats
    high: Floats
    center: Floats
    below: Floats
    above: Floats
    rate: Floats
    alarm: Floats
    score: Floats

    @property
    def chance(self) -> Floats:
        """Chance of a point as extreme on either side."""
        return np.minimum(1.0, 2 * np.minimum(self.below, self.above))


def judge(
    x: Floats,
    m: Floats,
    kind: Kind,
    alpha: Floats,
    *,
    grain: str = "month",
    times: tuple[int, ...] | None = None,
    limits: bool = True,
    prior: Floats | None = None,
) -> Judged:
    """The last point of each chart, judged by those before.

    Args:
        x: Amounts, successes or events, shape (charts, points), in order of time, finite.
        m: Trials or exposure, likewise; ones for amounts.
        kind: What the points are.
        alpha: Chance of an alarm that a steady series may have, shape (charts,).
        grain: Of time.
        times: Place of each point, where some are missing.
        limits: Whether limits of amounts are wanted, which takes longest.
        prior: Weights of the models, for amounts; see `next_amounts`.
    """
    places = tuple(range(x.shape[1])) if times is None else times
    if kind is Kind.AMOUNT:
        ahead = next_amounts(x[:, :-1], places[:-1], places[-1], grain, prior)
        return _judged_amounts(ahead, x[:, -1], alpha, limits=limits)
    counted = next_counts(x[:, :-1], m[:, :-1], m[:, -1], share=kind is Kind.SHARE)
    return _judged_counts(counted, x[:, -1], alpha)


def _judged_amounts(ahead: NextAmounts, value: Floats, alpha: Floats, *, limits: bool) -> Judged:
    below, above = ahead.tails(value)
    side = np.where(below < alpha / 2, -1.0, np.where(above < alpha / 2, 1.0, 0.0))
    nothing = np.full(value.size, np.nan)
    low, center, high = nothing, nothing, nothing
    if limits and value.size:
        level = float(alpha[0])
        low, center, high = (ahead.quantile(chance) for chance in (level / 2, 0.5, 1 - level / 2))
    return Judged(value, low, high, center, below, above, alpha, side, _score(below, above))


def _judged_counts(ahead: NextCounts, count: Floats, alpha: Floats) -> Judged:
    below, above = ahead.tails(count)
    low, high, rate = ahead.limits(alpha)
    side = np.where(count <= low, -1.0, np.where(count >= high, 1.0, 0.0))
    size = np.where(ahead.size > 0, ahead.size, np.nan)
    here = below + above - 1
    return Judged(
        count / size,
        np.where(low >= 0, (low + 0.5) / size, -np.inf),
        np.where(np.isfinite(high), (high - 0.5) / size, np.inf),
        ahead.mean,
        below,
        above,
        rate,
        np.where(ahead.size > 0, side, 0.0),
        _score(below - here / 2, above - here / 2),
    )


def _score(below: Floats, above: Floats) -> Floats:
    """Normal score of a point, exact in both tails."""
    tail = np.clip(np.minimum(below, above), 1e-300, 0.5)
    found: Floats = special.ndtri(tail) * np.where(below < above, 1.0, -1.0)
    return found


def shifted(scores: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """Whether the level has moved: a weighted average of the last scores against its own limits.

    In a steady series scores are independent and standard normal, whatever the points were, so
    that the average is normal with a variance that is known.

    Args:
        scores: Of the last points, shape (charts, points); six are used.
        alpha: Chance of an alarm that a steady series may have, shape (charts,).

    Returns:
        1, -1 or 0 for each chart, and the chance of so large an average on either side.

    References:
        Roberts (1959), Control chart tests based on geometric moving averages.
        Quesenberry (1991), SPC Q charts for start-up processes.
    """
    last = scores[:, -_WATCHED:]
    weights = (1 - _MEMORY) ** np.arange(last.shape[1])[::-1]
    average = last @ weights / np.sqrt((weights**2).sum())
    chance = 2 * special.ndtr(-np.abs(average))
    return np.where(chance < alpha, np.sign(average), 0.0), chance


def lengths(present: Flags) -> dict[tuple[bool, ...], Floats]:
    """Charts put together by which of their points are there: rows of each pattern."""
    patterns: dict[tuple[bool, ...], list[int]] = {}
    for row, pattern in enumerate(map(tuple, present.tolist())):
        patterns.setdefault(pattern, []).append(row)
    return {pattern: np.array(rows) for pattern, rows in patterns.items()}
