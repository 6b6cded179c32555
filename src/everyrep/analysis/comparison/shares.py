"""Where differences between people come from: the person, the team, the territory, the mix, luck.

The spread of raw figures between people is split into what each source contributes, in units of
the figure itself. Luck is what the binomial, or the spread of single amounts, leaves at the number
of deals that people really had: with few deals it is most of what a ranking shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.comparison.arrays import Floats, Ints
from everyrep.analysis.comparison.order import ranges

LUCK = "luck"
MIX = "mix"


@dataclass(frozen=True)
class VarianceShares:
    """Shares of the spread between people's raw figures; they add up to 1.

    Attributes:
        share: Mean share of each source.
        low: Lower ends of their ranges.
        high: Upper ends.
        people: Between how many people.
    """

    share: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    people: int


def variance_shares(
    sources: Sequence[str],
    variances: Floats,
    mix: Floats,
    luck: Floats,
    people: int,
    level: float = 0.95,
) -> VarianceShares:
    """Shares from draws of variances, all in the squared unit of the figure.

    Args:
        sources: Names of the groupings.
        variances: Variance between groups of each, shape (draws, sources).
        mix: Variance of what people's mix alone makes expect, shape (draws,).
        luck: Mean variance of chance in a person's figure, shape (draws,).
        people: Between how many people.
        level: Confidence of the ranges.
    """
    names = [*sources, MIX, LUCK]
    columns = np.column_stack([variances, mix, luck])
    whole = np.maximum(columns.sum(axis=1, keepdims=True), 1e-300)
    mean, low, high = ranges(columns / whole, level)
    return VarianceShares(
        dict(zip(names, mean.tolist(), strict=True)),
        dict(zip(names, low.tolist(), strict=True)),
        dict(zip(names, high.tolist(), strict=True)),
        people,
    )


def spread_of_mix(
    expected: Floats, kind: Ints, weights: Floats, person: Ints, people: int
) -> Floats:
    """Variance between people of what their mix makes expect.

    Args:
        expected: Expected figure of each kind of row without any group, shape (draws, kinds).
        kind: Kind of each row, shape (rows,).
        weights: Weight of each row within its person, shape (rows,).
        person: Place of each row's person.
        people: How many people.

    Returns:
        Shape (draws,).
    """
    from scipy.sparse import csr_array

    gather = csr_array((weights, (kind, person)), shape=(expected.shape[1], people))
    total = np.bincount(person, weights=weights, minlength=people)
    held = total > 0
    by_person = np.asarray(expected @ gather)[:, held] / total[held]
    return np.asarray(by_person.var(axis=1, ddof=1) if held.sum() > 1 else np.zeros(len(expected)))
