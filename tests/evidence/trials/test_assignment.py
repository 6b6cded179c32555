"""Lots: reproducible, within strata, whole units, as alike as asked, and fair."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.evidence.inference import Luck, randomised_difference
from everyrep.evidence.trials import (
    HEADER,
    Assignment,
    Balance,
    Roster,
    alike,
    assign,
    assign_balanced,
    assign_pairs,
    balance,
)
from everyrep.values import Reason
from everyrep.values.errors import InternalError


def roster(people: int = 40, team: int = 1, seed: int = 0) -> Roster:
    """People whose team lies in one of two regions."""
    ids = tuple(f"hr:{i:03d}" for i in range(people))
    unit = tuple(f"team {i // team:02d}" for i in range(people)) if team > 1 else ids
    region = tuple("north" if (i // team) % 2 else "south" for i in range(people))
    return Roster(ids, unit, region, np.random.default_rng(seed).normal(size=(people, 3)))


def drawn(answer: Assignment | Reason) -> Assignment:
    assert isinstance(answer, Assignment), answer
    return answer


@given(st.integers(8, 80), st.integers(0, 10), st.permutations(range(8)))
def test_the_order_of_the_roster_changes_nothing(people: int, seed: int, first: list[int]) -> None:
    one = roster(people)
    order = [*first, *range(8, people)]
    assert one.stratum is not None
    assert one.covariates is not None
    other = Roster(
        tuple(one.person[i] for i in order),
        tuple(one.unit[i] for i in order),
        tuple(one.stratum[i] for i in order),
        one.covariates[order],
    )
    assert drawn(assign(one, seed=seed)).rows() == drawn(assign(other, seed=seed)).rows()


@given(st.integers(8, 60), st.integers(0, 30))
def test_each_stratum_is_halved_and_so_is_the_whole(people: int, seed: int) -> None:
    found = drawn(assign(roster(people), seed=seed))
    for name in ("north", "south"):
        arms = [arm for _, _, stratum, arm in found.rows() if stratum == name]
        assert abs(2 * sum(arms) - len(arms)) <= 1
    assert abs(2 * int(found.arm.sum()) - people) <= 1


def test_teams_go_whole_and_waves_keep_their_shares() -> None:
    found = drawn(assign(roster(240, team=6), shares=(0.25, 0.25, 0.25, 0.25), seed=3))
    by_team: dict[str, set[int]] = {}
    for _, unit, _, arm in found.rows():
        by_team.setdefault(unit, set()).add(arm)
    assert all(len(arms) == 1 for arms in by_team.values())
    assert Counter(min(arms) for arms in by_team.values()) == {0: 10, 1: 10, 2: 10, 3: 10}


def test_the_file_has_a_row_a_person() -> None:
    found = drawn(assign(roster(10), seed=1))
    assert len(found.rows()) == 10
    assert len(HEADER) == len(found.rows()[0])
    assert found.rows()[0][:3] == ("hr:000", "hr:000", "south")


def test_everybody_is_drawn_as_often() -> None:
    """Over 1,000 seeds of 11 people in strata of 6 and 5, each is treated every second time."""
    one = replace(roster(11), covariates=None)
    times = sum(drawn(assign(one, seed=seed)).arm for seed in range(1_000))
    assert np.abs(times / 1_000 - 0.5).max() < 0.06


def test_pairs_are_of_the_most_alike_and_one_of_each_is_drawn() -> None:
    random = np.random.default_rng(1)
    centre = np.repeat(random.normal(size=(10, 2)) * 10, 2, axis=0)
    ids = tuple(f"p{i:02d}" for i in range(20))
    twins = Roster(ids, ids, None, centre + random.normal(size=(20, 2)) * 0.01)
    found = drawn(assign_pairs(twins, seed=2))
    pairs: dict[str, list[tuple[str, int]]] = {}
    for person, _, pair, arm in found.rows():
        pairs.setdefault(pair, []).append((person, arm))
    for (one, arm), (other, against) in pairs.values():
        assert int(one[1:]) // 2 == int(other[1:]) // 2
        assert {arm, against} == {0, 1}


def test_of_an_odd_number_one_draws_alone() -> None:
    found = drawn(assign_pairs(roster(11), seed=0))
    assert sorted(Counter(found.stratum).values()) in ([1, 2, 2, 2, 2, 2],)


def test_lots_drawn_again_are_more_alike_than_nearly_all() -> None:
    one = replace(roster(60), stratum=None)
    plain = [drawn(assign(one, seed=seed)).imbalance or 0.0 for seed in range(200)]
    again = drawn(assign_balanced(one, accepted=0.01, seed=5))
    assert again.lots > 1
    assert again.imbalance is not None
    assert again.limit is not None
    assert again.imbalance <= again.limit
    assert np.mean([value <= again.limit for value in plain]) <= 0.04
    assert one.covariates is not None
    table = balance(one.covariates, ["a", "b", "c"], again.arm == 1)
    assert isinstance(table, Balance)
    assert table.p > 0.98


def test_inference_repeats_lots_drawn_again() -> None:
    """Where covariates tell the outcome, repeating the lottery as it was held narrows the range."""
    held, narrower = 0, []
    for seed in range(30):
        random = np.random.default_rng(seed)
        one = replace(roster(40, seed=seed), stratum=None)
        assert one.covariates is not None
        made = drawn(assign_balanced(one, accepted=0.05, seed=seed))
        y = one.covariates.sum(axis=1) + 0.6 * made.arm + random.normal(size=40) * 0.3
        plain = randomised_difference(y, made.lottery(), most=399)
        again = randomised_difference(y, made.lottery(), most=399, accepts=alike(one, made))
        assert isinstance(plain, Luck)
        assert isinstance(again, Luck)
        assert plain.low is not None
        assert plain.high is not None
        assert again.low is not None
        assert again.high is not None
        held += again.low <= 0.6 <= again.high
        narrower.append((again.high - again.low) / (plain.high - plain.low))
    assert held >= 26
    assert np.mean(narrower) < 0.5
    with pytest.raises(InternalError):
        alike(one, drawn(assign(one)))


def test_what_cannot_be_drawn_says_why() -> None:
    empty = assign(Roster((), ()))
    one_team = assign(Roster(tuple("abcdefgh"), ("t",) * 8))
    across = assign(Roster(tuple("abcdefgh"), tuple("ttuuvvww"), tuple("xyxyxyxy")))
    never = assign_balanced(replace(roster(8), stratum=None), accepted=1e-9)
    answers = (empty, one_team, across, never)
    codes = [answer.code for answer in answers if isinstance(answer, Reason)]
    assert codes == ["nobody", "too_few_units", "units_across_strata", "never_alike"]
    with pytest.raises(InternalError):
        assign(Roster(("a", "a"), ("a", "a")))
    with pytest.raises(InternalError):
        assign_pairs(Roster(tuple("abcd"), tuple("abcd")))
