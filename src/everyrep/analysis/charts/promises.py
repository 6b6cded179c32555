"""What rate of false alarms may be stated, and what it comes to over charts and quarters."""

from __future__ import annotations

import numpy as np

from everyrep.analysis.charts.judging import FEWEST, Kind
from everyrep.measures.arrays import Flags, Floats
from everyrep.values import Reason

# Chances of an alarm that hold, within a fifth, whatever the series is like (measured by the
# tests): how far out a tail reaches is a matter of shape, and few points do not show it.
_AMOUNTS = ((60, 0.01), (24, 0.02), (FEWEST, 0.05))
_COUNTS = ((FEWEST, 0.01),)
# A mean of three points is judged right only where an echo can be told from a shift.
_SHIFTS = {Kind.AMOUNT: (36, 0.05), Kind.SHARE: (FEWEST, 0.01), Kind.RATE: (FEWEST, 0.01)}
_PER_QUARTER = {"day": 91.0, "week": 13.0, "month": 3.0, "quarter": 1.0, "year": 0.25}


def rarest(kind: Kind, points: int) -> float | None:
    """The smallest chance of an alarm that may be stated after so many points; None for none."""
    steps = _AMOUNTS if kind is Kind.AMOUNT else _COUNTS
    return next((chance for fewest, chance in steps if points >= fewest), None)


def rarest_of_shifts(kind: Kind, points: int) -> float | None:
    """The same for three points as one; in amounts an echo must be told from a shift first."""
    fewest, chance = _SHIFTS[kind]
    return chance if points >= fewest else None


def unstatable(kind: Kind, points: int, rate: float | None) -> Reason | None:
    """Why a chart would state a rate that it does not hold, or None."""
    least = rarest(kind, points)
    if least is None:
        return Reason(
            "too_few_points",
            f"{points} points are there before the one to be judged, and it takes {FEWEST} to "
            "tell how far a steady series strays.",
            "Wait, take a finer grain, or watch a larger group.",
        )
    if rate is not None and rate < least:
        return Reason(
            "rate_too_rare",
            f"After {points} points nobody can promise as few as {rate:.2%} false alarms a point: "
            "how far the tail of this series reaches has not shown yet.",
            f"Accept {least:.0%} a point, or take more history.",
        )
    return None


def points_a_quarter(grain: str) -> float:
    """How many points of this grain a quarter has."""
    return _PER_QUARTER[grain.removeprefix("fiscal_")]


def at_least_one(rate: float, points: float) -> float:
    """Chance of an alarm among so many points of a steady series, taken as independent."""
    return float(1 - (1 - rate) ** points)


def rate_for(expected: float, charts: int, grain: str) -> float:
    """The chance of an alarm a point, so that this many false alarms come of all charts a quarter.

    Expectations add up whether or not charts move together.
    """
    return expected / (charts * points_a_quarter(grain))


def standing_out(chances: Floats, false_share: float = 0.1) -> tuple[Floats, Flags]:
    """Which of many points stand out though so many were looked at.

    Args:
        chances: Of each point, NaN where there is none. Shape (charts,).
        false_share: Of those that stand out, the share that may be false alarms on average.

    Returns:
        Each chance adjusted for the number of charts, and whether it is within the share.

    References:
        Benjamini and Hochberg (1995), Controlling the false discovery rate.
    """
    known = np.isfinite(chances)
    adjusted = np.full(chances.shape, np.nan)
    found = chances[known]
    order = np.argsort(found)
    ranked = found[order] * found.size / np.arange(1, found.size + 1)
    back = np.minimum.accumulate(ranked[::-1])[::-1]
    settled = np.empty_like(found)
    settled[order] = np.minimum(back, 1.0)
    adjusted[known] = settled
    return adjusted, known & (np.nan_to_num(adjusted, nan=1.0) <= false_share)
