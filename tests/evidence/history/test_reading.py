"""Histories against facts that can be counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.history import History, read_history
from everyrep.values import Scope, UnknownName, UserError
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("test")
MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 7))


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """Ann and Bob from the start, Eve from April on; Ann finishes a course in March."""
    world = World(as_of=date(2026, 6, 30))
    for name, hired in (("ann", "2024-01-01"), ("bob", "2024-01-01"), ("eve", "2026-04-01")):
        team = "south" if name == "bob" else "north"
        world.person(name, team=team, hired_on=date.fromisoformat(hired), role="seller")
    for month in range(1, 7):
        for owner, wins in (("ann", 2), ("bob", 1), ("eve", 1 if month >= 4 else 0)):
            for number in range(wins):
                world.deal(
                    f"{owner}-{month}-{number}", owner=owner, outcome="won",
                    close_on=f"2026-{month:02d}-10", created_on="2025-12-01",
                )  # fmt: skip
            if wins:
                world.deal(
                    f"{owner}-{month}-lost", owner=owner, outcome="lost",
                    close_on=f"2026-{month:02d}-20", created_on="2025-12-01",
                )  # fmt: skip
    world.add("courses", id="c:value", title="Value Selling", kind="course")
    for at, day in enumerate(("2026-03-05", "2026-05-05")):
        world.add("learning_events", id=f"e{at}", person="ann", verb="completed",
                  course="c:value", occurred_at=day)  # fmt: skip
    return world.warehouse()


def of(history: History, person: str) -> int:
    return int(np.flatnonzero([one.endswith(person) for one in history.people])[0])


def test_sums_and_first_treatment_are_those_that_were_put_in(company: TinyWarehouse) -> None:
    question = Question(treatment("course:Value Selling"), "win_rate")
    found = read_history(company, question, ALL)
    assert found.months == MONTHS
    ann, bob = of(found, "ann"), of(found, "bob")
    assert found.x[ann].tolist() == [2.0] * 6
    assert found.m[ann].tolist() == [3.0] * 6
    assert found.y[bob].tolist() == [0.5] * 6
    assert found.first[ann] == MONTHS.index("2026-03")
    assert found.first[bob] == NEVER
    assert found.dose[ann].sum() >= 1


def test_before_the_first_day_there_is_nothing_rather_than_zero(company: TinyWarehouse) -> None:
    found = read_history(company, Question(treatment("course:Value Selling"), "won_deals"), ALL)
    eve = of(found, "eve")
    assert np.isnan(found.y[eve, :3]).all()
    assert found.y[eve, 3:].tolist() == pytest.approx([1.0, 1.0, 1.0])
    assert found.tenure[eve, 3:].tolist() == [0, 1, 2]
    settled = found.settled(2)
    assert np.isnan(settled.y[eve, :5]).all()
    assert settled.y[eve, 5] == pytest.approx(1.0)


def test_a_change_begins_for_its_team_alone(company: TinyWarehouse) -> None:
    team = next(
        name for name in read_history(
            company, Question(treatment("change:2026-04-01"), "won_deals"), ALL
        ).names["team"] if name.endswith("south")
    )  # fmt: skip
    question = Question(treatment(f"change:2026-04-01@{team}"), "won_deals")
    found = read_history(company, question, ALL)
    assert found.first[of(found, "bob")] == MONTHS.index("2026-04")
    assert found.first[of(found, "ann")] == NEVER


def test_a_course_that_nobody_had_gets_near_names(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName, match="Value Selling"):
        read_history(company, Question(treatment("course:Valeu Selling"), "won_deals"), ALL)


def test_what_nobody_had_is_told_by_what_it_is() -> None:
    """A skill has near names; where nobody had any, that is said, and what would change it."""
    asked = Question(treatment("coaching:valeu"), "won_deals")
    with pytest.raises(
        UnknownName, match="no skill that anybody was coached on named 'valeu'"
    ) as no:
        read_history(coached("2026-03-05"), asked, ALL)
    assert no.value.near == ("value",)
    after = coached("2027-03-05")
    with pytest.raises(UserError, match="Nobody had any coaching that is on record"):
        read_history(after, Question(treatment("coaching"), "won_deals"), ALL)


def coached(day: str) -> TinyWarehouse:
    """Ann, coached once on value."""
    world = World(as_of=date(2026, 6, 30))
    world.person("ann", team="north", hired_on=date(2024, 1, 1), role="seller")
    world.add("coaching_sessions", id="s1", person="ann", skill="value", held_on=day)
    world.deal("d1", owner="ann", outcome="won", close_on="2026-05-10", created_on="2025-12-01")
    return world.warehouse()


def test_an_outcome_without_a_history_is_turned_away(company: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="no history by person and month"):
        read_history(company, Question(treatment("course:Value Selling"), "velocity"), ALL)


def test_too_few_people_are_not_for_who_sees_groups_alone(company: TinyWarehouse) -> None:
    scope = Scope("executive", None, min_group=5, abilities=frozenset({"see_amounts"}))
    with pytest.raises(UserError, match="too few"):
        read_history(company, Question(treatment("course:Value Selling"), "won_deals"), scope)
