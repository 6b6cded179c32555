"""Parts of a difference: exact, of no order, and blind to what did not change."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.analysis.comparison.attribution import FACTORS, Side, attribute, to_the_unit


def side(seed: int, cells: int = 3) -> Side:
    rng = np.random.default_rng(seed)
    mix = rng.dirichlet(np.ones(cells))
    return Side(
        float(rng.uniform(1, 9)),
        float(rng.uniform(1, 30)),
        mix,
        rng.uniform(0, 1, cells),
        rng.uniform(-100, 9000, cells),
    )


def replaced(one: Side, other: Side, taken: set[str]) -> float:
    chosen: list[Any] = [(other if f in taken else one).factor(f) for f in FACTORS]
    return float(Side(*chosen).bookings())


@pytest.mark.parametrize("seed", range(5))
def test_parts_are_the_mean_over_all_orders(seed: int) -> None:
    one, other = side(seed), side(seed + 100)
    brute = dict.fromkeys(FACTORS, 0.0)
    for order in permutations(FACTORS):
        taken: set[str] = set()
        for factor in order:
            before = replaced(one, other, taken)
            taken.add(factor)
            brute[factor] += (replaced(one, other, taken) - before) / 120
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
    parts = attribute(Side(10, 20, mix[0], rate, size), Side(10, 20, mix[1], rate, size))
    assert float(parts["mix"]) == pytest.approx(200 * 1000 * (0.192 - 0.246))
    for name in set(FACTORS) - {"mix"}:
        assert float(parts[name]) == pytest.approx(0, abs=1e-9)


def test_one_factor_that_changed_alone_has_the_whole_difference() -> None:
    one = side(1)
    for changed, other in {
        "headcount": Side(one.people * 2, one.deals, one.mix, one.rate, one.size),
        "volume": Side(one.people, one.deals / 3, one.mix, one.rate, one.size),
        "conversion": Side(one.people, one.deals, one.mix, one.rate * 0.5, one.size),
        "size": Side(one.people, one.deals, one.mix, one.rate, one.size + 50),
    }.items():
        parts = attribute(one, other)
        assert float(parts[changed]) == pytest.approx(float(other.bookings() - one.bookings()))


def test_a_side_without_deals_or_wins_is_no_special_case() -> None:
    one = side(2)
    for other in (
        Side(one.people, 0.0, one.mix, one.rate, one.size),
        Side(one.people, one.deals, one.mix, one.rate * 0, one.size),
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
