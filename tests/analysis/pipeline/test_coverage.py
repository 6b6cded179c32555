"""Coverage that is needed: against a published table, brute force, and simulation."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from everyrep.analysis.pipeline.coverage import hitting, needed, resampled
from everyrep.analysis.pipeline.winnings import Chances, Group, winnings

SIGMA = float(np.sqrt(np.log(2)))  # of a lognormal with a coefficient of variation of 1
FORTY = stats.lognorm(SIGMA).ppf((np.arange(40) + 0.5) / 40)
LARGE = stats.lognorm(SIGMA).ppf((np.arange(4000) + 0.5) / 4000)


@pytest.mark.parametrize(
    ("rate", "break_even", "sure", "at_three"),
    [
        (0.15, 6.7, 12.1, 0.02),
        (0.20, 5.0, 8.0, 0.07),
        (0.25, 4.0, 6.0, 0.19),
        (0.33, 3.0, 4.2, 0.47),
        (0.40, 2.5, 3.2, 0.72),
        (0.50, 2.0, 2.5, 0.93),
    ],
)
def test_forty_deals_need_what_a_simulation_by_others_says(
    rate: float, break_even: float, sure: float, at_three: float
) -> None:
    """40 deals, lognormal amounts with a coefficient of variation of 1, rate known.

    The figures were simulated independently of this code; two digits are given.
    """
    deals = resampled(LARGE, 40)
    found = needed([Group(deals, Chances(known=rate))], 0.8)
    assert found.break_even == pytest.approx(break_even, abs=0.05)
    assert found.ratio == pytest.approx(sure, rel=0.03)
    chance = winnings([Group(deals, Chances(known=rate))]).chance_of(deals.sum() / 3)
    assert chance == pytest.approx(at_three, abs=0.012)


def test_the_distribution_is_that_of_counting_all_outcomes() -> None:
    """Brute force over 2 to the power of 9, whole amounts: exact to rounding."""
    amounts = np.array([100.0, 200, 300, 700, 1100, 300, 500, 900, 400])
    chances = np.array([0.1] * 4 + [0.6] * 5)
    groups = [Group(amounts[:4], Chances(known=0.1)), Group(amounts[4:], Chances(known=0.6))]
    found = winnings(groups)
    by_hand: dict[float, float] = {}
    for won in product([0, 1], repeat=9):
        sign = np.array(won)
        p = float(np.prod(np.where(sign, chances, 1 - chances)))
        by_hand[float(sign @ amounts)] = by_hand.get(float(sign @ amounts), 0.0) + p
    assert found.step == 100
    for target in (0, 100, 1000, 1700, 2600, 4500):
        exact = sum(p for total, p in by_hand.items() if total >= target)
        assert found.chance_of(target) == pytest.approx(exact, abs=1e-9)
    assert found.chance_of(4501) == pytest.approx(0, abs=1e-9)
    assert found.mean == pytest.approx(float(amounts @ chances))


def test_equal_deals_are_a_binomial_and_with_an_unknown_rate_a_beta_binomial() -> None:
    fifty = np.full(50, 1000.0)
    known = winnings([Group(fifty, Chances(known=0.3))])
    assert known.chance_of(15_000) == pytest.approx(stats.binom.sf(14, 50, 0.3), abs=1e-9)
    unknown = winnings([Group(fifty, Chances(won=12, decided=40))])
    theirs = stats.betabinom(50, 12.5, 28.5)
    for k in (5, 15, 25):
        assert unknown.chance_of(k * 1000) == pytest.approx(theirs.sf(k - 1), abs=1e-5)


@pytest.mark.parametrize(("won", "decided"), [(0, 0), (0, 3), (40, 40), (200, 450), (2, 5000)])
def test_however_many_deals_were_decided_the_chance_averages_to_its_mean(
    won: int, decided: int
) -> None:
    """Mean and spread of what the chance may be, against scipy's beta distribution."""
    points, weights = Chances(won, decided).nodes()
    theirs = stats.beta(won + 0.5, decided - won + 0.5)
    mean = float(points @ weights)
    assert mean == pytest.approx(theirs.mean(), rel=0.02)
    assert np.sqrt(weights @ (points - mean) ** 2) == pytest.approx(theirs.std(), rel=0.1)
    assert np.all((points >= 0) & (points <= 1))


def test_odd_amounts_and_many_deals_are_those_of_a_simulation() -> None:
    rng = np.random.default_rng(1)
    amounts = rng.lognormal(10, 1.2, 700)
    group = [
        Group(amounts[:300], Chances(won=20, decided=90)),
        Group(amounts[300:], Chances(9, 12)),
    ]
    found = winnings(group, 0.3)
    draws = 20_000
    shock = 0.3 * rng.standard_normal(draws)
    total = np.zeros(draws)
    for one in group:
        a, b = one.chances.won + 0.5, one.chances.decided - one.chances.won + 0.5
        p = rng.beta(a, b, draws)
        p = 1 / (1 + (1 - p) / p * np.exp(-shock))
        total += ((rng.random((draws, len(one.amounts))) < p[:, None]) * one.amounts).sum(axis=1)
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        target = float(np.quantile(total, share))
        assert found.chance_of(target) == pytest.approx(1 - share, abs=0.012)


def test_what_is_not_known_of_the_rate_asks_for_more() -> None:
    sure = needed([Group(FORTY, Chances(known=0.25))])
    unsure = needed([Group(FORTY, Chances(won=5, decided=21))])
    assert unsure.ratio > sure.ratio
    assert unsure.low < unsure.ratio < unsure.high


def test_nothing_is_enough_where_nothing_wins() -> None:
    found = needed([Group(FORTY[:3], Chances(known=0.1))], 0.8)
    assert found.ratio is None


def test_no_deals_have_no_chance_and_no_target_is_hit() -> None:
    assert hitting([], 100.0).chance == 0
    assert hitting([], 0.0).chance == 1


def test_amounts_spread_like_ones_own_keep_their_mean() -> None:
    for deals in (3, 40, 1000):
        made = resampled(LARGE, deals)
        assert len(made) == deals
        assert made.mean() == pytest.approx(LARGE.mean())
        assert np.all(np.diff(made) >= 0)
