"""Ranges against outside authorities: scipy's distributions, lifelines, brute force."""

from __future__ import annotations

import lifelines
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from everyrep.measures.arrays import Floats
from everyrep.measures.intervals import (
    LifeTable,
    PowerSums,
    clustered_trials,
    curve_interval,
    ending_first,
    median_interval,
    mid_p,
    poisson_interval,
    quantile_time,
    ratio_interval,
    reaching_first,
)


def power_sums(x: Floats, m: Floats) -> PowerSums:
    """Sums over the last axis, brute force."""
    x, m = np.asarray(x, float), np.asarray(m, float)
    return PowerSums(
        *(part.sum(axis=-1) for part in (m > 0, m, x, m, x * x, x * m, m * m)),
        *(part.sum(axis=-1) for part in (x**3, x * x * m, x * m * m, m**3)),
    )  # fmt: skip


def life_table(days: Floats, first: Floats, second: Floats) -> LifeTable:
    times = np.unique(days)
    first, second = np.asarray(first, bool), np.asarray(second, bool)
    counts = [
        np.array([(flag & (days == time)).sum() for time in times], float)
        for flag in (first, second, ~(first | second))
    ]
    return LifeTable(times.astype(float), *counts)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(("k", "n"), [(1, 3), (2, 10), (9, 10), (17, 40), (250, 1000), (1, 5000)])
def test_mid_p_solves_its_definition_by_scipys_binomial(k: int, n: int, level: float) -> None:
    tail = (1 - level) / 2

    def upper(p: float) -> float:
        return float(stats.binom.sf(k, n, p) + 0.5 * stats.binom.pmf(k, n, p)) - tail

    def lower(p: float) -> float:
        return float(stats.binom.cdf(k - 1, n, p) + 0.5 * stats.binom.pmf(k, n, p)) - tail

    low, high = mid_p(np.array([k]), np.array([n]), level)
    assert low[0] == pytest.approx(optimize.brentq(upper, 1e-12, 1 - 1e-12), abs=1e-9)
    assert high[0] == pytest.approx(optimize.brentq(lower, 1e-12, 1 - 1e-12), abs=1e-9)


def test_mid_p_of_nothing_and_of_everything() -> None:
    low, high = mid_p(np.array([0.0, 7.0]), np.array([7.0, 7.0]))
    assert (low[0], high[1]) == (0.0, 1.0)
    # Half the chance of no success at all is the tail: (1 - p)^7 / 2 = 0.025.
    assert high[0] == pytest.approx(1 - 0.05 ** (1 / 7))
    assert low[1] == pytest.approx(0.05 ** (1 / 7))


