"""The unit that was assigned: companies whose assignment is known."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.arrays import Ints
from everyrep.evidence.inference import AssignmentUnit, Grouping, assignment_unit
from everyrep.values import Reason

NEVER = np.iinfo(np.int64).max
TEAM = np.repeat(np.arange(24), 7)
TERRITORY = TEAM // 4
POOL = np.random.default_rng(0).permutation(TEAM)
GROUPINGS = {"team": TEAM, "territory": TERRITORY, "lead pool": POOL}


def unit(first: Ints, **more: Ints) -> AssignmentUnit:
    found = assignment_unit(first, {**GROUPINGS, **more}, shuffles=199, seed=1)
    assert isinstance(found, AssignmentUnit), found
    return found


def of(found: AssignmentUnit, name: str) -> Grouping:
    return next(grouping for grouping in found.groupings if grouping.name == name)


def starts(groups: Ints, seed: int, share: float = 0.5) -> Ints:
    """Each group starts in period 3, 6, or never."""
    random = np.random.default_rng(seed)
    kinds = np.array([3, 6, NEVER])
    drawn = random.choice(kinds, int(groups.max()) + 1, p=[share / 2, share / 2, 1 - share])
    drawn[:2] = [3, NEVER]
    return drawn[groups]


@pytest.mark.parametrize("seed", range(6))
def test_whole_teams_are_found_and_not_taken_for_territories(seed: int) -> None:
    found = unit(starts(TEAM, seed))
    assert (found.name, found.wholly) == ("team", True)
    assert of(found, "team").whole == 1
    assert of(found, "team").whole_by_luck < 0.05
    assert of(found, "territory").within == "team"
    assert (found.code == TEAM).all()
    assert found.reasons[-1].startswith("Each team was treated wholly")


@pytest.mark.parametrize("seed", range(4))
def test_whole_territories_are_found_above_their_teams(seed: int) -> None:
    found = unit(starts(np.repeat(np.arange(12), 14), seed), territory=np.repeat(np.arange(12), 14))
    assert found.name == "territory"
    assert of(found, "team").explained == pytest.approx(1)


def test_people_treated_one_by_one_stay_people() -> None:
    wrong = 0
    for seed in range(40):
        first = np.where(np.random.default_rng(seed).uniform(size=168) < 0.4, 3, NEVER)
        wrong += unit(first).name != "person"
    assert wrong <= 3


def test_the_grouping_that_explains_is_found_among_those_that_cross() -> None:
    found = unit(starts(POOL, 3))
    assert found.name == "lead pool"


def test_teams_that_mostly_went_together_count_together_though_not_wholly() -> None:
    """Some were ill, some joined later: two in ten are treated on their own."""
    random = np.random.default_rng(4)
    alone = random.uniform(size=168) < 0.2
    first = np.where(alone, np.where(random.uniform(size=168) < 0.5, 3, NEVER), starts(TEAM, 4))
    found = unit(first)
    assert (found.name, found.wholly) == ("team", False)
    assert "allows for what they have in common" in found.reasons[-1]


def test_the_counts_of_groups_are_those_of_the_data() -> None:
    team = np.array([0, 0, 0, 1, 1, 2, 2, 3])
    first = np.array([2, 2, 2, 2, 5, NEVER, NEVER, 2])
    found = assignment_unit(first, {"team": team}, shuffles=50)
    assert isinstance(found, AssignmentUnit)
    grouping = of(found, "team")
    assert (grouping.groups, grouping.treated, grouping.untreated, grouping.mixed) == (3, 1, 1, 1)
    assert grouping.whole == 0.5
    # Pairs with somebody treated: three of the first team and one of the second; three together.
    assert grouping.explained <= 1


def test_people_without_a_group_are_their_own() -> None:
    team = np.where(TEAM < 20, TEAM, -1)
    found = assignment_unit(starts(TEAM, 1), {"team": team}, shuffles=99)
    assert isinstance(found, AssignmentUnit)
    assert found.name == "team"
    assert np.unique(found.code).size == 20 + 28


@pytest.mark.parametrize("first", [np.full(9, NEVER), np.full(9, 3), np.zeros(0, np.int64)])
def test_where_nothing_was_assigned_there_is_no_unit(first: Ints) -> None:
    found = assignment_unit(first, {"team": np.zeros(first.size, np.int64)})
    assert isinstance(found, Reason)
    assert found.code == "nothing_assigned"
