from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.warehouse.identity.assign import assign

SIDE = 5


def best_sum(worth: np.ndarray) -> float:
    """Return the best one-to-one sum by trying all; a record may stay without a partner."""
    return max(
        sum(max(worth[row, column], 0.0) for row, column in enumerate(order))
        for order in permutations(range(len(worth)))
    )


@given(
    st.dictionaries(
        st.tuples(st.integers(0, SIDE - 1), st.integers(0, SIDE - 1)),
        st.integers(-5, 12).map(float),
        max_size=16,
    )
)
def test_the_assignment_and_its_margins_agree_with_trying_all(
    scores: dict[tuple[int, int], float],
) -> None:
    worth = np.zeros((SIDE, SIDE))
    for cell, value in scores.items():
        worth[cell] = value
    left = np.array([row for row, _ in scores], dtype=np.int64)
    right = np.array([column for _, column in scores], dtype=np.int64)
    score = np.array(list(scores.values()), dtype=np.float64)

    found = assign(left, right, score)

    total = best_sum(worth)
    assert score[found.chosen].sum() == pytest.approx(total)
    assert len(set(left[found.chosen])) == len(set(right[found.chosen])) == found.chosen.sum()
    for pair in np.flatnonzero(found.chosen):
        kept, worth[left[pair], right[pair]] = worth[left[pair], right[pair]], 0.0
        true_margin = total - best_sum(worth)
        worth[left[pair], right[pair]] = kept
        # Exact up to the ample margin from which a pair is taken without a further look.
        assert min(found.margin[pair], 7.0) == pytest.approx(min(true_margin, 7.0))
    assert (found.margin[~found.chosen] <= 0).all()


def test_nothing_to_assign() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert assign(empty, empty, np.zeros(0)).chosen.tolist() == []


def test_a_pair_at_zero_is_not_chosen() -> None:
    one = np.array([0], dtype=np.int64)
    assert not assign(one, one, np.array([0.0])).chosen.any()


def test_a_knot_too_large_for_exact_margins_gets_a_bound() -> None:
    side = 50
    left, right = (axis.ravel() for axis in np.indices((side, side)))
    score = np.where(left == right, 9.0, 4.0)

    found = assign(left, right, score)

    assert (left[found.chosen] == right[found.chosen]).all()
    assert found.chosen.sum() == side
    assert (found.margin[found.chosen] <= 10.0).all()