@given(st.integers(1, 400), st.data())
def test_mid_p_holds_its_share_and_mirrors(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    low, high = mid_p(np.array([k, n - k]), np.array([n, n]))
    assert 0 <= low[0] <= k / n <= high[0] <= 1
    assert low[0] == pytest.approx(1 - high[1], abs=1e-9)


@given(st.floats(0.3, 50), st.floats(0.3, 50))
def test_mid_p_of_effective_counts_meets_its_definition(k: float, rest: float) -> None:
    from scipy.special import betainc

    n = k + rest
    low, _ = mid_p(np.array([k]), np.array([n]))
    chance = 0.5 * (betainc(k, rest + 1, low[0]) + betainc(k + 1, rest, low[0]))
    assert chance == pytest.approx(0.025, abs=1e-6)


@pytest.mark.parametrize("k", [0, 1, 2, 9, 60])
def test_exact_poisson_is_garwoods_by_chi_square(k: int) -> None:
    low, high = poisson_interval(np.array([k]), np.array([2.0]), exact=True)
    assert low[0] == pytest.approx(stats.chi2.ppf(0.025, 2 * k) / 4 if k else 0.0)
    assert high[0] == pytest.approx(stats.chi2.ppf(0.975, 2 * k + 2) / 4)


@pytest.mark.parametrize("k", [0, 1, 2, 9, 60])
def test_mid_p_poisson_lies_inside_the_exact_one_and_solves_its_definition(k: int) -> None:
    low, high = poisson_interval(np.array([k]), np.array([1.0]))
    outer = poisson_interval(np.array([k]), np.array([1.0]), exact=True)
    assert outer[0][0] <= low[0] <= k <= high[0] < outer[1][0]
    assert stats.poisson.cdf(k - 1, high[0]) + 0.5 * stats.poisson.pmf(k, high[0]) == (
        pytest.approx(0.025)
    )


def test_a_ratio_without_skew_is_the_t_interval_of_scipy() -> None:
    x = np.array([4.0, 5.0, 6.0, 7.0, 8.0])  # symmetric, so that nothing is corrected
    low, high = ratio_interval(power_sums(x[None], np.ones((1, 5))), nonnegative=False)
    expected = stats.t.interval(0.95, 4, loc=x.mean(), scale=stats.sem(x))
    assert (low[0], high[0]) == pytest.approx(expected)


def test_the_variance_of_a_ratio_is_that_of_its_residuals() -> None:
    rng = np.random.default_rng(1)
    m = np.full(12, 5.0)  # equal clusters: the linearised variance with G - 1
    x = rng.poisson(3, 12).astype(float)
    sums = power_sums(x, m)
    residual = x - sums.ratio * m
    assert sums.variance == pytest.approx((residual**2).sum() / 11 * 12 / m.sum() ** 2)
    assert sums.skewness == pytest.approx(stats.skew(residual, bias=False))


def test_one_cluster_has_no_range() -> None:
    low, high = ratio_interval(power_sums([[3.0]], [[2.0]]))
    assert np.isnan(low[0])
    assert np.isnan(high[0])


def test_the_range_of_amounts_holds_the_mean_and_never_goes_below_zero() -> None:
    rng = np.random.default_rng(2)
    for n in (2, 3, 5, 30):
        x = rng.lognormal(0, 2, (200, n))
        sums = power_sums(x, np.ones_like(x))
        low, high = ratio_interval(sums)
        assert (low >= 0).all()
        assert (low <= sums.ratio).all()
        assert (high >= sums.ratio).all()


def test_trials_that_are_not_alike_count_in_full() -> None:
    sums = power_sums([[5.0, 5.0, 5.0, 5.0]], [[10.0, 10.0, 10.0, 10.0]])
    assert clustered_trials(sums)[0] == 40


def test_trials_that_are_all_alike_count_as_their_clusters() -> None:
    sums = power_sums([[10.0, 0.0, 10.0, 0.0]], [[10.0, 10.0, 10.0, 10.0]])
    assert clustered_trials(sums)[0] == pytest.approx(4)


def test_likeness_is_learned_from_all_groups() -> None:
    quiet = [[5.0, 5.0, 5.0, 5.0]]
    loud = [[10.0, 0.0, 10.0, 0.0]]
    trials = np.full((2, 4), 10.0)
    together = clustered_trials(power_sums(np.array(quiet + loud), trials))
    assert together[0] < 40


@pytest.mark.parametrize("seed", range(8))
def test_the_curve_and_its_median_are_those_of_lifelines(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(8, 200))
    lasted, seen = np.ceil(rng.weibull(1.4, n) * 50), np.ceil(rng.uniform(1, 120, n))
    days, ended = np.minimum(lasted, seen), lasted <= seen
    table = life_table(days, ended, np.zeros(n, bool))
    oracle = lifelines.KaplanMeierFitter().fit(days, ended)
    assert table.surviving == pytest.approx(oracle.survival_function_at_times(table.times).values)
    low, high = curve_interval(table)
    bounds = oracle.confidence_interval_survival_function_.loc[table.times].to_numpy()
    # lifelines gives NaN where the curve has come down to nothing; we give nothing.
    assert low == pytest.approx(np.nan_to_num(bounds[:, 0]), abs=1e-9)
    assert high == pytest.approx(np.nan_to_num(bounds[:, 1]), abs=1e-9)
    median, earliest, latest = quantile_time(table)
    ends = lifelines.utils.median_survival_times(oracle.confidence_interval_).to_numpy()[0]
    expected = (oracle.median_survival_time_, *ends)
    for got, wanted in zip((median, earliest, latest), expected, strict=True):
        assert np.isnan(got) if np.isinf(wanted) else got == wanted


@pytest.mark.parametrize("seed", range(5))
def test_competing_ends_are_those_of_lifelines(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 120
    lasted, seen = np.ceil(rng.weibull(1.4, n) * 40), np.ceil(rng.uniform(1, 90, n))
    which = rng.integers(1, 3, n)
    days, kind = np.minimum(lasted, seen), np.where(lasted <= seen, which, 0)
    table = life_table(days, kind == 1, kind == 2)
    oracle = lifelines.AalenJohansenFitter(calculate_variance=False)
    # Ties are broken at random by lifelines; a jitter far below a day orders them for both.
    jittered = days + rng.uniform(0, 1e-7, n)
    exact = life_table(jittered, kind == 1, kind == 2)
    oracle.fit(jittered, kind, event_of_interest=1)
    share, _ = reaching_first(exact)
    assert share == pytest.approx(float(oracle.cumulative_density_.iloc[-1, 0]), rel=1e-6)
    assert reaching_first(table)[0] == pytest.approx(share, abs=0.02)


def test_with_nothing_censored_shares_are_plain_fractions() -> None:
    days = np.array([3, 5, 5, 8, 9, 12, 12, 20])
    first = np.array([1, 0, 1, 1, 0, 1, 0, 1], bool)
    table = life_table(days, first, ~first)
    for estimate in (ending_first, reaching_first):
        share, variance = estimate(table)
        assert share == pytest.approx(5 / 8)
        assert variance == pytest.approx(5 / 8 * 3 / 8 / 8)


def test_where_none_has_ended_there_is_no_share() -> None:
    days = np.array([3, 5])
    nobody = np.zeros(2, bool)
    assert np.isnan(ending_first(life_table(days, nobody, nobody))[0])
    assert np.isnan(quantile_time(life_table(days, nobody, nobody))[0])


def test_the_median_lies_between_order_statistics_that_cover_exactly() -> None:
    values = np.arange(1, 21, dtype=float)
    middle, low, high = median_interval(values)
    assert middle == 10.5
    # Exact coverage of (x6, x15) is 0.9586 and of (x7, x14) 0.8847: the range is just inside.
    assert 6 <= low < 7
    assert 14 < high <= 15


def test_too_few_values_have_a_median_and_no_range() -> None:
    middle, low, high = median_interval(np.array([1.0, 2.0, 9.0]))
    assert middle == 2
    assert np.isnan(low)
    assert np.isnan(high)
    assert np.isnan(median_interval(np.array([]))[0])


def test_where_all_but_the_censored_complete_the_range_is_that_of_everything() -> None:
    """A product of many fractions ends a hair beside 1, which must not read as no knowledge."""
    from everyrep.measures.estimators import ESTIMATORS
    from everyrep.measures.sums import Sums

    rng = np.random.default_rng(4)
    days = rng.integers(1, 300, 3000)
    censored = (days < 200) & (rng.random(3000) < 0.02)
    table = life_table(days, ~censored, np.zeros(3000, bool))
    columns = {
        name: [list(getattr(table, field))]
        for name, field in (
            ("days", "times"), ("first", "first"), ("second", "second"), ("censored", "censored"),
        )
    }  # fmt: skip
    found = ESTIMATORS["share_reaching"](Sums(((),), columns, 0.95))[0]
    assert found.value == pytest.approx(1)
    assert found.low is not None
    assert found.low > 0.99
