"""What earlier periods tell, in worlds where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from everyrep.analysis.pipeline.coverage import hitting
from everyrep.analysis.pipeline.winnings import winnings
from everyrep.analysis.pipeline.yields import Before, grouped, learned, tried

CHANCES = np.array([0.1, 0.3, 0.6])


def periods(
    rng: np.random.Generator, count: int = 8, deals: int = 60, shock: float = 0.0
) -> Before:
    """Periods with so many open deals each, in three groups, lognormal amounts."""
    period = np.repeat(np.arange(count), deals)
    group = rng.integers(0, 3, count * deals)
    moved = special.expit(
        special.logit(CHANCES[group]) + shock * rng.standard_normal(count)[period]
    )
    amounts = np.round(rng.lognormal(9, 1, count * deals)) * 100
    return Before(period, group, rng.random(count * deals) < moved, amounts)


def test_chances_are_counts_with_jeffreys_prior() -> None:
    before = periods(np.random.default_rng(1))
    found = learned(before, 3)
    of_first = before.group == 0
    assert found.chances[0].mean == (before.won[of_first].sum() + 0.5) / (of_first.sum() + 1)
    assert found.periods == 8


def test_the_shock_of_periods_is_found_on_average() -> None:
    rng = np.random.default_rng(2)
    found = [learned(periods(rng, 12, 150, 0.5), 3).shock ** 2 for _ in range(60)]
    assert np.mean(found) == pytest.approx(0.25, rel=0.25)
    none = [learned(periods(rng, 12, 150), 3).shock for _ in range(60)]
    assert np.mean(none) < 0.12


def test_earlier_periods_lie_in_the_ranges_that_the_others_give() -> None:
    rng = np.random.default_rng(3)
    inside = [tried(periods(rng, 8, 40), 3).within for _ in range(4)]
    assert sum(inside) >= 28


@pytest.mark.slow
@pytest.mark.parametrize("shock", [0.0, 0.4])
def test_ranges_and_chances_hold_as_often_as_said(shock: float) -> None:
    """The next period: its sum in the 95% range, and targets hit as often as the chance says."""
    rng = np.random.default_rng(4)
    inside, told, hit = [], [], []
    for _ in range(300):
        all_periods = periods(rng, 9, 60, shock)
        before = all_periods.without(8)
        now = all_periods.period == 8
        known = learned(before, 3)
        groups = grouped(all_periods.amount[now], all_periods.group[now], known.chances)
        spread = winnings(groups, known.shock)
        came = all_periods.amount[now & all_periods.won].sum()
        inside.append(spread.sure(0.975) <= came <= spread.sure(0.025))
        target = all_periods.amount[now].sum() * rng.uniform(0.15, 0.5)
        told.append(spread.chance_of(target))
        hit.append(came >= target)
    assert np.mean(inside) >= 0.92
    told_, hit_ = np.array(told), np.array(hit)
    for low, high in ((0.0, 0.25), (0.25, 0.75), (0.75, 1.0)):
        band = (told_ >= low) & (told_ <= high)
        # Three standard errors of the band's share.
        slack = 3 * np.sqrt(0.25 / band.sum())
        assert hit_[band].mean() == pytest.approx(told_[band].mean(), abs=min(slack, 0.12))


def test_the_chance_has_a_range_that_holds_it() -> None:
    before = periods(np.random.default_rng(5))
    known = learned(before, 3)
    groups = grouped(before.amount[:60], before.group[:60], known.chances)
    found = hitting(groups, 0.3 * before.amount[:60].sum(), known.shock)
    assert found.low <= found.chance <= found.high
    assert found.expected_low < found.expected < found.expected_high


def test_two_periods_tell_of_no_shock() -> None:
    assert learned(periods(np.random.default_rng(6), 2, 50, 1.0), 3).shock == 0.0
