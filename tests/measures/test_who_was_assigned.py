"""Programs: who was assigned to what, read for the ones that the asker may see."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from everyrep.measures.programs import assigned, programs
from everyrep.values import Scope, UnknownName
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("test")


def teams() -> TinyWarehouse:
    """Two teams in a drawn rollout, one person who changes sides, one who comes later."""
    world = World()
    for name, team, joined in (
        ("ann", "t:red", date(2024, 1, 1)),
        ("bob", "t:blue", date(2024, 1, 1)),
        ("eve", "t:red", date(2025, 6, 1)),
    ):
        world.person(name, hired_on=joined, team_id=team)
    world.add("program_assignments", id="1", program="Rollout", team="t:red", arm="treated",
              starts_on=date(2025, 3, 1), decided_by="random", course="c:value")  # fmt: skip
    world.add("program_assignments", id="2", program="Rollout", team="t:blue", arm="control",
              starts_on=None, decided_by="random", course="c:value")  # fmt: skip
    return world.warehouse()


def test_teams_that_were_assigned_bring_their_people_and_who_comes_later() -> None:
    given = assigned(teams(), "rollout", ALL)
    assert given.program.by_team
    assert given.program.drawn
    assert dict(given.program.arms) == {"treated": 1, "control": 1}
    found = dict(zip(given.person, given.arm, strict=True))
    assert len(found) == 3
    assert sorted(found.values()) == ["control", "treated", "treated"]
    assert int(np.isnat(given.starts).sum()) == 1


def test_a_program_that_nobody_knows_gets_near_names() -> None:
    with pytest.raises(UnknownName, match="Rollout"):
        assigned(teams(), "Rolout", ALL)
    assert [one.name for one in programs(teams())] == ["Rollout"]


def test_a_manager_sees_the_assignments_of_her_own_team_alone() -> None:
    mine = Scope("manager", None, frozenset({"t:red"}), min_group=1)
    assert set(assigned(teams(), "Rollout", mine).team) == {"t:red"}


def test_a_person_in_two_arms_is_left_out_and_counted() -> None:
    world = World().person("ann", hired_on=date(2024, 1, 1)).person("bob")
    for at, (person, arm) in enumerate((("ann", "a"), ("ann", "b"), ("bob", "a"))):
        world.add("program_assignments", id=str(at), program="P", person=person, arm=arm,
                  starts_on=date(2025, 3, 1), decided_by="manager")  # fmt: skip
    given = assigned(world.warehouse(), "P", ALL)
    assert len(given) == 1
    assert given.twice == 1
    assert not given.program.drawn
