"""Indicators that lead are found with their lag; those that only move along are not.

Authority: worlds with known leads (months.py), and ordinary least squares by numpy for the sums.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.analysis.leading.chances import false_discovery
from everyrep.analysis.leading.partial import fitted, pair_of, products, scores, whole
from everyrep.analysis.leading.relative import centred, grid_of, lagged, relative
from everyrep.analysis.leading.rolling import gain, origins
from everyrep.analysis.leading.search import Bounds, search, shuffled
from everyrep.analysis.leading.verdict import Word
from tests.analysis.leading.months import Months

TEN = tuple(f"x{n}" for n in range(10))
THREE = ("y0", "y1", "y2")


def found_in(world: Months, seed: int, flips: int = 999) -> dict[tuple[str, str], object]:
    outcomes, indicators, there = world.drawn(np.random.default_rng(seed))
    return dict(search(outcomes, indicators, grid_of(there), Bounds(flips=flips)))


def said_to_lead(world: Months, seed: int, flips: int = 999) -> list[tuple[str, str]]:
    outcomes, indicators, there = world.drawn(np.random.default_rng(seed))
    found = search(outcomes, indicators, grid_of(there), Bounds(flips=flips))
    return [names for names, one in found.items() if one.word is Word.LEADS]


def test_a_true_lead_is_found_with_its_lag_and_direction() -> None:
    outcomes, indicators, there = Months(people=120, lead=3, weight=-0.5).drawn(
        np.random.default_rng(1)
    )
    found = search(outcomes, indicators, grid_of(there), Bounds(flips=999))["calls", "won"]
    assert found.word is Word.LEADS
    assert (found.lag, found.direction) == (3, -1)
    assert found.gain is not None
    assert found.gain.value > 0.02
    assert found.q < 0.01
    assert found.lags[2].high < 0


def test_what_everybody_shares_does_not_lead() -> None:
    world = Months(people=150, months=36, common=4.0)
    for seed in range(3):
        assert said_to_lead(world, seed) == []


def test_many_months_of_nothing_say_that_it_does_not_lead() -> None:
    outcomes, indicators, there = Months(people=300, months=36).drawn(np.random.default_rng(5))
    found = search(outcomes, indicators, grid_of(there), Bounds(flips=999))["calls", "won"]
    assert found.word is Word.DOES_NOT_LEAD
    assert all(abs(lag.correlation) < 0.1 for lag in found.lags)


def test_few_months_of_nothing_cannot_tell_and_say_what_it_would_take() -> None:
    outcomes, indicators, there = Months(people=15, months=14).drawn(np.random.default_rng(6))
    found = search(outcomes, indicators, grid_of(there), Bounds(flips=999))["calls", "won"]
    assert found.word is Word.CANNOT_TELL
    assert found.needed is not None
    assert found.needed.times > 2
    assert found.needed.people > 15


def test_too_few_people_cannot_tell_however_large_the_lead() -> None:
    world = Months(people=4, months=60, weight=2.0)
    outcomes, indicators, there = world.drawn(np.random.default_rng(7))
    found = search(outcomes, indicators, grid_of(there), Bounds(flips=999))["calls", "won"]
    assert found.word is Word.CANNOT_TELL
    assert "only" in found.why


def test_exchanging_people_ends_a_lead() -> None:
    world = Months(people=120, weight=0.6)
    outcomes, indicators, there = world.drawn(np.random.default_rng(8))
    grid = grid_of(there)
    assert search(outcomes, indicators, grid, Bounds(flips=499))["calls", "won"].word is Word.LEADS
    placebos = [
        search(outcomes, shuffled(indicators, there, turn), grid, Bounds(flips=499))[
            "calls", "won"
        ].word
        for turn in range(5)
    ]
    assert Word.LEADS not in placebos


def test_half_of_the_pairs_leading_leaves_the_others_alone() -> None:
    true = tuple((x, "y0") for x in TEN[:2])
    world = Months(people=100, weight=0.5, indicators=TEN, outcomes=THREE, pairs=true)
    said = [said_to_lead(world, seed) for seed in range(3)]
    assert sum(len(set(true) & set(one)) for one in said) >= 5
    assert sum(len(set(one) - set(true)) for one in said) <= 1


@pytest.mark.slow
def test_false_discoveries_stay_below_what_is_promised() -> None:
    """30 pairs of nothing: at most 5% of worlds may hold any lead, and 95 of 100 true ones are."""
    nothing = Months(indicators=TEN, outcomes=THREE, pairs=())
    any_false = [bool(said_to_lead(nothing, seed)) for seed in range(120)]
    assert np.mean(any_false) <= 0.09  # 5% and two standard errors of 120 worlds
    true = tuple((x, "y0") for x in TEN[:3])
    some = Months(people=100, weight=0.4, indicators=TEN, outcomes=THREE, pairs=true)
    said = [said_to_lead(some, 1000 + seed) for seed in range(60)]
    shares = [len(set(one) - set(true)) / max(len(one), 1) for one in said]
    power = np.mean([len(set(one) & set(true)) / len(true) for one in said])
    assert np.mean(shares) <= 0.07
    assert power >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize(
    "world",
    [
        Months(people=200, months=36, trait=0.95),
        Months(people=20),
        Months(carry_x=0.95, carry_y=0.9),
        Months(people=200, months=36),
    ],
    ids=["tall people", "few people", "slow months", "many people"],
)
def test_luck_alone_is_called_small_as_often_as_said(world: Months) -> None:
    p = []
    for seed in range(200):
        outcomes, indicators, there = world.drawn(np.random.default_rng(seed))
        found = search(outcomes, indicators, grid_of(there), Bounds(flips=499))
        p.append(found["calls", "won"].p)
    assert np.mean(np.array(p) <= 0.05) <= 0.08


def test_effects_are_those_of_least_squares() -> None:
    """The same weight as a regression with every term and a mean a month (numpy's lstsq)."""
    outcomes, indicators, there = Months(people=30, months=12).drawn(np.random.default_rng(9))
    grid = grid_of(there)
    pair = pair_of(outcomes["won"], indicators["calls"], grid, [0, 2])
    rows = pair.counts
    months = np.nonzero(rows)[1]
    means = (months[:, None] == np.arange(grid.months)[None, :]).astype(float)
    x = np.nan_to_num(lagged(relative(indicators["calls"], grid), 2))[rows]
    terms = np.column_stack([x, pair.past[rows], means])
    y = relative(outcomes["won"], grid)[rows]
    weights = np.linalg.lstsq(terms, y, rcond=None)[0]
    assert whole(pair).effect[1] == pytest.approx(weights[0], rel=1e-5)


def test_nothing_of_the_future_enters_a_forecast() -> None:
    """Changing the months after a block changes no weight and no score up to its end."""
    outcomes, indicators, there = Months(weight=0.4).drawn(np.random.default_rng(10))
    grid = grid_of(there)
    start, end = origins(24)[2]
    y, x = outcomes["won"], indicators["calls"]
    later_y, later_x = y.copy(), x.copy()
    later_y[:, end:] = 100 * np.random.default_rng(11).normal(size=later_y[:, end:].shape)
    later_x[:, end:] = later_y[:, end:]
    seen = pair_of(y, x, grid, range(4), clipped=0)
    changed = pair_of(later_y, later_x, grid, range(4), clipped=0)
    weights = fitted(products(seen), start)
    again = fitted(products(changed), start)
    assert all(np.allclose(one, other) for one, other in zip(weights, again, strict=True))
    block = scores(seen, slice(start, end), weights)
    same = scores(changed, slice(start, end), again)
    assert np.allclose(block.score, same.score)
    assert np.allclose(block.rest, same.rest)


def test_peers_of_a_team_are_compared_within_it() -> None:
    there = np.ones((4, 2), bool)
    teams = np.array([[0, 0], [0, 0], [1, 1], [1, 1]])
    values = np.array([[1.0, 2], [3, 4], [10, 20], [30, 20]])
    assert relative(values, grid_of(there, teams), clipped=0).tolist() == [
        [-1, -1],
        [1, 1],
        [-10, 0],
        [10, 0],
    ]


def test_an_indicator_that_never_varies_is_left_out() -> None:
    outcomes, _, there = Months().drawn(np.random.default_rng(11))
    assert search(outcomes, {"flat": np.ones(there.shape)}, grid_of(there), Bounds(flips=99)) == {}


def test_a_gain_needs_months() -> None:
    assert origins(6) == []
    outcomes, indicators, there = Months(months=6, lead=1).drawn(np.random.default_rng(12))
    pair = pair_of(outcomes["won"], indicators["calls"], grid_of(there), [0, 1])
    assert gain(pair, slice(1, None)) is None


@given(st.lists(st.floats(0, 1), max_size=20))
def test_false_discovery_is_the_rule_by_hand(p: list[float]) -> None:
    """Brute force over Benjamini and Hochberg's definition."""
    found = false_discovery(np.array(p))
    ordered = sorted(p)
    for value, q in zip(p, found.tolist(), strict=True):
        by_hand = min(
            [1.0] + [other * len(p) / (i + 1) for i, other in enumerate(ordered) if other >= value]
        )
        assert q == pytest.approx(by_hand)


@settings(max_examples=30)
@given(st.integers(2, 12), st.integers(2, 8), st.integers(0, 10_000))
def test_means_of_cells_are_nothing(people: int, months: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = rng.random((people, months)) < 0.7
    grid = grid_of(known, rng.integers(-1, 2, (people, months)))
    values = centred(rng.normal(size=(people, months)), grid, known)
    for cell in set(grid.cells[known].tolist()):
        assert values[(grid.cells == cell) & known].sum() == pytest.approx(0, abs=1e-9)
