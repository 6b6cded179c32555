"""How likely scores this large are where the indicator says nothing: by turning signs of people.

Where an indicator does not lead, the score of a person is as likely to lie above zero as below.
Turning the signs of whole people at random shows how large the largest of several lags gets by
luck, however the months of a person hang together, and whatever the lags have in common.

That some people do more of everything can never be taken out to the last bit. So a partial
correlation below `NOTHING` counts as none: the score must be larger than that alone would make it.

Several questions asked at once find something by luck alone. The share of false ones among those
called leading is held by the rule of Benjamini and Hochberg over all pairs together.

References:
    Hemerik, Goeman and Finos (2020), Robust testing in generalized linear models by sign flipping
        score contributions.
    Westfall and Young (1993), Resampling-based multiple testing (largest of several).
    Benjamini and Hochberg (1995), Controlling the false discovery rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.leading.partial import Scores
from everyrep.analysis.leading.relative import Floats

FLIPS = 4999
NOTHING = 0.01
"""Partial correlation that counts as none."""
_AT_ONCE = 500
_SEED = 20_260_101


@dataclass(frozen=True)
class Chance:
    """What luck gives for one pair.

    Attributes:
        p: Chance of a largest score at least this large where nothing leads.
        reach: What the largest of the lags stays below in 95 of 100 cases, in standard errors.
    """

    p: float
    reach: float


def chances(pairs: Sequence[Scores], level: float = 0.95, flips: int = FLIPS) -> list[Chance]:
    """The chance for each pair; all pairs with the same people see the same turns of sign.

    Args:
        pairs: Scores of all months, of the lags that are searched; each of shape (people, lags).
        level: Share of cases that `reach` covers.
        flips: How often the signs are turned.
    """
    found: list[Chance] = []
    for start in range(0, len(pairs), _AT_ONCE):
        found += _chances(pairs[start : start + _AT_ONCE], level, flips)
    return found


def _chances(pairs: Sequence[Scores], level: float, flips: int) -> list[Chance]:
    if not pairs:
        return []
    people = pairs[0].score.shape[0]
    signs = np.random.default_rng(_SEED).choice(np.array([-1.0, 1.0]), size=(flips, people))
    found = []
    for pair in pairs:
        scale = np.where(pair.scale > 0, pair.scale, np.inf)
        luck = np.abs(signs @ (pair.score / scale)).max(axis=1)
        # What a correlation of NOTHING would make of the score, in standard errors.
        none = NOTHING / np.where(pair.unit > 0, pair.unit * scale, np.inf)
        largest = float((np.abs(pair.ratio) - none).max())
        above = int((luck >= largest * (1 - 1e-12)).sum())
        found.append(Chance((1 + above) / (1 + flips), float(np.quantile(luck, level))))
    return found


def false_discovery(p: Floats) -> Floats:
    """For each p, the share of false findings if all with one as small are called findings.

    Args:
        p: Chances under luck alone, shape (pairs,).

    Returns:
        Shape (pairs,), each at most 1.
    """
    if len(p) == 0:
        return np.zeros(0)
    order = np.argsort(p)
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    found = np.empty(len(p))
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found
