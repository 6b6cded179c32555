"""Joins that double rows, and sums that do so without a word: each is set up and must not bite."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from everyrep.measures import Answer, query
from everyrep.values import Money, Scope
from tests.worlds import World

ALL = Scope.everything("the test")


def values(answer: Answer, dimension: str) -> dict[object, object]:
    return {row.keys[dimension]: row.estimate.value for row in answer}


def usd(amount: str) -> Money:
    return Money.from_decimal(amount, "USD")


def won(world: World, name: str, **more: object) -> World:
    return world.deal(name, **{"outcome": "won", "close_on": "2026-03-01", **more})


def test_a_deal_with_many_activities_stages_and_touches_counts_once() -> None:
    world = won(World().person("ann"), "d1", owner="ann", amount=100, stage="Won")
    for i in range(3):
        world.add("activities", id=f"x{i}", person="ann", opportunity="d1", kind="call",
                  occurred_at="2026-01-05")  # fmt: skip
        world.add("stage_history", opportunity="d1", stage=f"s{i}", entered_at=f"2026-01-0{i + 1}")
    company = world.warehouse()
    assert query(company, "bookings", scope=ALL).one().value == usd("100")
    assert query(company, "activities", by="stage", scope=ALL).one(stage="Won").value == 3


def test_splits_share_a_deal_out_to_the_cent() -> None:
    world = won(World(), "d1", owner="ann", amount="100.01")
    for person, part in (("ann", 1 / 3), ("bob", 1 / 3), ("cleo", 1 / 3)):
        world.add("opportunity_splits", id=person, opportunity="d1", person=person, part=part)
    company = world.warehouse()
    found = values(query(company, "bookings", by="person", scope=ALL), "person")
    assert sum((x.minor for x in found.values() if isinstance(x, Money)), 0) == 10001
    assert query(company, "bookings", scope=ALL).one().value == usd("100.01")


def test_overlay_credit_is_not_revenue() -> None:
    world = won(World(), "d1", owner="ann", amount=100)
    for person, part, kind in (("ann", 1.0, "revenue"), ("eve", 1.0, "overlay")):
        world.add(
            "opportunity_splits", id=person, opportunity="d1", person=person, part=part, kind=kind
        )
    found = values(query(world.warehouse(), "bookings", by="person", scope=ALL), "person")
    assert found == {"ann": usd("100")}


def test_a_team_with_two_sellers_of_one_deal_has_one_deal() -> None:
    world = World().person("ann", team="north").person("bob", team="north")
    won(world, "d1", owner="ann", amount=100)
    for person in ("ann", "bob"):
        world.add("opportunity_splits", id=person, opportunity="d1", person=person, part=0.5)
    found = query(world.warehouse(), "bookings", by="team", scope=ALL).one(team="north")
    assert (found.value, found.n) == (usd("100"), 1)


def test_a_deal_belongs_to_the_team_of_the_day_and_to_no_other() -> None:
    world = World().person("ann")
    for start, end, team in (
        ("2025-01-01", "2026-03-01", "north"),
        ("2026-03-01", None, "south"),
    ):
        world.add("org_history", person_id="ann", from_on=start, to_on=end, team_id=team)
    won(world, "before", owner="ann", close_on="2026-02-28")
    won(world, "on the day", owner="ann", close_on="2026-03-01")
    found = values(query(world.warehouse(), "won_deals", by="team", scope=ALL), "team")
    assert found == {"north": 1, "south": 1}


def test_history_that_overlaps_does_not_double_deals() -> None:
    """A source may forget to end a position; the next one ends it."""
    world = World().person("ann")
    world.add("org_history", person_id="ann", from_on="2025-01-01", to_on=None, team_id="north")
    world.add("org_history", person_id="ann", from_on="2026-01-01", to_on=None, team_id="south")
    won(world, "d1", owner="ann", amount=100)
    company = world.warehouse()
    assert values(query(company, "bookings", by="team", scope=ALL), "team") == {"south": usd("100")}
    per_rep = query(company, "revenue_per_rep", period="2026Q1", scope=ALL).one()
    assert per_rep.value == usd("100")


def test_quotas_and_deals_do_not_multiply_each_other() -> None:
    """The chasm: two quotas and three deals of one person are not six rows."""
    world = World().person("ann", team="north")
    for month in (1, 2, 3):
        won(world, f"d{month}", owner="ann", amount=100, close_on=date(2026, month, 15))
    for start, end in (("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-07-01")):
        world.add("quotas", person="ann", from_on=start, to_on=end, amount=600)
    company = world.warehouse()
    assert query(company, "quota", scope=ALL).one().value == usd("1200")
    assert query(company, "attainment", scope=ALL).one().value == Fraction(300, 1200)
    first = query(company, "attainment", by="team", period="2026Q1", scope=ALL).one(team="north")
    assert first.value == Fraction(300, 600)


def test_a_quota_of_the_year_does_not_come_on_top_of_its_quarters() -> None:
    world = World()
    for start, end, amount in (
        ("2026-01-01", "2027-01-01", 4000),
        ("2026-01-01", "2026-04-01", 900),
        ("2026-04-01", "2026-07-01", 1100),
    ):
        world.add("quotas", person="ann", from_on=start, to_on=end, amount=amount)
    assert query(world.warehouse(), "quota", scope=ALL).one().value == usd("2000")


def test_quotas_of_teams_do_not_come_on_top_of_those_of_their_people() -> None:
    world = World().person("ann", team="north")
    world.add("quotas", person="ann", from_on="2026-01-01", to_on="2026-04-01", amount=900)
    world.add("quotas", team="north", from_on="2026-01-01", to_on="2026-04-01", amount=900)
    assert query(world.warehouse(), "quota", scope=ALL).one().value == usd("900")


def test_a_managers_quota_that_sums_up_the_teams_does_not_come_on_top_of_it() -> None:
    world = World().person("ann", manager="max").person("bob", manager="max").person("max")
    for person, amount in (("ann", 300), ("bob", 200), ("max", 500)):
        world.add("quotas", person=person, from_on="2026-01-01", to_on="2026-04-01", amount=amount)
    won(world, "d1", owner="ann", amount=100)
    assert query(world.warehouse(), "quota", scope=ALL).one().value == usd("500")


def test_a_manager_who_sells_has_a_quota_like_anybody() -> None:
    world = World().person("ann", manager="max").person("max")
    for person in ("ann", "max"):
        world.add("quotas", person=person, from_on="2026-01-01", to_on="2026-04-01", amount=500)
    won(world, "d1", owner="max", amount=100)
    company = world.warehouse()
    assert query(company, "quota", scope=ALL).one().value == usd("1000")
    assert query(company, "attainment", by="person", scope=ALL).one(person="max").value == (
        Fraction(1, 5)
    )


def test_where_only_teams_have_quotas_they_count() -> None:
    world = World()
    for team, amount in (("north", 900), ("south", 100)):
        world.add("quotas", team=team, from_on="2026-01-01", to_on="2026-04-01", amount=amount)
    found = query(world.warehouse(), "quota", by="team", scope=ALL)
    assert values(found, "team") == {"north": usd("900"), "south": usd("100")}


def test_parts_of_a_quota_add_up_to_it_to_the_cent() -> None:
    world = World()
    world.add("quotas", person="ann", from_on="2026-01-01", to_on="2026-04-01", amount="100.01")
    found = query(world.warehouse(), "quota", by="week", scope=ALL)
    assert len(found) == 14
    assert sum((row.estimate.value.minor for row in found), 0) == 10001  # type: ignore[union-attr]


def test_bookings_outside_the_days_of_a_quota_are_not_attainment() -> None:
    world = World()
    won(world, "in", owner="ann", amount=50, close_on="2026-03-31")
    won(world, "out", owner="ann", amount=500, close_on="2026-04-01")
    won(world, "without quota", owner="bob", amount=500, close_on="2026-03-31")
    world.add("quotas", person="ann", from_on="2026-01-01", to_on="2026-04-01", amount=100)
    found = query(world.warehouse(), "attainment", scope=ALL).one()
    assert (found.value, found.n) == (Fraction(1, 2), 1)


def test_a_deal_of_several_products_counts_once_where_products_do_not_matter() -> None:
    world = World()
    for name, line in (("p1", "Core"), ("p2", "Core"), ("p3", "Plus")):
        world.add("products", id=name, name=name, family=line)
    won(world, "d1", owner="ann", amount=500)
    for product, amount in (("p1", 100), ("p2", 150), ("p3", 250)):
        world.add("opportunity_lines", id=product, opportunity="d1", product=product, amount=amount)
    won(world, "d2", owner="ann", amount=70, product="p3")
    company = world.warehouse()
    assert values(query(company, "bookings", by="product", scope=ALL), "product") == {
        "p1": usd("100"), "p2": usd("150"), "p3": usd("320"),
    }  # fmt: skip
    lines = query(company, ["bookings", "won_deals"], by="product_line", scope=ALL)
    assert lines.one("bookings", product_line="Core").value == usd("250")
    assert lines.one("won_deals", product_line="Core").value == 1
    where = "product in ('p1', 'p2')"
    assert query(company, "won_deals", where=where, scope=ALL).one().value == 1
    assert query(company, "bookings", where=where, scope=ALL).one().value == usd("250")
    assert query(company, "bookings", scope=ALL).one().value == usd("570")


def test_products_share_the_amount_of_their_deal_to_the_cent() -> None:
    """A discount on the whole, a foreign currency, thirds, lines without amounts or products."""
    world = World(rates={"EUR": "1.10"})
    for name in ("p1", "p2", "p3"):
        world.add("products", id=name, name=name, family="Core")
    deals = {
        "discounted": (Decimal("80.00"), "USD", (30, 30, 40)),
        "foreign": (Decimal("99.99"), "EUR", (10, 20, 70)),
        "thirds": (Decimal("100.00"), "USD", (1, 1, 1)),
        "bare": (Decimal("0.01"), "USD", (None, None, None)),
        "returned": (Decimal("50.00"), "USD", (80, -20, -10)),
    }
    for deal, (amount, currency, lines) in deals.items():
        won(world, deal, amount=amount, currency=currency)
        for place, line in enumerate(lines, 1):
            world.add(
                "opportunity_lines", id=f"{deal}{place}", opportunity=deal, amount=line,
                product=f"p{place}", currency=currency,
            )  # fmt: skip
    company = world.warehouse()
    for deal in deals:
        where = f"deal = '{deal}'"
        whole = query(company, "bookings", where=where, scope=ALL).one().value
        cut = query(company, "bookings", by="product", where=where, scope=ALL)
        assert sum(minor(row.estimate.value) for row in cut) == minor(whole), deal
        assert len(cut) == 3
    thirds = query(company, "bookings", by="product", where="deal = 'thirds'", scope=ALL)
    assert {minor(row.estimate.value) for row in thirds} == {3333, 3334}
    foreign = query(company, "bookings", by="product", where="deal = 'foreign'", scope=ALL)
    assert minor(foreign.one(product="p3").value) == pytest.approx(0.7 * 10999, abs=1)


def minor(value: object) -> int:
    assert isinstance(value, Money)
    return value.minor


def test_amounts_that_cannot_be_converted_are_left_out_and_said() -> None:
    world = World(rates={"EUR": "1.10"})
    won(world, "d1", amount=100)
    won(world, "d2", amount=100, currency="EUR")
    won(world, "d3", amount=100, currency="GBP")
    won(world, "d4", amount=None)
    company = world.warehouse()
    found = query(company, "bookings", scope=ALL).one()
    assert found.value == usd("210")
    assert found.notes == (
        "Won deals in a currency without an exchange rate are left out: 1.",
        "Won deals without an amount add nothing: 1.",
    )
    size = query(company, "average_deal_size", scope=ALL).one()
    assert (size.value, size.n) == (usd("105"), 2)


def test_yen_have_no_cents() -> None:
    world = won(World(currency="JPY"), "d1", amount=1234567)
    found = query(world.warehouse(), "bookings", scope=ALL).one()
    assert found.unit == "money:JPY"
    assert found.value == Money.from_decimal("1234567", "JPY")


def test_sums_beyond_what_a_float_holds_stay_exact() -> None:
    world = World()
    for i in range(3):
        won(world, f"d{i}", amount="90071992547409.93")
    found = query(world.warehouse(), "bookings", scope=ALL).one()
    assert found.value == usd("270215977642229.79")


def test_a_leaver_counts_as_an_exit_in_the_team_left_and_once() -> None:
    world = World()
    world.person("ann", hired_on="2025-01-01", left_on="2026-03-01", leaving_kind="voluntary")
    for start, end, team in (
        ("2025-01-01", "2026-02-01", "north"),
        ("2026-02-01", "2026-03-01", "south"),
    ):
        world.add("org_history", person_id="ann", from_on=start, to_on=end, team_id=team)
    found = query(world.warehouse(), "turnover", by="team", scope=ALL)
    assert found.one(team="north").value == 0
    assert found.one(team="south").value == pytest.approx(365.25 / 28)


def test_those_who_were_there_before_anybody_could_be_seen_to_leave_do_not_water_it_down() -> None:
    world = World()
    for name in ("old", "older", "oldest"):
        world.person(name, hired_on="1996-01-01")
    world.person("ann", hired_on="2025-01-01", left_on="2026-01-01")
    ever = "1996-01-01..2026-07-01"
    found = query(world.warehouse(), "turnover", period=ever, scope=ALL).one()
    # Ann's last day is in 2025: her year, and the three others' days from the start of it.
    days = (date(2026, 7, 1) - date(2025, 1, 1)).days
    assert found.value == pytest.approx(365.25 / (3 * days + 365))
    assert found.unit == "share/year"
    world.person("typo", hired_on="2016-01-17", left_on="2015-07-02")
    assert query(world.warehouse(), "turnover", period=ever, scope=ALL).one().value == found.value
    before = query(world.warehouse(), "turnover", period="2010", scope=ALL).one()
    assert not before.estimable


def test_time_in_two_teams_is_not_two_reps() -> None:
    world = World(as_of=date(2026, 6, 30)).person("ann", hired_on="2025-01-01")
    for start, end, team in (("2025-01-01", "2026-02-15", "north"), ("2026-02-15", None, "south")):
        world.add("org_history", person_id="ann", from_on=start, to_on=end, team_id=team)
    won(world, "d1", owner="ann", amount=300, close_on="2026-01-10")
    company = world.warehouse()
    found = query(company, "revenue_per_rep", period="2026Q1", scope=ALL).one()
    assert (found.value, found.n) == (usd("300"), 1)
    assert found.reason is not None
    assert found.reason.code == "one_person"


def test_one_win_dated_before_its_deal_does_not_stretch_the_days_it_is_held_against() -> None:
    world = World(as_of=date(2026, 3, 31)).person("ann", hired_on="1990-01-01")
    won(world, "d1", owner="ann", amount=300, close_on="2026-01-01", created_on="2025-12-01")
    won(world, "typo", owner="ann", amount=1, close_on="1996-01-01", created_on="2025-12-01")
    found = query(world.warehouse(), "revenue_per_rep", scope=ALL).one()
    assert found.value == usd("300")


def a_deal_of_many(world: World, name: str, **more: object) -> World:
    """A deal with three lines, two splits, four activities and five touches of its campaign."""
    world.deal(name, **{"owner": "ann", "amount": 300, "campaign": "k1", "account": "a1", **more})
    for i, product in enumerate(("p1", "p2", "p3")):
        world.add("opportunity_lines", id=f"{name}l{i}", opportunity=name, product=product,
                  amount=100, quantity=1)  # fmt: skip
    for person in ("ann", "bob"):
        world.add("opportunity_splits", id=f"{name}{person}", opportunity=name, person=person,
                  part=0.5)  # fmt: skip
    for i in range(4):
        world.add("activities", id=f"{name}x{i}", opportunity=name, person="ann", kind="call",
                  contact=f"c{i % 2}", occurred_at=f"2026-01-0{i + 1}")  # fmt: skip
    for i in range(5):
        world.add("touches", id=f"{name}t{i}", campaign="k1", opportunity=name,
                  occurred_at="2026-01-01", result="Responded")  # fmt: skip
    return world


MONEY_OF_ONE = ("pipeline", "created_amount", "due_pipeline", "average_open_deal")
SHARES_OF_ONE = ("stalled_share", "single_threaded_share", "next_step_missing_share")


def test_an_open_deal_with_lines_splits_activities_and_touches_counts_once() -> None:
    world = World(as_of=date(2026, 6, 30)).person("ann", team="north").person("bob", team="north")
    a_deal_of_many(world, "d1", close_on="2026-07-15", next_step="Call")
    company = world.warehouse()
    for name in MONEY_OF_ONE:
        for by in ((), ("team",), ("segment", "channel")):
            found = query(company, name, by=by, scope=ALL)
            assert [(row.estimate.value, row.estimate.n) for row in found] == [(usd("300"), 1)], (
                name
            )
    for name in SHARES_OF_ONE:
        assert query(company, name, by="team", scope=ALL).one(team="north").n == 1
    by_person = values(query(company, "pipeline", by="person", scope=ALL), "person")
    assert by_person == {"ann": usd("150"), "bob": usd("150")}


def test_a_won_deal_with_lines_splits_activities_and_touches_counts_once() -> None:
    world = World().person("ann", team="north").person("bob", team="south")
    world.add("accounts", id="a1", owner="ann", segment="SMB")
    world.add("campaigns", id="k1", channel="Event", spend=600, starts_on="2026-01-01")
    for name in ("p1", "p2", "p3"):
        world.add("products", id=name, name=name, family=name)
    a_deal_of_many(
        world, "d1", outcome="won", close_on="2026-03-01", kind="new", cost=120, list_amount=400,
    )  # fmt: skip
    company = world.warehouse()
    expected: dict[str, object] = {
        "new_bookings": usd("300"), "win_rate_by_amount": 1, "discount_rate": 0.25,
        "price_realisation": 0.75, "gross_margin": 0.6, "margin_per_deal": usd("180"),
        "units_sold": 3, "average_selling_price": usd("100"), "products_per_deal": 3,
        "new_customers": 1, "customers": 1, "penetration": 3, "cost_per_opportunity": usd("600"),
        "acquisition_cost": usd("600"), "touches": 5, "cost_per_touch": usd("120"),
        "time_to_first_activity": 0, "median_deal_size": usd("300"), "won_cycle": 59,
    }  # fmt: skip
    answer = query(company, list(expected), scope=ALL)
    for name, value in expected.items():
        about = pytest.approx(value) if isinstance(value, float) else value
        assert answer.one(name).value == about, name
    shared = query(company, "new_bookings", by="team", scope=ALL)
    assert values(shared, "team") == {"north": usd("150"), "south": usd("150")}


def test_what_was_spent_does_not_multiply_with_what_came_of_it() -> None:
    """The chasm: two campaigns, six touches and three deals of one channel are not 36 rows."""
    world = World()
    for i in (1, 2):
        world.add("campaigns", id=f"k{i}", channel="Event", spend=100, starts_on="2026-01-01")
        for j in range(3):
            world.add("touches", id=f"t{i}{j}", campaign=f"k{i}", occurred_at="2026-01-01")
    for i in (1, 2, 3):
        world.deal(f"d{i}", campaign="k1", channel="Web")
    company = world.warehouse()
    names = ["marketing_spend", "touches", "sourced_deals", "cost_per_opportunity"]
    found = query(company, names, by="channel", scope=ALL)
    assert found.one("marketing_spend", channel="Event").value == usd("200")
    assert found.one("touches", channel="Event").value == 6
    assert found.one("sourced_deals", channel="Event").value == 3
    assert found.one("cost_per_opportunity", channel="Event").value == usd("66.67")


def test_the_pipeline_of_a_past_day_is_what_was_open_then_and_does_not_add_up_over_days() -> None:
    """Semi-additive: what is open on two days is largely the same."""
    world = World(as_of=date(2026, 6, 30))
    world.deal("open", amount=100, close_on="2026-09-01", created_on="2026-01-01")
    won(world, "won since", amount=200, close_on="2026-06-15", created_on="2026-01-01",
        stage="Won")  # fmt: skip
    world.deal("opened since", amount=400, close_on="2026-09-01", created_on="2026-06-01")
    world.add("activities", id="x1", opportunity="open", occurred_at="2026-06-10", contact="c1")
    company = world.warehouse()

    def on(day: date, name: str) -> object:
        return query(company, name, scope=Scope.everything("the test", as_of=day)).one().value

    may, june = date(2026, 5, 31), date(2026, 6, 30)
    assert (on(may, "pipeline"), on(june, "pipeline")) == (usd("300"), usd("500"))
    assert (on(may, "open_deals"), on(june, "open_deals")) == (2, 2)
    assert (on(may, "stalled_share"), on(june, "stalled_share")) == (1.0, 0.0)
    assert (on(may, "deal_age"), on(june, "deal_age")) == (150, 29)
    assert on(may, "bookings") == usd("0")


def test_customers_are_a_stock_on_the_last_day_and_not_a_sum_over_the_period() -> None:
    world = World(as_of=date(2026, 6, 30))
    for i, (since, left) in enumerate((
        ("2024-01-01", None), ("2024-01-01", "2025-06-30"), ("2026-02-01", None),
    )):  # fmt: skip
        world.add("accounts", id=f"a{i}", customer_since_on=since, lost_on=left)
    won(world, "d1", account="a0", created_on="2024-01-01", close_on="2024-01-01")
    company = world.warehouse()
    years = [query(company, "customers", period=p, scope=ALL).one().value for p in (
        "2024", "2025", "2026", "2025-06-29", "2025-06-30",
    )]  # fmt: skip
    assert years == [2, 1, 2, 2, 1]


def test_a_ticket_counts_by_its_local_day_and_a_late_one_not_yet() -> None:
    world = World(as_of=date(2026, 3, 31))
    world.add("tickets", id="q1", opened_at="2026-03-31T23:30:00", opened_on="2026-04-01")
    world.add("tickets", id="q2", opened_at="2026-04-01T01:00:00", opened_on="2026-03-31")
    found = query(world.warehouse(), "tickets", scope=ALL).one()
    assert found.value == 1
