"""Times that have not ended yet: the curve of Kaplan and Meier, and competing ends.

A deal that is open today has lasted at least so long. Leaving it out, as an average over closed
deals does, keeps the quick ones and calls the process fast. Here each duration counts as long as
it is known to have lasted.

Where a stay can end in two ways (the deal goes on, or it is lost), the share that ends in the
first is the cumulative incidence of Aalen and Johansen, again with the open ones censored.

References:
    Kaplan and Meier (1958); Greenwood (1926).
    Brookmeyer and Crowley (1982), A confidence interval for the median survival time.
    Aalen and Johansen (1978), An empirical transition matrix for nonhomogeneous Markov chains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats


@dataclass(frozen=True)
class LifeTable:
    """What happened at each duration; every array has the shape (times,), times ascending.

    Attributes:
        times: Durations, each once.
        first, second: How many ended at each, in the first way and in the second.
        censored: How many were last seen, not ended, at each.
    """

    times: Floats
    first: Floats
    second: Floats
    censored: Floats

    @property
    def ended(self) -> Floats:
        """How many ended at each time, in either way."""
        return self.first + self.second

    @property
    def at_risk(self) -> Floats:
        """How many had lasted up to each time, those who end or vanish at it included."""
        leaving = self.ended + self.censored
        return np.asarray(leaving[::-1].cumsum()[::-1])

    @property
    def surviving(self) -> Floats:
        """Share that lasts beyond each time."""
        return np.asarray(np.cumprod(1 - _over(self.ended, self.at_risk)), dtype=np.float64)

    def pooled(self) -> LifeTable:
        """The same table, with both ways of ending taken as one."""
        return LifeTable(self.times, self.ended, np.zeros_like(self.second), self.censored)


def curve_interval(table: LifeTable, level: float = 0.95) -> tuple[Floats, Floats]:
    """Pointwise range of the surviving share, on the log-log scale, shape (times,).

    Before the first end the range is 1 to 1, after the last survivor 0 to 0.
    """
    share = table.surviving
    n, d = table.at_risk, table.ended
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(np.cumsum(_over(d, n * (n - d)))) / np.abs(np.log(share))
        width = special.ndtri(0.5 + level / 2) * error
        low, high = share ** np.exp(width), share ** np.exp(-width)
    edge = (share <= 0) | (share >= 1)
    return np.where(edge, share, low), np.where(edge, share, high)


def quantile_time(
    table: LifeTable, gone: float = 0.5, level: float = 0.95
) -> tuple[float, float, float]:
    """The time by which this share has ended, with its range.

    Returns:
        Time, low and high. NaN where the curve, or its upper limit, does not come down so far:
        the time is not known yet, or the range is open above.
    """
    low_curve, high_curve = curve_interval(table, level)
    return (
        _first_at_or_below(table.times, table.surviving, 1 - gone),
        _first_at_or_below(table.times, low_curve, 1 - gone),
        _first_at_or_below(table.times, high_curve, 1 - gone),
    )


def ending_first(table: LifeTable) -> tuple[float, float]:
    """Of those that end within the time seen, the share that ends in the first way.

    Returns:
        The share and its variance; NaN where none has ended. With nothing censored they are
        k / n and p (1 - p) / n.
    """
    totals, slopes, hazards = _incidence(table)
    ended = totals.sum()
    if ended <= 0:
        return float("nan"), float("nan")
    first = totals[0] / ended
    # d(first) = ((1 - first) dF1 - first dF2) / ended, for a change in either hazard.
    gradient = ((1 - first) * slopes[0] - first * slopes[1]) / ended
    return float(first), _variance(gradient, hazards, table)


def reaching_first(table: LifeTable) -> tuple[float, float]:
    """Of all, the share that has ended in the first way by the longest time seen.

    Returns:
        The share and its variance. Those who end in the second way never reach the first; the
        censored are taken to go on like the others.
    """
    totals, slopes, hazards = _incidence(table)
    return float(totals[0]), _variance(slopes[0], hazards, table)


def _incidence(table: LifeTable) -> tuple[Floats, Floats, Floats]:
    """Final incidence of each way, its slopes, and the hazards of each way, shape (2, times)."""
    hazards = np.array([table.first, table.second]) / np.maximum(table.at_risk, 1)
    before = np.concatenate([[1.0], table.surviving[:-1]])
    incidence = np.cumsum(before * hazards, axis=1)
    totals = incidence[:, -1]
    return totals, _slopes(incidence, totals, before, hazards.sum(axis=0)), hazards


def _variance(gradient: Floats, hazards: Floats, table: LifeTable) -> float:
    """Variance of what has this gradient, each risk set being a draw among three ends."""
    spread = (hazards * gradient**2).sum(axis=0) - (hazards * gradient).sum(axis=0) ** 2
    return float((np.maximum(spread, 0) / np.maximum(table.at_risk, 1)).sum())


def _slopes(incidence: Floats, totals: Floats, before: Floats, hazard: Floats) -> Floats:
    """How the final incidence of each way changes with the hazard of each, at each time.

    Shape (ways, hazards of ways, times).
    """
    later = _over(totals[:, None] - incidence, np.broadcast_to(1 - hazard, incidence.shape))
    own = np.eye(2)[:, :, None] * before
    return np.asarray(own - later[:, None, :])


def _first_at_or_below(times: Floats, curve: Floats, share: float) -> float:
    # Products of fractions land a hair above one half where they mean one half.
    reached = np.flatnonzero(curve <= share + 1e-12)
    return float(times[reached[0]]) if reached.size else float("nan")


def _over(numerator: Floats, denominator: Floats) -> Floats:
    """The ratio, and 0 where the denominator is not above zero."""
    safe = np.where(denominator > 0, denominator, 1.0)
    return np.where(denominator > 0, numerator / safe, 0.0)
