"""Records one by one, each frame held against SQL that was written apart from it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd
import pytest

from everyrep.measures.records import Records, may_see_records
from everyrep.values import Scope, UserError
from tests.measures.company import AS_OF, messy_company
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")
DAYS = (date(2025, 3, 31), date(2026, 2, 28), AS_OF)
WON = """
    SELECT o.*, coalesce((
        SELECT c.before_id FROM owner_changes c WHERE c.opportunity_id = o.id
            AND c.changed_on > o.close_on AND c.before_id IS NOT NULL
        ORDER BY c.changed_at LIMIT 1
    ), o.owner_id) AS holder
    FROM opportunities o
    WHERE o.outcome = 'won' AND o.close_on <= DATE '{day}'
        AND coalesce(o.created_on, DATE '1900-01-01') <= DATE '{day}'
        AND coalesce(o.booked_on, DATE '1900-01-01') <= DATE '{day}'
"""


@cache
def company() -> TinyWarehouse:
    """The messy company with late bookings, deals given on after their close, and refunds."""
    world, chance = messy_company(), random.Random("records")
    for row in world.tables["opportunities"]:
        if row.get("outcome") != "won" or row.get("close_on") is None:
            continue
        closed = row["close_on"]
        if chance.random() < 0.2:
            row["booked_on"] = closed + timedelta(days=chance.randrange(0, 60))
        if chance.random() < 0.3:
            for _ in range(chance.randrange(1, 3)):
                world.add(
                    "owner_changes", opportunity=row["id"], owner=f"p{chance.randrange(24):02}",
                    before=f"p{chance.randrange(24):02}" if chance.random() < 0.8 else None,
                    changed_at=str(closed + timedelta(days=chance.randrange(-20, 40))),
                )  # fmt: skip
        if chance.random() < 0.3:
            back = closed + timedelta(days=chance.randrange(1, 200))
            world.add(
                "refunds", id=f"r{row['id']}", opportunity=row["id"], refunded_on=back,
                recorded_on=back + timedelta(days=30) if chance.random() < 0.3 else None,
                amount=chance.choice([None, 100, -50.5]), cost=chance.choice([None, 10]),
                reason="cancelled",
            )  # fmt: skip
    return world.warehouse()


def sql(text: str) -> list[tuple[Any, ...]]:
    return company().connection.execute(text).fetchall()


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Rows as plain values, nothing as None."""
    return [
        tuple(None if value is None or value is pd.NA else value for value in row)
        for row in frame[list(columns)].astype(object).itertuples(index=False, name=None)
    ]


@pytest.mark.parametrize("day", DAYS)
def test_won_deals_are_those_that_were_known(day: date) -> None:
    found = Records(company(), ALL, day).deals
    told = sql(
        f"SELECT id, holder, close_on, booked_on, amount_minor, cost_minor, currency, kind "
        f"FROM ({WON.format(day=day)}) ORDER BY close_on, id"
    )
    assert len(told) > 20
    columns = ("deal", "owner_id", "closed_on", "booked_on", "amount_minor", "cost_minor",
               "currency", "kind")  # fmt: skip
    assert rows(found, *columns) == told


def test_deals_say_when_their_customer_stopped_being_one() -> None:
    found = Records(company(), ALL, AS_OF).deals
    told = sql(
        f"SELECT w.id, a.lost_on FROM ({WON.format(day=AS_OF)}) w "
        f"LEFT JOIN accounts a ON a.id = w.account_id AND a.lost_on <= DATE '{AS_OF}' "
        "ORDER BY w.close_on, w.id"
    )
    assert any(day for _, day in told)
    assert rows(found, "deal", "lost_on") == told


def test_deals_of_a_time_bring_along_what_was_taken_back_in_it() -> None:
    since = date(2026, 1, 1)
    found = Records(company(), ALL, AS_OF, since).deals
    told = sql(
        f"SELECT id FROM ({WON.format(day=AS_OF)}) WHERE close_on >= DATE '{since}' OR id IN "
        f"(SELECT opportunity_id FROM refunds WHERE refunded_on BETWEEN DATE '{since}' "
        f"AND DATE '{AS_OF}' AND (recorded_on IS NULL OR recorded_on <= DATE '{AS_OF}')) "
        "ORDER BY close_on, id"
    )
    assert rows(found, "deal") == told
    assert found["closed_on"].min() < since


