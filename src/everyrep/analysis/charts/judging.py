"""Every point judged by the points before it, for many charts at once.

A point's chance is that of a steady series to bring a point as extreme on its side, given all
that came before: what is stated is the rate of false alarms of the *next* point, with all that
the history leaves open counted in. Nothing is judged by limits that it helped to draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from everyrep.analysis.charts.amounts import NextAmounts, next_amounts
from everyrep.analysis.charts.counts import NextCounts, next_counts
from everyrep.measures.arrays import Floats

FEWEST = 12
TOGETHER = 3  # points whose level is looked at as one


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
    """

    value: Floats
    low: Floats
    high: Floats
    center: Floats
    below: Floats
    above: Floats
    rate: Floats
    alarm: Floats

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
    return Judged(value, low, high, center, below, above, alpha, side)


def _judged_counts(ahead: NextCounts, count: Floats, alpha: Floats) -> Judged:
    below, above = ahead.tails(count)
    low, high, rate = ahead.limits(alpha)
    side = np.where(count <= low, -1.0, np.where(count >= high, 1.0, 0.0))
    size = np.where(ahead.size > 0, ahead.size, np.nan)
    return Judged(
        count / size,
        np.where(low >= 0, (low + 0.5) / size, -np.inf),
        np.where(np.isfinite(high), (high - 0.5) / size, np.inf),
        ahead.mean,
        below,
        above,
        rate,
        np.where(ahead.size > 0, side, 0.0),
    )


def judge_together(
    x: Floats,
    m: Floats,
    kind: Kind,
    alpha: Floats,
    *,
    grain: str = "month",
    times: tuple[int, ...] | None = None,
) -> tuple[Floats, Floats, Floats]:
    """Whether the level has moved: the last three points as one, judged by those before.

    Args:
        x, m, kind, alpha, grain, times: As for `judge`.

    Returns:
        1 up, -1 down, 0 neither; the chance of a mean as far off on either side; and the chance
        of a false alarm, which is what is stated. Shape (charts,) each.
    """
    places = tuple(range(x.shape[1])) if times is None else times
    old, new = slice(None, -TOGETHER), slice(-TOGETHER, None)
    if kind is Kind.AMOUNT:
        ahead = next_amounts(x[:, old], places[old], places[new], grain)
        below, above = ahead.tails(x[:, new])
        rate = alpha
    else:
        size, count = m[:, new].sum(1), x[:, new].sum(1)
        share = kind is Kind.SHARE
        counted = next_counts(x[:, old], m[:, old], size, share=share, months=TOGETHER)
        below, above = counted.tails(count)
        rate = counted.limits(alpha)[2]
    side = np.where(below <= alpha / 2, -1.0, np.where(above <= alpha / 2, 1.0, 0.0))
    return side, np.minimum(1.0, 2 * np.minimum(below, above)), rate
