"""Standard errors that hold with unequal spread, in clusters, and with few of them.

Every variance here is a sum of squares of *influences*: how far each row, or each cluster, moves
the estimate. HC2, HC3 and CR2 correct for rows and clusters that pull the line towards themselves;
for CR2 (and HC2) the degrees of freedom are those of Satterthwaite, worked out as if the errors
were alike and independent. With few or unequal clusters these fall far below their number.

The corrected scores need no matrix of the size of a cluster: they follow from its cross product
alone, since what a cluster pulls lies in the space of its own columns.

References:
    MacKinnon and White (1985), Some heteroskedasticity-consistent covariance matrix estimators.
    Bell and McCaffrey (2002), Bias reduction in standard errors for linear regression with
        multi-stage samples.
    Pustejovsky and Tipton (2018), Small-sample methods for cluster-robust variance estimation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.inference.least_squares import Fit
from everyrep.evidence.inference.result import Inferred, inferred
from everyrep.values import Reason

_ALL_OF_IT = 1e-8  # what is left of a cluster that alone decides a coefficient


class Kind(StrEnum):
    """How the variance is corrected."""

    HC1 = "HC1"
    HC2 = "HC2"
    HC3 = "HC3"
    CR1 = "CR1"
    CR2 = "CR2"


@dataclass(frozen=True)
class Influence:
    """How far each row or cluster moves an estimate.

    Attributes:
        value: Shape (clusters,), in the unit of the estimate; their squares sum to its variance.
        degrees: Degrees of freedom of that variance.
    """

    value: Floats
    degrees: float

    @property
    def error(self) -> float:
        """Standard error of the estimate."""
        return float(np.sqrt((self.value**2).sum()))


def estimate(
    fit: Fit,
    contrast: Floats | int,
    *,
    cluster: Ints | None = None,
    kind: Kind | None = None,
    level: float = 0.95,
) -> Inferred | Reason:
    """A coefficient, or a sum of several, with its range.

    Args:
        fit: The fit.
        contrast: Index of a coefficient, or weights of shape (columns,).
        cluster: Shape (rows,); which rows hang together.
        kind: How the variance is corrected; by default CR2 with clusters and HC2 without.
        level: Confidence.

    Returns:
        A reason where nothing varies, or the absorbed effects reach across clusters.
    """
    moved = influence(fit, contrast, cluster=cluster, kind=kind)
    if isinstance(moved, Reason):
        return moved
    value = float(weights_of(fit, contrast) @ fit.coefficients)
    return inferred(value, moved.error, moved.degrees, level=level)


def influence(
    fit: Fit,
    contrast: Floats | int,
    *,
    cluster: Ints | None = None,
    kind: Kind | None = None,
) -> Influence | Reason:
    """How far each row or cluster moves a coefficient, corrected; see `estimate`."""
    weights = weights_of(fit, contrast)
    kind = kind or (Kind.HC2 if cluster is None else Kind.CR2)
    if cluster is None:
        return _by_row(fit, weights, kind)
    code = np.unique(cluster, return_inverse=True)[1].astype(np.int64)
    if int(code.max()) < 1:
        return Reason(
            "one_cluster",
            "Everybody is in one group, so there is no other to compare it with.",
            "Take more groups in.",
        )
    if kind is Kind.CR1:
        return _plain(fit, weights, code)
    return nested(fit, code) or _by_cluster(fit, weights, code)


def weights_of(fit: Fit, contrast: Floats | int) -> Floats:
    """Weights of the coefficients, shape (columns,)."""
    if isinstance(contrast, int):
        return np.asarray(np.eye(fit.columns)[contrast], float)
    return contrast


def nested(fit: Fit, cluster: Ints) -> Reason | None:
    """Why the absorbed effects are in the way of clusters; None where each lies in one."""
    if fit.absorbed is None:
        return None
    low = np.full(int(fit.absorbed.max()) + 1, cluster.max() + 1)
    high = np.full(low.size, -1)
    np.minimum.at(low, fit.absorbed, cluster)
    np.maximum.at(high, fit.absorbed, cluster)
    if (low == high).all():
        return None
    return Reason(
        "effects_cross_clusters",
        "Effects that were taken out reach across clusters, so their share in a cluster is not "
        "known.",
        "Give them as columns instead.",
    )


def cross_products(x: Floats, cluster: Ints) -> Floats:
    """Cross product of the rows of each cluster, shape (clusters, columns, columns)."""
    order = np.argsort(cluster, kind="stable")
    starts = np.flatnonzero(np.diff(cluster[order], prepend=-1))
    rows = x[order]
    products = np.empty((starts.size, x.shape[1], x.shape[1]))
    for g, block in enumerate(np.split(rows, starts[1:])):
        products[g] = block.T @ block
    return products


def cluster_sums(table: Floats, cluster: Ints) -> Floats:
    """Sums of the rows of each cluster, shape (clusters, columns)."""
    clusters = int(cluster.max()) + 1
    return np.column_stack([np.bincount(cluster, c, minlength=clusters) for c in table.T])


def _by_row(fit: Fit, weights: Floats, kind: Kind) -> Influence:
    direction = fit.x @ (fit.bread @ weights)
    left = np.maximum(1 - fit.leverage, _ALL_OF_IT)
    if kind is Kind.HC1:
        scale = np.full(fit.rows, np.sqrt(fit.rows / fit.degrees))
    else:
        scale = left**-0.5 if kind is Kind.HC2 else left**-1
    degrees = fit.degrees
    if kind is Kind.HC2 and fit.absorbed is None:
        own = scale * direction
        degrees = _satterthwaite(own**2, fit.x * own[:, None], fit.bread)
    return Influence(scale * direction * fit.residuals, degrees)


def _plain(fit: Fit, weights: Floats, code: Ints) -> Influence:
    """CR1: absorbed effects that lie within clusters cost no degrees of freedom."""
    clusters, counted = int(code.max()) + 1, fit.columns
    if fit.absorbed is not None and nested(fit, code) is not None:
        counted += int(fit.absorbed.max()) + 1
    factor = clusters / (clusters - 1) * (fit.rows - 1) / (fit.rows - counted)
    sums = cluster_sums(fit.x * fit.residuals[:, None], code)
    return Influence(np.sqrt(factor) * (sums @ (fit.bread @ weights)), float(clusters - 1))


def _by_cluster(fit: Fit, weights: Floats, code: Ints) -> Influence:
    """CR2: the correction of each cluster as a matrix of columns by columns."""
    half = np.linalg.cholesky(fit.bread)
    products = cross_products(fit.x, code)
    share, axes = np.linalg.eigh(half.T @ products @ half)
    left = 1 - share
    safe = np.where(left > _ALL_OF_IT, left, 1.0)
    scale = np.where(left > _ALL_OF_IT, safe**-0.5, 0.0)
    inner = np.einsum("gij,gj,gkj->gik", axes, scale, axes)
    corrected = half @ inner @ np.linalg.inv(half)
    direction = corrected @ (fit.bread @ weights)
    pulled = np.einsum("gij,gj->gi", products, direction)
    sums = cluster_sums(fit.x * fit.residuals[:, None], code)
    own = np.einsum("gi,gi->g", direction, pulled)
    return Influence(np.einsum("gi,gi->g", sums, direction), _satterthwaite(own, pulled, fit.bread))


def _satterthwaite(own: Floats, pulled: Floats, bread: Floats) -> float:
    """Degrees of freedom of a sum of squares whose terms have the covariance diag(own) - P B P'.

    Args:
        own: Shape (clusters,).
        pulled: Shape (clusters, columns).
        bread: Shape (columns, columns).
    """
    overlap = np.einsum("gi,ij,gj->g", pulled, bread, pulled)
    trace = float((own - overlap).sum())
    inner = bread @ (pulled.T @ pulled)
    squares = float((own**2).sum() - 2 * (own * overlap).sum() + np.trace(inner @ inner))
    return trace**2 / squares if squares > 0 else inf
