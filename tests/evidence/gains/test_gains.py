"""Who gains most, in companies where all gain alike and in companies where some gain more."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.gains import Gains, changes, gained, part, traits
from everyrep.evidence.uptake import Windows
from everyrep.values import Reason
from tests.evidence.conducting.histories import history, outcome

QUESTION = Question(treatment("course:X"), "won_deals", smallest=0.1, horizon=6, ramp=0)


def world(seed: int, *, all_gain: float, some_gain: float, people: int = 500) -> Gains:
    """Half start in one of three months; account executives gain what is given on top."""
    rng = np.random.default_rng(seed)
    starts = np.array([18, 20, 22, NEVER, NEVER, NEVER])
    first = starts[rng.integers(0, 6, people)]
    role = rng.choice(np.array(["executive", "manager", "hunter"], dtype=object), people)
    y = outcome(people, 36, seed, lasting=0.4, echo=0.3)
    since = np.arange(36)[None, :] > first[:, None]
    y += since * (all_gain + some_gain * (role == "executive"))[:, None]
    told = history(y, first=first)
    region = rng.choice(np.array(["north", "south"], dtype=object), people)
    return gained(told, QUESTION, answer(told, QUESTION), {"role": role, "region": region})


def test_who_gains_more_is_found_by_one_half_and_confirmed_by_the_other() -> None:
    found = [world(seed, all_gain=0.1, some_gain=0.7) for seed in range(5)]
    assert sum(one.told for one in found) >= 4
    for one in found:
        assert one.parted is not None
        assert one.parted.picked == ("role", "executive")
        assert one.parted.by_pick.low < 0.7 < one.parted.by_pick.high
        own = {group.word: group for group in one.groups}
        assert own["executive"].value > own["manager"].value


def test_where_all_gain_alike_it_cannot_be_told() -> None:
    found = [world(seed, all_gain=0.4, some_gain=0.0) for seed in range(8)]
    assert sum(one.told for one in found) <= 1
    assert any("Take it that all gain alike" in one.sentence for one in found)


@pytest.mark.slow
@pytest.mark.parametrize("gain", [0.0, 0.4])
def test_groups_are_announced_falsely_in_at_most_one_company_of_twenty(gain: float) -> None:
    told = [world(100 + seed, all_gain=gain, some_gain=0.0).told for seed in range(120)]
    assert np.mean(told) <= 0.05


def test_a_right_score_has_a_slope_near_one() -> None:
    slopes = []
    for seed in range(5):
        parted = world(seed, all_gain=0.1, some_gain=0.9).parted
        assert parted is not None
        slopes.append(parted.slope.value)
    assert np.median(slopes) == pytest.approx(1, abs=0.35)


def test_a_change_is_that_of_the_window_less_that_from_before() -> None:
    y = np.zeros((90, 30))
    y[:45, 19:] = 1.0
    first = np.where(np.arange(90) < 45, 18, NEVER)
    rows = changes(history(y + 3, first=first), Windows(12, 3, 1, 7), np.arange(90))
    assert not isinstance(rows, Reason)
    assert rows.change[rows.treated] == pytest.approx(1)
    assert rows.change[~rows.treated] == pytest.approx(0)
    assert rows.past == pytest.approx(3)


def test_few_people_are_a_reason_and_few_teams_are_not_parted() -> None:
    told = history(outcome(60, 36, 1), first=np.where(np.arange(60) < 30, 18, NEVER))
    few = changes(told, Windows(), np.arange(60))
    assert isinstance(few, Reason)
    found = gained(told, QUESTION, answer(told, QUESTION), {})
    assert "Cannot tell who gains most" in found.sentence
    many = history(outcome(200, 36, 1), first=np.where(np.arange(200) < 100, 18, NEVER))
    rows = changes(many, Windows(12, 3, 1, 7), np.arange(200) // 25)
    assert not isinstance(rows, Reason)
    assert part(rows, traits(rows, {})) is None
