"""What people booked before they were treated: what an effect on bookings is a share of."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.history import History
from everyrep.evidence.money.amounts import Range
from everyrep.values import UserError

_LONGEST = 12
_FEWEST_MONTHS = 24
"""Months of people before it from which on a year's bookings are read."""


def bookings_before(history: History) -> Range:
    """Bookings a year of those who were treated, from the year before they were.

    Args:
        history: Of bookings, people by months.

    Returns:
        In minor units, with the range of a ratio of sums over people (95%).

    Raises:
        UserError: Too few of their months before it are known.
    """
    at = np.arange(len(history.months))[None, :]
    first = np.where(history.treated, history.first, 0)[:, None]
    before = history.treated[:, None] & (at < first) & (at >= first - _LONGEST)
    known = before & history.present
    x = np.where(known, np.nan_to_num(history.x), 0.0).sum(axis=1)
    m = np.where(known, np.nan_to_num(history.m), 0.0).sum(axis=1)
    seen = m > 0
    if known.sum() < _FEWEST_MONTHS or seen.sum() < 2:
        raise UserError(
            f"Of those who had it {int(known.sum())} months are known from before",
            where="base",
            why="bookings since then hold the effect already, and would count it twice",
            remedy="write [base] with an amount",
        )
    x, m, people = x[seen], m[seen], int(history.treated.sum())
    rate = float(x.sum() / m.sum())
    spread = float(np.sqrt(((x - rate * m) ** 2).sum() * x.size / (x.size - 1)) / m.sum())
    year = 12.0 * people
    return Range(
        year * rate, year * max(rate - 1.96 * spread, 0.0), year * (rate + 1.96 * spread), 0.025,
        "bookings before it, of those who had it",
    )  # fmt: skip
