"""The small language of conditions, over facts."""

from __future__ import annotations

import pytest

from everyrep.measures import query
from everyrep.values import Scope, SettingsError, UnknownName, UserError
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
