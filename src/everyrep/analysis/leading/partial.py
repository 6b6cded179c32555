"""What an earlier indicator adds to an outcome's own past: sums person by person.

For a person p and a month t, with everything relative to peers:

    y(p, t) = own past of y + past mean of x + b x(p, t - lag) + rest

The past mean of the indicator stands on the right because some people do more of everything. That
one person makes more calls than another and sells more does not say that calls lead; that the same
person sells more after a month with more calls than usual does.

`b` is had by partialling out (Frisch, Waugh and Lovell): e is y less its prediction from the other
terms, and z is the lagged indicator less its own; b = sum of e z / sum of z z. What a person adds
to the upper sum is that person's *score*. People are independent of one another, their months are
not; so all chances come from scores of whole people.

References:
    Frisch and Waugh (1933); Lovell (1963), on partial regression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.leading.relative import (
    CLIPPED,
    Floats,
    Grid,
    centred,
    lagged,
    own_past,
    past_means,
    relative,
)

_RIDGE = 1e-9


@dataclass(frozen=True)
class Scores:
    """Sums over some months, for each lag.

    Attributes:
        score: Each person's sum of e z; shape (people, lags).
        spread: Each person's sum of z z; shape (people, lags).
        rest: Each person's sum of e e; shape (people,).
        rows: How many months of people.
    """

    score: Floats
    spread: Floats
    rest: Floats
    rows: int

    @property
    def effect(self) -> Floats:
        """The weight b of each lag; 0 where the indicator does not vary. Shape (lags,)."""
        total = self.spread.sum(axis=0)
        usable = total > 0
        return np.where(usable, self.score.sum(axis=0) / np.where(usable, total, 1.0), 0.0)

    @property
    def scale(self) -> Floats:
        """Root of the sum of squared scores, the standard error of their sum; shape (lags,)."""
        return np.asarray(np.sqrt((self.score**2).sum(axis=0)))

    @property
    def ratio(self) -> Floats:
        """Sum of scores in standard errors; 0 where there is nothing. Shape (lags,)."""
        scale = self.scale
        return np.where(scale > 0, self.score.sum(axis=0) / np.where(scale > 0, scale, 1.0), 0.0)

    @property
    def unit(self) -> Floats:
        """What turns a sum of scores into a partial correlation; shape (lags,)."""
        both = np.sqrt(self.spread.sum(axis=0) * self.rest.sum())
        return np.where(both > 0, 1 / np.where(both > 0, both, 1.0), 0.0)


@dataclass(frozen=True)
class Pair:
    """An outcome and an indicator, ready to be partialled.

    Attributes:
        outcome: Relative outcome, 0 where it does not count; shape (people, months).
        past: Own past of the outcome and past mean of the indicator; (people, months, terms).
        indicator: The indicator so many months before; (people, months, lags).
        counts: Which months of people count; (people, months).
    """

    outcome: Floats
    past: Floats
    indicator: Floats
    counts: np.ndarray


def pair_of(
    outcome: Floats,
    indicator: Floats,
    grid: Grid,
    lags: Sequence[int],
    *,
    clipped: float = CLIPPED,
    beside: Floats | None = None,
) -> Pair:
    """An outcome and an indicator in plain values, as a pair.

    Args:
        outcome, indicator: Shape (people, months); NaN where there is no value.
        grid: Who was there, and with whom each is compared.
        lags: Months by which the indicator may lead.
        clipped: Share of values that is pulled in at either end.
        beside: What else is known when the month begins; shape (people, months, terms).
    """
    y = relative(outcome, grid, clipped=clipped)
    x = relative(indicator, grid, clipped=clipped)
    seen_before = np.cumsum(~np.isnan(y), axis=1) - ~np.isnan(y) > 0
    counts = ~np.isnan(y) & seen_before
    # The month itself is no past: its mean must not hold it, and lag 0 has the same past as lag 1.
    past = np.concatenate([own_past(y, grid.there), past_means(x)], axis=2)
    if beside is not None:
        past = np.concatenate([past, beside], axis=2)
    shifted = np.stack([np.nan_to_num(lagged(x, lag)) for lag in lags], axis=2)
    return Pair(
        centred(np.nan_to_num(y), grid, counts),
        centred(past, grid, counts),
        centred(shifted, grid, counts),
        counts,
    )


@dataclass(frozen=True)
class Products:
    """Sums of products over the months up to each, for weights of any past; first axis months.

    Attributes:
        past: Terms of the past by one another; shape (months, terms, terms).
        crossed: Terms by the outcome and each lag of the indicator; (months, terms, 1 + lags).
    """

    past: Floats
    crossed: Floats


def products(pair: Pair) -> Products:
    """The sums of a pair."""
    terms = np.ascontiguousarray(pair.past.transpose(1, 2, 0))
    wanted = np.concatenate([pair.outcome[:, :, None], pair.indicator], axis=2).transpose(1, 0, 2)
    return Products(
        np.cumsum(terms @ terms.transpose(0, 2, 1), axis=0), np.cumsum(terms @ wanted, axis=0)
    )


def fitted(known: Products, months: int) -> tuple[Floats, Floats]:
    """Weights of the past, had from the first so many months.

    Returns:
        For the outcome (terms,), and for the indicator (terms, lags).
    """
    gram = known.past[months - 1].copy()
    # Each term by its own size: money and counts stand side by side.
    size = np.diag(gram).copy()
    gram += np.diag(np.where(size > 0, _RIDGE * size, 1.0))
    solved: Floats = np.linalg.solve(gram, known.crossed[months - 1]).astype(np.float64)
    return solved[:, 0], solved[:, 1:]


def scores(pair: Pair, months: slice, weights: tuple[Floats, Floats]) -> Scores:
    """Scores of some months, given the weights of the past."""
    past = pair.past[:, months]
    of_outcome, of_indicator = weights
    rest = pair.outcome[:, months] - past @ of_outcome
    news = pair.indicator[:, months] - past @ of_indicator
    return Scores(
        np.einsum("pt,ptl->pl", rest, news),
        np.einsum("ptl,ptl->pl", news, news),
        np.einsum("pt,pt->p", rest, rest),
        int(pair.counts[:, months].sum()),
    )


def whole(pair: Pair) -> Scores:
    """Scores of all months."""
    months = pair.outcome.shape[1]
    return scores(pair, slice(None), fitted(products(pair), months))
