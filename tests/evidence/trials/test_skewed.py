"""Skewed revenue: ranges that hold where the plain one does not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from everyrep.evidence.trials import Effect, Scale, skewed_difference
from everyrep.values import Reason


def told(answer: Effect | Reason) -> Effect:
    assert isinstance(answer, Effect), answer
    return answer


def test_it_is_the_difference_of_tamed_means() -> None:
    random = np.random.default_rng(1)
    y, treated = random.lognormal(3, 1, 80), np.arange(80) % 2 == 0
    cut = np.minimum(y, np.quantile(y, 0.95))
    found = told(skewed_difference(y, treated, cut=0.95, draws=999))
    assert found.absolute.value == pytest.approx(cut[treated].mean() - cut[~treated].mean())
    logs = told(skewed_difference(y, treated, scale=Scale.LOG, draws=999))
    truth = stats.ttest_ind(np.log(y[treated]), np.log(y[~treated]), equal_var=False)
    assert logs.absolute.p == pytest.approx(truth.pvalue, abs=0.03)
    low, high = truth.confidence_interval()
    assert (logs.absolute.low, logs.absolute.high) == pytest.approx((low, high), abs=0.05)


def test_the_same_seed_gives_the_same_range() -> None:
    y, treated = np.random.default_rng(2).gamma(0.5, 9, 60), np.arange(60) % 2 == 0
    one = skewed_difference(y, treated, scale=Scale.AS_IT_IS, draws=499, seed=4)
    assert one == skewed_difference(y, treated, scale=Scale.AS_IT_IS, draws=499, seed=4)


def test_p_and_range_agree() -> None:
    for seed in range(20):
        random = np.random.default_rng(seed)
        y, treated = random.lognormal(0, 1, 60), np.arange(60) % 2 == 0
        found = told(skewed_difference(y * (1 + treated), treated, draws=999)).absolute
        assert (found.p < 0.05) is (found.low > 0 or found.high < 0) or abs(found.p - 0.05) < 0.01


@pytest.mark.slow
@pytest.mark.parametrize(
    ("few", "people", "scale", "least"),
    [
        (15, 90, Scale.AS_IT_IS, 0.9),
        (15, 90, Scale.WINSORISED, 0.91),
        (40, 80, Scale.AS_IT_IS, 0.94),
    ],
)
def test_it_holds_the_truth_of_skewed_revenue(
    few: int, people: int, scale: Scale, least: float
) -> None:
    """Lognormal revenue with a coefficient of variation of 1.3, and a course without an effect."""
    held = plain = 0
    treated = np.arange(people) < few
    for seed in range(600):
        y = np.random.default_rng(seed).lognormal(0, 1, people)
        found = told(skewed_difference(y, treated, scale=scale, draws=599, seed=seed)).absolute
        held += found.low <= 0 <= found.high
        gap = stats.ttest_ind(y[treated], y[~treated], equal_var=False)
        plain += gap.pvalue >= 0.05
    assert held / 600 >= least
    assert held >= plain - 6


def test_the_log_of_nothing_and_a_year_of_zeros_are_refused() -> None:
    y, treated = np.arange(40.0), np.arange(40) % 2 == 0
    nothing = skewed_difference(y, treated, scale=Scale.LOG)
    assert isinstance(nothing, Reason)
    assert nothing.code == "log_of_nothing"
    assert isinstance(skewed_difference(np.zeros(40), treated), Reason)
    one_deal = np.zeros(400)
    one_deal[7] = 1e6
    cut = skewed_difference(one_deal, np.arange(400) % 2 == 0)
    assert isinstance(cut, Reason)
    assert cut.code == "constant_outcome"
