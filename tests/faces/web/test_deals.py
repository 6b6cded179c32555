"""Deals: one's own and those of one's people, with what is wrong with them; nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from everyrep.faces.web import company
from everyrep.measures.rows_of_deals import Sought, open_page, story_of
from everyrep.values import Period, Scope, add_days
from tests.faces.web.conftest import Cast

ALL = Scope.everything("test")


def deal_of(person: str) -> str:
    warehouse = company.current()
    assert warehouse is not None
    return open_page(warehouse, ALL.narrow(people=[person])).deals[0].deal


def test_the_list_holds_ones_own_alone(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    every = open_page(warehouse, ALL, limit=200)
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
    whole = open_page(warehouse, ALL, limit=200)
    parts = [
        d for s in range(0, 200, 20) for d in open_page(warehouse, ALL, limit=20, offset=s).deals
    ]
    assert tuple(parts) == whole.deals
    few = open_page(warehouse, ALL, text=str(whole.deals[0].stage))
    assert 0 < few.total <= whole.total


@pytest.mark.usefixtures("cast")
def test_what_may_not_be_seen_of_a_deal_is_left_out() -> None:
    warehouse = company.current()
    assert warehouse is not None
    deal = open_page(warehouse, ALL).deals[0].deal
    assert open_page(warehouse, ALL.narrow(min_group=5)).total == 0
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
    every = open_page(warehouse, ALL, limit=200).deals
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
        found = open_page(warehouse, ALL, sought=sought, limit=200)
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
