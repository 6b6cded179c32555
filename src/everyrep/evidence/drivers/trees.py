"""Boosted trees on binned features: shallow, slow to learn, and the same for the same data.

Each tree is grown level by level on sums by bin, so that its cost does not hang on how many
distinct values there are. Nothing is drawn at random.

References:
    Friedman (2001), Greedy function approximation: a gradient boosting machine.
    Chen and Guestrin (2016), XGBoost: a scalable tree boosting system (gain with a penalty).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats, Ints

BINS = 16


@dataclass(frozen=True)
class Trees:
    """Boosted trees.

    Attributes:
        edges: Right ends of all bins but the last, (features, BINS - 1).
        feature: Feature that each node splits on, (trees, nodes); nodes level by level.
        bin: Last bin that goes left, (trees, nodes); BINS where all do.
        value: What each leaf adds, (trees, leaves).
        base: What is said before any tree.
    """

    edges: Floats
    feature: Ints
    bin: Ints
    value: Floats
    base: float

    def predict(self, x: Floats) -> Floats:
        """What is foretold for each row of x, (rows,)."""
        codes = _codes(x, self.edges)
        told = np.full(x.shape[0], self.base)
        for feature, cut, value in zip(self.feature, self.bin, self.value, strict=True):
            told += value[_leaf(codes, feature, cut)]
        return told


def boosted(
    x: Floats,
    y: Floats,
    weight: Floats,
    *,
    trees: int = 80,
    depth: int = 3,
    rate: float = 0.08,
    least: float = 40.0,
    penalty: float = 10.0,
) -> Trees:
    """Fit boosted trees by least squares.

    Args:
        x: Features, (rows, features), finite.
        y: Outcome, (rows,).
        weight: Of each row, (rows,), about 1 on average.
        trees: How many.
        depth: Splits from the root to a leaf.
        rate: Share of each tree that is kept.
        least: Weight that each side of a split must have.
        penalty: Weight at nothing that is added to each leaf.
    """
    edges = _edges(x)
    codes = _codes(x, edges)
    base = float(np.average(y, weights=weight))
    left = y - base
    nodes = 2**depth - 1
    feature, cut = np.zeros((trees, nodes), np.int64), np.full((trees, nodes), BINS)
    value = np.zeros((trees, nodes + 1))
    for tree in range(trees):
        leaf = _grown(codes, left, weight, (feature[tree], cut[tree]), (depth, least, penalty))
        total = np.bincount(leaf, weight * left, nodes + 1)
        value[tree] = rate * total / (np.bincount(leaf, weight, nodes + 1) + penalty)
        left = left - value[tree][leaf]
    return Trees(edges, feature, cut, value, base)


def _edges(x: Floats) -> Floats:
    inner = np.arange(1, BINS) / BINS
    return np.asarray(np.quantile(x, inner, axis=0, method="inverted_cdf").T, dtype=float)


def _codes(x: Floats, edges: Floats) -> Ints:
    columns = [np.searchsorted(own, x[:, at], side="left") for at, own in enumerate(edges)]
    return np.stack(columns, axis=1).astype(np.int64)


def _grown(
    codes: Ints,
    left: Floats,
    weight: Floats,
    tree: tuple[Ints, Ints],
    settings: tuple[int, float, float],
) -> Ints:
    """Fill in a tree's splits; the leaf of each row."""
    depth, least, penalty = settings
    place = np.zeros(left.size, np.int64)
    for level in range(depth):
        count, first = 2**level, 2**level - 1
        gain = _gains(codes, place, count, (weight * left, weight), least, penalty)
        best = gain.reshape(count, -1).argmax(axis=1)
        worth = gain.reshape(count, -1)[np.arange(count), best] > 0
        tree[0][first : first + count] = best // (BINS - 1)
        tree[1][first : first + count] = np.where(worth, best % (BINS - 1), BINS)
        place = _down(codes, place, tree[0][first:], tree[1][first:])
    return place


def _gains(
    codes: Ints,
    place: Ints,
    count: int,
    sums: tuple[Floats, Floats],
    least: float,
    penalty: float,
) -> Floats:
    """What each split of each node would take off the loss, (nodes, features, BINS - 1)."""
    features = codes.shape[1]
    cell = (place[:, None] * features + np.arange(features)) * BINS + codes
    shape = (count, features, BINS)
    flat, size = cell.ravel(), count * features * BINS
    part, mass = (
        np.bincount(flat, np.repeat(one, features), size).reshape(shape).cumsum(axis=2)
        for one in sums
    )
    low, few = part[..., :-1], mass[..., :-1]
    high, many = part[..., -1:] - low, mass[..., -1:] - few
    gain = low**2 / (few + penalty) + high**2 / (many + penalty)
    gain -= part[..., -1:] ** 2 / (mass[..., -1:] + penalty)
    return np.where((few >= least) & (many >= least), gain, 0.0)


def _down(codes: Ints, place: Ints, feature: Ints, cut: Ints) -> Ints:
    own = codes[np.arange(place.size), feature[place]]
    return np.asarray(2 * place + (own > cut[place]))


def _leaf(codes: Ints, feature: Ints, cut: Ints) -> Ints:
    place, first = np.zeros(codes.shape[0], np.int64), 0
    while first < feature.size:
        place = _down(codes, place, feature[first:], cut[first:])
        first = 2 * first + 1
    return place
