"""The estimators of the literature beside our own: imputation, and comparison cohort by cohort.

Both count every month of every person alike, whatever it rests on, and leave out the same months
right before the start. Where they say something else than the account that is believed, a reader
should know.

References:
    Borusyak, Jaravel and Spiess (2024), Revisiting event-study designs.
    Callaway and Sant'Anna (2021), Difference-in-differences with multiple time periods.
"""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import Ints
from everyrep.evidence.findings import Member
from everyrep.evidence.history import History
from everyrep.evidence.staggered import (
    CannotEstimate,
    Comparison,
    Effect,
    EventStudy,
    by_event_time,
    group_times,
    imputation,
    overall_effect,
)
from everyrep.evidence.uptake import Windows


def imputed(history: History, windows: Windows, clusters: Ints) -> Effect | None:
    """The mean over the window's months by imputation; None where it cannot be told."""
    since = history.since
    window = (since >= windows.start) & (since < windows.stop)
    try:
        found = imputation(history.y, history.first, donut=windows.donut, clusters=clusters)
        return overall_effect(found, window.astype(float))
    except CannotEstimate:
        return None


def by_cohorts(history: History, windows: Windows, clusters: Ints) -> EventStudy | None:
    """Effects by month since the start, cohort by cohort, against one base month each.

    The base is the last month before those that are left out; None where it cannot be told.
    """
    comparison = Comparison(anticipation=windows.donut, base="universal")
    try:
        found = group_times(history.y, history.first, comparison, clusters=clusters)
        return by_event_time(found, shortest=-windows.before, longest=windows.stop - 1)
    except CannotEstimate:
        return None


def members(
    imputation_says: Effect | None, cohorts_say: EventStudy | None, windows: Windows
) -> tuple[Member, ...]:
    """Both as estimators of the family."""
    lines = []
    if imputation_says is not None:
        lines.append(
            _member("imputed", "By imputation, each month alike", imputation_says,
                    "they differ by a level alone")
        )  # fmt: skip
    window = None if cohorts_say is None else window_of(cohorts_say, windows)
    if window is not None:
        base = "the month before those left out" if windows.donut else "the month before"
        lines.append(
            _member("by_cohort", f"Cohort by cohort, against {base}", window,
                    "they would have moved alike since that month")
        )  # fmt: skip
    return tuple(lines)


def window_of(study: EventStudy, windows: Windows) -> Effect | None:
    """The plain mean of the window's months; None where none is known."""
    inside = (study.event_times >= windows.start) & (study.event_times < windows.stop)
    count = int(np.count_nonzero(inside))
    return study.effects.combined(inside / count) if count else None


def _member(name: str, title: str, effect: Effect, right_if: str) -> Member:
    low, high = effect.interval
    return Member(name, title, effect.estimate, low, high, right_if, believed=False)
