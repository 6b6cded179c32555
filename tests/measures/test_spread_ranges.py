"""Ranges of shares of amounts, of standard deviations, and of what each thing cost."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from everyrep.measures.arrays import Floats
from everyrep.measures.estimators import ESTIMATORS
from everyrep.measures.expressions.differences import cost_of_each, difference
from everyrep.measures.figures import Figure
from everyrep.measures.intervals import amount_share_interval, deviation_interval
from everyrep.measures.sums import Sums
from tests.measures.test_coverage import held, lognormal
from tests.measures.test_golden import question
from tests.measures.test_intervals import power_sums


def amounts_won(
    rng: np.random.Generator, truth: float, people: int, deals: int, runs: int
) -> tuple[Floats, Floats]:
    """Amounts won and decided of each person; people differ in how often they win."""
    amounts = lognormal(rng, 1.0, (runs, people, deals))
    own = rng.beta(truth * 19, (1 - truth) * 19, (runs, people, 1))
    return (amounts * (rng.random(amounts.shape) < own)).sum(axis=2), amounts.sum(axis=2)


@pytest.mark.parametrize(("people", "deals"), [(10, 20), (30, 10)])
@pytest.mark.parametrize("truth", [0.1, 0.25, 0.5])
def test_shares_of_amounts(truth: float, people: int, deals: int) -> None:
    rng = np.random.default_rng(31)
    low, high = amount_share_interval(power_sums(*amounts_won(rng, truth, people, deals, 1500)))
    assert 0.92 < held(low, high, truth) < 0.98


@pytest.mark.slow
@pytest.mark.parametrize(("people", "deals"), [(5, 4), (10, 3), (10, 20), (30, 10), (60, 40)])
@pytest.mark.parametrize("truth", [0.1, 0.25, 0.5, 0.9])
def test_shares_of_amounts_on_the_grid(truth: float, people: int, deals: int) -> None:
    """Of a handful of deals the range is too wide rather than too narrow."""
    rng = np.random.default_rng(32)
    low, high = amount_share_interval(power_sums(*amounts_won(rng, truth, people, deals, 4000)))
    few = people * deals < 50
    assert 0.925 < held(low, high, truth) < (1.0001 if few else 0.985)


def test_a_share_of_all_of_the_amount_is_not_certain() -> None:
    x = np.array([[5.0, 9.0, 2.0]])
    low, high = amount_share_interval(power_sums(x, x))
    assert low[0] < 0.6
    assert high[0] == 1
    none = amount_share_interval(power_sums(0 * x, x))
    assert none[0][0] == 0
    assert none[1][0] == pytest.approx(1 - low[0])


def test_a_share_of_one_persons_amount_has_no_range() -> None:
    low, high = amount_share_interval(power_sums(np.array([[1.0]]), np.array([[2.0]])))
    assert np.isnan(low[0])
    assert np.isnan(high[0])


DRAWS = {
    "normal": (stats.norm(0.9, 0.3), 0.3),
    "uniform": (stats.uniform(0, 1), 12**-0.5),
    "skewed": (stats.gamma(4, scale=0.25), 0.5),
}


@pytest.mark.parametrize("n", [10, 40])
@pytest.mark.parametrize("name", DRAWS)
def test_standard_deviations(name: str, n: int) -> None:
    source, truth = DRAWS[name]
    draws = source.rvs((1200, n), random_state=np.random.default_rng(33))
    ranges = np.array([deviation_interval(row, np.ones(n))[1:] for row in draws])
    assert 0.91 < held(ranges[:, 0], ranges[:, 1], truth) < 0.985


@pytest.mark.slow
@pytest.mark.parametrize("n", [5, 10, 25, 100, 400])
@pytest.mark.parametrize("name", DRAWS)
def test_standard_deviations_on_the_grid(name: str, n: int) -> None:
    source, truth = DRAWS[name]
    draws = source.rvs((4000, n), random_state=np.random.default_rng(34))
    ranges = np.array([deviation_interval(row, np.ones(n))[1:] for row in draws])
    # Of five values the kurtosis is a guess, and the range is too wide rather than too narrow.
    assert 0.915 < held(ranges[:, 0], ranges[:, 1], truth) < (0.99 if n > 5 else 0.998)


def test_the_textbook_range_of_a_deviation_would_not_do() -> None:
    """Chi square takes values as normal: of skewed ones its 95% range holds far fewer."""
    draws = stats.gamma(1, scale=1).rvs((2000, 60), random_state=np.random.default_rng(35))
    squares = 59 * draws.var(axis=1, ddof=1)
    low, high = (squares / stats.chi2.ppf(tail, 59) for tail in (0.975, 0.025))
    assert held(np.sqrt(low), np.sqrt(high), 1.0) < 0.8
    ranges = np.array([deviation_interval(row, np.ones(60))[1:] for row in draws])
    assert held(ranges[:, 0], ranges[:, 1], 1.0) > 0.88


def test_values_that_occur_often_are_sent_once() -> None:
    plain = deviation_interval(np.array([1.0, 1, 2, 2, 2, 4]), np.ones(6))
    assert deviation_interval(np.array([1.0, 2, 4]), np.array([2, 3, 1])) == plain
    assert plain[0] == pytest.approx(np.std([1, 1, 2, 2, 2, 4], ddof=1))


def test_deviations_of_equal_and_of_few_values() -> None:
    assert deviation_interval(np.array([2.0]), np.array([9])) == (0.0, 0.0, 0.0)
    value, low, _ = deviation_interval(np.array([1.0, 3.0]), np.ones(2))
    assert value == pytest.approx(2**0.5)
    assert np.isnan(low)
    columns = {"days": [[1000]], "first": [[1]], "second": [[0]], "censored": [[0]]}
    (alone,) = ESTIMATORS["spread"](Sums(((),), columns, 0.95))
    assert alone.reason is not None
    assert alone.reason.code == "one_value"


@pytest.mark.parametrize("people", [10, 40])
def test_deviations_pooled_within_people(people: int) -> None:
    rng = np.random.default_rng(36)
    quotas = 2 + rng.integers(0, 5, (1500, people))
    squares = 0.09 * rng.chisquare(quotas - 1)
    sums = power_sums(squares, (quotas - 1).astype(float))
    names = ("clusters", "n", "x", "m", "xx", "xm", "mm", "xxx", "xxm", "xmm", "mmm")
    columns = {name: list(getattr(sums, name)) for name in names}
    keys = tuple((run,) for run in range(1500))
    figures = ESTIMATORS["root_ratio"](Sums(keys, columns, 0.95))
    low, high = (np.array([getattr(f, end) for f in figures], float) for end in ("low", "high"))
    assert 0.925 < held(low, high, 0.3) < 0.98
    assert figures[0].n == people


@pytest.mark.parametrize("mean", [4.0, 12.0, 60.0])
def test_the_cost_of_a_few_customers(mean: float) -> None:
    """The spend is known; what it brings is a draw. None at all gives a bound, not a cost."""
    counts = np.arange(0, 200)
    chances = stats.poisson.pmf(counts, mean)
    spent = Figure(100_000, n=1)
    covered = 0.0
    for count, chance in zip(counts.tolist(), chances, strict=True):
        found = cost_of_each(question(()), spent, Figure(count, n=count), thing="x", exact=False)
        if found.value is None:
            assert found.reason is not None
            assert found.reason.code == "none_came"
        elif found.low <= 100_000 / mean <= found.high:  # type: ignore[operator]
            covered += chance
    assert covered > 0.92


def test_a_difference_reaches_as_far_as_its_two_sides_together() -> None:
    found = difference(Figure(0.5, 0.2, 0.6, 9), Figure(0.3, 0.26, 0.7, 4), ("a", "b"))
    assert found.value == pytest.approx(0.2)
    assert found.low == pytest.approx(0.2 - (0.3**2 + 0.4**2) ** 0.5)
    assert found.high == pytest.approx(0.2 + (0.1**2 + 0.04**2) ** 0.5)
    assert found.n == 4
    missing = difference(Figure(0.5, n=1), None, ("a", "b"))
    assert missing.reason is not None
    assert missing.reason.sentence == "There is no b to compare with."
