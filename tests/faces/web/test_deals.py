"""Deals: one's own and those of one's people, with what is wrong with them; nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from everyrep.faces.web import company
from everyrep.measures.rows_of_deals import open_page, story_of
from everyrep.values import Scope
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
    assert page.count("<td>yes</td>") > 3
