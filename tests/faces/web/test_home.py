"""The first page: what needs each of the cast, and figures of what they may see."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from everyrep.faces.reports.numbers import shown
from everyrep.faces.web import company
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.pages.deal_reasons import reasons
from everyrep.faces.web.pages.home_figures import SHOWN, kind_of
from everyrep.faces.web.pages.models import PrivacyRequest
from everyrep.faces.web.place import place
from everyrep.measures import load_catalogue, query
from everyrep.values import Scope
from tests.faces.web.conftest import CAST, Cast

pytestmark = pytest.mark.long

ALL = Scope.everything("test")
LINE = re.compile(r'<a href="([^"]+)"><b>([\d,]+)</b> ([^<]+)</a>')


def needs(cast: Cast, who: str) -> dict[str, int]:
    page = cast.client(who).get(reverse("home_needs")).content.decode()
    return {html.unescape(a): int(n.replace(",", "")) for a, n, _ in LINE.findall(page)}


def figures(cast: Cast, who: str) -> str:
    return cast.client(who).get(reverse("figures", args=["home"])).content.decode()


def test_roles_have_a_page_of_their_own_kind(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    expected = {
        "rep": "rep", "manager": "leader", "skip_manager": "leader", "revops": "revops",
        "finance": "finance", "enablement": "enablement", "executive": "executive",
        "administrator": "nobody", "auditor": "nobody",
    }  # fmt: skip
    for who, kind in expected.items():
        user = cast.user(who)
        assert kind_of(scope_of(user, user.grants.first(), known)) == kind, who


def test_the_measures_of_every_kind_exist_and_come_before_revenue() -> None:
    known = load_catalogue()
    for kind, chosen in SHOWN.items():
        for name in (*chosen.watched, *chosen.leading, *chosen.outcomes):
            assert name in tuple(known), (kind, name)


def test_what_comes_before_revenue_stands_before_it(cast: Cast) -> None:
    for who in ("manager", "executive"):
        page = figures(cast, who)
        assert (
            0 < page.index("What changed") < page.index("Before revenue") < page.index("Revenue<")
        )


def test_who_sees_more_people_sees_other_figures(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    rep = ALL.narrow(people=[cast.people["rep"]])
    own = shown(query(warehouse, "open_deals", scope=rep).one()).value
    assert f'href="{reverse("working", args=["open_deals"])}"' in figures(cast, "rep")
    assert f">{own}<span" in figures(cast, "rep")
    assert len({figures(cast, who) for who in ("rep", "manager", "revops")}) == 3


def test_who_sees_nobody_gets_no_figures(cast: Cast) -> None:
    for who in ("administrator", "auditor"):
        page = cast.client(who).get("/").content.decode()
        assert "sees no figures about people" in page
        assert 'class="figures-of"' not in page
        assert "data-figure" not in figures(cast, who)


def test_a_rep_is_told_of_their_own_deals_alone(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    for who in ("rep", "manager"):
        user = cast.user(who)
        known = company.organisation(warehouse, warehouse.as_of)
        found = reasons(warehouse, scope_of(user, user.grants.first(), known))
        told = needs(cast, who)
        for fault in ("overdue", "aged", "no_next_step"):
            count = len(found.with_fault(fault))
            assert told.get(f"{reverse('deals')}?fault={fault}", 0) == count, (who, fault)


def test_the_link_of_a_need_shows_as_many_deals(cast: Cast) -> None:
    for address, count in needs(cast, "manager").items():
        if "fault=" in address:
            page = cast.client("manager").get(address).content.decode()
            assert f"of {count}</p>" in page


def test_what_waits_goes_to_those_who_can_do_it(cast: Cast) -> None:
    PrivacyRequest.objects.create(user=cast.user("rep"), person="x", kind="erase", text="Please.")
    Job.objects.create(kind="load", asked_by="x", state=State.FAILED, ended_at=timezone.now())
    old = timezone.now() - timedelta(days=30)
    Job.objects.create(kind="load", asked_by="x", state=State.FAILED, ended_at=old)
    cast.client("rep").get(reverse("audit"))
    assert needs(cast, "administrator")[reverse("privacy")] == 1
    assert needs(cast, "administrator")[reverse("rights")] == 1  # nobody has no role
    for who in ("administrator", "revops"):
        assert needs(cast, who)[reverse("jobs")] == 1
    assert needs(cast, "auditor")[f"{reverse('audit')}?q=refused"] == 1
    for who in ("rep", "manager", "executive", "finance", "enablement"):
        assert (
            not {reverse("privacy"), reverse("jobs"), reverse("rights")} & needs(cast, who).keys()
        )


def test_an_answer_to_ones_own_question_is_told(cast: Cast) -> None:
    user = cast.user("rep")
    PrivacyRequest.objects.create(
        user=user, person="x", kind="contest", text="No.", state="granted",
        answered_at=timezone.now(), answered_by=User.objects.get(name="administrator"),
    )  # fmt: skip
    assert needs(cast, "rep")[reverse("mine")] == 1
    assert reverse("mine") not in needs(cast, "peer")


def test_a_threshold_of_the_workspace_asks_for_a_review(cast: Cast) -> None:
    file = place().workspace / "thresholds.toml"
    file.write_text(
        '[[threshold]]\nmeasure = "won_deals"\nname = "Wins"\nabove = 0\n',
        encoding="utf-8",
    )
    try:
        assert needs(cast, "executive").get(reverse("measure", args=["won_deals"])) == 1
        assert reverse("measure", args=["won_deals"]) not in needs(cast, "rep")
    finally:
        file.unlink()


@pytest.mark.parametrize("who", CAST)
def test_every_need_leads_to_a_page_that_opens(cast: Cast, who: str) -> None:
    if who == "nobody":
        assert cast.client(who).get(reverse("home_needs")).status_code == 403
        return
    for address in needs(cast, who):
        assert cast.client(who).get(address).status_code == 200, address


def test_every_role_has_a_question_and_doors_that_it_opens() -> None:
    from everyrep.faces.web.pages.home import _DOORS, _QUESTIONS

    assert _QUESTIONS.keys() == _DOORS.keys() == ROLES.keys()
    for role, doors in _DOORS.items():
        assert set(doors) <= ROLES[role].pages, role
