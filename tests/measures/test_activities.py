"""Activities that can be counted on the fingers: days, words, and what does not add up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from everyrep.measures import Answer, query
from everyrep.values import Estimate, Scope
from tests.worlds import World

ALL = Scope.everything("the test")


def one(world: World, name: str, period: str | None = None) -> Estimate:
    return query(world.warehouse(), name, period=period, scope=ALL).one()


def values(answer: Answer, dimension: str) -> dict[object, object]:
    return {row.keys[dimension]: row.estimate.value for row in answer}


def did(world: World, kind: str, on: str, person: str = "ann", **more: Any) -> World:
    place = len(world.tables.get("activities", []))
    return world.add("activities", id=f"x{place}", kind=kind, person=person, occurred_at=on, **more)


def seller() -> World:
    world = World(as_of=date(2026, 6, 30)).person("ann", hired_on="2025-01-01", role="rep")
    return world.person("bob", hired_on="2025-01-01", role="rep")


def test_an_activity_counts_on_its_local_day() -> None:
    """One in the morning in London is the evening before in New York."""
    world = did(seller(), "call", "2026-03-01T01:00:00", occurred_on="2026-02-28")
    found = query(world.warehouse(), "calls", by="month", scope=ALL)
    assert values(found, "month") == {"2026-02": 1}


def test_results_are_read_however_they_are_written() -> None:
    world = seller()
    for result in ("Connected", "No answer", "left-voicemail", "WRONG NUMBER", "Completed", None):
        did(world, "call", "2026-05-04", result=result)
    found = one(world, "connect_rate")
    assert (found.value, found.n) == (0.25, 4)
    assert found.notes[0].endswith("left out: 2.")


def test_a_meeting_called_off_is_not_held_and_no_no_show() -> None:
    world = seller()
    for kind, result in (
        ("meeting", "Held"), ("demo", "completed"), ("meeting", "No show"), ("demo", "Cancelled"),
        ("call", "no_show"),
    ):  # fmt: skip
        did(world, kind, "2026-05-04", result=result)
    assert one(world, "meeting_held_rate").value == 0.5
    assert one(world, "no_show_rate").value == pytest.approx(1 / 3)


def test_a_mark_on_an_unknown_scale_is_no_mark() -> None:
    world = seller()
    for mark in (0.7, 0.5, 85, None):
        did(world, "call", "2026-05-04", quality=mark)
    assert one(world, "activity_quality").value == pytest.approx(0.6)
    assert one(world, "good_activity_share").value == 0.5


def test_customers_of_two_months_or_sellers_are_one_in_their_total() -> None:
    world = seller().deal("d", owner="ann", account="acme")
    did(world, "call", "2026-04-06", account="acme")
    did(world, "call", "2026-05-04", opportunity="d")
    did(world, "call", "2026-05-05", account="acme", person="bob")
    did(world, "call", "2026-05-05", account="bolt", person="bob")
    company = world.warehouse()
    months = query(company, "accounts_touched", by="month", scope=ALL)
    assert values(months, "month") == {"2026-04": 1, "2026-05": 2}
    people = query(company, "accounts_touched", by="person", scope=ALL)
    assert values(people, "person") == {"ann": 1, "bob": 2}
    assert query(company, "accounts_touched", scope=ALL).one().value == 2


def test_a_customer_counts_once_a_seller_and_week() -> None:
    world = seller().deal("d", owner="ann")
    for day in ("2026-06-22", "2026-06-23", "2026-06-28", "2026-06-29"):
        did(world, "call", day, account="acme")
    found = one(world, "accounts_per_rep_week", period="2026-06-22..2026-06-29")
    assert found.value == pytest.approx(1 / 2)
    two = one(world, "accounts_per_rep_week", period="2026-06-22..2026-07-01")
    assert two.value == pytest.approx(2 / (2 * 9 / 7))


def test_before_the_first_record_there_is_no_rate_and_not_a_rate_of_zero() -> None:
    world = did(seller().deal("d", owner="ann"), "call", "2026-05-04")
    company = world.warehouse()
    before = Scope.everything("the test", as_of=date(2026, 4, 30))
    for name in ("calls_per_rep_week", "activities_per_rep_week", "accounts_per_rep_week"):
        assert not query(company, name, scope=before).one().estimable, name


def test_meetings_after_the_win_did_not_lead_to_it() -> None:
    world = World()
    for name in ("d1", "d2"):
        world.deal(name, owner="ann", outcome="won", close_on="2026-03-01")
    for kind, day in (("meeting", "2026-03-01"), ("demo", "2026-02-01"), ("meeting", "2026-03-02")):
        did(world, kind, day, opportunity="d1")
    did(world, "call", "2026-02-01", opportunity="d2")
    assert one(world, "meetings_per_win").value == 1


def test_an_open_deal_is_worked_on_if_anything_was_done_in_thirty_days() -> None:
    world = World(as_of=date(2026, 6, 30))
    for name, day in (("fresh", "2026-06-01"), ("stale", "2026-05-31"), ("planned", "2026-07-01")):
        world.deal(name, owner="ann", close_on="2026-08-01")
        did(world, "email", day, opportunity=name)
    found = one(world, "open_deals_touched")
    assert found.value == pytest.approx(1 / 3)
    assert found.n == 3
