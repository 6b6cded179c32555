"""The door: what it takes, what it gives, and what it refuses."""

from __future__ import annotations

import pytest

from everyrep.measures import load_catalogue, query
from everyrep.values import Grade, Money, NotEstimable, Scope, UnknownName, UserError
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the owner")


@pytest.fixture
def company() -> TinyWarehouse:
    world = World()
    world.person("ann", team="north").person("bob", team="north").person("cleo", team="south")
    world.add("teams", id="north", name="North").add("teams", id="south", name="South")
    for name, owner, outcome, amount, close in (
        ("d1", "ann", "won", 1000, "2026-02-10"),
        ("d2", "ann", "lost", 2000, "2026-02-20"),
        ("d3", "bob", "won", 3000, "2026-05-01"),
        ("d4", "bob", "no_decision", 500, "2026-05-02"),
        ("d5", "cleo", "open", 800, "2026-09-30"),
        ("d6", "cleo", "lost", 900, "2026-03-31"),
    ):
        world.deal(name, owner=owner, outcome=outcome, amount=amount, close_on=close)
    return world.warehouse()


def test_one_figure_without_dimensions(company: TinyWarehouse) -> None:
    answer = query(company, "win_rate", scope=ALL)
    found = answer.one()
    assert found.value == pytest.approx(0.5)
    assert found.n == 4
    assert found.grade is Grade.OBSERVED
    assert found.low < 0.5 < found.high
    assert found.notes == ("Deals that ended without a decision are not counted: 1.",)
    assert found.provenance is not None
    assert found.provenance.snapshot == "tiny"
    assert "opportunities" in found.provenance.sql


def test_sums_of_money_are_exact_and_counted(company: TinyWarehouse) -> None:
    found = query(company, "bookings", scope=ALL).one()
    assert found.value == Money.from_decimal("4000", "USD")
    assert found.grade is Grade.COUNTED
    assert (found.low, found.high) == (None, None)


def test_groups_come_with_the_names_of_their_ids(company: TinyWarehouse) -> None:
    answer = query(company, ["won_deals", "bookings"], by="team", scope=ALL)
    assert [(row.keys["team"], row.measure) for row in answer] == [
        ("north", "won_deals"),
        ("north", "bookings"),
    ]
    assert answer.label("team", "north") == "North"
    assert answer.one("won_deals", team="north").value == 2


def test_times_are_named_as_periods_are_written(company: TinyWarehouse) -> None:
    answer = query(company, "won_deals", by=["quarter", "month"], scope=ALL)
    assert [row.keys for row in answer] == [
        {"quarter": "2026Q1", "month": "2026-02"},
        {"quarter": "2026Q2", "month": "2026-05"},
    ]


def test_period_and_condition(company: TinyWarehouse) -> None:
    answer = query(company, "bookings", period="2026Q2", where="amount >= 3000", scope=ALL)
    assert answer.one().value == Money.from_decimal("3000", "USD")
    assert str(answer.period) == "2026Q2"


def test_no_facts_are_not_zero_for_a_share_and_are_zero_for_a_count(
    company: TinyWarehouse,
) -> None:
    shares = query(company, "win_rate", period="2026-06", scope=ALL).one()
    assert isinstance(shares, NotEstimable)
    assert shares.reason is not None
    assert shares.reason.code == "no_rows"
    assert query(company, "won_deals", period="2026-06", scope=ALL).one().value == 0
    before = query(company, "won_deals", period="2019", scope=ALL).one()
    assert isinstance(before, NotEstimable)


def test_an_unknown_measure_offers_near_names(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName) as problem:
        query(company, "win_rte", scope=ALL)
    assert "win_rate" in problem.value.near


def test_an_unknown_dimension_offers_near_names(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName) as problem:
        query(company, "win_rate", by="segmnt", scope=ALL)
    assert "segment" in problem.value.near


def test_a_dimension_that_a_measure_does_not_have_is_refused(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName, match="dimension of win_rate"):
        query(company, "win_rate", by="course", scope=ALL)


def test_an_unknown_field_offers_near_names(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName) as problem:
        query(company, "win_rate", where="amout > 3", scope=ALL)
    assert "amount" in problem.value.near


def test_a_level_that_is_no_share_is_refused(company: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="level"):
        query(company, "win_rate", level=95, scope=ALL)


@pytest.mark.parametrize("name", ["win rate", "Win Rate", "WIN-RATE", "close rate"])
def test_names_are_forgiving(company: TinyWarehouse, name: str) -> None:
    assert query(company, name, scope=ALL).measures == ("win_rate",)


def test_an_answer_is_json_safe(company: TinyWarehouse) -> None:
    import json

    names = [name for name, measure in load_catalogue().items() if measure.accepts("team")]
    content = query(company, names, by="team", scope=ALL).to_dict()
    assert json.loads(json.dumps(content))["by"] == ["team", "stage"]
