"""Whether those who came and the others are of one kind: how they did before, and who is like whom.

The accounts of what people would have done without need others who might have come as well. Where
those who came were all but sure to come by how their months went, nobody is left to tell of them.
"""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.checks.before import Found
from everyrep.evidence.checks.check import Tried
from everyrep.evidence.uptake import coming

_FARTHEST = 0.99
"""Quantile of the others' chances beyond which nobody is like whoever came."""
_MOST = 0.1
_DONUT_AND_MORE = 6


def overlap(tried: Tried) -> Found:
    """Share of those who came with hardly anybody like them among those who had not yet."""
    history = tried.history
    chance = coming(history.y, history.weights, history.first)
    apart = _apart(tried)
    if chance is None:
        return None, "Too few came to say who was likely to.", {"apart": apart}
    beyond, came = 0, 0
    for month in np.unique(history.first[history.first != NEVER]):
        others = chance[history.first > month, month]
        own = chance[history.first == month, month]
        if month < chance.shape[1] and others.size and own.max(initial=0.0) > 0:
            came += own.size
            beyond += int((own > np.quantile(others, _FARTHEST)).sum())
    if came == 0:
        return None, "Nobody came in a month from which on others are known.", {"apart": apart}
    share = beyond / came
    figures = {"beyond": share, "apart": apart}
    words = f"Before, they stood {apart:+.2g} standard deviations apart from the others"
    if share > _MOST:
        return (
            False,
            (
                f"{words}; {beyond} of {came} came when hardly anybody who had done like them "
                "had stayed away, so that nobody tells of them."
            ),
            figures,
        )
    return True, f"{words}; of {came} who came all but {beyond} had others like them.", figures


def _apart(tried: Tried) -> float:
    """Who came less the others, both long before anybody came, in people's standard deviations."""
    history = tried.history
    if not history.treated.any() or history.treated.all():
        return 0.0
    early = np.arange(len(history.months)) < _first_start(tried)
    usual = history.mean_in(early)
    known = np.isfinite(usual)
    came, others = usual[known & history.treated], usual[known & ~history.treated]
    spread = float(usual[known].std()) if known.any() else 0.0
    if not came.size or not others.size or spread == 0:
        return 0.0
    return float(came.mean() - others.mean()) / spread


def _first_start(tried: Tried) -> int:
    """The month from which on somebody has it, the months right before left out."""
    start = int(tried.history.first[tried.history.treated].min())
    return max(start - tried.windows.donut, min(start, _DONUT_AND_MORE))
