"""Pair the records of two systems one to one, so that the scores of the pairs sum to the most.

A record may stay without a partner, at a score of zero. Each chosen pair gets a *margin*: how much
the sum falls if just this pair is forbidden and all others may change. A pair whose margin is
small could as well be another pair, however high its score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# Knots larger than this (records of the smaller side) get a lower bound in place of the margin,
# since the exact one costs one more assignment for every pair.
_LARGEST_EXACT = 40
# Nats by which a pair must beat its rivals together to be chosen without a further look. Margins
# below this are exact; above, they may be understated.
_AMPLE = 7.0


@dataclass(frozen=True)
class Assignment:
    """The outcome for each pair, in the order of the pairs given."""

    chosen: Flags
    margin: Scores
    """Loss if the pair is forbidden, for chosen pairs; its gain over what displaces it, below or
    at zero, for others."""


def assign(left: Codes, right: Codes, score: Scores) -> Assignment:
    """Return the one-to-one assignment with the greatest sum of scores.

    Args:
        left: A record of one system for each pair, any integers.
        right: A record of the other system for each pair.
        score: What choosing the pair is worth; pairs at or below zero are never chosen.
    """
    useful = np.flatnonzero(score > 0)
    lower = score[useful] - _rivals(left[useful], score[useful])
    lower -= _rivals(right[useful], score[useful])
    chosen = np.zeros(len(score), dtype=np.bool_)
    margin = np.minimum(score, 0.0)
    margin[useful] = lower
    # What the best rivals at both ends could win together is less than the pair itself: the pair
    # is in every best assignment, and its ends can be taken out.
    clear = useful[lower >= _AMPLE]
    chosen[clear] = True
    taken = np.isin(left[useful], left[clear]) | np.isin(right[useful], right[clear])
    for knot in _knots(left, right, useful[~taken]):
        _solve(left, right, score, knot, chosen, margin)
    return Assignment(chosen, margin)


def _knots(left: Codes, right: Codes, pairs: Codes) -> list[Codes]:
    """Return the pairs parted into groups that share no record."""
    if not len(pairs):
        return []
    # Half of what reading a build would import, and only resolving needs it.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    lefts, one = np.unique(left[pairs], return_inverse=True)
    rights, two = np.unique(right[pairs], return_inverse=True)
    many = len(lefts) + len(rights)
    links = coo_array((np.ones(len(pairs)), (one, two + len(lefts))), shape=(many, many))
    _, label = connected_components(links, directed=False)
    knot = label[one]
    order = np.argsort(knot, kind="stable")
    starts = np.flatnonzero(np.diff(knot[order])) + 1
    return np.split(pairs[order], starts)


def _solve(
    left: Codes, right: Codes, score: Scores, knot: Codes, chosen: Flags, margin: Scores
) -> None:
    """Choose among the pairs of one knot, writing into `chosen` and `margin`."""
    if len(knot) == 1:
        chosen[knot], margin[knot] = True, score[knot]
        return
    _, row = np.unique(left[knot], return_inverse=True)
    _, column = np.unique(right[knot], return_inverse=True)
    worth = np.zeros((row.max() + 1, column.max() + 1))
    worth[row, column] = score[knot]
    best, total = _best(worth)
    picked = best[row] == column
    chosen[knot[picked]] = True
    if min(worth.shape) > _LARGEST_EXACT:
        return
    for pair in np.flatnonzero(picked):
        cell = row[pair], column[pair]
        kept, worth[cell] = worth[cell], 0.0
        margin[knot[pair]] = total - _best(worth)[1]
        worth[cell] = kept


def _best(worth: Scores) -> tuple[Codes, float]:
    """Return (column of each row or -1, sum) of the best assignment; cells of zero are no pair."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(worth, maximize=True)
    gains = worth[rows, columns]
    column = np.full(len(worth), -1, dtype=np.int64)
    column[rows[gains > 0]] = columns[gains > 0]
    return column, float(gains.sum())


def _rivals(side: Codes, score: Scores) -> Scores:
    """Return, for each pair, the best positive score of another pair at the same record; else 0."""
    if not len(side):
        return np.zeros(0)
    _, record = np.unique(side, return_inverse=True)
    many = int(record.max()) + 1
    best = np.zeros(many)
    np.maximum.at(best, record, score)
    is_best = score == best[record]
    ties = np.bincount(record[is_best], minlength=many)
    second = np.zeros(many)
    np.maximum.at(second, record[~is_best], score[~is_best])
    runner_up = np.where(ties > 1, best, second)
    return np.where(is_best, runner_up[record], best[record])
