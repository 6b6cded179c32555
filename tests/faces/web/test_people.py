"""People and teams: those in sight, beside what is usual for each, never in the order of values."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from everyrep.analysis.charts.results import ChartPoint
from everyrep.faces.reports.numbers import shown
from everyrep.faces.web import company
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.pages.multiples import offered
from everyrep.faces.web.pages.small_charts import small_chart
from everyrep.measures import query
from everyrep.values import Scope
from everyrep.warehouse.organisation import Organisation
from tests.faces.web.conftest import CAST, Cast

pytestmark = [pytest.mark.figures, pytest.mark.long]

NAME = re.compile(r"<h3>([^<]+)</h3>")
TEAM = re.compile(r'<header class="team-head"><h2>([^<]+)</h2>')
LINK = re.compile(r'href="([^"]+)"[^>]*><b>([^<]*)</b>')
LOOKERS = {"manager", "stranger_manager", "skip_manager", "revops"}


def organisation() -> Organisation:
    warehouse = company.current()
    assert warehouse is not None
    return company.organisation(warehouse, warehouse.as_of)


def cards(cast: Cast, who: str, **asked: str) -> str:
    return cast.client(who).get(reverse("people_charts"), asked).content.decode()


def names(text: str) -> list[str]:
    return [html.unescape(name) for name in NAME.findall(text)]


@pytest.mark.parametrize("who", [*CAST, "anonymous"])
def test_who_is_let_in(cast: Cast, who: str) -> None:
    expected = 302 if who == "anonymous" else 200 if who in LOOKERS else 403
    for name in ("people", "people_charts"):
        assert cast.client(who).get(reverse(name)).status_code == expected


@pytest.mark.parametrize("who", sorted(LOOKERS))
def test_everybody_in_sight_is_there_once_over_all_pages(cast: Cast, who: str) -> None:
    known, user = organisation(), cast.user(who)
    scope = scope_of(user, user.grants.first(), known)
    expected = sorted(p.name for p in known.places.values() if scope.allows_person(p.person))
    starts = range(0, len(expected), 24)
    pages = [cards(cast, who, **{"from": str(start)}) for start in starts]
    found = [name for page in pages for name in names(page)]
    assert sorted(found) == expected


@pytest.mark.parametrize("order", ["team", "name", "value", "-value", ""])
def test_the_order_is_of_names_whatever_is_asked(cast: Cast, order: str) -> None:
    known = organisation()
    text = cards(cast, "revops", order=order)
    found = names(text)
    assert len(found) > 10
    if order == "name":
        assert found == sorted(found, key=str.casefold)
        return
    teams = TEAM.findall(text)
    named = [team for team in teams if team != "No team"]
    assert named == sorted(named, key=str.casefold)
    places = {place.name: place for place in known.places.values()}
    for block in text.split('<section class="team-of"')[1:]:
        inside = names(block)
        assert inside == sorted(inside, key=str.casefold)
        assert len({places[name].team for name in inside}) == 1


def test_a_figure_is_the_measures_and_opens_its_working(cast: Cast) -> None:
    warehouse, known = company.current(), organisation()
    assert warehouse is not None
    text = cards(cast, "manager", measure="Win rate")
    user = cast.user("manager")
    scope = scope_of(user, user.grants.first(), known)
    links = {html.unescape(address): value for address, value in LINK.findall(text)}
    mine = next(a for a in links if f"is.person={cast.people['rep'].replace(':', '%3A')}" in a)
    days = re.search(r"period=([\d-]+\.\.[\d-]+)", mine)
    assert days
    answer = query(warehouse, "win_rate", by="person", period=days[1], scope=scope, pool=True)
    assert links[mine] == shown(answer.one(person=cast.people["rep"])).value
    part = cast.client("manager").get(mine, HTTP_HX_REQUEST="true").content.decode()
    assert f"<b>{links[mine]}</b>" in part
    assert "Before pooling" in part


def test_a_name_or_a_team_is_looked_for_in_sight_alone(cast: Cast) -> None:
    rep = organisation().places[cast.people["rep"]]
    assert names(cards(cast, "manager", q=rep.name)) == [rep.name]
    assert names(cards(cast, "stranger_manager", q=rep.name)) == []
    page = cast.client("stranger_manager").get(reverse("people"), {"q": rep.name}).content.decode()
    assert "Nobody in sight is called so" in page
    inside = names(cards(cast, "revops", team=str(rep.team)))
    assert rep.name in inside
    places = {place.name: place for place in organisation().places.values()}
    assert {places[name].team for name in inside} == {rep.team}


def test_every_measure_that_is_offered_can_be_had_by_person(cast: Cast) -> None:
    assert len(offered()) > 20
    for measure in offered()[::9]:
        page = cast.client("manager").get(reverse("people"), {"measure": measure.title})
        assert 'role="alert"' not in page.content.decode()


@pytest.mark.parametrize(
    "asked", [{"measure": "no such"}, {"measure": "stage_conversion"}, {"grain": "century"},
              {"from": "99999"}, {"team": "'"}],
)  # fmt: skip
def test_nonsense_gets_a_sentence(cast: Cast, asked: dict[str, str]) -> None:
    page = cast.client("manager").get(reverse("people"), asked)
    assert page.status_code == 200
    if "measure" in asked:
        assert 'role="alert"' in page.content.decode()
    assert cast.client("manager").get(reverse("people_charts"), asked).status_code == 200


def test_a_point_outside_is_marked_and_a_far_limit_presses_nothing_flat() -> None:
    points = [ChartPoint(str(n), float(n % 3), -1000.0, 3.0, alarm=0) for n in range(9)]
    points.append(ChartPoint("last", 5.0, 0.0, 3.0, alarm=1))
    picture = small_chart(points, 'a "quoted" <name>', "count")
    assert "&quot;quoted&quot; &lt;name&gt;" in picture
    assert picture.count("var(--bad)") == 1
    line = re.search(r'points="([^"]+)" fill="none"', picture)
    assert line
    heights = [float(pair.split(",")[1]) for pair in line[1].split()]
    assert max(heights) - min(heights) > 20  # pixels of 54


def test_a_small_chart_says_what_its_height_and_width_stand_for() -> None:
    points = [ChartPoint(f"2026-0{n}", value) for n, value in enumerate((0.1, 0.4, 0.25), start=1)]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", small_chart(points, "says", "share"))
    assert texts == ["40.0", "10.0", "Jan 2026", "Mar 2026"]


def test_nobody_elses_facts_are_in_a_chart(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    own = Scope.everything("t").narrow(people=[cast.people["rep"]])
    newest = query(warehouse, "won_deals", scope=own).one()
    assert newest.n >= 0
    stranger = organisation().places[cast.people["stranger_manager"]].name
    assert stranger not in names(cards(cast, "manager"))
