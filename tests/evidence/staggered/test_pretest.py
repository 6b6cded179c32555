"""The test before treatment: its size, its power, and when there is none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from everyrep.evidence.staggered import (
    NEVER,
    Comparison,
    EventStudy,
    PreTest,
    by_event_time,
    event_study,
    group_times,
    imputation,
    pre_test,
    pre_test_by_event_time,
)
from tests.evidence.staggered.panels import Simulated, simulated


def leaning(seed: int, slope: float, units: int = 300) -> Simulated:
    """A panel in which the treated gain `slope` a period on the others all along."""
    panel = simulated(seed, units=units, periods=8)
    treated = (panel.first != NEVER)[:, None]
    y = panel.y + np.where(treated, slope * np.arange(8), 0.0)
    return Simulated(y, panel.first, panel.truth, panel.team, panel.x)


def done(found: PreTest | str) -> PreTest:
    assert isinstance(found, PreTest)
    return found


WAYS = {
    "cells": lambda p: pre_test(group_times(p.y, p.first)),
    "cells, one base": lambda p: pre_test(group_times(p.y, p.first, Comparison(base="universal"))),
    "event times": lambda p: pre_test_by_event_time(by_event_time(group_times(p.y, p.first))),
    "event times, one base": lambda p: pre_test_by_event_time(
        by_event_time(group_times(p.y, p.first, Comparison(base="universal")))
    ),
    "leads": lambda p: pre_test_by_event_time(event_study(imputation(p.y, p.first), leads=3)),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_slope_would_do_is_what_it_does(way: str) -> None:
    level, leant = (done(WAYS[way](leaning(0, slope))) for slope in (0.0, 1.0))
    np.testing.assert_allclose(leant.estimates - level.estimates, level.under_slope, atol=1e-9)


def test_what_a_slope_would_do_after_treatment_is_told_as_well() -> None:
    """What a bound on the trend in selection starts from."""
    ways: list[Callable[[Simulated], EventStudy]] = [
        lambda p: by_event_time(group_times(p.y, p.first)),
        lambda p: by_event_time(group_times(p.y, p.first, covariates=p.x), balance=1),
        lambda p: event_study(imputation(p.y, p.first, donut=1)),
    ]
    for way in ways:
        level, leant = (way(leaning(0, slope)) for slope in (0.0, 1.0))
        moved = leant.effects.estimates - level.effects.estimates
        np.testing.assert_allclose(moved, level.under_slope, atol=1e-9)
        overall = leant.overall.estimate - level.overall.estimate
        assert overall == pytest.approx(level.overall_under_slope)


def test_with_nobody_never_treated_no_slope_can_be_seen() -> None:
    panel = leaning(0, 0.0)
    some = panel.first != NEVER
    test = done(pre_test(group_times(panel.y[some], panel.first[some])))
    assert test.power(1.0) == pytest.approx(0.05)
    assert test.found_slope() == float("inf")


def test_the_power_is_what_simulation_finds() -> None:
    slope = 0.15
    tests = [done(WAYS["event times"](leaning(seed, slope))) for seed in range(120)]
    rejected = np.mean([test.p_value < 0.05 for test in tests])
    power = np.mean([test.power(slope) for test in tests])
    assert 0.2 < power < 0.9
    assert rejected == pytest.approx(power, abs=0.12)


def test_power_against_nothing_is_the_size_and_grows_to_one() -> None:
    test = done(WAYS["cells"](leaning(0, 0.0)))
    assert test.power(0.0) == pytest.approx(0.05)
    assert test.power(50.0) == pytest.approx(1.0)
    assert test.power(-0.2) == test.power(0.2)
    assert test.power(test.found_slope()) == pytest.approx(0.8, abs=1e-6)
    assert test.power(test.found_slope(0.95)) == pytest.approx(0.95, abs=1e-6)


def test_p_values_are_those_of_the_distributions() -> None:
    test = done(WAYS["cells"](leaning(0, 0.1)))
    assert test.p_value == pytest.approx(stats.chi2.sf(test.statistic, test.freedom))
    scaled = test.statistic * (test.groups - test.freedom)
    scaled /= test.freedom * (test.groups - 1)
    assert test.small_p_value == pytest.approx(
        stats.f.sf(scaled, test.freedom, test.groups - test.freedom)
    )


def test_power_is_that_of_the_noncentral_distribution() -> None:
    test = done(WAYS["cells"](leaning(0, 0.1)))
    far = 0.2**2 * test.under_slope @ np.linalg.solve(test.covariance, test.under_slope)
    expected = stats.ncx2.sf(stats.chi2.isf(0.05, test.freedom), test.freedom, far)
    assert test.power(0.2) == pytest.approx(expected)


def test_too_few_groups_for_so_many_effects_are_told() -> None:
    panel = simulated(0, units=60)
    found = group_times(panel.y, panel.first, clusters=np.arange(60) // 5)
    assert pre_test(found) == (
        "15 effects before treatment cannot be tested with 12 groups of units"
    )


def test_no_period_before_is_told() -> None:
    rng = np.random.default_rng(0)
    first = np.where(np.arange(20) < 10, 1, NEVER)
    assert "no period before" in str(pre_test(group_times(rng.normal(size=(20, 4)), first)))


def test_outcomes_that_do_not_vary_before_are_told() -> None:
    first = np.where(np.arange(20) < 10, 2, NEVER)
    y = np.ones((20, 4))
    y[:, 3] = np.arange(20)
    assert pre_test(group_times(y, first)) == "outcomes before treatment do not vary"
