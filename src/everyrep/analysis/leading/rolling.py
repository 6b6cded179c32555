"""What an indicator would have added to forecasts of months that were not known yet.

The months are gone through from the first third on, a block at a time. All that is known before a
block chooses the lag and the weight; the block judges them. So a lag that was found by search pays
for the search.

References:
    Tashman (2000), Out-of-sample tests of forecasting accuracy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.analysis.leading.partial import Pair, Products, Scores, fitted, products, scores
from everyrep.analysis.leading.relative import Floats

MOST_BLOCKS = 8
FEWEST_TRAINING_MONTHS = 6


@dataclass(frozen=True)
class Gain:
    """What the indicator adds out of sample.

    Attributes:
        value: Share by which the squared error of forecasts shrinks; below 0 where it grows.
        low, high: Its range, people being independent.
        lags: The lag that each block's past would have chosen, as its place in the search.
        blocks: How many blocks of months were forecast.
        rows: How many months of people were forecast.
    """

    value: float
    low: float
    high: float
    lags: tuple[int, ...]
    blocks: int
    rows: int


def origins(months: int) -> list[tuple[int, int]]:
    """First month and end of each block to be forecast; none where there are too few months."""
    first = max(FEWEST_TRAINING_MONTHS, months // 3)
    ahead = months - first
    if ahead < 1:
        return []
    edges = np.linspace(first, months, min(MOST_BLOCKS, ahead) + 1).round().astype(int)
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def gain(pair: Pair, searched: slice, level: float = 0.95) -> Gain | None:
    """The gain over the outcome's own past; None where nothing could be forecast.

    Args:
        pair: Outcome and indicator.
        searched: Which of the pair's lags may be chosen.
        level: Confidence of the range.
    """
    sums = products(pair)
    blocks = [
        _block(pair, sums, start, end, searched) for start, end in origins(pair.outcome.shape[1])
    ]
    rest = np.sum([test.rest for _, test, _, _ in blocks], axis=0) if blocks else np.zeros(1)
    if rest.sum() <= 0:
        return None
    saved = np.sum(
        [2 * b * t.score[:, lag] - b**2 * t.spread[:, lag] for _, t, lag, b in blocks], axis=0
    )
    value = float(saved.sum() / rest.sum())
    reach = _reach(saved, rest, value, level)
    lags = tuple(lag - (searched.start or 0) for _, _, lag, _ in blocks)
    rows = sum(test.rows for _, test, _, _ in blocks)
    return Gain(value, value - reach, value + reach, lags, len(blocks), rows)


def _block(
    pair: Pair, sums: Products, start: int, end: int, searched: slice
) -> tuple[Scores, Scores, int, float]:
    """Scores before and within a block, and the lag and weight that those before choose."""
    before, within = slice(0, start), slice(start, end)
    weights = fitted(sums, start)
    known = scores(pair, before, weights)
    lag = (searched.start or 0) + int(np.argmax(np.abs(known.ratio[searched])))
    return known, scores(pair, within, weights), lag, float(known.effect[lag])


def _reach(saved: Floats, rest: Floats, value: float, level: float) -> float:
    """Half the width of the range of a ratio of sums over people (delta method)."""
    people = int((rest > 0).sum())
    if people < 2:
        return float("inf")
    off = saved - value * rest
    error = np.sqrt((off**2).sum() * people / (people - 1)) / rest.sum()
    return float(special.stdtrit(people - 1, (1 + level) / 2) * error)
