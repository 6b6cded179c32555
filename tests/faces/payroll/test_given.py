"""From records to the tables of a plan: small companies whose pay can be worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from everyrep.faces.payroll import Members, Named, given_of
from everyrep.faces.payroll.sharing import OTHERS, UNASSIGNED
from everyrep.pay import Given, Plan, amounts, calculate, read_plan
from everyrep.pay.facts.left import Reason
from everyrep.values import Currency, Scope, UnknownName, UserError
from tests.worlds import World

ALL = Scope.everything("the test")
REPS = Members(roles=("rep",))
END = date(2026, 6, 30)
PLAN = """
format = 1
plan = "small"
title = "Small"
version = "1"
from = 2026-01-01
until = 2027-01-01
currency = "USD"
zone = "UTC"
year_begins = "January"
model = "commission_only"
rounding = "half_up"
date = "closed_on"

[facts]
amount = "money"
cost = "money"
kind = "text"
closed_on = "date"

[derived]
margin = "(amount - cost) / amount"

[exchange]
spot = true

[[pay]]
id = "base"
kind = "commission"
title = "Commission"
of = "amount"
rate = "if(margin >= 50%, 20%, 10%)"
refund = "original"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    file = tmp_path / "small.toml"
    file.write_text(PLAN, encoding="utf-8")
    return read_plan(file)


def company() -> World:
    world = World(as_of=END)
    world.person("max", role="Manager", hired_on="2020-01-01")
    world.person("ana", role="Rep", hired_on="2024-01-01", manager="max")
    world.person("ben", role="rep", hired_on="2026-02-01", left_on="2026-05-01", manager="max")
    won = {"outcome": "won", "amount": 1000, "cost": 600, "kind": "new"}
    world.deal("d1", **won, owner="ana", close_on="2026-01-10")
    world.deal("d2", **{**won, "cost": 400}, owner="ben", close_on="2026-02-10")
    return world


def given(world: World, through: date = END, **more: object) -> Given:
    return given_of(world.warehouse(), ALL, payees=REPS, through=through, **more)  # type: ignore[arg-type]


def paid(plan: Plan, tables: Given) -> dict[str, int]:
    """Whole cents by payee and line."""
    found = amounts(calculate(plan, tables.facts(plan)))
    return {f"{row.payee} {row.line}": int(row.minor) for row in found.itertuples(index=False)}


def test_won_deals_of_people_on_the_plan_are_paid(plan: Plan) -> None:
    assert paid(plan, given(company())) == {"ana d1": 100_00, "ben d2": 200_00}


def test_a_deal_that_was_entered_late_is_not_known_before(plan: Plan) -> None:
    world = company()
    world.deal("d3", outcome="won", amount=500, cost=0, owner="ana", close_on="2026-01-30",
               booked_on="2026-02-03")  # fmt: skip
    assert "ana d3" not in paid(plan, given(world, date(2026, 1, 31)))
    tables = given(world, date(2026, 2, 28))
    assert paid(plan, tables)["ana d3"] == 100_00
    late = tables.lines[tables.lines["line"] == "d3"]
    assert late["closed_on"].tolist() == [date(2026, 1, 30)]


def test_a_refund_takes_back_what_the_deal_earned_at_its_own_margin(plan: Plan) -> None:
    world = company()
    world.add("refunds", id="r1", opportunity="d2", refunded_on="2026-03-05", amount=250)
    world.add("refunds", id="r2", opportunity="d1", refunded_on="2026-03-06")
    tables = given(world)
    back = tables.lines.set_index("line").loc[["r1", "r2"]]
    assert back["amount_minor"].tolist() == [-250_00, -1000_00]
    # A quarter of the amount brings a quarter of the cost back.
    assert back["cost_minor"].tolist() == [-100_00, -600_00]
    assert back["reverses"].tolist() == ["d2", "d1"]
    found = paid(plan, tables)
    assert found == {"ana d1": 100_00, "ana r2": -100_00, "ben d2": 200_00, "ben r1": -50_00}


def test_who_left_is_on_the_plan_until_then(plan: Plan) -> None:
    world = company()
    world.deal("d4", outcome="won", amount=900, cost=0, owner="ben", close_on="2026-05-02")
    tables = given(world)
    assert tables.people["until"].tolist() == [None, date(2026, 5, 1)]
    left = tables.gathered(plan).left
    assert left.examples[Reason.NOT_THERE] == ("ben of d4",)
    # Nobody knew in March that he would leave.
    assert given(world, date(2026, 3, 31)).people["until"].tolist() == [None, None]


def test_splits_are_paid_by_their_shares_and_nobody_by_name_where_it_is_not_known(
    plan: Plan,
) -> None:
    world = company()
    world.add("opportunity_splits", id="s1", opportunity="d1", person="ana", part=0.25)
    world.add("opportunity_splits", id="s2", opportunity="d1", part=0.75)
    tables = given(world)
    assert tables.splits["payee"].tolist() == ["ana", UNASSIGNED]
    assert paid(plan, tables) == {"ana d1": 25_00, "ben d2": 200_00}


def test_parts_that_were_rounded_are_parts_of_their_sum(plan: Plan) -> None:
    world = company()
    for at, person in enumerate(("ana", "ben", "max")):
        world.add("opportunity_splits", id=f"s{at}", opportunity="d2", person=person, part=0.3333)
    tables = given(world)
    assert tables.splits["share"].tolist() == ["1/3", "1/3", "1/3"]
    found = paid(plan, tables)
    assert (found["ana d2"], found["ben d2"]) == (66_67, 66_67)


