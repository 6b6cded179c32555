"""What is said of an answer as a whole: days known in part, and hindsight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from everyrep.measures import query
from everyrep.measures.catalogue import load_catalogue
from everyrep.measures.computable import Verdict, judge_measure
from everyrep.values import Scope
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """A deal won every day from 3 June 2025 to 30 May 2026, and one with a typo long ago."""
    world = World(as_of=date(2026, 5, 31))
    world.deal("typo", amount=1, outcome="lost", close_on="2025-04-02", created_on="2025-04-01")
    for number in range(362):
        day = date(2025, 6, 3) + timedelta(days=number)
        world.deal(f"d{number}", amount=10, outcome="won", close_on=day.isoformat(),
                   created_on=(day - timedelta(days=1)).isoformat())  # fmt: skip
    return world.warehouse()


def test_buckets_that_are_known_in_part_are_named(company: TinyWarehouse) -> None:
    assert query(company, "bookings", by="quarter", scope=ALL).notes == (
        "2025Q2 is known from about 3 June 2025 only.",
        "2026Q2 is known until 31 May 2026 only.",
    )


def test_whole_buckets_are_not(company: TinyWarehouse) -> None:
    answer = query(company, "bookings", by="quarter", period="last 3 quarters", scope=ALL)
    assert answer.notes == ()
    assert query(company, "bookings", by="month", period="2026", scope=ALL).notes == ()


def test_a_period_cuts_the_buckets_at_its_ends(company: TinyWarehouse) -> None:
    answer = query(company, "bookings", by="quarter", period="2025-08-15..2025-11-15", scope=ALL)
    assert answer.notes == (
        "2025Q3 is known from about 15 August 2025 only.",
        "2025Q4 is known until 14 November 2025 only.",
    )


def test_a_look_back_at_open_deals_says_what_it_knows_by_hindsight() -> None:
    world = World(as_of=date(2026, 3, 31))
    world.deal("d1", amount=10, outcome="won", close_on="2026-05-01", created_on="2026-01-01")
    world.deal("d2", amount=20, outcome="open", close_on="2026-09-01", created_on="2026-01-01")
    answer = query(world.warehouse(), "pipeline", scope=ALL)
    assert answer.one().n == 2
    (note,) = answer.notes
    assert note == (
        "This looks back to 31 March 2026: deals that were open then and have been closed since "
        "(1) count with the amounts and dates known now."
    )
    assert query(world.warehouse(), "bookings", scope=ALL).notes == ()
    today = replace(world, as_of=date(2026, 6, 30)).warehouse()
    assert query(today, "pipeline", scope=ALL).notes == ()


def test_open_deals_without_amounts_make_no_pipeline_computable() -> None:
    world = World()
    world.deal("d1", amount=10, outcome="won", close_on="2026-05-01", created_on="2026-01-01")
    world.deal("d2", amount=None, outcome="open", close_on="2026-09-01", created_on="2026-01-01")
    warehouse = world.warehouse()
    judged = judge_measure(warehouse, load_catalogue()["pipeline"])
    assert judged.verdict is Verdict.NOT
    assert "None of the open deals has amount filled in" in judged.why
    assert "fill it at the source" in judged.why
    assert not query(warehouse, "pipeline", scope=ALL).one().estimable
    assert judge_measure(warehouse, load_catalogue()["bookings"]).verdict is not Verdict.NOT


def test_what_is_made_of_other_columns_is_asked_for_by_those() -> None:
    world = World()
    world.person("ann")
    world.add("assessments", id="a1", person="ann", skill="listening", score=3)
    judged = judge_measure(world.warehouse(), load_catalogue()["assessment_score"])
    assert "No row of assessments has score and out_of" in judged.why
    assert "Map columns of a file to score and out_of of assessments" in judged.why
