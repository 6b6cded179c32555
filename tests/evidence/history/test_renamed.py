"""A treatment that is the outcome by another name is refused, with what to ask instead."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.history import read_history
from everyrep.values import Scope, UnknownName, UserError
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("test")


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """Ann and Bob sell, call and mail; Ann finishes both courses, is coached and uses a deck."""
    world = World(as_of=date(2026, 6, 30))
    for name in ("ann", "bob"):
        world.person(name, team="north", hired_on=date(2024, 1, 1), role="seller")
        for month in range(1, 7):
            world.deal(
                f"{name}-{month}", owner=name, outcome="won", close_on=f"2026-{month:02d}-10",
                created_on="2025-12-01",
            )  # fmt: skip
            for kind in ("call", "email"):
                world.add("activities", id=f"{name}-{kind}-{month}", person=name, kind=kind,
                          occurred_at=f"2026-{month:02d}-08")  # fmt: skip
    for at, title in enumerate(("Value Selling", "Discovery")):
        world.add("courses", id=f"c:{at}", title=title, kind="course")
        world.add("learning_events", id=f"e{at}", person="ann", verb="completed", course=f"c:{at}",
                  occurred_at="2026-03-05", minutes=30)  # fmt: skip
    world.add("content", id="k:1", name="Opening Deck", kind="deck")
    world.add("content_uses", id="u:1", content="k:1", person="ann", occurred_at="2026-03-06")
    world.add("coaching_sessions", id="s:1", person="ann", coach="bob", held_on="2026-03-07",
              skill="closing")  # fmt: skip
    return world.warehouse()


@pytest.mark.parametrize(
    ("what", "outcome", "where"),
    [
        ("course:Value Selling", "completions", None),
        ("course:Value Selling", "learning_minutes_per_rep_month", None),
        ("activity:call", "calls", None),
        ("activity:call", "activities", None),
        ("activity:call", "calls_per_rep_week", None),
        ("coaching", "coaching_sessions", None),
        ("coaching:closing", "coached_share", None),
        ("content:Opening Deck", "content_uses", None),
    ],
)
def test_an_outcome_that_counts_the_treatment_is_refused(
    company: TinyWarehouse, what: str, outcome: str, where: str | None
) -> None:
    with pytest.raises(UserError, match="itself"):
        read_history(company, Question(treatment(what), outcome, where), ALL)


@pytest.mark.parametrize(
    ("what", "outcome", "where"),
    [
        ("course:Value Selling", "completions", "course != 'Value Selling'"),
        ("course:Value Selling", "won_deals", None),
        ("course:Value Selling", "calls", None),
        ("activity:call", "emails", None),
        ("activity:call", "activities", "activity_kind != 'call'"),
        ("coaching", "won_deals", None),
    ],
)
def test_an_outcome_of_other_facts_is_answered(
    company: TinyWarehouse, what: str, outcome: str, where: str | None
) -> None:
    found = read_history(company, Question(treatment(what), outcome, where), ALL)
    assert found.treated.any()


def test_what_to_leave_out_is_said(company: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="course != 'Value Selling'"):
        read_history(company, Question(treatment("course:Value Selling"), "completions"), ALL)


def test_calls_are_doses_of_each_month(company: TinyWarehouse) -> None:
    found = read_history(company, Question(treatment("activity:call"), "won_deals"), ALL)
    assert found.dose.tolist() == [[1.0] * 6] * 2


def test_a_kind_that_nobody_did_offers_near_ones(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName, match="email"):
        read_history(company, Question(treatment("activity:emial"), "won_deals"), ALL)


def test_a_play_is_asked_about_by_what_it_was_recorded_as(company: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="course:Value Selling"):
        read_history(company, Question(treatment("play:Value Sellin"), "won_deals"), ALL)
    with pytest.raises(UserError, match="content:Opening Deck"):
        read_history(company, Question(treatment("play:opening deck"), "won_deals"), ALL)


def test_a_year_without_a_single_deal_was_not_recorded() -> None:
    """Thirty deals a month but for a year: its zeros are no zeros."""
    world = World(as_of=date(2026, 6, 30))
    for name in ("ann", "bob"):
        world.person(name, team="north", hired_on=date(2020, 1, 1), role="seller")
    for year in (2023, 2025):
        for month in range(1, 13):
            for number in range(30):
                world.deal(
                    f"{year}-{month}-{number}", owner=("ann", "bob")[number % 2], outcome="won",
                    close_on=f"{year}-{month:02d}-10", created_on=f"{year}-{month:02d}-01",
                )  # fmt: skip
    found = read_history(
        world.warehouse(),
        Question(treatment("tool:2024-01-01"), "won_deals", period="2023-01-01..2026-01-01"),
        ALL,
    )
    gap = np.array([month.startswith("2024") for month in found.months])
    assert (found.weights[:, gap] == 0).all()
    assert (found.weights[:, ~gap] > 0).all()
    assert found.left_out == {"months without a record, or with none but zeros,": 12}
