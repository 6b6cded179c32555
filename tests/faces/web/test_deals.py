"""Deals: one's own and those of one's people, with what is wrong with them; nobody else's."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from everyrep.faces.web import company
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.pages.deal_reasons import reasons
from everyrep.measures.labels import declared_stages
from everyrep.measures.rows_of_deals import (
    STATES,
    Sought,
    deals_page,
    stages_of_deals,
    story_of,
)
from everyrep.values import Period, Scope, add_days
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.figures

ALL = Scope.everything("test")
ALL_OUTCOMES = ("open", "won", "lost", "no_decision")


def deal_of(person: str) -> str:
    warehouse = company.current()
    assert warehouse is not None
    return deals_page(warehouse, ALL.narrow(people=[person])).deals[0].deal


def test_the_list_holds_ones_own_alone(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    every = deals_page(warehouse, ALL, limit=200)
    page = cast.client("rep").get(reverse("deals")).content.decode()
    for deal in every.deals:
        here = f'href="{reverse("deal", args=[deal.deal])}"' in page
        assert here == (deal.owner == cast.people["rep"])


def test_a_deal_is_there_for_those_who_see_its_owner(cast: Cast) -> None:
    address = reverse("deal", args=[deal_of(cast.people["rep"])])
    for who, status in (
        ("rep", 200), ("manager", 200), ("skip_manager", 200), ("revops", 200), ("peer", 404),
        ("stranger_manager", 404), ("executive", 403), ("administrator", 403), ("auditor", 403),
    ):  # fmt: skip
        assert cast.client(who).get(address).status_code == status, who


def test_a_deal_shows_its_stages_and_what_was_done(cast: Cast) -> None:
    address = reverse("deal", args=[deal_of(cast.people["rep"])])
    page = cast.client("manager").get(address).content.decode()
    assert "What was done" in page
    assert "recorded" in page or "inferred" in page
    assert cast.client("manager").get(reverse("deal", args=["crm:no"])).status_code == 404


@pytest.mark.usefixtures("cast")
def test_pages_of_the_list_do_not_overlap() -> None:
    warehouse = company.current()
    assert warehouse is not None
    whole = deals_page(warehouse, ALL, limit=200)
    parts = [
        d for s in range(0, 200, 20) for d in deals_page(warehouse, ALL, limit=20, offset=s).deals
    ]
    assert tuple(parts) == whole.deals
    few = deals_page(warehouse, ALL, text=str(whole.deals[0].stage))
    assert 0 < few.total <= whole.total


@pytest.mark.usefixtures("cast")
def test_what_may_not_be_seen_of_a_deal_is_left_out() -> None:
    warehouse = company.current()
    assert warehouse is not None
    deal = deals_page(warehouse, ALL).deals[0].deal
    assert deals_page(warehouse, ALL.narrow(min_group=5)).total == 0
    assert story_of(warehouse, ALL.narrow(abilities={"see_amounts"}), deal) is None
    story = story_of(warehouse, ALL.narrow(abilities={"see_rows"}, masked_fields=["name"]), deal)
    assert story is not None
    assert (story.deal.name, story.deal.amount, story.deal.owner_name) == (None, None, None)


def test_the_known_truth_stands_beside_the_estimates(cast: Cast) -> None:
    page = cast.client("revops").get(reverse("truth")).content.decode()
    assert "Win rate" in page
    assert page.count(">inside the range</td>") > 3


@pytest.mark.usefixtures("cast")
def test_what_is_looked_for_is_what_is_found() -> None:
    warehouse = company.current()
    assert warehouse is not None
    every = deals_page(warehouse, ALL, limit=200).deals
    one = every[3]
    owner = frozenset({str(one.owner)})
    for sought, fits in (
        (Sought(stage=str(one.stage)), lambda d: d.stage == one.stage),
        (Sought(owners=owner), lambda d: d.owner == one.owner),
        (Sought(owners=frozenset()), lambda _: False),
        (Sought(overdue=True), lambda d: d.close_on is not None and d.close_on < warehouse.as_of),
        (Sought(closing=Period(one.close_on, add_days(one.close_on, 1))),
         lambda d: d.close_on == one.close_on),
    ):  # fmt: skip
        found = deals_page(warehouse, ALL, sought=sought, limit=200)
        assert {d.deal for d in found.deals} == {d.deal for d in every if fits(d)}, sought


def test_a_filter_shows_no_deal_of_somebody_elses_people(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    rep = known.places[cast.people["rep"]]
    asked = {"owner": rep.name}
    assert rep.name in cast.client("manager").get(reverse("deals"), asked).content.decode()
    page = cast.client("stranger_manager").get(reverse("deals"), asked).content.decode()
    assert "No open deal is like that" in page


@pytest.mark.parametrize("asked", [{"closing": "never"}, {"stage": "x"}, {"team": "'"},
                                   {"from": "999999"}, {"overdue": "2"}])  # fmt: skip
def test_nonsense_is_answered(cast: Cast, asked: dict[str, str]) -> None:
    assert cast.client("manager").get(reverse("deals"), asked).status_code == 200


def test_credits_are_told_of_those_in_sight_alone(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    deal = deal_of(cast.people["rep"])
    whole = story_of(warehouse, ALL, deal)
    own = story_of(warehouse, ALL.narrow(people=[cast.people["rep"]]), deal)
    assert whole is not None
    assert own is not None
    assert {c.person for c in own.credits} == {cast.people["rep"]}
    assert own.credits[0].part is not None
    assert set(own.credits) <= set(whole.credits)


def test_closed_deals_can_be_seen_with_the_latest_first(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    sizes = {}
    for state, outcomes in STATES.items():
        found = deals_page(warehouse, ALL, sought=Sought(state=state), limit=200)
        sizes[state] = found.total
        assert {deal.outcome for deal in found.deals} <= set(outcomes or ALL_OUTCOMES)
        days = [deal.close_on for deal in found.deals if deal.close_on is not None]
        assert days == sorted(days, reverse=state != "open")
    assert sizes["all"] == sizes["open"] + sizes["won"] + sizes["lost"]
    assert min(sizes.values()) > 0
    client = cast.client("revops")
    page = client.get(reverse("deals"), {"state": "won"}).content.decode()
    won = deals_page(warehouse, ALL, sought=Sought(state="won"), limit=50).deals
    assert all(f'href="{reverse("deal", args=[deal.deal])}"' in page for deal in won)
    assert "state=won&amp;from=50" in page or sizes["won"] <= 50
    assert client.get(reverse("deal", args=[won[0].deal])).status_code == 200
    wrong = client.get(reverse("deals"), {"state": "wonn"}).content.decode()
    assert 'role="alert"' in wrong


def test_stages_are_offered_that_such_deals_stand_in(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    for state in ("open", "won"):
        page = cast.client("revops").get(reverse("deals"), {"state": state}).content.decode()
        select = page.split('id="stage"')[1].split("</select>")[0]
        offered = {html.unescape(one) for one in re.findall(r"<option[^>]*>([^<]*)", select)}
        known = stages_of_deals(warehouse, ALL, state) & declared_stages(warehouse)
        assert offered - {"any"} == known
    closed = {name for (name,) in warehouse.connection.execute(
        "SELECT name FROM stages WHERE closed").fetchall()}  # fmt: skip
    assert not closed & stages_of_deals(warehouse, ALL, "open")


def test_who_is_told_that_a_deal_is_old_is_told_so_by_everybody(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    whole = reasons(warehouse, ALL)
    assert whole.faults.yardsticks
    for who in ("rep", "manager", "skip_manager"):
        user = cast.user(who)
        known = company.organisation(warehouse, warehouse.as_of)
        own = reasons(warehouse, scope_of(user, user.grants.first(), known))
        for stage, held in own.faults.yardsticks.items():
            assert held == whole.yardstick(stage)
        for deal in own.faults.deal.tolist():
            assert ("aged" in own.of(deal).reasons) == ("aged" in whole.of(deal).reasons), who


def test_a_deal_says_what_its_age_is_held_against(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    own = reasons(warehouse, ALL.narrow(people=[cast.people["rep"]]))
    found = [one for one in own.faults.deal.tolist() if own.of(one).share is not None]
    assert found
    page = cast.client("rep").get(reverse("deal", args=[found[0]])).content.decode()
    assert re.search(r"90% of the company&#x27;s winners had left this stage within \d+ days "
                     r"\(range \d+ to (\d+|open), [\d,]+ winners\)", page)  # fmt: skip
