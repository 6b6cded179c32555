"""What must not matter to any estimator: levels of units, the season, the scale of outcomes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.evidence.arrays import Floats
from everyrep.evidence.staggered import (
    NEVER,
    Comparison,
    EventStudy,
    by_event_time,
    event_study,
    group_times,
    imputation,
)
from tests.evidence.staggered.panels import Simulated, simulated

Way = Callable[[Floats, Simulated], EventStudy]
WAYS: dict[str, Way] = {
    "cohorts": lambda y, p: by_event_time(group_times(y, p.first, clusters=p.team)),
    "cohorts, never": lambda y, p: by_event_time(
        group_times(y, p.first, Comparison("never", base="universal", anticipation=1))
    ),
    "cohorts, adjusted": lambda y, p: by_event_time(group_times(y, p.first, covariates=p.x)),
    "imputation": lambda y, p: event_study(imputation(y, p.first, clusters=p.team)),
    "imputation, donut": lambda y, p: event_study(
        imputation(y, p.first, donut=1, covariates=p.x, groups=p.team % 2)
    ),
}


def same(one: EventStudy, other: EventStudy, scale: float = 1.0) -> None:
    assert one.event_times.tolist() == other.event_times.tolist()
    largest = max(1.0, float(np.abs(other.effects.estimates).max()))
    np.testing.assert_allclose(
        one.effects.estimates, scale * other.effects.estimates, atol=1e-7 * scale * largest
    )
    np.testing.assert_allclose(
        one.effects.standard_errors, scale * other.effects.standard_errors, rtol=1e-6
    )
    assert one.overall.estimate == pytest.approx(scale * other.overall.estimate, abs=1e-7 * scale)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=6)
@given(seed=st.integers(0, 1000), scale=st.floats(0.01, 100), missing=st.sampled_from([0.0, 0.1]))
def test_levels_season_and_scale(way: str, seed: int, scale: float, missing: float) -> None:
    panel = simulated(seed, units=60, periods=10, teams=20, missing=missing)
    rng = np.random.default_rng(seed)
    moved = scale * (panel.y + rng.normal(size=(60, 1)) * 5 + rng.normal(size=10) * 5)
    same(WAYS[way](moved, panel), WAYS[way](panel.y, panel), scale)


@pytest.mark.parametrize("way", WAYS)
def test_without_noise_the_effect_is_exact(way: str) -> None:
    """Levels and a season, and an effect that is the same for all: no error is left."""
    panel = simulated(0, units=60, periods=10, teams=20)
    since = np.arange(10) - np.minimum(panel.first, 10**6)[:, None]
    y = panel.x + np.sin(np.arange(10)) + np.where(since >= 0, 1.0 + since, 0.0)
    study = WAYS[way](y, panel)
    np.testing.assert_allclose(study.after.estimates, 1.0 + study.after.index, atol=1e-9)
    np.testing.assert_allclose(study.before.estimates, 0.0, atol=1e-9)


def test_a_dip_before_treatment_needs_anticipation() -> None:
    """People are sent when they are low: measured from there, recovery would look like effect."""
    panel = simulated(1, units=2000)
    since = np.arange(12) - np.minimum(panel.first, 10**6)[:, None]
    y = panel.y - np.where((since < 0) & (since >= -2), 1.0, 0.0)
    fooled, right = (
        by_event_time(group_times(y, panel.first, Comparison(anticipation=by))) for by in (0, 2)
    )
    truth = panel.after(0)
    assert fooled.after.estimates[0] > truth + 0.7
    assert right.after.estimates[0] == pytest.approx(truth, abs=0.2)
    assert np.count_nonzero(panel.first == NEVER) > 500
