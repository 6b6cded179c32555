"""Shares within a time: held against Kaplan and Meier of another hand, and covered as stated."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from everyrep.measures.arrays import Whole
from everyrep.measures.estimators import ESTIMATORS
from everyrep.measures.figures import Figure
from everyrep.measures.sums import Sums

HORIZON = 30


def figure(days: list[int], ends: list[int]) -> Figure:
    """What the estimator says of durations that ended in the first way (1), second (2) or not."""
    counted = Counter(zip(days, ends, strict=True))
    times = sorted(set(days))
    columns = {
        "days": [times],
        **{
            name: [[counted[time, end] for time in times]]
            for name, end in (("first", 1), ("second", 2), ("censored", 0))
        },
    }
    return ESTIMATORS["share_within"](Sums(((),), columns, 0.95))[0]


def cut(lasting: Whole, seen: Whole) -> Figure:
    """Those that end within the time, those that come to its end, and those last seen before."""
    days = np.minimum(np.minimum(lasting, seen), HORIZON)
    done = (lasting <= seen) & (lasting <= HORIZON)
    ends = np.where(done, 1, np.where(days >= HORIZON, 2, 0))
    return figure(days.tolist(), ends.tolist())


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_kaplan_and_meier_say_of_the_time(seed: int) -> None:
    lifelines = pytest.importorskip("lifelines")
    draw = np.random.default_rng(seed)
    lasting = np.ceil(draw.exponential(25, 80)).astype(int)
    seen = draw.integers(1, 60, 80)
    curve = lifelines.KaplanMeierFitter()
    curve.fit(np.minimum(lasting, seen), lasting <= seen)
    assert cut(lasting, seen).value == pytest.approx(1 - curve.predict(HORIZON))


def test_nothing_is_said_where_nobody_was_followed_to_the_end() -> None:
    found = figure([5, 12, 12], [1, 0, 0])
    assert found.value is None
    assert found.reason is not None
    assert found.reason.code == "not_followed_long_enough"
    assert figure([5, 12], [1, 1]).value == 1
    assert figure([5, 30], [1, 2]).value == 0.5


@pytest.mark.parametrize(
    ("n", "mean"),
    [
        (60, 25),
        *(pytest.param(*pair, marks=pytest.mark.slow) for pair in ((12, 25), (400, 25), (60, 400))),
    ],
)
def test_its_range_holds_the_truth_as_often_as_it_says(n: int, mean: int) -> None:
    draw = np.random.default_rng(n + mean)
    truth = 1 - np.exp(-HORIZON / mean)
    held = []
    for _ in range(500):
        lasting = np.ceil(draw.exponential(mean, n)).astype(int)
        found = cut(lasting, draw.integers(5, 90, n))
        if found.value is not None and found.low is not None and found.high is not None:
            held.append(found.low <= truth <= found.high)
    assert len(held) > 400
    # Three standard errors of 500 draws about the 93 to 98 of a hundred that is asked of it.
    assert 0.915 <= np.mean(held) <= 0.995
