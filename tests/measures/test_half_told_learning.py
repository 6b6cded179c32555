"""Completion where the records show only one half: who began, or who finished."""

from __future__ import annotations

import pytest

from everyrep.measures import query
from everyrep.values import NotEstimable, Scope
from tests.worlds import World

ALL = Scope.everything("the test")


def world(*verbs: str) -> World:
    made = World().person("ann").person("bob")
    for at, verb in enumerate(verbs):
        made.add(
            "learning_events", id=f"e{at}", person="ann" if at % 2 else "bob", verb=verb,
            course="c1", occurred_at=f"2026-01-0{at + 1}",
        )  # fmt: skip
    return made


@pytest.mark.parametrize("verbs", [("completed", "passed"), ("registered", "withdrew")])
def test_one_half_alone_is_no_share(verbs: tuple[str, ...]) -> None:
    found = query(world(*verbs).warehouse(), "course_completion", scope=ALL).one()
    assert isinstance(found, NotEstimable)
    assert found.reason is not None
    assert "everybody or nobody would seem to finish" in found.reason.sentence


def test_both_halves_are_a_share() -> None:
    made = world("registered", "registered", "registered", "completed")
    assert query(made.warehouse(), "course_completion", scope=ALL).one().n == 2


def test_where_only_results_are_told_having_failed_ends_it() -> None:
    made = world("completed", "failed", "incomplete").person("cy")
    made.add("learning_events", id="e9", person="cy", verb="incomplete", course="c1",
             occurred_at="2026-01-02")  # fmt: skip
    found = query(made.warehouse(), "course_completion", by="course", scope=ALL).one()
    note = next(iter(found.notes))
    assert note.startswith("2 of 3 ")


def test_who_failed_among_other_statements_may_try_again() -> None:
    made = world("registered", "registered", "completed", "failed")
    found = query(made.warehouse(), "course_completion", scope=ALL).one()
    assert next(iter(found.notes)).startswith("1 of 2 ")
