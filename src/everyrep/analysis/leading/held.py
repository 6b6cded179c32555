"""What each seller holds when a month begins: open deals and their amounts, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from everyrep.analysis.leading.relative import CLIPPED, Floats
from everyrep.measures import FactSource
from everyrep.measures.facts.movements import deals_then, number_of
from everyrep.values import Scope

MOST_STAGES = 8
"""Stages with the most deals are told apart; the others count as one."""


def held_at_starts(
    source: FactSource,
    scope: Scope,
    people: Sequence[str],
    months: Sequence[date],
    where: str | None = None,
) -> Floats | None:
    """Counts and amounts of the deals that each holds when each month begins.

    Args:
        source: An open build.
        scope: Who asks.
        people: Ids, in ascending order.
        months: First days.
        where: Which deals count.

    Returns:
        Shape (people, months, 2 x stages); None where nobody holds any deal.
    """
    eves = [month - timedelta(days=1) for month in months]
    then = deals_then(source, scope, eves, where, ever_theirs=True)
    known = np.isin(then.owner, np.array(people)) & then.seen
    then = then.only(known)
    if not len(then):
        return None
    row = np.searchsorted(np.array(people), then.owner)
    column = np.searchsorted(np.array([number_of(day) for day in eves]), then.day)
    stage, stages = _stages(then.stage)
    shape = (len(people), len(months), stages)
    place = np.ravel_multi_index((row, column, stage), shape)
    size = int(np.prod(shape))
    counts = np.bincount(place, minlength=size).reshape(shape)
    # One huge deal must not stand for all that a person holds.
    amounts = np.minimum(then.base, np.quantile(then.base, 1 - CLIPPED))
    sums = np.bincount(place, amounts, minlength=size).reshape(shape)
    top = float(sums.max())
    scaled = sums / top if top > 0 else sums
    return np.concatenate([counts.astype(float), scaled], axis=2)


def _stages(names: np.ndarray) -> tuple[np.ndarray, int]:
    """Number of each deal's stage, the rare ones sharing the last, and how many numbers."""
    found, where, counts = np.unique(names, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    number = np.empty(len(found), dtype=np.int64)
    number[order] = np.minimum(np.arange(len(found)), MOST_STAGES)
    return number[where], int(number.max()) + 1
