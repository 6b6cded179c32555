"""Many charts at once: their newest points judged, with false alarms held over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.charts.judging import FEWEST, Judged, Kind, judge
from everyrep.analysis.charts.series import Series
from everyrep.measures.arrays import Floats


@dataclass(frozen=True)
class Watched:
    """The newest point of each of many series. Arrays have the shape (series,).

    Attributes:
        alarm: 1 above, -1 below, 0 none, NaN where it could not be judged.
        chance: How often a steady series brings a point as extreme; NaN likewise.
        rate: Chance of a false alarm that each chart states; 0 where it was not judged.
    """

    alarm: Floats
    chance: Floats
    rate: Floats


def watch(series: Sequence[Series], rate: float | Floats) -> Watched:
    """Judge the newest point of each series by the points before it.

    Args:
        series: Of any kinds, grains and lengths. One whose newest bucket has no point, or that
            has too few before it, is not judged.
        rate: Chance of a false alarm a point, one for all or one each.
    """
    rates = np.broadcast_to(np.asarray(rate, float), (len(series),))
    alarm, chance = np.full(len(series), np.nan), np.full(len(series), np.nan)
    stated = np.zeros(len(series))
    for rows, times in _alike(series):
        x = np.array([one.x[one.present] for one in (series[row] for row in rows)])
        m = np.array([one.m[one.present] for one in (series[row] for row in rows)])
        first = series[rows[0]]
        found: Judged = judge(
            x, m, first.kind, rates[rows], grain=first.grain, times=times, limits=False
        )
        alarm[rows], chance[rows], stated[rows] = found.alarm, found.chance, found.rate
    return Watched(alarm, chance, stated)


def _alike(series: Sequence[Series]) -> list[tuple[list[int], tuple[int, ...]]]:
    """Rows of series that can be judged in one go, and the places of their points in time."""
    found: dict[tuple[Kind, str, tuple[int, ...]], list[int]] = {}
    for row, one in enumerate(series):
        present = np.flatnonzero(one.present)
        if present.size <= FEWEST or present[-1] != one.x.size - 1:
            continue
        times = tuple((present - present[0]).tolist())
        found.setdefault((one.kind, one.grain, times), []).append(row)
    return [(rows, times) for (_, _, times), rows in found.items()]
