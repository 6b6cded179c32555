"""How unevenly revenue is spread: the share of the top, Gini, and multiples of the middle.

People count by the months they were there: who came in June is not a poor performer of the year.
Shares are of totals; multiples are of totals a month. The top fifth of seven people is one person
and four tenths of the next, so that figures do not jump when one person joins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.heroes.arrays import Floats

TOP, BOTTOM = 0.2, 0.2


@dataclass(frozen=True)
class Concentration:
    """How unevenly a total is spread; NaN where it cannot be said.

    Attributes:
        top_share: Share of the total that the most productive fifth brings.
        gini: 0 where all are equal, towards 1 where one has all; NaN with negative totals.
        top_multiple: Revenue a month of the top fifth over that of the middle.
        bottom_multiple: The same of the bottom fifth over the middle.
    """

    top_share: float
    gini: float
    top_multiple: float
    bottom_multiple: float


def concentration(amounts: Floats, months: Floats) -> Concentration:
    """The figures of one company.

    Args:
        amounts: Total of each person, any sign, shape (people,).
        months: Time each was there, above 0, shape (people,).
    """
    rows = concentrations(amounts[None, :], months)
    return Concentration(*(float(column[0]) for column in rows))


def concentrations(amounts: Floats, months: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The same for many draws at once, shape (draws, people): each figure of shape (draws,)."""
    total = amounts.sum(axis=1)
    rate = amounts / months
    order = np.argsort(-rate, axis=1, kind="stable")
    sorted_amounts = np.take_along_axis(amounts, order, axis=1)
    sorted_months = months[order]
    first = _portion(sorted_months, 0.0, TOP)
    last = _portion(sorted_months, 1.0 - BOTTOM, 1.0)
    middle = 1.0 - first - last
    per_month = [
        (sorted_amounts * part).sum(axis=1) / (sorted_months * part).sum(axis=1)
        for part in (first, middle, last)
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, (sorted_amounts * first).sum(axis=1) / total, np.nan)
        top = np.where(per_month[1] > 0, per_month[0] / per_month[1], np.nan)
        bottom = np.where(per_month[1] > 0, per_month[2] / per_month[1], np.nan)
    return share, _gini(sorted_amounts, sorted_months, total), top, bottom


def portions(values: Floats, months: Floats) -> tuple[Floats, Floats, Floats]:
    """How much of each person belongs to the top, middle and bottom by a value, 0 to 1 each."""
    order = np.argsort(-values, kind="stable")
    first = _portion(months[order][None, :], 0.0, TOP)[0]
    last = _portion(months[order][None, :], 1.0 - BOTTOM, 1.0)[0]
    top, bottom = np.empty_like(first), np.empty_like(last)
    top[order], bottom[order] = first, last
    return top, 1.0 - top - bottom, bottom


def _portion(months: Floats, start: float, end: float) -> Floats:
    """The part of each person, in order, between two shares of all person-months."""
    upto = np.cumsum(months, axis=1)
    whole = upto[:, -1:]
    before = upto - months
    inside = np.minimum(upto, end * whole) - np.maximum(before, start * whole)
    return np.clip(inside / months, 0.0, 1.0)


def _gini(amounts: Floats, months: Floats, total: Floats) -> Floats:
    """From the Lorenz curve, people weighing by their months; sorted from the highest down."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.cumsum(amounts, axis=1) / total[:, None]
    width = months / months.sum(axis=1, keepdims=True)
    before = np.concatenate([np.zeros((len(share), 1)), share[:, :-1]], axis=1)
    area = ((share + before) / 2 * width).sum(axis=1)
    found = 2 * area - 1
    usable = (total > 0) & (amounts.min(axis=1) >= 0)
    return np.where(usable, found, np.nan)
