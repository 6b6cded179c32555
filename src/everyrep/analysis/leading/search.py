"""All indicators against all outcomes: what leads what, by how many months, and how sure that is.

Of `found = search({"won": won}, {"calls": calls}, grid_of(there))`, the verdict on calls is
`found["calls", "won"].word`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from everyrep.analysis.leading.chances import FLIPS, Chance, chances, false_discovery
from everyrep.analysis.leading.partial import Pair, Scores, pair_of, whole
from everyrep.analysis.leading.relative import Bools, Floats, Grid
from everyrep.analysis.leading.rolling import gain
from everyrep.analysis.leading.verdict import (
    FALSE_DISCOVERY,
    MATTERS,
    Finding,
    Judged,
    finding,
)

MOST_MONTHS = 6
_SHUFFLE_SEED = 20_260_202
_UNKNOWN = Chance(1.0, float("inf"))

Findings = dict[tuple[str, str], Finding]
"""By names of indicator and outcome."""


@dataclass(frozen=True)
class Bounds:
    """How far the search goes, and what counts as found.

    Attributes:
        most_months: The longest lead that is searched for; at least 1.
        matters: Partial correlation worth having.
        rate: Share of false findings that is accepted among those that are said to lead.
        flips: How often signs are turned.
    """

    most_months: int = MOST_MONTHS
    matters: float = MATTERS
    rate: float = FALSE_DISCOVERY
    flips: int = FLIPS


def search(
    outcomes: Mapping[str, Floats],
    indicators: Mapping[str, Floats],
    grid: Grid,
    bounds: Bounds | None = None,
    *,
    beside: Floats | None = None,
    only: Collection[tuple[str, str]] | None = None,
) -> Findings:
    """Every indicator against every outcome.

    Args:
        outcomes, indicators: Values by name, shape (people, months); NaN where there is none.
        grid: Who was there, and with whom each is compared.
        bounds: How far the search goes, and what counts as found.
        beside: What else is known when a month begins, shape (people, months, terms); leads are
            then those beyond it.
        only: Names of the pairs to look at; all by default.

    Returns:
        A finding for each pair of different names that has any variation; others are left out.
    """
    limit = bounds or Bounds()
    longest = max(1, min(limit.most_months, grid.months - 2))
    judged = {
        (x, y): made
        for y, outcome in outcomes.items()
        for x, indicator in indicators.items()
        if x != y and (only is None or (x, y) in only)
        if (made := _judged(outcome, indicator, grid, longest, beside)) is not None
    }
    found = chances([pair.scores for pair in judged.values()], flips=limit.flips)
    shares = false_discovery(np.array([chance.p for chance in found]))
    return {
        names: finding(
            replace(p, chance=chance),
            float(q),
            len(judged),
            matters=limit.matters,
            rate=limit.rate,
        )
        for (names, p), chance, q in zip(judged.items(), found, shares, strict=True)
    }


def shuffled(indicators: Mapping[str, Floats], there: Bools, turn: int = 0) -> dict[str, Floats]:
    """The indicators with their people exchanged: a placebo that nothing can truly follow.

    Whole histories change hands, so that seasons, common shocks and what months have to do with one
    another stay as they are. The months in which the other was not there have no value.

    Args:
        indicators: Values by name, shape (people, months).
        there: Shape (people, months).
        turn: Which of many shuffles.
    """
    order = np.random.default_rng(_SHUFFLE_SEED + turn).permutation(there.shape[0])
    return {
        name: np.where(there & there[order], values[order], np.nan)
        for name, values in indicators.items()
    }


def _judged(
    outcome: Floats, indicator: Floats, grid: Grid, longest: int, beside: Floats | None
) -> Judged | None:
    """A pair with its scores; None where the outcome or the indicator does not vary."""
    lags = tuple(range(longest + 1))
    pair = pair_of(outcome, indicator, grid, lags, beside=beside)
    every = whole(pair)
    searched = _only(every, slice(1, None))
    if searched.rest.sum() <= 0 or not (searched.scale > 0).any():
        return None
    months = int(pair.counts.any(axis=0).sum())
    ahead = gain(_from_first(pair), slice(1, None))
    return Judged(searched, _UNKNOWN, ahead, _together(every), lags[1:], months)


def _together(every: Scores) -> float | None:
    return float(every.score[:, 0].sum() * every.unit[0]) if every.unit[0] > 0 else None


def _only(every: Scores, lags: slice) -> Scores:
    return Scores(every.score[:, lags], every.spread[:, lags], every.rest, every.rows)


def _from_first(pair: Pair) -> Pair:
    """The pair without the months before any counts."""
    used = np.flatnonzero(pair.counts.any(axis=0))
    kept = slice(int(used[0]), int(used[-1]) + 1) if len(used) else slice(0, 0)
    return Pair(
        pair.outcome[:, kept], pair.past[:, kept], pair.indicator[:, kept], pair.counts[:, kept]
    )