@pytest.mark.parametrize("day", DAYS)
def test_refunds_are_those_that_were_known(day: date) -> None:
    found = Records(company(), ALL, day).refunds
    told = sql(
        "SELECT r.id, w.id, r.refunded_on, coalesce(abs(r.amount_minor), w.amount_minor), "
        "CASE WHEN r.amount_minor IS NULL THEN w.cost_minor ELSE r.cost_minor END "
        f"FROM refunds r JOIN ({WON.format(day=day)}) w ON w.id = r.opportunity_id "
        f"WHERE r.refunded_on <= DATE '{day}' "
        f"AND coalesce(r.recorded_on, r.refunded_on) <= DATE '{day}' ORDER BY r.refunded_on, r.id"
    )
    assert rows(found, "refund", "deal", "refunded_on", "amount_minor", "cost_minor") == told
    assert day != AS_OF or len(told) > 10


@pytest.mark.parametrize("day", DAYS)
def test_credits_are_the_splits_of_won_deals(day: date) -> None:
    found = Records(company(), ALL, day).credits
    told = sql(
        "SELECT s.opportunity_id, s.person_id, s.part, CASE WHEN coalesce(s.kind, 'revenue') = "
        "'revenue' THEN 'primary' ELSE s.kind END AS kind FROM opportunity_splits s "
        f"JOIN ({WON.format(day=day)}) w ON w.id = s.opportunity_id ORDER BY 1, 4, 2, 3"
    )
    assert rows(found, "deal", "person_id", "part", "kind") == told
    assert len(told) > 5


@pytest.mark.parametrize("day", DAYS)
def test_jobs_that_had_not_begun_or_ended_are_not_known(day: date) -> None:
    found = Records(company(), ALL, day).jobs
    told = sql(
        f"SELECT person_id, from_on, CASE WHEN to_on <= DATE '{day + timedelta(days=1)}' "
        "THEN to_on END, role, manager_id, team_id FROM org_history "
        f"WHERE from_on <= DATE '{day}' ORDER BY person_id, from_on"
    )
    columns = ("person_id", "from_on", "until_on", "role", "manager_id", "team_id")
    assert rows(found, *columns) == told


def test_quotas_leave_and_rates() -> None:
    world = World(as_of=AS_OF, rates={"EUR": "1.25"})
    world.person("ana", hired_on="2025-01-01", commission_rate=0.05)
    year = {"person": "ana", "from_on": "2026-01-01", "to_on": "2027-01-01"}
    world.add("quotas", **year, amount=400, measure="bookings")
    world.add("quotas", **{**year, "to_on": "2026-04-01"}, amount=100, measure="bookings")
    world.add("quotas", **{**year, "measure": "margin"}, amount=70)
    world.add("quotas", team="north", from_on="2026-01-01", to_on="2026-04-01", amount=900)
    world.add("leaves", person="ana", from_on="2026-02-01", to_on="2026-03-01")
    world.add("leaves", person="ana", from_on="2026-09-01")
    for day, rate in (("2026-01-01", 1.25), ("2026-02-01", 1.5), ("2026-09-01", 9.0)):
        world.add("exchange_rates", currency="EUR", from_on=day, rate=rate)
    world.add("exchange_rates", currency="EUR", from_on="2026-01-01", rate=7, to_currency="GBP")
    records = Records(world.warehouse(), ALL, AS_OF)
    quotas = rows(records.quotas, "person_id", "measure", "until_on", "amount_minor")
    # The quarter stands in the place of the year around it; a team's quota is nobody's own.
    assert quotas == [
        ("ana", "bookings", date(2026, 4, 1), 100_00), ("ana", "margin", date(2027, 1, 1), 70_00)
    ]  # fmt: skip
    assert rows(records.leave, "person_id", "from_on", "until_on") == [
        ("ana", date(2026, 2, 1), date(2026, 3, 1))
    ]
    assert rows(records.rates, "currency", "from_on", "rate") == [
        ("EUR", date(2026, 1, 1), 1.25), ("EUR", date(2026, 2, 1), 1.5)
    ]  # fmt: skip
    assert rows(records.people, "person_id", "hired_on", "commission_rate") == [
        ("ana", date(2025, 1, 1), 0.05)
    ]


