"""Randomisation inference, against Fisher's tea, listing by hand, and coverage."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from everyrep.evidence.arrays import Bools, Ints
from everyrep.evidence.inference import (
    Draws,
    Lottery,
    Luck,
    difference,
    draws,
    outcomes,
    randomisation_test,
    randomised_difference,
    staggered_difference,
)
from everyrep.values import Reason

NEVER = np.iinfo(np.int64).max


def lots(answer: Draws | Reason) -> Draws:
    assert isinstance(answer, Draws), answer
    return answer


def luck(answer: Luck | Reason) -> Luck:
    assert isinstance(answer, Luck), answer
    return answer


def test_the_lady_tasting_tea_has_one_chance_in_seventy() -> None:
    """Fisher (1935): four of eight cups; all four named rightly."""
    cups = np.array([1, 1, 1, 1, 0, 0, 0, 0])
    found = luck(
        randomisation_test(Lottery(cups), lambda label: (label[:, :4] == 1).sum(axis=1) - 2.0)
    )
    assert found.exact
    assert found.draws == 70
    assert found.p == pytest.approx(2 / 70)  # two-sided: none right is as rare as all right


def test_all_ways_are_listed_once_and_the_real_one_first() -> None:
    label = np.array([1, 0, 1, 0, 0, 0])
    found = lots(draws(Lottery(label)))
    assert found.exact
    assert found.label.shape == (15, 6)
    assert len({tuple(row) for row in found.label.tolist()}) == 15
    assert found.label[0].tolist() == label.tolist()


def test_three_starts_are_shuffled_among_all() -> None:
    label = np.array([2, 5, NEVER, NEVER, 2])
    found = lots(draws(Lottery(label)))
    assert found.label.shape[0] == 30  # 5! / (2! 1! 2!)
    assert (np.sort(found.label, axis=1) == np.sort(label)).all()


def test_teams_are_drawn_as_a_whole_and_within_their_stratum() -> None:
    cluster = np.array([7, 7, 3, 3, 3, 9, 9, 1])
    stratum = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    label = np.array([1, 1, 0, 0, 0, 0, 0, 1])
    lottery = Lottery(label, cluster, stratum)
    found = lots(draws(lottery))
    assert outcomes(lottery) == found.label.shape[0] == 4
    for team in np.unique(cluster):
        assert (np.ptp(found.label[:, cluster == team], axis=1) == 0).all()


def test_where_all_ways_are_too_many_a_sample_keeps_the_strata() -> None:
    label = np.arange(60) % 2
    stratum = np.repeat([0, 1], 30)
    found = lots(draws(Lottery(label, stratum=stratum), most=500, seed=1))
    assert not found.exact
    assert found.label.shape == (500, 60)
    assert (found.label[:, :30].sum(axis=1) == 15).all()
    assert (lots(draws(Lottery(label, stratum=stratum), 500, 1)).label == found.label).all()


def test_a_lottery_that_could_not_have_come_out_differently_is_refused() -> None:
    everybody = draws(Lottery(np.ones(5, np.int64)))
    assert isinstance(everybody, Reason)
    assert everybody.code == "no_lottery"
    mixed = draws(Lottery(np.array([1, 0, 0]), cluster=np.array([1, 1, 2])))
    assert isinstance(mixed, Reason)
    assert mixed.code == "mixed_clusters"


def test_the_difference_equals_listing_all_halves() -> None:
    random = np.random.default_rng(3)
    y = random.normal(size=8)
    label = np.array([1, 1, 1, 1, 0, 0, 0, 0])
    seen = abs(y[:4].mean() - y[4:].mean())
    gaps = []
    for half in combinations(range(8), 4):
        rest = [i for i in range(8) if i not in half]
        gaps.append(abs(y[list(half)].mean() - y[rest].mean()))
    found = luck(randomised_difference(y, Lottery(label)))
    assert found.p == pytest.approx(np.mean(np.array(gaps) >= seen - 1e-12))


def test_it_equals_scipy_and_the_range_ends_where_an_effect_is_just_rejected() -> None:
    random = np.random.default_rng(9)
    y = random.normal(size=14) + np.repeat([1.2, 0.0], 7)
    label = np.repeat([1, 0], 7)
    found = luck(randomised_difference(y, Lottery(label)))
    truth = stats.permutation_test(
        (y[:7], y[7:]),
        lambda a, b, axis: np.mean(a, axis=axis) - np.mean(b, axis=axis),
        vectorized=True,
        n_resamples=np.inf,
    )
    assert found.p == pytest.approx(truth.pvalue)
    assert found.low is not None
    assert found.high is not None
    for end, inside in ((found.low, 1e-6), (found.high, -1e-6)):
        for shift, kept in ((inside, True), (-inside, False)):
            moved = y - (end + shift) * label
            p = luck(randomised_difference(moved, Lottery(label))).p
            assert (p > 0.05) is kept


def test_strata_weigh_as_many_as_they_hold() -> None:
    y = np.array([1.0, 3, 10, 20, 30, 40])
    stratum = np.array([0, 0, 1, 1, 1, 1])
    label = np.array([[1, 0, 1, 0, 1, 0]])
    assert difference(y, stratum)(label)[0] == pytest.approx(-2 / 3 + (-10) * 2 / 3 + 0 / 3)


def test_six_teams_in_three_pairs_are_too_few_to_tell() -> None:
    label, pair = np.array([1, 0, 1, 0, 1, 0]), np.array([0, 0, 1, 1, 2, 2])
    found = randomised_difference(np.arange(6.0), Lottery(label, stratum=pair))
    assert isinstance(found, Reason)
    assert found.code == "too_few_assignments"


def test_a_staggered_start_is_compared_with_those_who_have_not_begun() -> None:
    """One period, two started: their mean less that of the rest."""
    y = np.array([[0.0, 5], [0, 3], [0, 1], [0, np.nan], [0, 2]])
    first = np.array([[1, 1, 7, NEVER, NEVER]])
    found = staggered_difference(y)(first)
    assert found[0] == pytest.approx(4 - 1.5)


def test_lots_drawn_again_are_repeated_as_they_were_drawn() -> None:
    before = np.arange(10.0)
    label = np.array([1, 0, 0, 1, 1, 0, 0, 1, 0, 1])

    def accepts(table: Ints) -> Bools:
        near: Bools = np.abs(table @ before - 22.5) <= 2
        return near

    every = lots(draws(Lottery(label), accepts=accepts))
    assert every.exact
    assert 2 < every.label.shape[0] < 252
    some = lots(draws(Lottery(label), most=200, accepts=accepts))
    assert accepts(some.label[1:]).all()
    found = luck(randomised_difference(before**2, Lottery(label), accepts=accepts))
    assert found.draws == every.label.shape[0]


@pytest.mark.slow
def test_ranges_hold_the_truth_where_teams_were_drawn() -> None:
    held = 0
    for seed in range(300):
        random = np.random.default_rng(seed)
        team = np.repeat(np.arange(12), 6)
        treated = random.permutation(np.arange(12) % 2)[team]
        y = 0.4 * treated + random.normal(size=12)[team] + random.normal(size=72)
        found = luck(randomised_difference(y, Lottery(treated, team), most=999))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.4 <= found.high
    assert 0.93 <= held / 300 <= 0.985
