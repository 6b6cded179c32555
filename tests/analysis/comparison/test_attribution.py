"""Parts of a difference: exact, of no order, and blind to what did not change."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logit

from everyrep.analysis.comparison.attribution import FACTORS, Ground, Side, attribute, to_the_unit

FIELDS = {
    "headcount": "people",
    "volume": "deals",
    "territory": "ground",
    "mix": "mix",
    "conversion": "odds",
    "size": "size",
}


def side(seed: int, cells: int = 3, grounds: int = 2) -> Side:
    rng = np.random.default_rng(seed)
    return Side(
        float(rng.uniform(1, 9)),
        float(rng.uniform(1, 30)),
        rng.dirichlet(np.ones(cells)),
        rng.normal(0, 2, cells),
        rng.uniform(-100, 9000, cells),
        Ground(
            rng.dirichlet(np.ones(grounds), cells),
            rng.normal(0, 1, grounds),
            rng.normal(0, 1, grounds),
        ),
    )


def of_rates(people: float, deals: float, mix: Any, rate: Any, size: Any) -> Side:
    return Side(people, deals, mix, logit(rate), size, Ground.even(len(mix)))


def replaced(one: Side, other: Side, taken: set[str]) -> float:
    chosen: dict[str, Any] = {FIELDS[f]: getattr(other, FIELDS[f]) for f in taken}
    return float(replace(one, **chosen).bookings())


def test_bookings_are_the_sum_over_cells_and_territories() -> None:
    one, total = side(3), 0.0
    for cell in range(3):
        for ground in range(2):
            odds = one.odds[cell] + one.ground.odds[ground]
            amount = one.size[cell] * np.exp(one.ground.size[ground])
            share = one.mix[cell] * one.ground.share[cell, ground]
            total += share * amount / (1 + np.exp(-odds))
    assert float(one.bookings()) == pytest.approx(one.people * one.deals * total)


@pytest.mark.parametrize("seed", range(5))
def test_parts_are_the_mean_over_all_orders(seed: int) -> None:
    one, other = side(seed), side(seed + 100)
    brute = dict.fromkeys(FACTORS, 0.0)
    for order in permutations(FACTORS):
        taken: set[str] = set()
        for factor in order:
            before = replaced(one, other, taken)
            taken.add(factor)
            brute[factor] += (replaced(one, other, taken) - before) / 720
    parts = attribute(one, other)
    assert {name: float(part) for name, part in parts.items()} == pytest.approx(brute)


@pytest.mark.parametrize("seed", range(5))
def test_parts_add_up_and_turn_round_with_the_sides(seed: int) -> None:
    one, other = side(seed), side(seed + 100)
    there, back = attribute(one, other), attribute(other, one)
    assert sum(map(float, there.values())) == pytest.approx(
        float(other.bookings() - one.bookings())
    )
    for name in FACTORS:
        assert float(there[name]) == pytest.approx(-float(back[name]))


def test_simpsons_trap_is_all_mix() -> None:
    """Win rate falls from 24.6 % to 19.2 %, and in no segment has anything changed."""
    rate, size = np.array([0.12, 0.30]), np.array([1000.0, 1000.0])
    mix = [np.array([0.3, 0.7]), np.array([0.6, 0.4])]
    assert mix[0] @ rate == pytest.approx(0.246)
    assert mix[1] @ rate == pytest.approx(0.192)
    parts = attribute(of_rates(10, 20, mix[0], rate, size), of_rates(10, 20, mix[1], rate, size))
    assert float(parts["mix"]) == pytest.approx(200 * 1000 * (0.192 - 0.246))
    for name in set(FACTORS) - {"mix"}:
        assert float(parts[name]) == pytest.approx(0, abs=1e-9)


def test_one_factor_that_changed_alone_has_the_whole_difference() -> None:
    one = side(1)
    for changed, other in {
        "headcount": replace(one, people=one.people * 2),
        "volume": replace(one, deals=one.deals / 3),
        "conversion": replace(one, odds=one.odds - 0.7),
        "size": replace(one, size=one.size + 50),
        "territory": replace(one, ground=side(9).ground),
    }.items():
        parts = attribute(one, other)
        assert float(parts[changed]) == pytest.approx(float(other.bookings() - one.bookings()))


def test_a_side_without_deals_or_wins_is_no_special_case() -> None:
    one = side(2)
    for other in (
        replace(one, deals=0.0),
        replace(one, odds=np.full(3, -np.inf)),
    ):
        parts = attribute(one, other)
        assert sum(map(float, parts.values())) == pytest.approx(-float(one.bookings()))


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=9), st.data())
def test_parts_are_whole_units_and_add_up_to_the_last(whole: list[int], data: Any) -> None:
    noise = data.draw(st.lists(st.floats(-0.4, 0.4), min_size=len(whole), max_size=len(whole)))
    parts = {str(i): w + e for i, (w, e) in enumerate(zip(whole, noise, strict=True))}
    total = round(sum(parts.values()))
    rounded = to_the_unit(parts, total)
    assert sum(rounded.values()) == total
    assert all(abs(rounded[name] - parts[name]) < 2 for name in parts)
