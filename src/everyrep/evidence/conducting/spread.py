"""How an outcome spreads and lasts in the company's own months: what a trial is seen against.

Everything is worked out on a person's part of the gap to the month's common figure, x - R m over
the mean m, so that a ratio of sums and a plain sum are treated alike, and seasons are no spread.

References:
    Deng, Knoblich and Lu (2018), Applying the delta method in metric analytics.
    Donner and Koval (1980), The estimation of intraclass correlation in the analysis of family data
        (the estimator by analysis of variance).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.history import History
from everyrep.values import Reason

_MOST_LAGS = 12
_LEAST_PAIRS = 30
_LEAST_MONTHS = 6
_ECHOES = np.arange(0.0, 0.91, 0.05)
_CUTS = 4


@dataclass(frozen=True)
class Spread:
    """How the outcome of one month spreads.

    Attributes:
        usual: What is usual, in the outcome's unit.
        deviation: Standard deviation between people of one month.
        lasting: Correlation of two far-apart months of one person, 0 to 1.
        echo: Share of what else they have in common that is left from one month to the next.
        people: How many people stand behind it.
        months: How many months.
    """

    usual: float
    deviation: float
    lasting: float
    echo: float
    people: int
    months: int


@dataclass(frozen=True)
class Tried:
    """What a trial would have seen in the company's past, where nothing was tried.

    Attributes:
        deviation: Standard deviation between people of the mean over the counted months, their own
            past taken out.
        likeness: Correlation of two people of one group in it (ICC); 0 for people by themselves.
        cuts: How many pretended starts stand behind it.
    """

    deviation: float
    likeness: float
    cuts: int


def own_part(history: History) -> Floats:
    """Each person's part of the gap to the month's figure, (people, months); NaN where not there.

    Its mean over people and months is the difference of ratios of sums.
    """
    x, m = np.nan_to_num(history.x), np.nan_to_num(history.m)
    total = m.sum(axis=0)
    usual = np.where(total > 0, x.sum(axis=0) / np.where(total > 0, total, 1.0), 0.0)
    there = history.present & (total > 0)[None, :]
    scale = float(m[there].mean()) if there.any() else 0.0
    return np.where(there & (scale > 0), (x - usual * m) / (scale or 1.0), np.nan)


def spread(history: History) -> Spread | Reason:
    """How the outcome spreads and lasts.

    Returns:
        A reason where too little is known of it.
    """
    part = own_part(history)
    known = ~np.isnan(part)
    months = int(known.any(axis=0).sum())
    people = int(known.any(axis=1).sum())
    variance = float(np.nanvar(part)) if known.any() else 0.0
    if months < _LEAST_MONTHS or people < 2 or variance <= 0:
        return Reason(
            "too_little_known",
            f"{people} people have an outcome that differs, over {months} months; at least 2 people"
            f" and {_LEAST_MONTHS} months are needed to tell how it spreads.",
            "Load more months of it, or take another outcome.",
        )
    lasting, echo = _lasts(part, variance)
    usual = float(np.nansum(history.x) / max(np.nansum(history.m), 1e-300))
    return Spread(usual, variance**0.5, lasting, echo, people, months)


def _lasts(part: Floats, variance: float) -> tuple[float, float]:
    """The two parts of serial correlation: what lasts, and what dies out by its share a month.

    Correlations by lag are lasting + (1 - lasting) echo^lag; the echo is sought on a grid, since
    given it the rest is linear.
    """
    lags, seen, pairs = _correlations(part, variance)
    if lags.size == 0:
        return 0.0, 0.0
    best, found = np.inf, (0.0, 0.0)
    for echo in _ECHOES:
        left = 1 - echo**lags
        top = float((pairs * (seen - echo**lags) * left).sum())
        lasting = float(np.clip(top / float((pairs * left**2).sum()), 0.0, 0.99))
        miss = float((pairs * (seen - lasting * left - echo**lags) ** 2).sum())
        if miss < best:
            best, found = miss, (lasting, float(echo))
    return found


def _correlations(part: Floats, variance: float) -> tuple[Floats, Floats, Floats]:
    lags, seen, pairs = [], [], []
    for lag in range(1, min(_MOST_LAGS, part.shape[1] - 1) + 1):
        both = part[:, lag:] * part[:, :-lag]
        known = ~np.isnan(both)
        if int(known.sum()) >= _LEAST_PAIRS:
            lags.append(float(lag))
            seen.append(float(both[known].mean()) / variance)
            pairs.append(float(known.sum()))
    return np.array(lags), np.array(seen), np.array(pairs)


def tried(history: History, before: int, months: int, lag: int, group: Ints | None) -> Tried | None:
    """What is left between people after a pretended start, at several of them in the past.

    Args:
        history: People by months.
        before: Months whose mean is taken out; 0 for none.
        months: Months that are counted.
        lag: Months between the start and those.
        group: Number of each person's group, (people,); None where people are drawn.

    Returns:
        None where the past is too short.
    """
    part = own_part(history)
    last = part.shape[1] - lag - months
    starts = [last - at * months for at in range(_CUTS) if last - at * months >= max(before, 1)]
    squares, alike = [], []
    for start in starts:
        after = _mean(part[:, start + lag : start + lag + months])
        past = _mean(part[:, start - before : start]) if before else np.zeros_like(after)
        known = ~np.isnan(after) & ~np.isnan(past)
        if int(known.sum()) < 4:
            continue
        left = _without(after[known], past[known])
        squares.append(float(left @ left) / (left.size - 2))
        alike.append(0.0 if group is None else likeness(left, group[known]))
    if not squares:
        return None
    return Tried(float(np.mean(squares)) ** 0.5, max(float(np.mean(alike)), 0.0), len(squares))


def likeness(values: Floats, group: Ints) -> float:
    """Correlation of two members of one group, by analysis of variance; may be below zero.

    Args:
        values: Shape (n,).
        group: Shape (n,).
    """
    _, code, size = np.unique(group, return_inverse=True, return_counts=True)
    groups, n = size.size, values.size
    if groups < 2 or n <= groups:
        return 0.0
    means = np.bincount(code, values) / size
    between = float((size * (means - values.mean()) ** 2).sum()) / (groups - 1)
    within = float(((values - means[code]) ** 2).sum()) / (n - groups)
    typical = (n - float((size**2).sum()) / n) / (groups - 1)
    total = between + (typical - 1) * within
    return (between - within) / total if total > 0 else 0.0


def _mean(part: Floats) -> Floats:
    known = ~np.isnan(part)
    count = known.sum(axis=1)
    return np.where(count > 0, np.nansum(part, axis=1) / np.maximum(count, 1), np.nan)


def _without(after: Floats, past: Floats) -> Floats:
    """What is left of the outcome when the past is taken out."""
    own, before = after - after.mean(), past - past.mean()
    squares = float(before @ before)
    slope = float(before @ own) / squares if squares > 0 else 0.0
    return np.asarray(own - slope * before)


def known_months(history: History, rows: Bools, months: int) -> Bools:
    """Who of some people has an outcome to divide by in the last months, (people,)."""
    return np.asarray(rows & (history.weights[:, -months:] > 0).any(axis=1))
