"""Numbers of the study as estimates, and the reasons where there is none."""

from __future__ import annotations

import math

import numpy as np

from everyrep.analysis.heroes.arrays import Floats
from everyrep.values import (
    Estimate,
    Grade,
    NotEstimable,
    Reason,
    Value,
    money_from_minor,
    unit_currency,
)

TOO_FEW_PEOPLE = Reason(
    "too_few_people",
    "A spread between fewer than five people says nothing about how a company sells.",
    "Take a wider scope.",
)
NO_REVENUE = Reason(
    "no_revenue", "Nothing was booked on balance, so that there is nothing to share out."
)
TOO_FEW_DEALS = Reason(
    "too_few_deals",
    "With fewer than ten won deals, what luck alone gives cannot be told.",
    "Take a longer period.",
)
NO_LUCK = Reason("cannot_be_said", "The middle sold nothing, or somebody is below zero.")
NO_TRUE_SPREAD = Reason(
    "no_true_spread",
    "In one of the periods the spread between people cannot be told from luck, so that there is "
    "no true order that could last.",
    "Take longer periods.",
)
TOO_FEW_IN_BOTH = Reason(
    "too_few_in_both", "Too few people were there in both periods.", "Take longer periods."
)


def counted(value: float, n: int, unit: str) -> Estimate:
    """A figure of our own records, or why there is none."""
    if not math.isfinite(value):
        return NotEstimable(NO_LUCK, n, unit)
    return Estimate(in_unit(value, unit), n=n, unit=unit, grade=Grade.COUNTED)


def between(
    value: float, low: float, high: float, n: int, unit: str, level: float,
    *, raw: float | None = None, missing: Reason = NO_LUCK,
) -> Estimate:  # fmt: skip
    """A figure with a range, or why there is none."""
    if not math.isfinite(value):
        return NotEstimable(missing, n, unit)
    ends = [None if not math.isfinite(end) else end for end in (low, high)]
    below = None if ends[0] is None else in_unit(min(ends[0], value), unit)
    above = None if ends[1] is None else in_unit(max(ends[1], value), unit)
    return Estimate(
        in_unit(value, unit),
        below,
        above,
        n,
        unit,
        Grade.OBSERVED,
        level=level,
        raw=None if raw is None or not math.isfinite(raw) else in_unit(raw, unit),
    )


def of_draws(
    draws: Floats, n: int, unit: str, level: float, *, raw: float | None = None
) -> Estimate:
    """The mean of draws and their equal-tailed range."""
    usable = draws[np.isfinite(draws)]
    if usable.size < draws.size / 2:
        return NotEstimable(NO_LUCK, n, unit)
    low, high = np.quantile(usable, [(1 - level) / 2, (1 + level) / 2])
    return between(float(usable.mean()), float(low), float(high), n, unit, level, raw=raw)


def in_unit(number: float, unit: str) -> Value:
    """A statistic in its unit: minor units become Money."""
    currency = unit_currency(unit)
    return number if currency is None else money_from_minor(number, currency)
