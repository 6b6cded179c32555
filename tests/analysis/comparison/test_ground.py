"""Territory as a part of a miss: found where it is, refused where it cannot be told."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.analysis.comparison import explain_miss
from everyrep.analysis.comparison.cells import coded
from everyrep.analysis.comparison.ground import territories
from everyrep.analysis.comparison.miss import of_peers, of_unit
from everyrep.analysis.comparison.true_rates import true_rates
from everyrep.values import Currency, Money, Scope
from tests.analysis.comparison.company import company
from tests.analysis.comparison.grounds import (
    UNITS,
    found,
    teams_in_territories,
    without_territories,
)

pytestmark = pytest.mark.long

ALL = Scope.everything("the test")
SELF = ("conversion", "size")


def test_moving_to_other_territories_is_no_change_of_ones_own() -> None:
    """The miss of who was moved is the place's, and would be called their own without it."""
    blamed, rightly, inside = [], [], []
    for seed in range(3, 8):
        truth = teams_in_territories(seed, spread=0.8)
        with_it, without = found(truth), found(without_territories(truth))
        rightly.append(abs(sum(with_it.parts[name] for name in SELF)))
        blamed.append(abs(sum(without.parts[name] for name in SELF)))
        true = truth.parts()["territory"]
        inside.append(with_it.low["territory"] <= true <= with_it.high["territory"])
        assert sum(with_it.parts.values()) == with_it.total
    assert np.mean(rightly) < 0.4 * np.mean(blamed)
    assert sum(inside) >= 4


@pytest.mark.slow
def test_ranges_of_the_territory_part_hold_the_truth_as_often_as_they_say() -> None:
    held = []
    for seed in range(100, 200):
        truth = teams_in_territories(seed)
        parts, true = found(truth), truth.parts()
        held.append([parts.low[n] <= true[n] <= parts.high[n] for n in ("territory", *SELF)])
    assert np.all(np.mean(held, axis=0) >= 0.88)


def test_territories_that_do_nothing_get_a_part_around_nothing() -> None:
    for seed in (1, 2, 3):
        parts = found(teams_in_territories(seed, spread=0.0, growth=0.0))
        assert parts.low["territory"] < 0 < parts.high["territory"]


def test_peers_bring_what_their_own_rates_bring() -> None:
    """One rate for all peers wins and books what theirs do, in every draw."""
    facts = teams_in_territories(5).facts
    rates = true_rates(facts)
    months = np.full(UNITS, 30.0)
    peers = of_peers(facts, rates, 0, months)
    each = [of_unit(facts, rates, unit, 1, 30.0) for unit in range(1, UNITS)]
    sums = sum(one.side(one).bookings() for one in each)
    assert peers.side(peers).bookings() * (UNITS - 1) == pytest.approx(sums, rel=1e-6)


def test_a_territory_for_each_team_has_no_part_and_says_so() -> None:
    teams = coded("team", [f"t{i % 4}" for i in range(400)])
    ground, told = territories("team", teams, coded("territory", teams.place.astype(str)), "t1")
    assert ground.count == 1
    assert "cannot be told" in told


def test_territories_of_ones_own_are_said_to_be_hard_to_tell() -> None:
    teams = coded("team", [f"t{i % 4}" for i in range(400)])
    own = coded("territory", [f"{i % 4}.{i // 4 % 2}" for i in range(400)])
    ground, told = territories("team", teams, own, "t1")
    assert ground.count == 8
    assert "100% of this team's deals lie where nobody else" in told


def test_without_territories_the_part_is_nothing_and_the_reason_is_given() -> None:
    miss = explain_miss(company().source, ALL, "t3", period="2026-01-01..2026-06-30")
    part = miss.part("territory")
    assert part.value == Money(0, Currency.of("USD"))
    assert any("territory has no part" in note for note in miss.notes)
