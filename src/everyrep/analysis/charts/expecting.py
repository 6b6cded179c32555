"""How many false alarms a threshold would bring a quarter, before it is switched on."""

from __future__ import annotations

import numpy as np

from everyrep.analysis.charts.amounts import next_amounts
from everyrep.analysis.charts.counts import next_counts
from everyrep.analysis.charts.judging import FEWEST, Kind
from everyrep.analysis.charts.promises import points_a_quarter
from everyrep.analysis.charts.series import Series
from everyrep.measures.arrays import Whole


def expected_beyond(series: Series, below: float | None, above: float | None) -> float | None:
    """Points a quarter that lie beyond fixed values, if the series stays as it was.

    Each of the points of the coming quarter has its own distribution, given all points so far:
    a series that is low now, and echoes, stays low for a while.

    Returns:
        The expected number; None where too few points are there to say.
    """
    present = np.flatnonzero(series.present)
    if present.size < FEWEST:
        return None
    ahead = points_a_quarter(series.grain)
    steps = max(1, round(ahead))
    beyond = _of_amounts if series.kind is Kind.AMOUNT else _of_counts
    total = beyond(series, present, steps, below, above)
    return total * ahead / steps


def _of_amounts(
    series: Series, present: Whole, steps: int, below: float | None, above: float | None
) -> float:
    times = tuple(int(at - present[0]) for at in present.tolist())
    history = series.x[present][None, :]
    gone = series.x.size - 1 - int(present[-1])
    total = 0.0
    for step in range(1, steps + 1):
        coming = next_amounts(history, times, times[-1] + gone + step, series.grain)
        if below is not None:
            total += float(coming.tails(np.array([below]))[0][0])
        if above is not None:
            total += float(coming.tails(np.array([above]))[1][0])
    return total


def _of_counts(
    series: Series, present: Whole, steps: int, below: float | None, above: float | None
) -> float:
    """Months to come are taken to be of the sizes of the last year's."""
    x, m = series.x[present], series.m[present]
    sizes = m[-12:]
    shape = (sizes.size, x.size)
    coming = next_counts(
        np.broadcast_to(x, shape), np.broadcast_to(m, shape), sizes, share=series.kind is Kind.SHARE
    )
    each = np.zeros(sizes.size)
    if below is not None:
        each += coming.tails(np.ceil(below * sizes - 1e-9) - 1)[0]
    if above is not None:
        each += coming.tails(np.floor(above * sizes + 1e-9) + 1)[1]
    return float(each.mean()) * steps
