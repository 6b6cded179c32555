"""Territories as a part of a miss: which there are, and whether they can be told from the unit."""

from __future__ import annotations

import numpy as np

from everyrep.analysis.comparison.arrays import Ints
from everyrep.analysis.comparison.cells import Coding, gathered
from everyrep.analysis.comparison.confounding import same_grouping
from everyrep.measures.answer import Key

GROUND = "territory"
_FEWEST = 20.0  # deals of a territory, below which it joins the others
_MOST = 40
_SHARED = 0.5  # share of the unit's deals in others' territories, below which it is said


def territories(unit: str, units: Coding, found: Coding, key: Key) -> tuple[Coding, str]:
    """Territories of deals, and what must be known of them; one for all if they have no part.

    Args:
        unit: What the miss is of.
        units: Of each deal.
        found: Each deal's territory.
        key: Whose miss it is.
    """
    none = Coding(GROUND, ("all",), np.zeros(units.place.size, dtype=np.int64))
    if unit == GROUND:
        return none, "What the territory itself gives is in conversion and size."
    if sum(name is not None for name in found.keys) < 2:
        return none, "Fewer than two territories are known, so territory has no part."
    if same_grouping(units.place, found.place):
        return none, (
            f"Each {unit} has a territory of its own, so that what the place does cannot be told "
            f"from what the {unit} does: it is in conversion and size."
        )
    ground = _few(found)
    alone = 1 - _with_others(
        units.place, ground.place, units.keys.index(key) if key in units.keys else -1
    )
    told = (
        "Territory is where deals lie and what the place does to win rate and amount; how many "
        "deals a place holds is in volume."
    )
    if alone > _SHARED:
        told += (
            f" {alone:.0%} of this {unit}'s deals lie where nobody else sells, so that the place "
            f"is hard to tell from the {unit}: read territory together with conversion and size."
        )
    return ground, told


def _few(found: Coding) -> Coding:
    """The same with small ones put together, and no more than the model bears."""
    weights = np.ones(found.place.size)
    ground = gathered(found, weights, _FEWEST)
    if ground.count > _MOST:
        ground = gathered(ground, weights, float(np.sort(np.bincount(ground.place))[-_MOST]))
    return ground


def _with_others(unit: Ints, ground: Ints, place: int) -> float:
    """Share of a unit's deals that lie where others sell too; 1 where it has none."""
    mine = unit == place
    theirs = np.unique(ground[~mine])
    return float(np.isin(ground[mine], theirs).mean()) if mine.any() else 1.0
