"""The small language of conditions, over facts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from everyrep.measures import query
from everyrep.values import Money, Scope, SettingsError, UnknownName, UserError
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    world = World(rates={"EUR": "2"})
    world.person("ann", team="north").person("bob", team="south")
    world.add("accounts", id="a1", name="Acme", segment="Enterprise", industry="Bank")
    deals: list[tuple[str, dict[str, object]]] = [
        ("d1", {"owner": "ann", "amount": 100, "segment": "SMB", "created_on": "2026-01-10"}),
        ("d2", {"owner": "ann", "amount": 100, "currency": "EUR", "account": "a1"}),
        ("d3", {"owner": "bob", "amount": 250.5, "segment": "smb", "kind": "renewal"}),
        ("d4", {"owner": None, "amount": None, "competitor": "O'Hara & Sons"}),
    ]
    for name, more in deals:
        world.deal(name, **{"outcome": "won", "close_on": "2026-03-01", **more})
    return world.warehouse()


def usd(amount: int) -> Money:
    return Money.from_decimal(str(amount), "USD")


def count(company: TinyWarehouse, where: str) -> object:
    return query(company, "won_deals", where=where, scope=ALL).one().value


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("segment = 'SMB'", 2),  # without regard to case
        ("segment = 'Enterprise'", 1),  # the deal has none, and so its customer's counts
        ("segment != 'SMB'", 2),  # a missing segment is not SMB
        ("not segment = 'SMB'", 2),
        ("segment is empty", 1),
        ("segment is not empty", 3),
        ("segment in ('SMB', 'Enterprise')", 3),
        ("segment not in ('SMB')", 2),
        ("amount > 150", 2),  # 100 EUR are 200 in the reporting currency
        ("amount = 200", 1),
        ("amount >= 250.5", 1),
        ("amount != 100", 3),
        ("amount is empty", 1),
        ("created_on >= '2026-01-10'", 1),
        ("created_on < '2026-01-10' and amount < 150", 0),
        ("team = 'north'", 2),
        ("person = 'bob' or competitor = 'O''Hara & Sons'", 2),
        ("industry = 'bank' and (amount > 10 or amount is empty)", 1),
        ("deal_kind = 'renewal'", 1),
        ("owner is empty", 1),
        ("", 4),
    ],
)
def test_conditions(company: TinyWarehouse, where: str, expected: int) -> None:
    assert count(company, where) == expected


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("amount > 'a lot'", "holds a number"),
        ("created_on > 'yesterday'", "holds a day"),
        ("created_on > 3", "holds a day"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    company: TinyWarehouse, where: str, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        count(company, where)


def test_a_broken_condition_shows_where_it_breaks(company: TinyWarehouse) -> None:
    with pytest.raises(SettingsError, match="breaks"):
        count(company, "segment = ")


def test_an_unknown_field_offers_near_ones(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName) as problem:
        count(company, "segmment = 'SMB'")
    assert problem.value.near[0] == "segment"


def test_personal_columns_are_no_fields(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName):
        query(company, "revenue_per_rep", where="base_pay > 100000", scope=ALL)


@pytest.mark.parametrize(
    "where",
    [
        "segment = '''; DROP TABLE opportunities; --'",
        "competitor = ''' OR 1=1 --'",
        '"segment" = \'x"y\'',
    ],
)
def test_a_condition_is_data_and_never_sql(company: TinyWarehouse, where: str) -> None:
    assert count(company, where) == 0
    assert count(company, "") == 4


def test_a_condition_must_fit_the_facts_of_the_measure(company: TinyWarehouse) -> None:
    with pytest.raises(UnknownName, match="competitor"):
        query(company, "revenue_per_rep", where="competitor = 'x'", scope=ALL)


@pytest.fixture(scope="module")
def named() -> TinyWarehouse:
    world = World()
    world.person("p1", team="t1", full_name="Ann Adams").person("p2", team="t2", full_name="Bo Li")
    world.add("teams", id="t1", name="DACH Growth 1").add("teams", id="t2", name="Nordics")
    for name, owner, segment in (
        ("d1", "p1", "Enterprise"),
        ("d2", "p1", "SMB"),
        ("d3", "p2", "SMB"),
    ):
        world.deal(name, owner=owner, amount=100, segment=segment, outcome="won",
                   close_on="2026-03-01")  # fmt: skip
    return world.warehouse()


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("team = 'DACH Growth 1'", 2),
        ("team = 'dach growth 1'", 2),
        ("team = 't1'", 2),
        ("team != 'DACH Growth 1'", 1),
        ("team in ('DACH Growth 1', 'Nordics')", 3),
        ("not team = 'Nordics'", 2),
        ("person = 'Ann Adams'", 2),
        ("owner = 'Bo Li'", 1),
        ("team = 'Nordics' or person = 'Ann Adams'", 3),
    ],
)
def test_what_is_shown_by_name_is_asked_for_by_name(
    named: TinyWarehouse, where: str, expected: int
) -> None:
    assert count(named, where) == expected


def test_names_that_may_not_be_seen_are_no_way_to_ask(named: TinyWarehouse) -> None:
    blind = Scope("the test", None, min_group=1, abilities=frozenset({"see_amounts"}))
    assert query(named, "won_deals", where="person = 'Ann Adams'", scope=blind).one().n == 0


def test_a_value_that_nothing_has_is_said_with_near_ones(named: TinyWarehouse) -> None:
    answer = query(named, "bookings", where="segment = 'Enterprize'", scope=ALL)
    assert answer.notes == ("No segment is called 'Enterprize' here; near: 'Enterprise'.",)
    answer = query(named, "bookings", by="segment", where="team = 'DACH Grwth 1'", scope=ALL)
    assert answer.notes == ("No team is called 'DACH Grwth 1' here; near: 'DACH Growth 1'.",)


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ("segment in ('Enterprize', 'SMB')", 2),
        ("segment = 'SMB' or segment = 'Enterprize'", 2),
        ("segment != 'Enterprize'", 3),
        ("not segment = 'Enterprize'", 3),
    ],
)
def test_a_misspelt_word_is_told_where_other_facts_are_left(
    named: TinyWarehouse, where: str, left: int
) -> None:
    answer = query(named, "won_deals", where=where, scope=ALL)
    assert answer.one().value == left
    assert answer.notes == ("No segment is called 'Enterprize' here; near: 'Enterprise'.",)


def test_a_misspelt_word_of_any_column_is_told(named: TinyWarehouse) -> None:
    (note,) = query(named, "won_deals", where="owner = 'Bo Lee'", scope=ALL).notes
    assert note == "No owner is called 'Bo Lee' here; near: 'Bo Li'."
    (note,) = query(named, "won_deals", where="currency = 'GPB'", scope=ALL).notes
    assert note == "No currency is called 'GPB' here; there are: 'USD'."


def test_a_zero_of_what_is_known_elsewhere_is_one() -> None:
    """Known of an open deal, of another year, or by the list of teams alone: all are known."""
    world = World().person("ann", team="t1").person("bob", team="t2")
    world.add("teams", id="t1", name="North").add("teams", id="t3", name="Founded Today")
    world.deal("d1", owner="ann", amount=1, segment="SMB", outcome="won", close_on="2025-03-01")
    world.deal("d2", owner="bob", amount=1, segment="Enterprise", outcome="open")
    company = world.warehouse()
    for where, period in (
        ("segment = 'Enterprise'", None),
        ("segment = 'SMB'", "2024"),
        ("team = 'Founded Today'", None),
        ("team = 't3'", None),
    ):
        answer = query(company, "won_deals", where=where, period=period, scope=ALL)
        assert not [note for note in answer.notes if "is called" in note], where


def test_words_that_are_not_in_sight_are_neither_offered_nor_told_apart(
    named: TinyWarehouse,
) -> None:
    """Who sees one person's deals learns nothing of the words of another's."""
    own = Scope("Bo", frozenset({"p2"}), min_group=1, abilities=frozenset({"see_people"}))
    there, nowhere = (
        query(named, "won_deals", where=f"segment = '{word}'", scope=own).notes
        for word in ("Enterprise", "Nonesuch")
    )
    assert there == ("No segment is called 'Enterprise' here; there are: 'SMB'.",)
    assert nowhere == ("No segment is called 'Nonesuch' here; there are: 'SMB'.",)


def test_what_is_withheld_is_not_called_missing(named: TinyWarehouse) -> None:
    groups = Scope("the board", None, min_group=5, abilities=frozenset({"see_amounts"}))
    answer = query(named, "won_deals", where="segment = 'SMB'", scope=groups)
    assert answer.one().value is None
    assert answer.notes == ()


def test_a_value_that_is_there_is_not_called_missing(named: TinyWarehouse) -> None:
    where = "segment = 'Enterprise' and team = 'Nordics'"
    (note,) = query(named, "bookings", where=where, scope=ALL).notes
    assert note.startswith(f"No fact fits the condition {where}: nothing is like that")


def test_a_field_that_there_is_not_lists_each_once(named: TinyWarehouse) -> None:
    with pytest.raises(UnknownName) as raised:
        count(named, "sgment = 'SMB'")
    assert len(set(raised.value.known)) == len(raised.value.known)


def test_groups_stand_in_the_order_of_their_names() -> None:
    world = World().person("p9", full_name="Ann Adams").person("p1", full_name="zoe Young")
    world.person("p5", full_name="Bo Li")
    for owner in ("p1", "p5", "p9"):
        world.deal(f"d-{owner}", owner=owner, amount=1, outcome="won", close_on="2026-03-01")
    answer = query(world.warehouse(), "won_deals", by="person", scope=ALL)
    assert [row.keys["person"] for row in answer] == ["p9", "p5", "p1"]


@pytest.fixture(scope="module")
def staged() -> TinyWarehouse:
    """Stages whose order is not that of their letters."""
    world = World()
    for place, name in enumerate(("Lead", "Qualify", "Demo", "Close"), start=1):
        world.add("stages", id=name, name=name, position=place, closed=False, won=False)
        world.deal(f"d{place}", amount=10**place, stage=name, outcome="open", owner="ann",
                   created_on="2026-06-01", close_on="2026-07-10")  # fmt: skip
    world.deal("none", amount=7, outcome="open", created_on="2026-06-01", close_on="2026-07-10")
    world.deal("won", amount=500, stage="Lead", outcome="won", owner="ann",
               created_on="2026-06-01", close_on="2026-07-02")  # fmt: skip
    world.add("quotas", person="ann", amount=10_500, from_on="2026-07-01", to_on="2026-10-01")
    world.as_of = date(2026, 7, 5)
    return world.warehouse()


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("stage >= 'Demo'", 11_000),
        ("stage >= 'demo'", 11_000),
        ("stage > 'Lead'", 11_100),
        ("stage < 'Demo'", 110),
        ("stage <= 'Qualify'", 110),
        ("stage >= 3", 11_000),
        ("stage > 2.5", 11_000),
        ("stage > 'Close'", 0),
        ("not stage >= 'Demo'", 117),  # a deal without a stage is not from Demo on
        ("stage >= 'Demo' and amount > 5000", 10_000),
    ],
)
def test_stages_are_before_and_after_each_other_by_their_place(
    staged: TinyWarehouse, where: str, expected: int
) -> None:
    assert query(staged, "pipeline", where=where, scope=ALL).one().value == usd(expected)


def test_a_stage_that_there_is_not_is_no_bound(staged: TinyWarehouse) -> None:
    with pytest.raises(UnknownName, match="by their place") as raised:
        query(staged, "pipeline", where="stage >= 'Demoo'", scope=ALL)
    assert raised.value.near == ("Demo",)


def test_a_condition_holds_for_the_parts_that_have_its_field(staged: TinyWarehouse) -> None:
    """Quotas have no stage: pipeline from a stage on covers the whole of what remains."""

    def ask(measure: str, where: str) -> object:
        return query(staged, measure, where=where, period="2026Q3", scope=ALL).one().value

    assert ask("coverage", "stage >= 'Demo'") == Fraction(11_000, 10_000)
    assert ask("coverage", "stage >= 'Demo' and person = 'ann'") == Fraction(11_000, 10_000)
    counted = "outcome = 'won' or stage >= 'Demo'"
    assert ask("won_and_open", counted) == usd(11_500)
    assert ask("won_and_open_of_quota", counted) == Fraction(11_500, 10_500)
    assert ask("won_and_open_of_quota", f"({counted}) and person = 'ann'") == Fraction(23, 21)


def test_a_field_that_a_part_lacks_is_not_tied_to_another_by_or(staged: TinyWarehouse) -> None:
    where = "stage >= 'Demo' or person = 'ann'"
    with pytest.raises(UserError, match="Win rate goes into it, and cannot be asked by 'stage'"):
        query(staged, "pipeline_at_win_rate", where=where, scope=ALL)
