"""The wild cluster bootstrap with the null imposed: for few clusters, and unequal ones.

Residuals of the fit under the null are turned or stretched cluster by cluster, and the estimate is
made again, as often as asked. Only sums over clusters are needed for it, and they are linear in
the null, so that the range (all nulls that are not rejected) costs little more than one test.

Two signs are turned, and where all their patterns are fewer than the draws, all are taken once.
Below six clusters none of so few patterns would be rare, and six points (Webb) are drawn instead.
From six to eleven both can be had; with half of six unequal teams treated the six points rejected a
true null in 10 of 100 companies, and all patterns of two signs in 7 (in 8 and 4 with equal teams).

References:
    Cameron, Gelbach and Miller (2008), Bootstrap-based improvements for inference with clustered
        errors.
    Webb (2014), Reworking wild bootstrap based inference for clustered errors.
    Roodman, MacKinnon, Nielsen and Webb (2019), Fast and wild.
    MacKinnon (2023), Fast cluster bootstrap methods for linear regression models.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.inference.least_squares import Fit
from everyrep.evidence.inference.turning import crossing
from everyrep.evidence.inference.variance import (
    Kind,
    cluster_sums,
    cross_products,
    estimate,
    nested,
    weights_of,
)
from everyrep.values import Reason

DRAWS = 9_999
_SIX = np.sqrt(np.array([1.5, 1.0, 0.5]))
_TIE = 1e-9


class Weights(StrEnum):
    """What residuals of a cluster are multiplied by."""

    RADEMACHER = "rademacher"
    WEBB = "webb"


@dataclass(frozen=True)
class Bootstrapped:
    """An estimate with the range of the bootstrap.

    Attributes:
        value: The estimate, in the unit of the outcome.
        error: Its standard error (CR1).
        p: Chance of a t as far from zero where the truth is zero; two-sided.
        low, high: Nulls that are just not rejected; infinite where none is on that side.
        level: Confidence.
        clusters: How many there are.
        draws: How many patterns were drawn, or are there in all.
        exact: All patterns were taken once.
        weights: What residuals were multiplied by.
    """

    value: float
    error: float
    p: float
    low: float
    high: float
    level: float
    clusters: int
    draws: int
    exact: bool
    weights: Weights


@dataclass(frozen=True)
class _Drawn:
    """Of each draw what its t needs, linear and quadratic in the null; shape (draws,) each."""

    top: tuple[Floats, Floats]
    square: tuple[Floats, Floats, Floats]

    def size(self, null: float) -> Floats:
        """Size of t without its constant factor."""
        flat, slope = self.top
        first, second, third = self.square
        under = np.maximum(first + 2 * null * second + null**2 * third, 1e-300)
        size: Floats = np.abs(flat + null * slope) / np.sqrt(under)
        return size


def wild_bootstrap(
    fit: Fit,
    contrast: Floats | int,
    cluster: Ints,
    *,
    weights: Weights | None = None,
    draws: int = DRAWS,
    level: float = 0.95,
    seed: int = 0,
) -> Bootstrapped | Reason:
    """The range of a coefficient by the restricted wild cluster bootstrap.

    Args:
        fit: The fit; absorbed effects must lie within clusters.
        contrast: Index of the coefficient, or weights of shape (columns,).
        cluster: Shape (rows,).
        weights: By default two signs, or six points where two signs have too few patterns.
        draws: How many patterns are drawn.
        level: Confidence.
        seed: Of the random numbers.
    """
    code = np.unique(cluster, return_inverse=True)[1].astype(np.int64)
    in_the_way = nested(fit, code)
    plain = in_the_way or estimate(fit, contrast, cluster=code, kind=Kind.CR1, level=level)
    if isinstance(plain, Reason):
        return plain
    clusters = int(code.max()) + 1
    # A pattern and its mirror give the same size of t.
    enough = 2.0 ** (1 - clusters) < 1 - level
    kind = weights or (Weights.RADEMACHER if enough else Weights.WEBB)
    pattern, exact = patterns(clusters, kind, draws, seed)
    chance = _chances(fit, weights_of(fit, contrast), code, pattern, exact)
    low = crossing(chance, plain.value, -plain.error, 1 - level)
    high = crossing(chance, plain.value, plain.error, 1 - level)
    return Bootstrapped(
        value=plain.value,
        error=plain.error,
        p=chance(0.0),
        low=low,
        high=high,
        level=level,
        clusters=clusters,
        draws=pattern.shape[0],
        exact=exact,
        weights=kind,
    )


def patterns(clusters: int, kind: Weights, draws: int, seed: int) -> tuple[Floats, bool]:
    """What residuals are multiplied by, shape (draws, clusters), and whether these are all."""
    if kind is Weights.RADEMACHER and 2**clusters <= draws:
        codes = np.arange(2**clusters)[:, None] >> np.arange(clusters)
        return np.asarray(1 - 2 * (codes & 1), float), True
    rng = np.random.default_rng(seed)
    if kind is Weights.RADEMACHER:
        signs = rng.choice(np.array([-1.0, 1.0]), size=(draws, clusters))
        return np.asarray(signs, float), False
    six = rng.choice(np.concatenate([-_SIX, _SIX]), size=(draws, clusters))
    return np.asarray(six, float), False


def _chances(
    fit: Fit, weights: Floats, code: Ints, pattern: Floats, exact: bool
) -> Callable[[float], float]:
    """The p of each null; the factor of CR1 is the same on both sides, and left out on both."""
    value = float(weights @ fit.coefficients)
    drawn, own = _drawn(fit, weights, code, pattern), _observed(fit, weights, code)
    count = int(pattern.shape[0])

    def chance(null: float) -> float:
        above = int((drawn.size(null) >= abs(value - null) / own * (1 - _TIE)).sum())
        return above / count if exact else (1 + above) / (1 + count)

    return chance


def _observed(fit: Fit, weights: Floats, code: Ints) -> float:
    """Standard error of the estimate without the factor of CR1."""
    sums = cluster_sums(fit.x * fit.residuals[:, None], code)
    return float(np.sqrt(((sums @ (fit.bread @ weights)) ** 2).sum()))


def _drawn(fit: Fit, weights: Floats, code: Ints, pattern: Floats) -> _Drawn:
    """Draws as functions of the null.

    Under the null the residuals are e + d (value - null), where d is the part of x that a move of
    the coefficient by one takes along; scores of clusters are linear in them.
    """
    bent = fit.bread @ weights
    along = bent / float(weights @ bent)
    value = float(weights @ fit.coefficients)
    slope = cluster_sums(fit.x * (fit.x @ along)[:, None], code)
    flat = cluster_sums(fit.x * fit.residuals[:, None], code) + value * slope
    pull = np.einsum("i,gij->gj", bent, cross_products(fit.x, code))
    parts = [_moved(score, pattern, fit.bread, bent, pull) for score in (flat, -slope)]
    (top, moved), (top_slope, moved_slope) = parts
    square = (
        np.einsum("bg,bg->b", moved, moved),
        np.einsum("bg,bg->b", moved, moved_slope),
        np.einsum("bg,bg->b", moved_slope, moved_slope),
    )
    return _Drawn((top, top_slope), square)


def _moved(
    score: Floats, pattern: Floats, bread: Floats, bent: Floats, pull: Floats
) -> tuple[Floats, Floats]:
    """Estimate of each draw less the null, and the influence of each cluster on it."""
    moves = pattern @ score @ bread
    shares = pattern * (score @ bent) - moves @ pull.T
    top: Floats = (pattern @ score) @ bent
    return top, shares
