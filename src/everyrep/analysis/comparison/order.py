"""The chance that an order is right: who is above whom, and who is where, from joint draws.

Two teams that share people, customers or a mix are not compared by looking whether their ranges
overlap: their figures err together. Draws keep that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.comparison.arrays import Floats, Ints


@dataclass(frozen=True)
class OrderChances:
    """Chances of orders among groups, the first place being the highest figure.

    Attributes:
        above: Chance that the group of the row is above that of the column, shape (groups,
            groups); 0.5 on the diagonal.
        places: Chance that the group of the row has the place of the column, shape (groups,
            groups).
        low: Best place that the range holds, counted from 1, shape (groups,).
        high: Worst place that the range holds.
        whole: Chance that the order of the posterior means is the true one, from first to last.
        draws: How many draws it rests on; no chance is told as surer than they can show.
    """

    above: Floats
    places: Floats
    low: Ints
    high: Ints
    whole: float
    draws: int

    @property
    def first(self) -> Floats:
        """Chance of each group to be the first."""
        return no_surer(self.places[:, 0], self.draws, len(self.places))


def order_chances(draws: Floats, level: float = 0.95) -> OrderChances:
    """Chances of orders from joint draws of figures, shape (draws, groups)."""
    count, groups = draws.shape
    ranked = np.argsort(-draws, axis=1, kind="stable")
    place = np.empty_like(ranked)
    np.put_along_axis(place, ranked, np.broadcast_to(np.arange(groups), ranked.shape), axis=1)
    above = np.empty((groups, groups))
    for j in range(groups):
        above[:, j] = (draws > draws[:, [j]]).mean(axis=0)
    above = no_surer(above, count)
    np.fill_diagonal(above, 0.5)
    places = np.zeros((groups, groups))
    for j in range(groups):
        places[j] = np.bincount(place[:, j], minlength=groups) / count
    tail = (1 - level) / 2
    upto = np.cumsum(places, axis=1)
    low = 1 + np.argmax(upto > tail, axis=1)
    high = 1 + np.argmax(upto >= 1 - tail - 1e-12, axis=1)
    believed = np.argsort(-draws.mean(axis=0), kind="stable")
    whole = float((ranked == believed).all(axis=1).mean())
    whole = float(no_surer(np.array(whole), count)) if groups > 1 else whole
    return OrderChances(above, places, low.astype(np.int64), high.astype(np.int64), whole, count)


def no_surer(chances: Floats, draws: int, ways: int = 2) -> Floats:
    """Chances as far as so many draws can tell them: what none of them shows may happen still.

    Each of the ways that it can go gets half a draw on top, so that they add up to one as before.
    """
    return np.asarray((chances * draws + 0.5) / (draws + 0.5 * ways))


def chance_of(draws: Floats, order: Sequence[int]) -> float:
    """Chance that these groups stand in this order, the highest first; others may be between."""
    picked = draws[:, list(order)]
    return float((np.diff(picked, axis=1) < 0).all(axis=1).mean())


def ranges(draws: Floats, level: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Mean and equal-tailed range of each column of draws."""
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    mean = draws.mean(axis=0)
    return mean, np.minimum(low, mean), np.maximum(high, mean)
