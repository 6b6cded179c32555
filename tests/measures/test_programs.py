"""Learning, coaching and content that can be counted on the fingers."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.measures import Answer, query
from everyrep.values import Estimate, Money, Scope
from tests.worlds import World

ALL = Scope.everything("the test")


def one(world: World, name: str, period: str | None = None) -> Estimate:
    return query(world.warehouse(), name, period=period, scope=ALL).one()


def values(answer: Answer, dimension: str) -> dict[object, object]:
    return {row.keys[dimension]: row.estimate.value for row in answer}


def sellers(*names: str, hired_on: str = "2026-01-01") -> World:
    world = World(as_of=date(2026, 6, 30))
    for name in names:
        world.person(name, hired_on=hired_on, role="rep").deal(f"d-{name}", owner=name)
    return world


def learned(world: World, person: str, verb: str, on: str, **more: object) -> None:
    given = {"course": "c", **more}
    place = len(world.tables.get("learning_events", []))
    world.add("learning_events", id=f"e{place}", person=person, verb=verb, occurred_at=on, **given)


def test_a_learner_of_two_months_is_one_of_their_quarter() -> None:
    world = sellers("ann", "bob")
    for day in ("2026-04-02", "2026-04-20", "2026-05-03"):
        learned(world, "ann", "launched", day)
    company = world.warehouse()
    months = query(company, "active_learners", by="month", period="2026Q2", scope=ALL)
    assert values(months, "month") == {"2026-04": 0.5, "2026-05": 0.5, "2026-06": 0}
    quarter = query(company, "active_learners", period="2026Q2", scope=ALL).one()
    assert (quarter.value, quarter.n) == (0.5, 2)


def test_completion_in_time_says_nothing_of_those_who_have_time_left() -> None:
    world = sellers("ann", "bob")
    learned(world, "ann", "registered", "2026-06-20")
    learned(world, "bob", "registered", "2026-06-20")
    learned(world, "ann", "completed", "2026-06-25")
    assert not one(world, "completion_within_30_days").estimable
    learned(world, "bob", "registered", "2026-01-10", course="old")
    learned(world, "bob", "completed", "2026-03-10", course="old")
    found = one(world, "completion_within_30_days")
    # One of three at day 5, and of the one left that was followed to day 30 none.
    assert found.value == pytest.approx(1 / 3)


def test_who_gave_up_never_completes() -> None:
    world = sellers("ann", "bob", "cleo")
    for name in ("ann", "bob", "cleo"):
        learned(world, name, "registered", "2026-05-01")
    learned(world, "ann", "completed", "2026-05-11")
    learned(world, "bob", "withdrew", "2026-05-02")
    found = one(world, "time_to_complete")
    assert not found.estimable
    learned(world, "cleo", "completed", "2026-05-21")
    assert one(world, "time_to_complete").value == 20


def test_results_of_one_day_are_one_try() -> None:
    world = sellers("ann")
    learned(world, "ann", "failed", "2026-05-01")
    learned(world, "ann", "completed", "2026-05-02", passed=True)
    learned(world, "ann", "passed", "2026-05-02")
    assert one(world, "pass_rate").value == 0.5
    assert one(world, "first_try_pass_rate").value == 0


def test_what_is_kept_is_the_score_of_the_first_day_two_weeks_later() -> None:
    world = sellers("ann", "bob")
    for person, day, score in (
        ("ann", "2026-03-01", 0.9), ("ann", "2026-03-10", 0.1), ("ann", "2026-03-15", 0.6),
        ("ann", "2026-05-01", 0.0), ("bob", "2026-03-01", 0.5), ("bob", "2026-03-14", 0.5),
    ):  # fmt: skip
        learned(world, person, "scored", day, score=score)
    found = one(world, "knowledge_retention")
    assert found.value == pytest.approx(0.6 / 0.9)
    assert found.n == 1


def test_onboarding_waits_for_the_last_course_and_keeps_leavers() -> None:
    world = sellers("ann", "bob", "cleo", hired_on="2026-02-01")
    world.tables["people"][1]["left_on"] = date(2026, 3, 1)
    world.add("courses", id="c", mandatory=True).add("courses", id="m", mandatory=True)
    world.add("courses", id="later", mandatory=True, published_on="2026-06-01")
    learned(world, "old hand", "completed", "2026-01-15")
    learned(world, "ann", "completed", "2026-02-11")
    learned(world, "ann", "completed", "2026-03-03", course="m")
    learned(world, "cleo", "completed", "2026-02-11")
    found = one(world, "onboarding_time")
    assert not found.estimable
    learned(world, "cleo", "completed", "2026-05-01", course="m")
    found = one(world, "onboarding_time")
    assert found.value == 89
    assert "left before they had completed all" in " ".join(found.notes)


def test_spend_per_seller_is_over_the_sellers_of_an_average_day() -> None:
    world = sellers("ann", "bob", hired_on="2025-01-01")
    # 90 days and 45 of the 90: one seller and a half.
    world.tables["people"][1]["left_on"] = date(2026, 2, 15)
    world.add("training_spend", id="s", spent_on="2026-01-31", amount=900)
    found = one(world, "learning_spend_per_seller", period="2026Q1")
    assert found.value == Money.from_decimal("600", "USD")


def test_a_rating_is_set_beside_the_managers_of_its_quarter_only() -> None:
    world = sellers("ann")
    for i, (kind, share, day) in enumerate(
        (
            ("Self", 0.8, "2026-04-01"), ("manager", 0.4, "2026-06-01"),
            ("manager", 0.6, "2026-05-01"), ("self", 1.0, "2026-01-05"),
        )
    ):  # fmt: skip
        world.add(
            "assessments", id=f"r{i}", person="ann", kind=kind, skill="pricing", score=1,
            share=share, occurred_at=day,
        )  # fmt: skip
    found = one(world, "self_manager_gap")
    assert found.value == pytest.approx(0.3)
    assert found.n == 1


def test_two_talks_of_a_day_are_no_gap_between_days() -> None:
    world = sellers("ann", "bob")
    world.tables["people"][1]["left_on"] = date(2026, 4, 11)
    for i, (person, day) in enumerate(
        (("ann", "2026-05-01"), ("ann", "2026-05-01"), ("ann", "2026-05-08"), ("bob", "2026-04-01"))
    ):
        world.add("coaching_sessions", id=f"s{i}", coach="max", person=person, held_on=day)
    found = one(world, "days_between_coaching")
    # After 7 days one of three is coached again; bob left at 9, ann has 53 days since.
    assert (found.n, found.estimable) == (3, False)
    assert one(world, "coaching_sessions").value == 4
    assert one(world, "coached_share", period="2026Q2").value == 1


def test_content_is_unused_only_after_it_had_its_time() -> None:
    world = sellers("ann")
    for name, out in (("fresh", "2026-06-20"), ("old", "2026-01-01"), ("hit", "2026-01-01")):
        world.add("content", id=name, published_on=out)
    world.add("content_uses", id="u", content="hit", person="ann", occurred_at="2026-01-11")
    world.add("content_uses", id="v", content="hit", person="ann", occurred_at="2026-06-11")
    found = one(world, "content_unused_share")
    assert found.value == pytest.approx(1 - 1 / 3)
    assert found.n == 3
    months = query(world.warehouse(), "content_in_use", by="month", scope=ALL)
    assert values(months, "month") == {"2026-01": 1, "2026-06": 1}
    assert one(world, "content_in_use").value == 1


def test_content_after_the_close_did_not_go_with_it() -> None:
    world = World()
    for name in ("before", "after"):
        world.deal(name, owner="ann", outcome="won", close_on="2026-03-01")
    for deal, day in (("before", "2026-03-01"), ("after", "2026-03-02")):
        world.add(
            "content_uses", id=deal, content="k", person="ann", opportunity=deal, occurred_at=day
        )
    assert one(world, "deals_with_content").value == 0.5
