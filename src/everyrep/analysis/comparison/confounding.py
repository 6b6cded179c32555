"""What cannot be told apart: groups that never share a mix, and groupings that are one.

If a team sells to one region only and nobody else does, no arithmetic separates the team from the
region. Adjusting all the same would give an answer that the model made up, so it is refused.
"""

from __future__ import annotations

import numpy as np

from everyrep.analysis.comparison.arrays import Bools, Floats, Ints

_SAME = 0.95  # share of rows' pairs on which two groupings agree, above which they are one


def islands(unit: Ints, mix: Ints, units: int, levels: int) -> Ints:
    """Which units can be compared through levels of the mix that they share.

    Args:
        unit: Place of each row's unit, shape (rows,).
        mix: Place of each row's level of the mix, shape (rows,).
        units: How many units there are.
        levels: How many levels there are.

    Returns:
        For each unit the number of its island, shape (units,): two units are on one island if a
        chain of shared levels leads from one to the other.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = units + levels
    links = coo_array((np.ones(unit.size), (unit, units + mix)), shape=(size, size))
    _, label = connected_components(links, directed=False)
    found = np.unique(label[:units], return_inverse=True)[1]
    return np.asarray(found, dtype=np.int64)


def common_ground(unit: Ints, cell: Ints, weights: Floats, units: int) -> Floats:
    """Share of each unit's weight in cells of the mix that other units have too, shape (units,)."""
    pairs = np.unique(np.stack([cell, unit]), axis=1)
    owners = np.bincount(pairs[0], minlength=int(cell.max()) + 1)
    shared: Bools = owners[cell] > 1
    whole = np.bincount(unit, weights=weights, minlength=units)
    kept = np.bincount(unit, weights=weights * shared, minlength=units)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, kept / whole, 0.0)


def same_grouping(left: Ints, right: Ints) -> bool:
    """Whether two groupings cut the rows in all but the same way (a team and its manager).

    The measure is the mutual information over the larger of the two entropies.
    """
    table = np.zeros((int(left.max()) + 1, int(right.max()) + 1))
    np.add.at(table, (left, right), 1.0)
    table /= table.sum()
    both = _entropy(table.ravel())
    one, other = _entropy(table.sum(axis=1)), _entropy(table.sum(axis=0))
    larger = max(one, other)
    return larger == 0 or (one + other - both) / larger >= _SAME


def _entropy(shares: Floats) -> float:
    positive = shares[shares > 0]
    return float(-(positive * np.log(positive)).sum())
