"""Sample ratio, attrition, balance: whether the lottery was held as it should have been."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from everyrep.evidence.arrays import Ints
from everyrep.evidence.trials import (
    Attrition,
    Balance,
    Bounds,
    SampleRatio,
    attrition,
    balance,
    lee_bounds,
    sample_ratio,
    sample_ratio_so_far,
)
from everyrep.evidence.trials.balance import imbalance, whitened
from everyrep.values import Reason


def checked(answer: SampleRatio | Reason) -> SampleRatio:
    assert isinstance(answer, SampleRatio), answer
    return answer


@pytest.mark.parametrize("counts", [(821, 815), (10, 2), (0, 9), (5_000, 4_600)])
@pytest.mark.parametrize("share", [0.5, 0.3])
def test_two_sides_equal_the_exact_test_of_scipy(counts: tuple[int, int], share: float) -> None:
    truth = stats.binomtest(counts[0], sum(counts), share).pvalue
    found = checked(sample_ratio(counts, (share, 1 - share)))
    assert found.p == pytest.approx(truth, rel=1e-6, abs=1e-12)
    assert found.how == "exact"


def test_more_sides_equal_chi_square() -> None:
    found = checked(sample_ratio((100, 120, 90)))
    assert found.p == pytest.approx(stats.chisquare([100, 120, 90]).pvalue)
    assert checked(sample_ratio((1_000, 850))).broken
    assert not checked(sample_ratio((1_000, 960))).broken


def test_the_check_at_every_look_alarms_as_rarely_as_it_says() -> None:
    """At an alarm of one in twenty, over 1,000 looks; and a broken lottery is found."""
    random = np.random.default_rng(3)
    false = true = 0
    for _ in range(400):
        fair = np.cumsum((random.uniform(size=1_000) < 0.5).astype(np.int64))
        false += checked(sample_ratio_so_far(_both(fair), alarm=0.05)).broken
        broken = np.cumsum((random.uniform(size=1_000) < 0.6).astype(np.int64))
        true += checked(sample_ratio_so_far(_both(broken), alarm=0.001)).broken
    assert false / 400 <= 0.05
    assert true / 400 >= 0.9


def _both(first: Ints) -> Ints:
    return np.column_stack([first, np.arange(1, first.size + 1) - first])


def test_nobody_yet_is_no_ratio() -> None:
    assert isinstance(sample_ratio((0, 0)), Reason)


def test_a_side_that_lost_more_is_worrying() -> None:
    treated = np.repeat([True, False], 200)
    stayed = np.ones(400, bool)
    whole = attrition(stayed, treated)
    assert isinstance(whole, Attrition)
    assert whole.difference is None
    stayed[:60] = False
    stayed[200:220] = False
    found = attrition(stayed, treated)
    assert isinstance(found, Attrition)
    assert (found.treated, found.untreated) == pytest.approx((0.7, 0.9))
    assert found.worrying


def test_bounds_equal_trimming_by_hand() -> None:
    """The treated kept 10 of 10 and the rest 8 of 10: a fifth of the treated is cut."""
    treated = np.repeat([True, False], 10)
    stayed = np.array([True] * 18 + [False] * 2)
    y = np.concatenate([np.arange(10.0), np.array([3, 4, 5, 2, 6, 1, 4, 3, np.nan, np.nan])])
    found = lee_bounds(y, stayed, treated)
    assert isinstance(found, Bounds)
    assert found.trimmed == pytest.approx(0.2)
    assert found.lower == pytest.approx(np.arange(8).mean() - 3.5)
    assert found.upper == pytest.approx(np.arange(2, 10).mean() - 3.5)
    other = lee_bounds(y, stayed, ~treated)
    assert isinstance(other, Bounds)
    assert (other.lower, other.upper) == pytest.approx((-found.upper, -found.lower))
    assert (other.low, other.high) == pytest.approx((-found.high, -found.low))


def test_bounds_without_loss_are_the_difference_of_means() -> None:
    random = np.random.default_rng(1)
    y, treated = random.normal(size=200), np.arange(200) % 2 == 0
    found = lee_bounds(y, np.ones(200, bool), treated)
    assert isinstance(found, Bounds)
    gap = y[treated].mean() - y[~treated].mean()
    assert (found.lower, found.upper) == pytest.approx((gap, gap))
    error = np.sqrt(np.var(y[treated]) / 100 + np.var(y[~treated], ddof=1) / 100)
    # Between a one-sided and a two-sided range: the two bounds are one point, so two-sided.
    assert found.high - gap == pytest.approx(1.96 * error, rel=0.01)


@pytest.mark.slow
def test_bounds_hold_the_effect_on_those_who_stay_either_way() -> None:
    """Training keeps the weak: the naive difference is 0.25 too low, and misses mostly."""
    held = naive = 0
    for seed in range(300):
        random = np.random.default_rng(seed)
        skill, treated = random.normal(size=600), random.permutation(np.arange(600) % 2) == 1
        stayed = skill + 0.9 * treated + random.normal(size=600) * 0.2 > -0.6
        y = skill + random.normal(size=600) * 0.3 + 0.2 * treated
        found = lee_bounds(np.where(stayed, y, np.nan), stayed, treated)
        assert isinstance(found, Bounds)
        held += found.low <= 0.2 <= found.high
        gap = stats.ttest_ind(y[stayed & treated], y[stayed & ~treated], equal_var=False)
        low, high = gap.confidence_interval()
        naive += low <= 0.2 <= high
    assert held / 300 >= 0.93
    assert naive / 300 < 0.5


@pytest.mark.slow
def test_the_error_of_a_bound_is_that_of_drawing_anew() -> None:
    random = np.random.default_rng(0)
    lowers, lows, uppers = [], [], []
    for _ in range(600):
        treated = random.permutation(np.arange(500) % 2) == 1
        y = random.normal(size=500)
        stayed = random.uniform(size=500) < np.where(treated, 0.9, 0.75)
        found = lee_bounds(np.where(stayed, y, np.nan), stayed, treated)
        assert isinstance(found, Bounds)
        lowers.append(found.lower)
        uppers.append(found.upper)
        lows.append((found.lower - found.low) / 1.645)
    assert np.mean(lows) == pytest.approx(np.std(lowers), rel=0.12)


def balanced(answer: Balance | Reason) -> Balance:
    assert isinstance(answer, Balance), answer
    return answer


def test_the_joint_test_is_that_of_the_slopes() -> None:
    """n R² of treatment on the covariates is the squared distance over (n - 1) / n."""
    random = np.random.default_rng(2)
    x, treated = random.normal(size=(90, 3)), random.permutation(np.arange(90) % 2) == 1
    design = np.column_stack([np.ones(90), x])
    fitted = design @ np.linalg.lstsq(design, treated.astype(float), rcond=None)[0]
    square = 89 * np.var(fitted) / np.var(treated)
    found = imbalance(whitened(x), treated.astype(np.int64)[None, :])[0]
    assert found == pytest.approx(square, rel=1e-9)
    table = balanced(balance(x, ["a", "b", "c"], treated))
    assert table.p == pytest.approx(stats.chi2.sf(square, 3))


def test_a_fair_lottery_is_called_unfair_one_time_in_a_hundred() -> None:
    unfair = sum(
        not balanced(
            balance(
                np.random.default_rng(seed).normal(size=(100, 5)),
                list("abcde"),
                np.random.default_rng(seed + 10_000).permutation(np.arange(100) % 2) == 1,
            )
        ).fair
        for seed in range(400)
    )
    assert unfair / 400 <= 0.025


def test_volunteers_are_not_alike() -> None:
    random = np.random.default_rng(4)
    tenure = random.normal(size=200)
    treated = tenure + random.normal(size=200) > 0
    holes = np.where(random.uniform(size=200) < 0.1, np.nan, random.normal(size=200))
    found = balanced(
        balance(np.column_stack([tenure, holes, np.ones(200)]), ["tenure", "x", "one"], treated)
    )
    assert not found.fair
    assert found.covariates[0].standardised == pytest.approx(found.largest)
    assert found.largest > 0.8
    assert np.isnan(found.covariates[2].standardised)
    assert 0 < found.covariates[1].missing_treated < 0.3


def test_teams_are_shuffled_as_teams() -> None:
    """A territory's income differs between two sides of eight teams by luck, not by choice."""
    team = np.repeat(np.arange(8), 20)
    income = np.array([3.0, 1, 2, 2, 4, 1.5, 1, 2.5])[team]
    treated = team % 2 == 0
    people = balanced(balance(income[:, None], ["income"], treated))
    teams = balanced(balance(income[:, None], ["income"], treated, cluster=team))
    assert people.p < 0.001
    assert teams.p > 0.2
    assert teams.fair


def test_no_covariate_that_varies_is_balanced() -> None:
    found = balanced(balance(np.ones((20, 1)), ["one"], np.arange(20) % 2 == 0))
    assert (found.degrees, found.fair) == (0, True)
    assert isinstance(balance(np.ones((20, 1)), ["one"], np.ones(20, bool)), Reason)
