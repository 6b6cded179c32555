"""How far chance takes effects: their covariance and degrees of freedom, from contributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from everyrep.evidence.arrays import NEVER
from everyrep.evidence.arrays import NEVER, Floats, Ints


@dataclass(frozen=True)
class Units:
    """Who belongs together, and with whom each was treated.

    Attributes:
        first: Shape (units,): first treated period, or `NEVER`.
        clusters: Shape (units,): groups of units, 0, 1, ...; None where each is alone.
    """

    first: Ints
    clusters: Ints | None = None


def totals(influence: Floats, clusters: Ints | None) -> Floats:
    """Contributions added up by group of units, shape (groups, effects)."""
    if clusters is None:
        return influence
    count = int(clusters.max(initial=-1)) + 1
    columns = [np.bincount(clusters, weights=column, minlength=count) for column in influence.T]
    return np.column_stack(columns) if columns else np.zeros((count, 0))


def covariance(influence: Floats, clusters: Ints | None = None) -> Floats:
    """Covariance of effects, shape (effects, effects); see `standard_errors`."""
    summed = totals(influence, clusters)
    return np.asarray(_small(influence, clusters) * (summed.T @ summed))


def standard_errors(influence: Floats, clusters: Ints | None = None) -> Floats:
    """Standard errors of effects, shape (effects,).

    Where units are alone they are the plain large-sample ones, as in the literature; group totals
    are corrected by groups / (groups - 1), since groups can be few.
    """
    summed = totals(influence, clusters)
    squares = np.einsum("ij,ij->j", summed, summed)
    return np.asarray(np.sqrt(_small(influence, clusters) * squares), dtype=float)


def degrees_of_freedom(influence: Floats, units: Units) -> Floats:
    """Degrees of freedom of standard errors, shape (effects,), after Satterthwaite; at least one.

    Groups of units (or units) that were treated together tell one variance. Where two teams carry
    most of an effect there is next to one degree of freedom, however many others they are compared
    with. Those treated at a time of their own count together.
    """
    squares = totals(influence, units.clusters) ** 2
    stratum = _strata(units)
    size = np.bincount(stratum)
    spread = np.column_stack([np.bincount(stratum, column) for column in squares.T])
    # Two more below, and two less in all: a square of a spread is too large by its own noise.
    shares = spread**2 / (np.maximum(size - 1, 1) + 2)[:, None]
    whole, parts = spread.sum(axis=0) ** 2, shares.sum(axis=0)
    found = np.divide(whole, parts, out=np.ones(whole.size), where=parts > 0)
    return np.asarray(np.maximum(found - 2, 1.0), dtype=float)


def _strata(units: Units) -> Ints:
    """Which groups of units (or units) were treated together, shape (groups,), as 0, 1, ...

    A group whose units were treated at different times belongs to a stratum of such groups.
    """
    first = units.first
    if units.clusters is not None:
        low = np.full(int(units.clusters.max(initial=-1)) + 1, NEVER)
        high = np.zeros(low.size, dtype=np.int64)
        np.minimum.at(low, units.clusters, first)
        np.maximum.at(high, units.clusters, first)
        first = np.where(low == high, low, -1)
    _, stratum, size = np.unique(first, return_inverse=True, return_counts=True)
    together = np.where(size[stratum] > 1, stratum + 1, 0)
    return np.unique(together, return_inverse=True)[1].astype(np.int64)


def contributing(influence: Floats, clusters: Ints | None = None) -> int:
    """Groups of units (or units) that contribute to any of the effects."""
    moved = np.any(influence != 0, axis=1)
    return int(np.count_nonzero(moved) if clusters is None else np.unique(clusters[moved]).size)


def numbered(clusters: Ints | None) -> Ints | None:
    """Groups of units, numbered 0, 1, ..."""
    if clusters is None:
        return None
    return np.unique(clusters, return_inverse=True)[1].astype(np.int64)


def _small(influence: Floats, clusters: Ints | None) -> float:
    if clusters is None:
        return 1.0
    groups = contributing(influence, clusters)
    return groups / max(groups - 1, 1)
