"""Measures of deals, prices, pipeline, marketing and customers, on cases small enough to count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import stats

from everyrep.measures import Answer, query
from everyrep.values import Estimate, Money, Scope, UserError
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")


def ask(company: TinyWarehouse, measure: str, **more: Any) -> Estimate:
    return query(company, measure, scope=ALL, **more).one()


def values(answer: Answer, dimension: str) -> dict[object, object]:
    return {row.keys[dimension]: row.estimate.value for row in answer}


def usd(amount: str) -> Money:
    return Money.from_decimal(amount, "USD")


def won(world: World, name: str, **more: Any) -> World:
    return world.deal(name, **{"outcome": "won", "close_on": "2026-03-01", **more})


def lost(world: World, name: str, **more: Any) -> World:
    return won(world, name, **{"outcome": "lost", **more})


def test_a_rate_of_amounts_is_not_the_rate_of_deals() -> None:
    world = won(World(), "d1", owner="ann", amount=100)
    lost(world, "d2", owner="bob", amount=900)
    lost(world, "refund", owner="bob", amount=-50)
    company = world.warehouse()
    assert ask(company, "win_rate").value == pytest.approx(1 / 3)
    by_amount = ask(company, "win_rate_by_amount")
    assert (by_amount.value, by_amount.n) == (pytest.approx(0.1), 2)
    assert by_amount.low < 0.1 < by_amount.high  # type: ignore[operator]


def test_no_decision_is_a_share_of_all_that_closed() -> None:
    world = won(World(), "d1", amount=1)
    lost(world, "d2")
    lost(world, "d3", outcome="no_decision")
    lost(world, "d4", outcome="no_decision")
    company = world.warehouse()
    assert ask(company, "no_decision_rate").value == 0.5
    assert ask(company, "decided_deals").value == 2


@pytest.mark.parametrize("measure", ["win_rate", "won_deals", "bookings", "average_deal_size"])
def test_a_closed_deal_without_a_day_counts_over_all_time_alone_and_is_told(measure: str) -> None:
    world = won(World(), "d1", owner="ann", amount=100)
    lost(world, "d2", owner="bob", amount=900)
    won(world, "no day", owner="bob", amount=300, close_on=None)
    company = world.warehouse()
    told = [note for note in ask(company, measure).notes if "without the day" in note]
    assert told == ["Deals without the day they were closed count here, and in no period: 1."]
    within = ask(company, measure, period="2026")
    assert not any("without the day" in note for note in within.notes)
    assert ask(company, "won_deals").value == 2
    assert ask(company, "won_deals", period="2026").value == 1


def test_ones_own_mean_has_the_range_that_it_has_by_person() -> None:
    world = World().person("ann").person("bob")
    for number, amount in enumerate((100, 250, 400, 900)):
        won(world, f"a{number}", owner="ann", amount=amount)
        won(world, f"b{number}", owner="bob", amount=2 * amount)
    company = world.warehouse()
    own = query(company, "average_deal_size", scope=replace(ALL, people=frozenset({"ann"}))).one()
    by_person = query(company, "average_deal_size", by="person", scope=ALL)
    (hers,) = [row.estimate for row in by_person if row.keys["person"] == "ann"]
    assert own.low is not None
    assert (own.value, own.low, own.high) == (hers.value, hers.low, hers.high)


def test_coverage_of_a_target_that_is_met_counts_no_quotas_as_deals() -> None:
    world = World(as_of=date(2026, 6, 30))
    for person in ("ann", "bob", "cid"):
        world.person(person, hired_on="2025-01-01")
        world.add("quotas", person=person, from_on="2026-04-01", to_on="2026-07-01", amount=100)
    won(world, "d1", owner="ann", amount=1_000, close_on="2026-05-01")
    found = ask(world.warehouse(), "coverage", period="2026Q2")
    assert found.reason is not None
    assert found.reason.code == "target_met"
    assert found.n == 0


def test_partners_are_companies_beside_the_customer() -> None:
    world = World().add("accounts", id="a1", name="Acme").add("accounts", id="p1", name="Pals")
    won(world, "d1", amount=100, account="a1", partner="p1")
    won(world, "d2", amount=200, account="p1")
    company = world.warehouse()
    by_partner = query(company, "bookings", by="reseller", scope=ALL)
    assert values(by_partner, "partner") == {"p1": usd("100"), None: usd("200")}
    assert by_partner.label("partner", "p1") == "Pals"
    assert ask(company, "bookings", where="partner = 'Pals'").value == usd("100")
    assert ask(company, "bookings", where="account = 'Pals'").value == usd("200")


def test_words_for_nobody_are_no_competitor() -> None:
    world = won(World(), "d1", competitor="Rival")
    for i, rival in enumerate(("None", "n/a", "", None, "Rival")):
        lost(world, f"l{i}", competitor=rival)
    company = world.warehouse()
    competitive = ask(company, "competitive_win_rate")
    assert (competitive.value, competitive.n) == (0.5, 2)
    assert ask(company, "competitor_loss_share").value == pytest.approx(1 / 5)


def test_a_cohort_knows_that_open_deals_may_be_won_yet() -> None:
    world = World(as_of=date(2026, 6, 30))
    won(world, "d1", created_on="2026-01-01", close_on="2026-01-31")
    lost(world, "d2", created_on="2026-01-01", close_on="2026-03-02")
    world.deal("d3", created_on="2026-01-01")
    world.deal("young", created_on="2026-06-29")
    found = ask(world.warehouse(), "cohort_win_rate")
    # Day 30: one of the three that are as old is won. The young one was never at risk by then.
    assert (found.value, found.n) == (pytest.approx(1 / 3), 4)


def test_the_cycle_of_won_deals_says_that_it_is_of_survivors() -> None:
    world = World()
    for i, day in enumerate((11, 21, 31), start=1):
        won(world, f"d{i}", created_on="2026-01-01", close_on=date(2026, 1, day))
    world.deal("old", created_on="2024-01-01")
    found = ask(world.warehouse(), "won_cycle")
    assert (found.value, found.n) == (20, 3)
    assert found.notes == (
        "Only deals that were won are in it (3); those that are open or lost are not.",
    )


def test_a_mutual_plan_counts_if_it_was_agreed_by_the_close() -> None:
    world = won(World(), "d1", mutual_plan_on="2026-02-01")
    lost(world, "d2", mutual_plan_on="2026-03-01")
    won(world, "after", mutual_plan_on="2026-03-02")
    won(world, "without")
    found = ask(world.warehouse(), "mutual_plan_win_rate")
    assert (found.value, found.n) == (0.5, 2)


def test_the_median_size_is_to_three_digits() -> None:
    world = World()
    for i, amount in enumerate(("10.00", "1234.56", "99999.99")):
        won(world, f"d{i}", amount=amount)
    assert ask(world.warehouse(), "median_deal_size").value == usd("1230")


def test_kinds_are_read_in_the_words_of_many_systems() -> None:
    world = World()
    for i, kind in enumerate(("New Business", "new-logo", "Upsell", "Cross-Sell", "RENEWAL", "x")):
        won(world, f"d{i}", kind=kind, amount=10 ** (i + 1))
    company = world.warehouse()
    assert ask(company, "new_bookings").value == usd("110")
    assert ask(company, "expansion_bookings").value == usd("11000")
    assert ask(company, "renewal_bookings").value == usd("100000")
    share = ask(company, "new_business_share")
    assert (share.value, share.n) == (pytest.approx(2 / 5), 5)
    assert share.notes == ("Deals of another kind, or of none, are left out: 1.",)
    assert ask(company, "expansion_share").value == pytest.approx(11000 / 111110)


def test_discounts_are_sums_over_sums() -> None:
    world = won(World(), "d1", amount=50, list_amount=100)
    won(world, "d2", amount=900, list_amount=1000)
    won(world, "stated", amount=80, discount=0.2)
    won(world, "above", amount=110, list_amount=100)
    won(world, "given away", amount=0, discount=1.0)
    won(world, "unknown", amount=10**6)
    lost(world, "l1", amount=100, list_amount=200)
    company = world.warehouse()
    rate = ask(company, "discount_rate")
    assert (rate.value, rate.n) == (pytest.approx((50 + 100 + 20 - 10) / 1300), 4)
    realised = ask(company, "price_realisation").value
    assert realised == pytest.approx(1 - (50 + 100 + 20 - 10) / 1300)
    assert ask(company, "discounted_share").value == pytest.approx(3 / 4)
    gap = ask(company, "discount_gap")
    assert gap.value == pytest.approx(160 / 1300 - 0.5)


def test_margins_leave_out_what_has_no_cost() -> None:
    world = won(World(), "d1", amount=100, cost=40)
    won(world, "d2", amount=100, cost=120)
    won(world, "d3", amount=10**6)
    company = world.warehouse()
    assert ask(company, "gross_margin").value == pytest.approx(0.2)
    per_deal = ask(company, "margin_per_deal")
    assert (per_deal.value, per_deal.n) == (usd("20"), 2)


def test_units_prices_and_products_come_from_lines_without_doubling_deals() -> None:
    world = won(World(), "d1", amount=500)
    for i, (product, quantity, amount) in enumerate((("p1", 2, 100), ("p2", 8, 400))):
        world.add("opportunity_lines", id=f"l{i}", opportunity="d1", product=product,
                  quantity=quantity, amount=amount)  # fmt: skip
    world.add("products", id="p1", family="Core").add("products", id="p2", family="Plus")
    won(world, "d2", amount=70, product="p1")
    company = world.warehouse()
    assert ask(company, "units_sold").value == 10
    price = ask(company, "average_selling_price")
    assert (price.value, price.n) == (usd("50"), 1)
    assert ask(company, "products_per_deal").value == pytest.approx(1.5)
    assert ask(company, "multi_product_share").value == 0.5
    by_product = query(company, "average_selling_price", by="product", scope=ALL)
    assert by_product.one(product="p2").value == usd("50")


def test_bands_of_size_are_fifths_of_what_was_won_whatever_is_asked() -> None:
    world = World()
    for i in range(1, 11):
        won(world, f"d{i:02}", amount=100 * i, close_on=date(2025 + i % 2, 3, 1),
            created_on="2025-01-01")  # fmt: skip
    world.deal("huge", amount=10**6).deal("unknown", amount=None)
    company = world.warehouse()
    counts = values(query(company, "won_deals", by="deal_size_band", scope=ALL), "deal_size_band")
    names = ("1 smallest", "2 small", "3 middle", "4 large", "5 largest")
    assert counts == dict.fromkeys(names, 2)
    year = query(company, "won_deals", by="deal_size_band", period="2026", scope=ALL)
    assert set(values(year, "deal_size_band").values()) == {1}
    opened = query(company, "open_deals", by="deal_size_band", scope=ALL)
    assert values(opened, "deal_size_band") == {"5 largest": 1, None: 1}
    assert ask(company, "big_deal_share").value == pytest.approx(1900 / 5500)
    where = "deal_size_band = '5 largest'"
    assert query(company, "won_deals", where=where, scope=ALL).one().value == 2


def test_bands_of_size_take_the_ability_to_see_amounts() -> None:
    company = won(World(), "d1").warehouse()
    blind = Scope("a stranger", None, min_group=1)
    with pytest.raises(UserError, match="see_amounts"):
        query(company, "won_deals", by="deal_size_band", scope=blind)
    with pytest.raises(UserError, match="see_amounts"):
        query(company, "won_deals", where="deal_size_band = '5 largest'", scope=blind)


def test_the_state_of_open_deals() -> None:
    world = World(as_of=date(2026, 6, 30))
    world.deal("fine", close_on="2026-07-31", created_on="2026-06-20", next_step="Call",
               mutual_plan_on="2026-06-25")  # fmt: skip
    world.deal("quiet", close_on="2026-06-29", created_on="2026-01-01", next_step=" ")
    world.deal("missed", close_on=None, created_on="2026-01-01", next_step="Call",
               next_step_on="2026-06-29", amount=None)  # fmt: skip
    world.deal("dated", close_on="2026-08-31", created_on="2026-01-01", next_step_on="2026-07-09")
    done = (("quiet", "2026-05-30", "c1"), ("dated", "2026-05-31", "c1"), ("dated", "2026-06-01",
            "c2"), ("missed", "2026-07-15", "c1"))  # fmt: skip
    for i, (deal, day, contact) in enumerate(done):
        world.add("activities", id=f"x{i}", opportunity=deal, occurred_at=day, contact=contact)
    company = world.warehouse()
    assert ask(company, "overdue_share").value == pytest.approx(1 / 3)
    assert ask(company, "next_step_missing_share").value == 0.5
    assert ask(company, "without_amount_share").value == 0.25
    # Quiet since 31 days, missed without an activity yet; dated was touched 29 days ago.
    assert ask(company, "stalled_share").value == 0.5
    assert ask(company, "single_threaded_share").value == 0.75
    assert ask(company, "mutual_plan_share").value == 0.25
    assert ask(company, "deal_age").value == (date(2026, 6, 30) - date(2026, 1, 1)).days
    assert ask(company, "average_open_deal").value == usd("1000")
    assert ask(company, "due_pipeline").value == usd("2000")


def test_the_first_activity_of_deals_that_never_had_one_is_still_to_come() -> None:
    world = World(as_of=date(2026, 6, 30))
    for i, day in enumerate((None, 1, 5, 9)):
        world.deal(f"d{i}", created_on="2026-06-01")
        if day:
            world.add("activities", id=f"x{i}", opportunity=f"d{i}",
                      occurred_at=date(2026, 6, day).isoformat())  # fmt: skip
    lost(world, "gone", created_on="2026-06-01", close_on="2026-06-02")
    world.add("activities", id="late", opportunity="gone", occurred_at="2026-06-20")
    found = ask(world.warehouse(), "time_to_first_activity")
    # Day 0: 1 of 5. Day 1: one leaves untouched. Day 4: 1 of 3. Day 8: 1 of 2: 4/5 x 2/3 x 1/2.
    assert (found.value, found.n) == (8, 5)


def test_pipeline_at_own_rates_is_amount_times_what_became_of_the_stage() -> None:
    world = World(as_of=date(2026, 6, 30))
    for i, outcome in enumerate(("won", "lost", "lost", "lost")):
        won(world, f"d{i}", outcome=outcome, created_on="2026-01-01", close_on="2026-02-01")
        world.add("stage_history", opportunity=f"d{i}", stage="Propose", entered_at="2026-01-01")
    world.deal("open", amount=1000, stage="Propose", created_on="2026-06-30")
    world.add("stage_history", opportunity="open", stage="Propose", entered_at="2026-06-30")
    company = world.warehouse()
    rate = query(company, "stage_win_rate", scope=ALL).one(stage="Propose")
    assert rate.value == pytest.approx(0.25)
    found = query(company, "expected_pipeline", scope=ALL).one(stage="Propose")
    assert found.value == usd("250")
    assert found.low < found.value < found.high  # type: ignore[operator]


def quotas(world: World, person: str, *amounts: int) -> None:
    for i, amount in enumerate(amounts):
        world.add("quotas", person=person, amount=amount, from_on=date(2025, 1 + 3 * i, 1),
                  to_on=date(2025, 4 + 3 * i, 1))  # fmt: skip


def test_who_made_quota_and_how_far_people_and_quarters_differ() -> None:
    world = World(as_of=date(2026, 6, 30))
    for person, first, second in (("ann", 100, 300), ("bob", 100, 100), ("cleo", 50, 0)):
        quotas(world, person, 100, 100)
        for quarter, amount in ((2, first), (5, second)):
            won(world, f"{person}{quarter}", owner=person, amount=amount,
                created_on="2025-01-01", close_on=date(2025, quarter, 1))  # fmt: skip
    world.add("quotas", person="ann", amount=100, from_on="2026-06-01", to_on="2026-09-01")
    company = world.warehouse()
    at_quota = ask(company, "share_at_quota")
    assert (at_quota.value, at_quota.n) == (pytest.approx(2 / 3), 3)
    spread = ask(company, "attainment_spread")
    assert spread.value == pytest.approx(np.std([2.0, 1.0, 0.25], ddof=1))
    assert spread.reason is not None
    steady = ask(company, "attainment_consistency")
    # Within ann 2, within bob 0, within cleo 0.125, over one degree of freedom each.
    assert steady.value == pytest.approx(((2 + 0 + 0.125) / 3) ** 0.5)
    running = ask(company, "share_at_quota", period="2026")
    assert not running.estimable
    assert running.reason is not None
    assert "over yet" in running.reason.sentence


def campaign_world() -> World:
    world = World(as_of=date(2026, 6, 30))
    world.add("campaigns", id="k1", channel="Event", spend=900, starts_on="2026-01-01")
    world.add("campaigns", id="k2", channel="Search", spend=500, starts_on="2026-01-01")
    world.add("accounts", id="a1").add("accounts", id="a2").add("accounts", id="a3")
    for i, result in enumerate(("sent", "Responded", "sent")):
        world.add("touches", id=f"t{i}", campaign="k1", account="a1", result=result,
                  occurred_at="2026-02-01")  # fmt: skip
    return world


def test_a_campaign_of_many_touches_and_deals_has_its_cost_once() -> None:
    world = campaign_world()
    for i in (1, 2, 3):
        won(world, f"d{i}", account=f"a{i}", campaign="k1", channel="Web")
    company = world.warehouse()
    assert ask(company, "marketing_spend").value == usd("1400")
    cost = query(company, "acquisition_cost", by="channel", scope=ALL)
    event = cost.one(channel="Event")
    assert event.value == usd("300")
    # Three could as well have been one, or eight: half of the chance of just three is counted.
    for end, tail in ((event.low, 0.025), (event.high, 0.975)):
        assert isinstance(end, Money)
        mean = 900 / float(end.major)
        assert stats.poisson.cdf(2, mean) + stats.poisson.pmf(3, mean) / 2 == pytest.approx(
            tail, abs=1e-4
        )
    search = cost.one(channel="Search")
    assert not search.estimable
    assert search.reason is not None
    assert "500 USD was spent and not one new customer" in search.reason.sentence
    assert ask(company, "cost_per_touch").value == usd("466.67")
    assert ask(company, "cost_per_opportunity").value == usd("466.67")
    assert ask(company, "response_rate").value == pytest.approx(1 / 3)


def test_a_customer_is_new_once() -> None:
    world = campaign_world()
    won(world, "d1", account="a1", close_on="2026-02-01")
    won(world, "d2", account="a1", close_on="2026-05-01")
    world.add("accounts", id="old", customer_since_on="2019-05-01")
    won(world, "d3", account="old", close_on="2026-02-01")
    company = world.warehouse()
    assert ask(company, "new_customers", period="2026").value == 1
    assert ask(company, "customers").value == 2
    assert ask(company, "customers", period="2025").value == 1
    assert ask(company, "active_customers").value == 2


def retention_world() -> World:
    world = World(as_of=date(2026, 6, 30))
    bought = {"grows": (100, 150), "shrinks": (100, 40), "leaves": (200, 0), "comes": (0, 500)}
    for name, (before, now) in bought.items():
        world.add("accounts", id=name)
        for year, amount in ((2025, before), (2026, now)):
            if amount:
                won(world, f"{name}{year}", account=name, amount=amount,
                    created_on="2024-01-01", close_on=date(year, 3, 1))  # fmt: skip
    return world


def test_retention_follows_the_customers_of_the_year_before() -> None:
    company = retention_world().warehouse()
    assert ask(company, "logo_retention").value == pytest.approx(2 / 3)
    assert ask(company, "gross_retention").value == pytest.approx(140 / 400)
    assert ask(company, "net_retention").value == pytest.approx(190 / 400)
    assert ask(company, "expansion_rate").value == pytest.approx(50 / 400)
    early = ask(company, "net_retention", period="2024")
    assert not early.estimable


def test_buying_again_may_still_come() -> None:
    world = World(as_of=date(2026, 6, 30))
    for name, days in (("a1", ("2026-01-01", "2026-02-01")), ("a2", ("2026-01-01",)), ("a3",
            ("2026-06-29",))):  # fmt: skip
        world.add("accounts", id=name)
        for day in days:
            won(world, f"{name} {day}", account=name, created_on="2025-12-01", close_on=day)
    found = ask(world.warehouse(), "repeat_purchase_share")
    assert (found.value, found.n) == (0.5, 3)


def test_tickets_are_held_against_the_days_of_customers() -> None:
    world = World(as_of=date(2025, 12, 31))
    world.add("accounts", id="a1", customer_since_on="2024-01-01")
    world.add("accounts", id="a2", customer_since_on="2025-07-02", lost_on=None)
    for i, (account, day, end, mark) in enumerate((
        ("a1", "2025-01-01", "2025-01-03", 0.5), ("a1", "2025-06-01", None, 3.0),
        ("a2", "2025-01-05", "2025-01-05", None),
    )):  # fmt: skip
        world.add("tickets", id=f"q{i}", account=account, opened_at=day, closed_at=end,
                  satisfaction=mark)  # fmt: skip
    won(world, "d1", account="a1", created_on="2024-01-01", close_on="2024-02-01")
    company = world.warehouse()
    found = ask(company, "tickets_per_customer", period="2025")
    # The ticket from before a2 was a customer is nobody's yet.
    assert found.value == pytest.approx(2 / ((365 + 183) / 365.25))
    assert found.unit == "count/year"
    assert ask(company, "resolution_time").value == 2
    marks = ask(company, "satisfaction")
    assert (marks.value, marks.notes) == (0.5, ("Marks outside 0 to 1 are left out: 1.",))


def test_what_is_nobodys_is_not_shown_to_a_scope_of_some_people_or_teams() -> None:
    company = campaign_world().warehouse()
    for scope in (Scope("ann", frozenset({"ann"}), min_group=1), Scope("a lead", None,
            teams=frozenset({"north"}), min_group=1)):  # fmt: skip
        found = query(company, "touches", scope=scope).one()
        assert not found.estimable
