"""Figures of small groups drawn towards those of their like, with the raw value kept beside.

Groups of one answer are pooled with each other: people with people, teams with teams. Groups of
time are not (a month is no draw from a bag of months), nor are stages, which differ by design; so
the figures of one month, or of one stage, are pooled with each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from everyrep.measures.arrays import Floats
from everyrep.measures.catalogue import Measure
from everyrep.measures.dimensions import TIME
from everyrep.measures.figures import Figure, Number
from everyrep.measures.intervals.pooling import (
    FEWEST_GROUPS,
    Pooled,
    pooled_means,
    pooled_rates,
    pooled_shares,
)
from everyrep.measures.question import Question

FEWEST_EVENTS = 10
"""Successes, failures or events in all groups together below which nothing is learned of them."""
_APART = frozenset({*TIME, "stage", "outcome", "deal_kind", "activity_kind", "tenure_month"})
Groups = dict[tuple[Any, ...], Figure]


def pooled(figures: Groups, measure: Measure, question: Question) -> Groups:
    """The figures, drawn together where the estimator and the groups allow it; else as they are."""
    draw = DRAWN.get(measure.estimator)
    apart = [name in _APART or name in measure.always_by for name in question.by]
    if draw is None or all(apart):
        return figures
    found = dict(figures)
    strata: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for key, figure in figures.items():
        if figure.value is not None and np.isfinite(figure.worth) and figure.worth > 0:
            own = tuple(group for group, fixed in zip(key, apart, strict=True) if fixed)
            strata.setdefault(own, []).append(key)
    for keys in strata.values():
        if len(keys) >= FEWEST_GROUPS:
            drawn = draw([figures[key] for key in keys], question.level)
            found |= dict(zip(keys, drawn, strict=True))
    return found


def _shares(figures: Sequence[Figure], level: float) -> list[Figure]:
    value, worth = _values(figures), _worth(figures)
    successes = value * worth
    if min(successes.sum(), (worth - successes).sum()) < FEWEST_EVENTS:
        return list(figures)
    return _together(figures, pooled_shares(value, worth, level))


def _rates(figures: Sequence[Figure], level: float) -> list[Figure]:
    value, worth = _values(figures), _worth(figures)
    events = value * worth
    if events.sum() < FEWEST_EVENTS:
        return list(figures)
    return _together(figures, pooled_rates(events, worth, level))


def _amounts(figures: Sequence[Figure], level: float) -> list[Figure]:
    """Amounts above zero on the log scale; a group without any has no place there."""
    return _means(figures, level, positive=True)


def _signed(figures: Sequence[Figure], level: float) -> list[Figure]:
    return _means(figures, level, positive=False)


def _means(figures: Sequence[Figure], level: float, *, positive: bool) -> list[Figure]:
    value, worth = _values(figures), _worth(figures)
    variance = np.array([figure.variance for figure in figures])
    fits = (value > 0) | (not positive)
    knows = fits & np.isfinite(variance) & (variance > 0)
    if fits.sum() < FEWEST_GROUPS or knows.sum() < 2:
        return list(figures)
    drawn = pooled_means(value[fits], variance[fits], worth[fits], level, positive=positive)
    chosen = [figure for figure, fit in zip(figures, fits, strict=True) if fit]
    found = iter(_together(chosen, drawn))
    return [next(found) if fit else figure for figure, fit in zip(figures, fits, strict=True)]


DRAWN: dict[str, Callable[[Sequence[Figure], float], list[Figure]]] = {
    "share": _shares,
    "share_first": _shares,
    "share_reaching": _shares,
    "share_within": _shares,
    "rate": _rates,
    "mean": _amounts,
    "mean_per_person": _amounts,
    "signed_mean": _signed,
    "signed_mean_per_person": _signed,
    "mean_share": _signed,
}


def _together(figures: Sequence[Figure], drawn: Pooled) -> list[Figure]:
    return [
        replace(
            figure,
            value=float(drawn.value[at]),
            low=min(float(drawn.low[at]), float(drawn.value[at])),
            high=max(float(drawn.high[at]), float(drawn.value[at])),
            raw=figure.value,
            reason=None,
            notes=(*figure.notes, _sentence(float(drawn.drawn[at]), len(figures))),
        )
        for at, figure in enumerate(figures)
    ]


def _sentence(drawn: float, groups: int) -> str:
    return f"Drawn {drawn:.0%} of the way to the mean of all {groups} groups."


def _values(figures: Sequence[Figure]) -> Floats:
    return np.array([_number(figure.value) for figure in figures])


def _worth(figures: Sequence[Figure]) -> Floats:
    return np.array([figure.worth for figure in figures])


def _number(value: Number) -> float:
    return float("nan") if value is None else float(value)
