"""A series that something interrupted: its line and season of before, drawn on.

What came after is held against where the line of before was heading. Months hang together, so that
a bad spell is not taken for news: errors are an AR(1), its share estimated from what is left of the
months before, made up for the few months that it is estimated from. The error of the line itself,
which grows the farther it is drawn on, is in the range.

References:
    Kendall (1954), Note on bias in the estimation of autocorrelation.
    Wagner, Soumerai, Zhang and Ross-Degnan (2002), Segmented regression analysis of interrupted
        time series studies in medication use research.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.values import Reason

FEWEST_BEFORE = 12
"""Months before below which no line is drawn on."""
SEASON_FROM = 24
"""Months before from which on a season can be told from a line."""
_FEWEST_AFTER = 2
_LASTS_AT_MOST = 0.8


@dataclass(frozen=True)
class Interrupted:
    """What came after, less the line of before.

    Attributes:
        value: Mean gap over the months after.
        error: Its standard error.
        degrees: Degrees of freedom: fewer where months hang together.
        gap: Gap by month after, (months after,).
        gap_error: Its standard error, (months after,).
        lasts: Share of what is left of a month that is there in the next.
        season: Whether a season was taken off.
        before: How many months before the line rests on.
    """

    value: float
    error: float
    degrees: float
    gap: Floats
    gap_error: Floats
    lasts: float
    season: bool
    before: int


def interrupted(y: Floats, before: Ints, after: Ints) -> Interrupted | Reason:
    """The gap between what came after and the line of before.

    Args:
        y: The series, (months,).
        before: Places of months before, with an outcome.
        after: Places of months after, with an outcome.
    """
    if before.size < FEWEST_BEFORE or after.size < _FEWEST_AFTER:
        return Reason(
            "too_short_a_series",
            f"{before.size} months are known before and {after.size} after; at least "
            f"{FEWEST_BEFORE} and {_FEWEST_AFTER} are needed.",
            "Load a longer history, or wait until more months have passed.",
        )
    season = before.size >= SEASON_FROM
    x, ahead = (_columns(one, season) for one in (before, after))
    pull: Floats = np.asarray(np.linalg.pinv(x), float)  # (columns, before)
    rest = y[before] - x @ (pull @ y[before])
    if not float(rest @ rest) > 1e-20 * max(float(y[before] @ y[before]), 1e-300):
        return Reason(
            "no_spread",
            "The months before lie on a line without any spread, so nothing says how exact it is.",
            "Take an outcome that differs between months.",
        )
    lasts = _lasting(rest, x.shape[1])
    months = np.concatenate([after, before])
    together = lasts ** np.abs(months[:, None] - months[None, :])
    spread = _spread(rest, x, pull, together[after.size :, after.size :])
    each = np.concatenate([np.eye(after.size), -(ahead @ pull)], axis=1)
    mean = each.mean(axis=0)
    free = (before.size - x.shape[1]) * (1 - lasts**2) / (1 + lasts**2)
    gap = y[after] - ahead @ (pull @ y[before])
    return Interrupted(
        float(gap.mean()),
        float(np.sqrt(spread * (mean @ together @ mean))),
        max(float(free), 2.0),
        gap,
        np.sqrt(spread * np.einsum("ij,jk,ik->i", each, together, each)),
        lasts,
        season,
        int(before.size),
    )


def placebo_dates(y: Floats, before: Ints, after: Ints) -> Floats:
    """Gaps over their errors had it begun earlier, looking at months before alone, (dates,)."""
    gap = after - before[-1]
    found = []
    for last in range(FEWEST_BEFORE, before.size):
        early = before[:last]
        late = np.intersect1d(early[-1] + gap, before[last:])
        one = interrupted(y, early, late) if late.size == after.size else None
        if isinstance(one, Interrupted):
            found.append(one.value / one.error)
    return np.array(found)


def _columns(at: Ints, season: bool) -> Floats:
    turn = 2 * np.pi * at / 12
    waves = [wave(k * turn) for k in (1, 2) for wave in (np.sin, np.cos)] if season else []
    return np.column_stack([np.ones(at.size), at.astype(float), *waves])


def _lasting(rest: Floats, columns: int) -> float:
    """Share that lasts; what fitting so many columns takes from it is given back."""
    seen = float(rest[1:] @ rest[:-1]) / float(rest @ rest)
    n = rest.size
    whole = (seen + columns / n) / max(1 - (columns + 2) / n, 0.2)
    return float(np.clip(whole, 0.0, _LASTS_AT_MOST))


def _spread(rest: Floats, x: Floats, pull: Floats, together: Floats) -> float:
    """Variance of a month; what is left is less than the errors by what the line took."""
    left = np.eye(rest.size) - x @ pull
    return float(rest @ rest) / float(np.trace(left @ together @ left.T))
