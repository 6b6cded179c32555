"""Limits from moving ranges: what they state holds for steady, independent, normal series."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.analysis.charts import control_limits


def test_control_limits_say_when_they_cannot_be_trusted() -> None:
    rng = np.random.default_rng(3)
    steady = control_limits(rng.normal(100, 5, 24))
    assert steady is not None
    assert steady.trustworthy
    assert steady.outside(140)
    assert not steady.outside(100)
    drifting = control_limits(np.cumsum(rng.normal(0, 1, 36)))
    assert drifting is not None
    assert not drifting.trustworthy
    assert control_limits(np.array([1.0, 2, 3, 4, 5])) is None


def test_a_series_that_never_moves_has_limits_at_its_value() -> None:
    flat = control_limits(np.full(12, 7.0))
    assert flat is not None
    assert (flat.low, flat.center, flat.high) == (7, 7, 7)
    assert not flat.outside(7.0)


@pytest.mark.parametrize("points", [6, 12, 36])
def test_a_stable_series_alarms_as_often_as_stated(points: int) -> None:
    rng = np.random.default_rng(21)
    series = rng.normal(50, 4, (3000, points))
    alarms = 0
    for one in series:
        limits = control_limits(one, 0.05)
        assert limits is not None
        alarms += bool(one.min() < limits.low or one.max() > limits.high)
    assert 0.035 < alarms / 3000 < 0.065