def test_quotas_of_the_company_are_all_there() -> None:
    found = Records(company(), ALL, DAYS[0]).quotas
    told = sql(
        "SELECT q.person_id, q.measure, q.from_on, q.to_on, q.amount_minor FROM quotas q "
        "WHERE q.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM quotas i "
        "WHERE i.person_id = q.person_id AND i.measure = q.measure AND i.from_on >= q.from_on "
        "AND i.to_on <= q.to_on AND i.to_on - i.from_on < q.to_on - q.from_on) "
        "ORDER BY q.person_id, q.measure, q.from_on"
    )
    assert rows(found, "person_id", "measure", "from_on", "until_on", "amount_minor") == told
    assert len(told) > 20


def test_a_rep_gets_their_own_part_and_nothing_of_others() -> None:
    scope = Scope("a rep", frozenset({"p03"}), min_group=1,
                  abilities=frozenset({"see_rows", "see_amounts"}))  # fmt: skip
    records, everything = Records(company(), scope, AS_OF), Records(company(), ALL, AS_OF)
    mine = set(everything.credits.query("person_id == 'p03'")["deal"])
    shared = set(everything.credits.query("kind == 'primary'")["deal"])
    owned = set(everything.deals.query("owner_id == 'p03'")["deal"])
    assert set(records.deals["deal"]) == mine | (owned - shared)
    assert mine
    assert owned - shared
    assert set(records.credits["person_id"]) == {"p03"}
    assert set(records.deals["owner_id"].dropna()) == {"p03"}
    for frame in (records.jobs, records.quotas, records.leave, records.people):
        assert set(frame["person_id"]) <= {"p03"}
    assert set(records.refunds["deal"]) <= set(records.deals["deal"])
    assert records.people["commission_rate"].isna().all()


def test_a_team_lead_limited_to_a_team_gets_deals_of_who_was_in_it_then() -> None:
    scope = Scope("a lead", None, frozenset({"north"}), min_group=1,
                  abilities=frozenset({"see_rows", "see_amounts"}))  # fmt: skip
    found = Records(company(), scope, AS_OF)
    told = sql(
        f"WITH won AS ({WON.format(day=AS_OF)}), parts AS ("
        "SELECT w.id, w.close_on, s.person_id FROM won w JOIN opportunity_splits s "
        "ON s.opportunity_id = w.id UNION ALL SELECT w.id, w.close_on, w.holder FROM won w "
        "WHERE NOT EXISTS (SELECT 1 FROM opportunity_splits s WHERE s.opportunity_id = w.id "
        "AND coalesce(s.kind, 'revenue') = 'revenue')) "
        "SELECT DISTINCT p.id FROM parts p JOIN org_history h ON h.person_id = p.person_id "
        "AND h.from_on <= p.close_on AND (h.to_on IS NULL OR p.close_on < h.to_on) "
        "WHERE h.team_id = 'north' ORDER BY 1"
    )
    assert sorted(rows(found.deals, "deal")) == told
    assert told
    assert set(found.jobs["team_id"]) == {"north"}


def test_amounts_are_empty_for_who_may_not_see_them() -> None:
    scope = ALL.narrow(abilities=["see_rows"])
    records = Records(company(), scope, AS_OF)
    for frame in (records.deals, records.refunds, records.quotas):
        amounts = [name for name in frame.columns if name.endswith("_minor")]
        assert amounts
        assert frame[amounts].isna().all().all()


def test_a_masked_field_is_empty() -> None:
    records = Records(company(), ALL.narrow(masked_fields=["opportunities.kind"]), AS_OF)
    assert records.deals["kind"].isna().all()
    assert records.deals["amount_minor"].notna().any()


def test_who_sees_groups_alone_gets_no_records_but_who_sees_pay_does() -> None:
    groups = Scope("a planner", None, abilities=frozenset({"see_amounts"}))
    assert not may_see_records(groups)
    with pytest.raises(UserError, match="single records"):
        Records(company(), groups, AS_OF)
    with pytest.raises(UserError, match="single records"):
        Records(company(), Scope.nothing("a stranger"), AS_OF)
    finance = Scope("finance", None, abilities=frozenset({"see_amounts", "see_pay"}))
    assert len(Records(company(), finance, AS_OF).deals)
