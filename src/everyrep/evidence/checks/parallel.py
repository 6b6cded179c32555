"""How far the two groups would have to move apart after the start to undo an effect.

The path around the start, cohort by cohort, is taken in blocks of three months, each measured from
the block before those left out: fewer numbers, each better known. Breaks after the start are then
held against the worst one that was seen before it.

References:
    Rambachan and Roth (2023), A more credible approach to parallel trends.
"""

from __future__ import annotations

import math

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.checks.before import Found
from everyrep.evidence.checks.check import Tried
from everyrep.evidence.sensitivity import EventPath, relative_breakdown, told_breakdown
from everyrep.evidence.staggered import EventStudy, covariance
from everyrep.evidence.uptake import Windows
from everyrep.values import DataError

_BLOCK = 3
_FEWEST_BEFORE = 2


def parallel(tried: Tried) -> Found:
    """How many times the worst break before the effect's sign survives."""
    blocks = None if tried.study is None else in_blocks(tried.study, tried.windows)
    if blocks is None:
        return None, "Too few months before are known to hold breaks after the start against.", {}
    path, weights = blocks
    try:
        times = relative_breakdown(path, weights)
    except DataError as problem:
        return None, f"It cannot be tried: {problem.message}.", {}
    figures = {} if times is None or math.isinf(times) else {"times": times}
    words = told_breakdown(times)
    if times is None:
        return None, f"Cohort by cohort, in blocks of three months: {_small(words)}", figures
    return True, f"Cohort by cohort, in blocks of three months: {_small(words)}", figures


def in_blocks(study: EventStudy, windows: Windows) -> tuple[EventPath, Floats] | None:
    """The path in blocks and the window's weights on it; None where too little is known."""
    times, influence = study.event_times, study.effects.influence
    block = np.floor_divide(times + windows.donut, _BLOCK)  # -1 is the block that others rest on
    known = [int(one) for one in np.unique(block) if _whole(times, block == one, windows)]
    if -1 not in known or _gaps(known):
        return None
    rows = np.array([(block == one) / np.count_nonzero(block == one) for one in known])
    rows = rows - rows[known.index(-1)]
    kept = [at for at, one in enumerate(known) if one != -1]
    before = sum(one < -1 for one in known)
    weights = _of_window(times, block, np.array(known)[kept], windows)
    if before < _FEWEST_BEFORE or weights is None:
        return None
    error = covariance(influence @ rows[kept].T, study.effects.units.clusters)
    if not (np.diag(error) > 0).all():
        return None
    freedom = float(np.min(study.effects.freedom[times >= 0]))
    return EventPath(rows[kept] @ study.effects.estimates, error, before, freedom), weights


def _whole(times: Ints, inside: Floats, windows: Windows) -> bool:
    """Whole blocks before; after the start the last one may be cut by the window's end."""
    count = int(np.count_nonzero(inside))
    return count == _BLOCK or (count > 0 and int(times[inside].max()) == windows.stop - 1)


def _gaps(known: list[int]) -> bool:
    return known != list(range(known[0], known[-1] + 1))


def _of_window(times: Ints, block: Ints, kept: Ints, windows: Windows) -> Floats | None:
    """How much of the window lies in each block after the start, as shares."""
    inside = (times >= windows.start) & (times < windows.stop)
    counts = np.array([np.count_nonzero(inside & (block == one)) for one in kept if one >= 0])
    return counts / counts.sum() if counts.sum() else None


def _small(words: str) -> str:
    return words[0].lower() + words[1:]
