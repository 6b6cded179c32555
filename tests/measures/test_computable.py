"""What can be computed: from nothing, from a little, from enough."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.measures import Computability, Verdict, computable, explain, load_catalogue, query
from everyrep.measures.computable import load_capabilities
from everyrep.values import Scope
from tests.measures.company import messy_company
from tests.worlds import TinyWarehouse, World


@pytest.fixture(scope="module")
def whole() -> TinyWarehouse:
    """A company with something of everything."""
    return messy_company(deals=60, people=8).warehouse()


def verdicts(company: TinyWarehouse) -> dict[str, Computability]:
    return {found.name: found for found in computable(company)}


def test_from_nothing_nothing_can_be_computed() -> None:
    company = World().warehouse()
    found = verdicts(company)
    assert {one.verdict for one in found.values()} == {Verdict.NOT}
    assert all("Load a file of" in one.why for one in found.values())
    assert set(found) == {*load_catalogue(), *(c.name for c in load_capabilities())}


def test_from_everything_every_measure_can_be_computed(whole: TinyWarehouse) -> None:
    found = verdicts(whole)
    assert {name for name in load_catalogue() if found[name].verdict is Verdict.NOT} == set()


def test_a_missing_column_is_named_as_a_mapping_names_it() -> None:
    company = World().deal("d1", outcome="won", amount=None, close_on="2026-02-01").warehouse()
    bookings = verdicts(company)["bookings"]
    assert bookings.verdict is Verdict.NOT
    assert bookings.why == (
        "No row of opportunities has amount. Map a column of a file to amount of opportunities."
    )
    assert bookings.missing[0].column == "opportunities.amount_minor"
    assert bookings.missing[0].filled == 0


def test_a_measure_is_weak_where_what_sharpens_it_is_missing() -> None:
    company = World().deal("d1", outcome="won", close_on="2026-02-01").warehouse()
    found = verdicts(company)["win_rate"]
    assert found.verdict is Verdict.WEAK
    assert "No row of opportunities has owner" in found.why
    assert "the range is too narrow" in found.why


def test_a_measure_is_weak_where_few_rows_have_what_it_needs() -> None:
    world = World()
    for i in range(4):
        world.deal(f"d{i}", outcome="won", owner="ann", close_on="2026-02-01",
                   amount=1 if i == 0 else None)  # fmt: skip
    found = verdicts(world.warehouse())["bookings"]
    assert found.verdict is Verdict.WEAK
    assert "Only 25% of opportunities have amount" in found.why


def test_that_few_have_left_weakens_nothing() -> None:
    world = World()
    for i in range(9):
        world.person(f"p{i}", hired_on="2025-01-01", left_on="2026-01-01" if i == 0 else None)
    assert verdicts(world.warehouse())["turnover"].verdict is Verdict.COMPUTABLE


@pytest.mark.long
def test_the_verdict_and_the_door_agree(whole: TinyWarehouse) -> None:
    everyone = Scope.everything("the test")
    for company in (
        World().warehouse(),
        World().deal("d1", outcome="won", owner="ann", amount=None).warehouse(),
        whole,
    ):
        found = verdicts(company)
        for name in load_catalogue():
            row = query(company, name, scope=everyone).rows[0]
            code = row.estimate.reason.code if row.estimate.reason else ""
            missing = code in ("missing_table", "missing_column")
            assert missing == (found[name].verdict is Verdict.NOT), name


def test_the_explanation_says_whether_it_can_be_had_here() -> None:
    text = explain("turnover", World().warehouse()).text()
    assert "There are no people yet." in text


def test_verdicts_are_json_safe() -> None:
    import json

    content = [found.to_dict() for found in computable(World().warehouse())]
    assert json.loads(json.dumps(content)) == content


def test_where_nothing_is_decided_no_figure_of_decided_deals_is_promised() -> None:
    """What `check` calls computable is not refused for want of a single deal of its kind."""
    world = World(as_of=date(2026, 6, 30))
    world.person("ann", hired_on=date(2024, 1, 1))
    for number in range(40):
        world.deal(f"d{number}", owner="ann", created_on="2026-02-01", outcome="open", amount=900)
    company = world.warehouse()
    judged = verdicts(company)
    for name in ("win_rate", "won_deals", "bookings", "cohort_win_rate"):
        assert judged[name].verdict is Verdict.NOT
        assert judged[name].why.startswith("There are no decided deals up to 2026-06-30.")
        reason = query(company, name, scope=Scope.everything("test")).rows[0].estimate.reason
        assert reason is not None
        assert reason.sentence == "There are no decided deals up to 2026-06-30."
    assert judged["average_deal_size"].why.startswith("There are no won deals")
    assert judged["open_deals"].verdict is not Verdict.NOT
