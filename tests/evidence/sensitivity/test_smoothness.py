"""Smoothness: published tables, an optimiser that knows nothing of lassos, coverage."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from everyrep.evidence.arrays import Floats
from everyrep.evidence.sensitivity import EventPath, bends_before, smoothness_bounds
from everyrep.evidence.sensitivity.folded_normal import folded_quantile, half_length
from everyrep.values import DataError
from tests.evidence.sensitivity.published import published, random_study, study_of


def table(name: str, which: str) -> list[tuple[float, float, float]]:
    return [(float(at), low, high) for at, (low, high) in published(name)[which].items()]


@pytest.mark.parametrize(("bend", "low", "high"), table("medicaid", "smoothness_first_period"))
def test_medicaid_expansion(bend: float, low: float, high: float) -> None:
    found = smoothness_bounds(study_of("medicaid"), bend)
    assert found is not None
    # R looks for the shortest range on a grid, and three digits are printed.
    assert found.bounds.low == pytest.approx(low, abs=1.1e-4)
    assert found.bounds.high == pytest.approx(high, abs=1.1e-4 if high < 0.1 else 5e-4)


def test_medicaid_expansion_to_the_digit() -> None:
    found = smoothness_bounds(study_of("medicaid"), 0.01)
    assert found is not None
    assert (round(found.bounds.low, 4), round(found.bounds.high, 4)) == (0.0132, 0.0787)


@pytest.mark.parametrize(
    ("bend", "low", "high"), table("benzarti_carloni", "smoothness_first_period")
)
def test_benzarti_and_carloni(bend: float, low: float, high: float) -> None:
    found = smoothness_bounds(study_of("benzarti_carloni"), bend)
    assert found is not None
    # The same grid: its ranges are up to 0.0002 longer here, and their middles shift with it.
    assert (found.bounds.low, found.bounds.high) == pytest.approx((low, high), abs=9e-4)
    assert found.bounds.high - found.bounds.low <= high - low + 6e-4


@pytest.mark.parametrize(("bend", "low", "high"), table("benzarti_carloni", "smoothness_average"))
def test_benzarti_and_carloni_average(bend: float, low: float, high: float) -> None:
    study = study_of("benzarti_carloni")
    found = smoothness_bounds(study, bend, study.average_after())
    assert found is not None
    assert (found.bounds.low, found.bounds.high) == pytest.approx((low, high), abs=6e-3)


def test_the_largest_bend_before_treatment() -> None:
    least, most = bends_before(study_of("benzarti_carloni"))
    assert most == pytest.approx(published("benzarti_carloni")["largest_bend_before"], abs=1e-12)
    assert 0 < least < most
    assert bends_before(random_study(3, 1, 2)) == (0.0, np.inf)


@given(st.floats(0, 40), st.floats(0.5, 0.999))
def test_the_folded_quantile_is_scipys(shift: float, level: float) -> None:
    found = float(folded_quantile(np.array(shift), level))
    assert stats.foldnorm.cdf(found, shift) == pytest.approx(level, abs=1e-10)


def brute_force(study: EventPath, weights: Floats, bend: float) -> float:
    """Half the length of the shortest range, by a general optimiser and worst paths."""
    periods = np.concatenate([np.arange(-study.before, 0), np.arange(1, study.after + 1)])
    size, inner = periods.size, np.arange(-study.before + 1, study.after)
    # A path is a slope and bends: at period p a bend at m has moved it, on its own side of zero.
    moved = [np.maximum(periods - m, 0) if m >= 0 else np.maximum(m - periods, 0) for m in inner]
    bends = np.array(moved, dtype=float)

    def length(free: Floats) -> float:
        before = np.concatenate([free, [0.0]])
        # The last period before takes up whatever slope is left.
        full = np.concatenate([before, weights])
        full[study.before - 1] = full @ periods
        bias = bend * np.abs(bends @ full).sum()
        error = np.sqrt(full @ study.covariance @ full)
        return float(half_length(np.array([bias]), np.array([error]))[0])

    assert size == study.before + study.after
    best = np.inf
    for seed in range(4):
        start = np.random.default_rng(seed).normal(size=study.before - 1)
        found = optimize.minimize(
            length,
            start,
            method="Nelder-Mead",
            options={"maxfev": 20_000, "xatol": 1e-10, "fatol": 1e-12, "adaptive": True},
        )
        found = optimize.minimize(
            length, found.x, method="Powell", options={"xtol": 1e-10, "ftol": 1e-14}
        )
        best = min(best, float(found.fun))
    return best


@pytest.mark.parametrize(("seed", "before", "after"), [(1, 2, 1), (2, 3, 2), (3, 4, 3), (4, 4, 1)])
@pytest.mark.parametrize("bend", [0.0, 0.02, 0.2])
def test_no_optimiser_finds_a_shorter_range(
    seed: int, before: int, after: int, bend: float
) -> None:
    study = random_study(seed, before, after)
    weights = np.random.default_rng(seed).normal(size=after)
    found = smoothness_bounds(study, bend, weights)
    assert found is not None
    half = (found.bounds.high - found.bounds.low) / 2
    assert half == pytest.approx(brute_force(study, weights, bend), rel=1e-5)
    assert half == pytest.approx(
        float(half_length(np.array([found.worst_bias]), np.array([found.error]))[0]), rel=1e-12
    )


def test_without_bends_it_continues_the_line_by_generalised_least_squares() -> None:
    study = random_study(5, 4, 3)
    weights = study.average_after()
    periods = np.array([-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0])
    # Slope and effects are estimated together; the target is a weighted sum of the effects.
    design = np.column_stack([periods, np.eye(7)[:, 4:]])
    inverse = np.linalg.inv(study.covariance)
    fitted = np.linalg.inv(design.T @ inverse @ design)
    target = np.concatenate([[0.0], weights])
    found = smoothness_bounds(study, 0.0, weights)
    assert found is not None
    assert found.error == pytest.approx(np.sqrt(target @ fitted @ target))
    assert found.estimate == pytest.approx(
        target @ fitted @ design.T @ inverse @ study.coefficients
    )
    assert found.worst_bias == 0


def test_the_range_covers_at_the_worst_path() -> None:
    study, bend = study_of("medicaid"), 0.02
    found = smoothness_bounds(study, bend)
    assert found is not None
    periods = np.array([-5, -4, -3, -2, -1, 1, 2])
    inner = np.arange(-4, 2)
    moved = np.array(
        [np.maximum(periods - m, 0) if m >= 0 else np.maximum(m - periods, 0) for m in inner]
    )
    worst = bend * np.sign(moved @ found.weights) @ moved + 0.3 * periods
    assert found.weights @ worst == pytest.approx(found.worst_bias)
    rng = np.random.default_rng(11)
    drawn = rng.multivariate_normal(worst, study.covariance, 20_000) @ found.weights
    half = (found.bounds.high - found.bounds.low) / 2
    assert (np.abs(drawn) <= half).mean() == pytest.approx(0.95, abs=0.005)


def test_a_straight_trend_changes_nothing() -> None:
    study, periods = random_study(6, 3, 2), np.array([-3.0, -2.0, -1.0, 1.0, 2.0])
    tilted = EventPath(study.coefficients + 5 * periods, study.covariance, 3)
    one, other = (smoothness_bounds(each, 0.1) for each in (study, tilted))
    assert one is not None
    assert other is not None
    assert other.bounds.low == pytest.approx(one.bounds.low)


def test_without_a_period_before_there_is_no_range() -> None:
    assert smoothness_bounds(random_study(1, 0, 3), 0.1) is None


@pytest.mark.parametrize("bend", [-0.1, np.nan, np.inf])
def test_a_bend_must_be_a_size(bend: float) -> None:
    with pytest.raises(DataError, match="from 0 on"):
        smoothness_bounds(random_study(1, 2, 2), bend)


def test_a_singular_covariance_is_refused_instead_of_believed() -> None:
    one = np.ones((6, 6))
    study = EventPath(np.arange(6.0), one, 4)
    with pytest.raises(DataError, match="singular"):
        smoothness_bounds(study, 0.1)


def test_a_wide_event_study_takes_milliseconds() -> None:
    study = random_study(7, 23, 12)
    began = time.process_time()
    smoothness_bounds(study, 0.05, study.average_after())
    assert time.process_time() - began < 1.0
