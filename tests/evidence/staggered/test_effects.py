"""Effects, their spread, and combinations of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.staggered import Effects, Units, covariance, standard_errors, totals
from everyrep.evidence.staggered.spread import degrees_of_freedom, numbered


def effects(influence: np.ndarray, first: np.ndarray, clusters: np.ndarray | None) -> Effects:
    count = influence.shape[1]
    return Effects(
        kind="event time",
        index=np.arange(count),
        estimates=np.arange(count, dtype=float),
        influence=influence,
        units=Units(first, numbered(clusters)),
        treated=np.full(count, 7),
    )


RANDOM = np.random.default_rng(1).normal(size=(12, 3))
FIRST = np.repeat([2, 4, NEVER], 4)
TEAMS = np.repeat([7, 5, 9, 1, 0, 3], 2)


def test_units_alone_and_together() -> None:
    np.testing.assert_allclose(covariance(RANDOM), RANDOM.T @ RANDOM)
    summed = np.stack([RANDOM[team == TEAMS].sum(axis=0) for team in np.unique(TEAMS)])
    number = numbered(TEAMS)
    np.testing.assert_allclose(totals(RANDOM, number), summed)
    np.testing.assert_allclose(covariance(RANDOM, number), summed.T @ summed * 6 / 5)
    np.testing.assert_allclose(
        standard_errors(RANDOM, number) ** 2, np.diag(covariance(RANDOM, number))
    )


def test_a_combination_is_as_its_covariance_says() -> None:
    found = effects(RANDOM, FIRST, TEAMS)
    weights = np.array([0.5, 0.0, 0.5])
    both = found.combined(weights)
    assert both.estimate == 1.0
    assert both.standard_error**2 == pytest.approx(weights @ found.covariance @ weights)
    low, high = both.interval
    assert (low + high) / 2 == pytest.approx(1.0)
    reach = stats.t.ppf(0.975, both.freedom) * both.standard_error
    assert high - low == pytest.approx(2 * reach)
    assert both.p_value == pytest.approx(
        2 * stats.t.sf(1 / both.standard_error, both.freedom), rel=1e-9
    )


def test_without_any_spread_only_nothing_is_no_surprise() -> None:
    found = effects(np.zeros((12, 2)), FIRST, None)
    assert found.combined(np.array([1.0, 0.0])).p_value == 1.0
    assert found.combined(np.array([0.0, 1.0])).p_value == 0.0


def test_one_stratum_has_its_units_less_one() -> None:
    same = Units(np.full(12, 3))
    assert degrees_of_freedom(RANDOM, same)[0] == pytest.approx(11)


def test_who_carries_the_spread_gives_the_degrees_of_freedom() -> None:
    """Two treated teams beside many untreated: next to one, as the two teams have between them."""
    influence = np.full((42, 1), 1e-6)
    influence[:2, 0] = 1.0, -1.0
    units = Units(np.where(np.arange(42) < 2, 3, NEVER))
    assert degrees_of_freedom(influence, units)[0] == pytest.approx(1.0, abs=0.01)
    even = np.ones((42, 1))
    assert degrees_of_freedom(even, units)[0] > 35


def test_those_treated_at_a_time_of_their_own_count_together() -> None:
    influence = np.zeros((12, 1))
    influence[:6, 0] = 1.0
    units = Units(np.concatenate([np.arange(1, 7), np.full(6, NEVER)]))
    assert degrees_of_freedom(influence, units)[0] == pytest.approx(5)


def test_a_fixed_effect_has_no_spread_and_no_part_in_the_band() -> None:
    influence = RANDOM.copy()
    influence[:, 1] = 0
    found = effects(influence, FIRST, None)
    assert found.bands[1].tolist() == [1.0, 1.0]
    assert (found.bands[0] != found.intervals[0]).all()
    without = found.where(np.array([True, False, True]))
    np.testing.assert_allclose(without.bands, found.bands[[0, 2]])
    assert without.index.tolist() == [0, 2]
