"""From sums to figures: what each kind of measure makes of what the database sent.

An estimator takes the sums of all groups at once, so that one which pools groups with each other
can stand beside those that do not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from everyrep.measures.figures import (
    NO_AMOUNTS,
    NO_FACTS,
    NONE_ENDED,
    NOT_FOLLOWED,
    NOT_HALF,
    NOTHING_TO_DIVIDE,
    ONE_PERSON,
    TOO_FEW_FOR_RANGE,
    TOO_FEW_TO_SPREAD,
    Figure,
)
from everyrep.measures.intervals import (
    LifeTable,
    PowerSums,
    amount_share_interval,
    clustered_trials,
    deviation_interval,
    ending_first,
    mid_p,
    poisson_interval,
    quantile_time,
    ratio_interval,
    reaching_first,
)
from everyrep.measures.sums import Sums
from everyrep.values import Grade

DAYS_PER_YEAR = 365.25
_HAIR = 1e-9


def counted(sums: Sums) -> list[Figure]:
    """A count or a sum of our own records: a census, and so without a range."""
    found = []
    for x, n in zip(sums.columns["x"], sums.whole("n"), strict=True):
        if n == 0:
            found.append(Figure(None, reason=NO_FACTS))
        elif x is None:
            found.append(Figure(None, n=n, reason=NO_AMOUNTS))
        else:
            found.append(Figure(int(x), n=n, grade=Grade.COUNTED))
    return found


def counted_ratio(sums: Sums) -> list[Figure]:
    """A ratio of two sums of our own records, exact."""
    found = []
    for x, m, n in zip(sums.columns["x"], sums.columns["m"], sums.whole("n"), strict=True):
        if not n:
            found.append(Figure(None, reason=NO_FACTS))
        elif x is None or not m or m <= 0:
            found.append(Figure(None, n=n, reason=NOTHING_TO_DIVIDE))
        else:
            found.append(Figure(Fraction(int(x), int(m)), n=n, grade=Grade.COUNTED))
    return found


def share(sums: Sums) -> list[Figure]:
    """Successes over trials, by mid-P on the trials that clustering leaves."""
    power = _power_sums(sums)
    value, trials = power.ratio, clustered_trials(power, sums.level)
    safe = np.where(power.m > 0, trials, 1.0)
    low, high = mid_p(np.nan_to_num(value) * safe, safe, sums.level)
    return [
        _figure(value[i], low[i], high[i], int(power.m[i]), power.m[i] > 0, worth=trials[i])
        for i in range(len(sums))
    ]


def mean(sums: Sums) -> list[Figure]:
    """Amount per thing, with a range clustered by person and corrected for skewness."""
    return _means(sums, nonnegative=True, per_cluster=False)


def signed_mean(sums: Sums) -> list[Figure]:
    """The same for what can be negative, such as a margin."""
    return _means(sums, nonnegative=False, per_cluster=False)


def mean_share(sums: Sums) -> list[Figure]:
    """The same for shares, which lie between 0 and 1, and so does their mean."""
    return [
        replace(figure, low=max(figure.low, 0.0), high=min(figure.high, 1.0))
        if figure.low is not None and figure.high is not None
        else figure
        for figure in _means(sums, nonnegative=False, per_cluster=False)
    ]


def mean_per_person(sums: Sums) -> list[Figure]:
    """Amount per person, where a person is the unit; says how far people spread."""
    return _means(sums, nonnegative=True, per_cluster=True)


def signed_mean_per_person(sums: Sums) -> list[Figure]:
    """The same for what can be negative."""
    return _means(sums, nonnegative=False, per_cluster=True)


def ratio(sums: Sums) -> list[Figure]:
    """A ratio of two sums that cannot be negative, such as a price per unit; n is things."""
    return _of_things(mean(sums), sums)


def signed_ratio(sums: Sums) -> list[Figure]:
    """The same for what can be negative, such as a margin or a discount."""
    return _of_things(signed_mean(sums), sums)


def amount_share(sums: Sums) -> list[Figure]:
    """A share of an amount, by mid-P on as many trials as the variance between people is worth."""
    power = _power_sums(sums)
    value = power.ratio
    low, high = amount_share_interval(power, sums.level)
    return [
        _figure(value[i], low[i], high[i], int(power.n[i]), bool(power.m[i] > 0))
        for i in range(len(sums))
    ]


def root_ratio(sums: Sums) -> list[Figure]:
    """The root of a ratio of sums of squares over degrees of freedom: a pooled deviation."""
    figures = []
    for found, clusters in zip(mean(sums), _power_sums(sums).clusters, strict=True):
        ends = [None if x is None else max(float(x), 0.0) ** 0.5 for x in (found.low, found.high)]
        value = None if found.value is None else max(float(found.value), 0.0) ** 0.5
        figures.append(Figure(value, ends[0], ends[1], int(clusters), reason=found.reason))
    return figures


def rate(sums: Sums) -> list[Figure]:
    """Events per year of exposure, which is sent in days."""
    events = sums.floats("x")
    years = sums.floats("m") / DAYS_PER_YEAR
    safe = np.where(years > 0, years, 1.0)
    low, high = poisson_interval(np.nan_to_num(events), safe, sums.level)
    return [
        _figure(events[i] / safe[i], low[i], high[i], n, bool(years[i] > 0), worth=years[i])
        for i, n in enumerate(sums.whole("n"))
    ]


def median_days(sums: Sums) -> list[Figure]:
    """Days until half have ended, those that have not ended counted as long as they are known."""
    return [_median(table, sums) for table in _life_tables(sums)]


def median_amount(sums: Sums) -> list[Figure]:
    """The amount that half of the deals come up to; sent as durations that have all ended."""
    return [_median(table, sums) for table in _life_tables(sums)]


def spread(sums: Sums) -> list[Figure]:
    """Standard deviation of values sent in thousandths, as durations that have all ended."""
    figures = []
    for table in _life_tables(sums):
        n = int(table.ended.sum())
        value, low, high = deviation_interval(table.times / 1000, table.ended, sums.level)
        if n < 2:
            figures.append(Figure(None, n=n, reason=TOO_FEW_TO_SPREAD if n else NO_FACTS))
        elif np.isfinite(low):
            figures.append(Figure(value, low, high, n))
        else:
            figures.append(Figure(value, n=n, reason=TOO_FEW_FOR_RANGE))
    return figures


def share_first(sums: Sums) -> list[Figure]:
    """Of those that end, the share that ends in the first way; the open ones are censored."""
    return _shares(sums, ending_first)


def share_reaching(sums: Sums) -> list[Figure]:
    """Of all, the share that reaches the first end; those not there yet are censored by age."""
    return _shares(sums, reaching_first)


def share_within(sums: Sums) -> list[Figure]:
    """Of all, the share that reaches the first end in a given time, which both ends share out.

    Durations stop at that time, where all that have not come to the first end come to the second.
    Where all that are left are censored earlier, nobody was followed so long, and nothing is said.
    """
    tables, figures = _life_tables(sums), _shares(sums, reaching_first)
    return [
        figure
        if figure.value is None or not table.censored[-1]
        else Figure(None, n=figure.n, reason=NOT_FOLLOWED, notes=figure.notes)
        for table, figure in zip(tables, figures, strict=True)
    ]


ESTIMATORS: dict[str, Callable[[Sums], list[Figure]]] = {
    "counted": counted,
    "counted_ratio": counted_ratio,
    "share": share,
    "mean": mean,
    "signed_mean": signed_mean,
    "mean_share": mean_share,
    "mean_per_person": mean_per_person,
    "signed_mean_per_person": signed_mean_per_person,
    "ratio": ratio,
    "signed_ratio": signed_ratio,
    "amount_share": amount_share,
    "root_ratio": root_ratio,
    "rate": rate,
    "median_days": median_days,
    "median_amount": median_amount,
    "spread": spread,
    "share_first": share_first,
    "share_reaching": share_reaching,
    "share_within": share_within,
}
COMPOSED = "composed"
"""Estimator of measures that are made of other measures: their expression joins the figures."""


def _power_sums(sums: Sums) -> PowerSums:
    names = ("clusters", "n", "x", "m", "xx", "xm", "mm", "xxx", "xxm", "xmm", "mmm")
    return PowerSums(*(np.nan_to_num(sums.floats(name)) for name in names))


def _means(sums: Sums, *, nonnegative: bool, per_cluster: bool) -> list[Figure]:
    power = _power_sums(sums)
    value = power.ratio
    low, high = ratio_interval(power, sums.level, nonnegative=nonnegative)
    counts = power.clusters if per_cluster else power.m
    variance, effective = power.variance, np.nan_to_num(power.degrees) + 1
    figures = []
    for i in range(len(sums)):
        if power.n[i] == 0:
            figures.append(Figure(None, reason=NO_FACTS))
            continue
        notes = (_spread(value[i], power.deviation[i]),) if per_cluster else ()
        found = _figure(value[i], low[i], high[i], int(counts[i]), bool(power.m[i] > 0), notes)
        figures.append(replace(found, worth=float(effective[i]), variance=float(variance[i])))
    return figures


def _of_things(figures: list[Figure], sums: Sums) -> list[Figure]:
    return [replace(f, n=n) for f, n in zip(figures, sums.whole("n"), strict=True)]


def _spread(value: float, deviation: float) -> str:
    if not np.isfinite(deviation) or value <= 0:
        return "One person is no spread."
    return f"Between people the standard deviation is {deviation / value:.0%} of the mean."


def _figure(
    value: float,
    low: float,
    high: float,
    n: int,
    defined: bool,
    notes: tuple[str, ...] = (),
    worth: float = float("nan"),
) -> Figure:
    """A figure out of floats, its range made to hold its value in spite of rounding."""
    if not defined or not np.isfinite(value):
        return Figure(None, n=n, reason=NOTHING_TO_DIVIDE if n else NO_FACTS)
    if not (np.isfinite(low) and np.isfinite(high)):
        return Figure(float(value), n=n, reason=ONE_PERSON, notes=notes, worth=float(worth))
    low, high = min(float(low), float(value)), max(float(high), float(value))
    return Figure(float(value), low, high, n, notes=notes, worth=float(worth))


def _life_tables(sums: Sums) -> list[LifeTable]:
    return [
        LifeTable(*(np.array(column, dtype=float) for column in columns))
        for columns in zip(
            *(sums.columns[name] for name in ("days", "first", "second", "censored")), strict=True
        )
    ]


def _median(table: LifeTable, sums: Sums) -> Figure:
    if not table.times.size:
        return Figure(None, reason=NO_FACTS)
    everyone, ended = int(table.at_risk[0]), int(table.ended.sum())
    value, low, high = quantile_time(table.pooled(), 0.5, sums.level)
    notes = _still_open(everyone, ended, sums)
    if not np.isfinite(value):
        reason = NOT_HALF if ended else NONE_ENDED
        return Figure(None, n=everyone, reason=reason, notes=notes)
    ends = [float(end) if np.isfinite(end) else None for end in (low, high)]
    return Figure(value, ends[0], ends[1], everyone, notes=notes)


def _shares(sums: Sums, estimate: Callable[[LifeTable], tuple[float, float]]) -> list[Figure]:
    """Shares out of durations, their ranges by mid-P on as many trials as the variance is worth."""
    tables = _life_tables(sums)
    known = [estimate(table) if table.ended.any() else (np.nan, np.nan) for table in tables]
    values = np.clip(np.nan_to_num([value for value, _ in known]), 0.0, 1.0)
    variances = np.nan_to_num([variance for _, variance in known])
    ended = np.array([table.ended.sum() for table in tables])
    everyone = np.array([table.ended.sum() + table.censored.sum() for table in tables])
    most = ended if estimate is ending_first else everyone
    # Sums of fractions land a hair beside 0 and 1 where they mean them; there is no spread there.
    spread = np.where(np.minimum(values, 1 - values) > _HAIR, values * (1 - values), 0.0)
    varies = (spread > 0) & (variances > 0)
    worth = spread / np.where(varies, variances, 1.0)
    trials = np.where(varies, np.minimum(worth, most), ended)
    low, high = mid_p(values * trials, np.where(trials > 0, trials, 1.0), sums.level)
    return [
        replace(
            _share_of(values[i], low[i], high[i], int(everyone[i]), int(ended[i]), sums),
            worth=float(trials[i]),
        )
        for i in range(len(tables))
    ]


def _share_of(
    value: float, low: float, high: float, everyone: int, ended: int, sums: Sums
) -> Figure:
    if not everyone:
        return Figure(None, reason=NO_FACTS)
    notes = _still_open(everyone, ended, sums)
    if not ended:
        return Figure(None, n=everyone, reason=NONE_ENDED, notes=notes)
    low, high = min(float(low), float(value)), max(float(high), float(value))
    return Figure(float(value), low, high, everyone, notes=notes)


def _still_open(everyone: int, ended: int, sums: Sums) -> tuple[str, ...]:
    if ended == everyone:
        return ()
    share = f"{ended / everyone:.0%}"
    return (sums.still_open.format(ended=f"{ended:,}", everyone=f"{everyone:,}", share=share),)
