"""Bands that hold all effects at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from everyrep.evidence.staggered import multiplier_bootstrap, simultaneous_values
from everyrep.evidence.staggered.bands import Multiplier


def reach(covariance: np.ndarray, freedom: float = 1e9) -> float:
    given = np.full(covariance.shape[0], freedom)
    return float(simultaneous_values(covariance, given, 0.95, groups=10**9, seed=0)[0])


def test_independent_effects_need_what_sidak_says() -> None:
    expected = stats.norm.ppf((1 + 0.95 ** (1 / 10)) / 2)
    assert reach(np.eye(10)) == pytest.approx(expected, abs=0.03)


def test_effects_that_are_one_need_no_more_than_one() -> None:
    assert reach(np.ones((10, 10)) * 4) == pytest.approx(stats.norm.ppf(0.975), abs=0.03)
    assert reach(np.eye(1)) == pytest.approx(stats.norm.ppf(0.975))


def test_few_groups_of_units_do_not_vouch_for_what_effects_have_in_common() -> None:
    alike, freedom = np.ones((10, 10)), np.full(10, 1e9)
    by_groups = [
        float(simultaneous_values(alike, freedom, 0.95, groups=groups, seed=0)[0])
        for groups in (5, 50, 5000)
    ]
    assert by_groups == sorted(by_groups, reverse=True)
    assert reach(alike) < by_groups[1] < by_groups[0] < reach(np.eye(10))


def test_few_degrees_of_freedom_reach_further() -> None:
    rare = stats.norm.cdf(reach(np.eye(10)))
    assert reach(np.eye(10), 5) == pytest.approx(stats.t.ppf(rare, 5), rel=1e-6)


def test_the_same_seed_gives_the_same_band() -> None:
    one, two = np.eye(4), np.full(4, 20.0)
    first = simultaneous_values(one, two, 0.9, groups=50, seed=1)
    np.testing.assert_array_equal(first, simultaneous_values(one, two, 0.9, groups=50, seed=1))
    assert (first != simultaneous_values(one, two, 0.9, groups=50, seed=2)).all()


@pytest.mark.parametrize("multiplier", ["mammen", "rademacher"])
def test_the_bootstrap_agrees_with_what_it_stands_for(multiplier: Multiplier) -> None:
    rng = np.random.default_rng(0)
    contributions = rng.normal(size=(400, 4)) @ rng.normal(size=(4, 4)) / 20
    found = multiplier_bootstrap(contributions, seed=3, draws=4000, multiplier=multiplier)
    spread = np.sqrt((contributions**2).sum(axis=0))
    np.testing.assert_allclose(found.standard_errors, spread, rtol=0.05)
    covariance = contributions.T @ contributions
    assert found.simultaneous == pytest.approx(reach(covariance), rel=0.05)
    again = multiplier_bootstrap(contributions, seed=3, draws=4000, multiplier=multiplier)
    assert again.simultaneous == found.simultaneous


def test_the_bootstrap_draws_in_parts_where_units_are_many() -> None:
    contributions = np.random.default_rng(0).normal(size=(30_000, 2)) / 200
    found = multiplier_bootstrap(contributions, seed=0, draws=300)
    spread = np.sqrt((contributions**2).sum(axis=0))
    np.testing.assert_allclose(found.standard_errors, spread, rtol=0.15)
    assert found.draws == 300
