"""Pages of figures: every figure on them opens its working, for those alone who see the page."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.numbers import shown
from everyrep.faces.web import company
from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.pages import setting
from everyrep.measures import load_catalogue, query
from everyrep.values import Grain, Scope
from tests.faces.web.conftest import CAST, Cast

pytestmark = [pytest.mark.figures, pytest.mark.long]

PART = {"HTTP_HX_REQUEST": "true"}
ALL = Scope.everything("test")
LINK = re.compile(r'<a class="opener" href="([^"]+)"[^>]*>([^<]*)<span')
VALUE = re.compile(r'<p class="value">(<a )?')
CELL = re.compile(r'<td class="number">(?=[+\-\d])')


def page(cast: Cast, who: str, name: str) -> str:
    return cast.client(who).get(reverse("figures", args=[name])).content.decode()


@pytest.mark.parametrize(
    "name", ["home", "pipeline", "conversion", "attainment", "heroes", "learning"]
)
def test_every_large_figure_is_a_link_to_its_working(cast: Cast, name: str) -> None:
    found = page(cast, "revops", name)
    assert all(VALUE.findall(found))
    assert LINK.findall(found)


def test_a_link_opens_the_very_figure_that_it_stands_under(cast: Cast) -> None:
    client = cast.client("revops")
    for name in ("home", "attainment", "heroes"):
        links = LINK.findall(page(cast, "revops", name))
        for address, text in [*links[:4], *links[-2:]]:
            part = client.get(html.unescape(address), **PART)
            assert part.status_code == 200
            assert f"<b>{text}</b>" in part.content.decode(), (name, address)


@pytest.mark.usefixtures("cast")
def test_the_figure_on_a_page_is_the_measures(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    whole = shown(query(warehouse, "open_deals", scope=ALL).one(), "deal").value
    asked = reverse("working", args=["open_deals"])
    assert (asked, whole) in LINK.findall(page(cast, "revops", "pipeline"))


def test_a_manager_sees_other_figures_than_the_company(cast: Cast) -> None:
    own, others = (dict(LINK.findall(page(cast, who, "pipeline"))) for who in ("manager", "revops"))
    address = reverse("working", args=["open_deals"])
    assert own[address] != others[address]


def test_the_working_of_an_analysis_tells_method_and_how_to_repeat_it(cast: Cast) -> None:
    client = cast.client("revops")
    links = [a for a, _ in LINK.findall(page(cast, "revops", "pipeline")) if "/figures/" in a]
    assert links
    part = client.get(html.unescape(links[0]), **PART).content.decode()
    for said in (
        "Range",
        "Grade",
        "It reads",
        "It takes for granted",
        "everyrep pipeline",
        "build",
    ):
        assert said in part
    assert reverse("method", args=["pipeline-truth"]) in part


def test_the_working_of_an_analysis_is_for_those_who_open_its_page(cast: Cast) -> None:
    address = reverse("figure_working", args=["heroes", "reliance"])
    for who, status in (("revops", 200), ("skip_manager", 200), ("manager", 403), ("rep", 403)):
        assert cast.client(who).get(address).status_code == status, who
    assert cast.client("anonymous").get(address).status_code == 302
    client = cast.client("revops")
    assert client.get(reverse("figure_working", args=["heroes", "nothing"])).status_code == 404
    assert client.get(reverse("figure_working", args=["nothing", "reliance"])).status_code == 404


def test_a_figure_of_another_build_or_of_nowhere_is_not_shown(cast: Cast) -> None:
    client, warehouse = cast.client("revops"), company.current()
    assert warehouse is not None
    setting.figures("heroes", warehouse, ALL)
    address = reverse("figure_working", args=["heroes", "reliance"])
    for asked in ({"at": "0", "build": "another"}, {"at": "9999", "build": warehouse.snapshot},
                  {"at": "x"}, {}):  # fmt: skip
        answer = client.get(address, asked)
        assert answer.status_code == 200
        assert b"of an earlier build" in answer.content


def test_methods_can_be_read_and_lead_to_one_another(cast: Cast) -> None:
    client = cast.client("auditor")
    text = client.get(reverse("method", args=["heroes"])).content.decode()
    assert f'href="{reverse("method", args=["fair-comparison"])}"' in text
    assert ".md" not in re.sub(r"<code.*?</code>", "", text)
    assert client.get(reverse("method", args=["nothing"])).status_code == 404


def test_every_method_has_its_page_and_its_command(cast: Cast) -> None:
    from typer.main import get_command

    from everyrep.faces.cli.app import app
    from everyrep.faces.web.pages.methods import METHODS

    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    for method in METHODS.values():
        assert cast.client("rep").get(reverse("method", args=[method.page])).status_code == 200
        assert method.command.split()[1] in commands
    assert load_catalogue()


@pytest.mark.parametrize("name", ["home", "pipeline"])
def test_who_sees_groups_alone_is_refused_no_block_for_days_too_fine(cast: Cast, name: str) -> None:
    found = page(cast, "executive", name)
    assert "does not begin and end with a month" not in found
    assert "can single a person out" not in found


def test_who_waits_for_anothers_page_holds_no_thread(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    address = reverse("figures", args=["learning"])
    setting.forget_old("none of these")
    with setting._alone(None):
        answer = cast.client("revops").get(address, **PART)
        assert b'hx-trigger="load delay:2s"' in answer.content
        assert cast.client("revops").get(address)["Refresh"] == "3"
    assert b"data-figure" in cast.client("revops").get(address, **PART).content


@pytest.mark.parametrize("name", sorted(setting.PAGES))
def test_figures_are_refused_to_those_whose_role_does_not_open_their_page(
    cast: Cast, name: str
) -> None:
    for who in CAST:
        role = {"peer": "rep", "stranger_manager": "manager", "skip_manager": "second_line"}
        held = ROLES.get(role.get(who, who))
        if held is None or name not in held.pages:
            for address in ("figures", "figures_charts"):
                answer = cast.client(who).get(reverse(address, args=[name]))
                assert answer.status_code == 403, (who, name)
    assert cast.client("anonymous").get(reverse("figures", args=[name])).status_code == 302


@pytest.mark.parametrize(
    ("name", "measure"),
    [("conversion", "win_rate"), ("attainment", "attainment"), ("learning", "course_completion")],
)
def test_pages_tell_what_the_measures_tell_under_the_same_rights(
    cast: Cast, name: str, measure: str
) -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    told = {}
    for who in ("manager", "revops"):
        if name == "learning" and who == "manager":
            continue
        user = cast.user(who)
        scope = scope_of(user, user.grants.first(), known)
        asker = Asker(warehouse, scope, warehouse.as_of)
        year = asker.full(Grain.FISCAL_QUARTER, 1 if name == "attainment" else 4)
        value = shown(query(warehouse, measure, period=year, scope=scope).one()).value
        links = LINK.findall(page(cast, who, name))
        asked = f"{reverse('working', args=[measure])}?period={year.start}..{year.end}"
        assert (asked, value) in links, who
        told[who] = value
    assert len(set(told.values())) == len(told)
