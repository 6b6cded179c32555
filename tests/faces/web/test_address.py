"""Whatever an address asks of a page that the page cannot take is said on the page."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from everyrep.faces.web.pages.address import Address, choice
from everyrep.faces.web.pages.areas import AREAS
from tests.faces.web.conftest import Cast

LEFT_OUT = re.compile(r'<p class="banner bad" role="alert">([^<]*)</p>')


def said(cast: Cast, who: str, address: str, asked: dict[str, str] | None = None) -> list[str]:
    answer = cast.client(who).get(address, asked or {})
    assert answer.status_code == 200, (who, address, answer.status_code)
    return [html.unescape(text) for text in LEFT_OUT.findall(answer.content.decode())]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"stagge": "Demo"}, "takes no 'stagge' in its address; near: 'stage'"),
        ({"stage": "Nonesuch"}, "No stage is called 'Nonesuch' here"),
        ({"team": "Nonesuch"}, "No team is called 'Nonesuch' here"),
        ({"fault": "qiuet"}, "No fault is called 'qiuet' here; near: 'quiet'"),
        ({"overdue": "maybe"}, "No overdue is called 'maybe' here"),
        ({"closing": "never"}, "never"),
        ({"from": "the start"}, "is no number"),
    ],
)
def test_a_bogus_filter_of_deals_is_told_and_left_out(
    cast: Cast, asked: dict[str, str], told: str
) -> None:
    address = reverse("deals")
    plain = cast.client("revops").get(address)
    found = cast.client("revops").get(address, asked)
    assert found.context["total"] == plain.context["total"]
    (text,) = said(cast, "revops", address, asked)
    assert told in text


def test_what_is_meant_is_found_however_it_is_written(cast: Cast) -> None:
    address = reverse("deals")
    client = cast.client("revops")
    whole = client.get(address).context
    team, name = whole["teams"][0]
    by_id, by_name = (client.get(address, {"team": one}).context for one in (team, name.upper()))
    assert by_id["total"] == by_name["total"] < whole["total"]
    assert not said(cast, "revops", address, {"team": name.upper(), "overdue": "yes"})
    page = client.get(address, {"owner": "nobody at all"}).content.decode()
    assert "Nobody in sight is called like" in page
    beyond = client.get(address, {"from": "900000"}).context
    assert (beyond["first"], beyond["last"]) == (whole["first"], whole["last"])


@pytest.mark.parametrize("area", [area.name for area in AREAS])
def test_every_page_tells_what_it_takes_no_heed_of(cast: Cast, area: str) -> None:
    who = next(
        who for who in ("revops", "manager", "rep", "administrator", "auditor")
        if cast.client(who).get(reverse(area)).status_code == 200
    )  # fmt: skip
    (text,) = said(cast, who, reverse(area), {"xyzzy": "1"})
    assert text.startswith("This page takes no 'xyzzy' in its address")


@pytest.mark.parametrize("who", ["rep", "manager", "revops", "administrator"])
def test_no_link_of_the_app_asks_for_what_a_page_does_not_take(cast: Cast, who: str) -> None:
    client = cast.client(who)
    seen = set()
    for area in AREAS:
        page = client.get(reverse(area.name))
        if page.status_code == 200:
            text = page.content.decode()
            seen |= {html.unescape(one) for one in re.findall(r'href="(/[^"]*\?[^"]*)"', text)}
            seen |= {
                reverse(area.name) + html.unescape(one)
                for one in re.findall(r'href="(\?[^"]*)"', text)
            }
    one_each = {(link.partition("?")[0], tuple(QueryDict(link.partition("?")[2]))): link
                for link in sorted(seen)}  # fmt: skip
    for link in one_each.values():
        answer = client.get(link)
        if answer.status_code == 200 and not answer.streaming:
            assert not LEFT_OUT.findall(answer.content.decode()), link


def test_other_pages_tell_of_values_they_do_not_know(cast: Cast) -> None:
    people = reverse("people")
    (order,) = said(cast, "revops", people, {"order": "value"})
    assert "No order is called 'value' here" in order
    (grain,) = said(cast, "revops", people, {"grain": "wek"})
    assert "near: 'week'" in grain
    asked = urlencode([("by", name) for name in ("team", "role", "region", "segment", "month")])
    (cut,) = said(cast, "revops", f"{reverse('measure', args=['won_deals'])}?{asked}")
    assert "'month' was left out" in cut
    assert said(cast, "revops", reverse("measure", args=["won_deals"]), {"pool": "yes"})


def test_a_choice_is_one_of_those_there_are() -> None:
    request = HttpRequest()
    request.GET = Address(QueryDict("order=NAME&grain=x"))
    assert choice(request, "order", ("team", "name"), "team") == "name"
    assert choice(request, "grain", ("month",), "month") == "month"
    assert choice(request, "none", ("a",), "b") == "b"
    assert request.GET.left_out() == ["No grain is called 'x' here. It was left out."]
    changed = request.GET.copy()
    changed["from"] = "3"
    assert changed.urlencode() == "order=NAME&grain=x&from=3"
