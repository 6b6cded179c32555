"""The contrast: limits from moving ranges keep their promise on normal months without an echo only.

`test_false_alarms` holds the limits that are used to theirs in the same worlds.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.charts.moving_ranges import control_limits
from tests.analysis.charts.worlds_of_series import AMOUNTS


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


def alarming(world: str, points: int) -> float:
    """Share of steady series of which at least one point lies outside of its limits."""
    series, _ = AMOUNTS[world](np.random.default_rng(21), 3000, points)
    alarms = 0
    for one in series:
        limits = control_limits(one, 0.05)
        assert limits is not None
        alarms += limits.outside(one.min()) or limits.outside(one.max())
    return alarms / len(series)


@pytest.mark.parametrize("points", [6, 12, 36])
def test_a_stable_series_alarms_as_often_as_stated(points: int) -> None:
    assert 0.035 < alarming("normal", points) < 0.065


@pytest.mark.parametrize("world", ["echo of .6", "lognormal"])
def test_echoing_and_leaning_series_alarm_several_times_as_often(world: str) -> None:
    assert alarming(world, 36) > 3 * 0.05
