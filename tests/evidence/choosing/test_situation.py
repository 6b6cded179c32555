"""What was assigned is found in the records, and decides the design."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.calibration.trying import CASES, history_of
from everyrep.evidence.choosing import choose, situation
from everyrep.evidence.findings import Fit
from everyrep.evidence.history import History

MADE = {case.name: case for case in CASES}


def history(case: str, seed: int) -> History:
    return history_of(MADE[case].make(0.0, seed), drawn=MADE[case].drawn)


def used(told: History, *, drawn: bool = False, repeated: bool = False) -> str:
    way = choose(situation(told, drawn=drawn, repeated=repeated))
    return next(one.design.name for one in way if one.fit is Fit.USED)


@pytest.mark.parametrize(
    ("case", "unit", "design"),
    [
        ("level", "person", "uptake"),
        ("trial_20", "team", "trial"),
        ("rollout_10", "team", "rollout"),
        ("one_team", "team", "synthetic"),
        ("everybody", "person", "interrupted"),
        ("leaving", "person", "landmark"),
        ("coached", "person", "dose"),
    ],
)
def test_the_unit_and_the_design_follow_from_the_records(case: str, unit: str, design: str) -> None:
    one = MADE[case]
    for seed in range(3):
        told = history(case, seed)
        assert situation(told).assigned == unit
        assert used(told, drawn=one.drawn, repeated=one.kind == "coaching") == design


def test_without_a_lot_teams_that_start_together_are_a_staggered_rollout() -> None:
    found = situation(history("rollout_20", 1))
    assert found.by_group
    assert found.together == pytest.approx(1.0)
    assert found.chance < 0.01
    assert used(history("rollout_20", 1)) == "staggered"


def test_a_team_is_called_a_team_where_its_manager_has_the_same_people() -> None:
    told = history("rollout_20", 2)
    manager = told.groups["team"].copy()
    manager[:5] = manager.max() + 1  # one more manager, of a few
    both = replace(told, groups={"team": told.groups["team"], "manager": manager})
    assert situation(both).assigned == "team"


def test_colleagues_who_follow_each_other_came_one_by_one_and_errors_follow_the_team() -> None:
    told = history("level", 3)
    team = told.groups["team"]
    rng = np.random.default_rng(3)
    usual = rng.integers(16, 29, int(team.max()) + 1)[team]
    follows = rng.random(len(told)) < 0.85
    first = np.where(follows & told.treated, usual, told.first).astype(np.int64)
    found = situation(replace(told, first=first))
    assert found.assigned == "team"
    assert not found.by_group
    assert used(replace(told, first=first)) == "uptake"


def test_few_groups_that_hang_together_loosely_leave_people_alone() -> None:
    told = history("level", 4)
    few = (told.groups["team"] // 20).astype(np.int64)
    first = np.where(few == 0, np.where(told.treated, 20, NEVER), told.first).astype(np.int64)
    found = situation(replace(told, first=first, groups={"team": few}))
    assert found.assigned == "person" or found.by_group


def test_a_team_counts_as_treated_where_most_of_it_is() -> None:
    told = history("one_team", 1)
    first = told.first.copy()
    first[np.flatnonzero(~told.treated)[::40]] = told.first.min()  # they moved into the team later
    moved = replace(told, first=first)
    found = situation(moved, unit="team")
    assert found.treated_units == 1
    way = choose(found)
    assert next(one.design.name for one in way if one.fit is Fit.USED) == "synthetic"