def test_splits_that_do_not_sum_are_refused_by_the_name_of_the_deal(plan: Plan) -> None:
    world = company()
    world.add("opportunity_splits", id="s1", opportunity="d2", person="ana", part=0.9)
    with pytest.raises(UserError, match="'d2' sum to 90%"):
        paid(plan, given(world))


def test_a_rep_is_told_only_their_own_part_of_a_deal(plan: Plan) -> None:
    world = company()
    world.add("opportunity_splits", id="s1", opportunity="d2", person="ana", part=0.3)
    world.add("opportunity_splits", id="s2", opportunity="d2", person="ben", part=0.7)
    scope = Scope("ana", frozenset({"ana"}), min_group=1,
                  abilities=frozenset({"see_rows", "see_amounts"}))  # fmt: skip
    tables = given_of(world.warehouse(), scope, payees=REPS, through=END)
    shares = zip(tables.splits["payee"], tables.splits["share"], strict=True)
    assert list(shares) == [("ana", 0.3), (OTHERS, "7/10")]
    assert "ben" not in tables.lines["payee"].tolist()
    assert tables.people["payee"].tolist() == ["ana"]
    assert paid(plan, tables) == {"ana d1": 100_00, "ana d2": 60_00}


def test_amounts_in_another_currency_go_at_the_rate_of_the_day(plan: Plan) -> None:
    world = company()
    world.add("exchange_rates", currency="EUR", from_on="2026-01-01", rate=1.25)
    world.add("exchange_rates", currency="EUR", from_on="2026-03-01", rate=1.5)
    eur = {"outcome": "won", "amount": 100, "cost": 90, "owner": "ana", "currency": "EUR"}
    world.deal("e1", **eur, close_on="2026-02-28").deal("e2", **eur, close_on="2026-03-01")
    found = paid(plan, given(world))
    assert (found["ana e1"], found["ana e2"]) == (12_50, 15_00)


def test_a_plan_in_another_currency_than_the_company_gets_rates_to_its_own() -> None:
    world = company()
    world.add("exchange_rates", currency="EUR", from_on="2026-01-01", rate=1.25)
    world.add("quotas", person="ana", from_on="2026-01-01", to_on="2026-04-01", amount=500)
    tables = given(world, currency=Currency.of("EUR"))
    assert set(tables.exchange["currency"]) == {"USD"}
    assert set(tables.exchange["rate"]) == {"4/5"}
    assert tables.quotas["amount_minor"].tolist() == [400_00, 400_00]


def test_quotas_are_there_as_recorded_and_by_year() -> None:
    world = company()
    for first, end, amount in (
        ("2026-01-01", "2026-04-01", 100), ("2026-04-01", "2026-07-01", 150),
    ):  # fmt: skip
        world.add("quotas", person="ana", from_on=first, to_on=end, amount=amount,
                  measure="bookings")  # fmt: skip
    found = given(world).quotas
    rows = list(found.itertuples(index=False, name=None))
    assert rows == [
        ("ana", "bookings", 100_00, date(2026, 1, 1), date(2026, 4, 1)),
        ("ana", "bookings", 150_00, date(2026, 4, 1), date(2026, 7, 1)),
        ("ana", "bookings_year", 250_00, date(2026, 1, 1), date(2027, 1, 1)),
    ]


def test_everybody_has_a_manager_or_none_on_every_day() -> None:
    found = given(company()).managers
    rows = list(found.itertuples(index=False, name=None))
    assert rows == [
        ("ana", None, None, date(2024, 1, 1)),
        ("ana", "max", date(2024, 1, 1), None),
        ("ben", None, None, date(2026, 2, 1)),
        ("ben", "max", date(2026, 2, 1), date(2026, 5, 1)),
        ("ben", None, date(2026, 5, 1), None),
        ("max", None, None, None),
    ]


def test_a_role_that_nobody_has_is_refused_with_the_near_one() -> None:
    with pytest.raises(UnknownName, match="Manager"):
        given_of(company().warehouse(), ALL, payees=Members(("Manger",)), through=END)


def test_who_may_not_see_amounts_gets_nothing() -> None:
    with pytest.raises(UserError, match="see_amounts"):
        given_of(company().warehouse(), ALL.narrow(abilities=["see_rows"]), payees=REPS,
                 through=END)  # fmt: skip


def test_exceptions_by_name_count_before_roles() -> None:
    jobs = pd.DataFrame(
        [
            ("ana", date(2024, 1, 1), date(2025, 1, 1), "rep", None),
            ("ana", date(2025, 1, 1), None, None, "Rep"),
            ("ben", date(2024, 1, 1), None, "manager", "Head"),
        ],
        columns=["person_id", "from_on", "until_on", "role", "title"],
    )
    members = Members(
        ("REP",),
        (
            Named("ana", date(2025, 3, 1), date(2025, 4, 1), on=False),
            Named("ben", date(2025, 6, 1)),
        ),
    )
    assert members.stints(jobs) == [
        ("ana", date(2024, 1, 1), date(2025, 3, 1)),
        ("ana", date(2025, 4, 1), None),
        ("ben", date(2025, 6, 1), None),
    ]
    assert Members.from_json(members.to_json()) == members


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ('{"roles": "rep"}', "roles"),
        ('{"role": ["rep"]}', "roles"),
        ('{"named": [{"payee": "ana"}]}', "no first day"),
        ('{"named": [{"payee": "ana", "from": "soon"}]}', "'soon' is no day"),
        ('{"named": [{"payee": 7, "from": "2026-01-01"}]}', "exception"),
        ('{"named": [{"payee": "a", "from": "2026-01-02", "until": "2026-01-01"}]}', "a day"),
    ],
)
def test_members_that_cannot_be_read_are_refused(text: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        Members.from_json(text)
