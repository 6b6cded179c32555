"""Me against the best: my own figures, and those of a group in which nobody can be told."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from everyrep.faces.reports.numbers import shown
from everyrep.faces.web import company
from everyrep.faces.web.access.models import Grant
from everyrep.faces.web.pages.me import MEASURES
from everyrep.faces.web.pages.own_pictures import beside_picture
from everyrep.measures import query
from everyrep.values import Estimate, Grade, NotEstimable, Reason, Scope
from tests.faces.web.conftest import CAST, Cast

pytestmark = pytest.mark.long

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize("who", CAST)
def test_it_is_for_reps(cast: Cast, who: str) -> None:
    expected = 200 if who in ("rep", "peer") else 403
    assert cast.client(who).get(reverse("me")).status_code == expected


def test_what_i_see_of_myself_is_what_the_measure_says(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    end = warehouse.as_of.replace(day=1)
    period = f"{end.replace(year=end.year - 1)}..{end}"
    for who in ("rep", "peer"):
        scope = Scope.everything("test").narrow(people=[cast.people[who]])
        page = cast.client(who).get(reverse("me_figures")).content.decode()
        for name in ("win_rate", "cycle_length"):
            mine = shown(query(warehouse, name, period=period, scope=scope).one())
            assert f"<b>{mine.value}</b>" in page, (who, name)


def test_no_measure_fails_to_be_asked(cast: Cast) -> None:
    page = cast.client("rep").get(reverse("me_figures")).content.decode()
    assert "does not begin and end" not in page
    assert page.count("<dt>You</dt>") == len(MEASURES)


def test_the_best_are_never_few_and_never_named(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    page = cast.client("rep").get(reverse("me_figures")).content.decode()
    for person, place in known.places.items():
        if person != cast.people["rep"]:
            assert place.name not in page
    assert "people; fewer than 5 could" in page or "The best" in page


def test_the_figure_of_the_best_opens_without_rows(cast: Cast) -> None:
    address = reverse("figure_working", args=["me", "best"])
    part = cast.client("rep").get(address, {"measure": "win_rate"}, **PART).content.decode()
    assert "The best of one" in part
    assert "1 to " not in part
    assert cast.client("manager").get(address, {"measure": "win_rate"}).status_code == 403
    assert cast.client("rep").get(address, {"measure": "bookings"}).status_code == 200


def test_who_is_not_in_the_records_is_told(cast: Cast) -> None:
    user = cast.user("nobody")
    Grant.objects.create(user=user, role="rep")
    page = cast.client("nobody").get(reverse("me")).content.decode()
    assert "linked to nobody in the records" in page
    assert cast.client("nobody").get(reverse("me_figures")).status_code == 404


def test_what_was_worked_out_is_there_at_once(cast: Cast) -> None:
    client = cast.client("rep")
    assert b'aria-busy="true"' in client.get(reverse("me")).content
    part = client.get(reverse("me_figures")).content.decode()
    page = client.get(reverse("me")).content.decode()
    assert "aria-busy" not in page
    assert part.strip().splitlines()[1] in page


def test_a_picture_shows_both_ranges_and_ones_own_months(cast: Cast) -> None:
    page = cast.client("rep").get(reverse("me_figures")).content.decode()
    months = re.findall(r'aria-label="([^"]* by month: [^"]*)"', page)
    assert months
    assert all(told.count(";") <= 11 for told in months), "twelve months at most"
    for name in re.findall(r"by month: (\d{4}-\d{2}) ", " ".join(months)):
        assert name <= "2026-12"


def test_two_ranges_lie_on_one_scale() -> None:
    mine = Estimate(0.2, 0.1, 0.3, n=40, unit="share", grade=Grade.OBSERVED)
    best = Estimate(0.4, 0.35, 0.5, n=900, unit="share", grade=Grade.OBSERVED)
    picture = beside_picture(mine, best, "Win rate")
    (own_low, own_high), (low, high) = (
        (float(a), float(b)) for a, b in re.findall(r'x1="([\d.]+)" x2="([\d.]+)"', picture)
    )
    assert own_low < own_high < low < high
    scale = (high - own_low) / (0.5 - 0.1)
    assert low - own_high == pytest.approx(scale * 0.05, abs=0.2)
    assert "You: 20.0" in picture
    assert "Best: 40.0" in picture


def test_without_a_group_of_the_best_there_is_no_picture_of_it() -> None:
    mine = Estimate(0.2, 0.1, 0.3, n=40, unit="share")
    assert beside_picture(mine, NotEstimable(Reason("too_few", "Too few.")), "Win rate") == ""


def test_who_looks_as_somebody_is_told_to_them_and_comes_back_in_their_own_role(
    cast: Cast,
) -> None:
    client, rep = cast.client("administrator"), cast.user("rep")
    own = Grant.objects.create(user=cast.user("administrator"), role="auditor")
    client.post(reverse("act_in", args=[own.pk]))
    client.post(reverse("look_as", args=[rep.pk]))
    assert client.get(reverse("me")).status_code == 200
    mine = cast.client("rep").get(reverse("mine")).content.decode()
    assert f"{cast.user('administrator')} (looking as {rep}), me" in mine
    assert "began to look as" in mine
    client.post(reverse("look_no_more"))
    assert client.session["acting_in"] == own.pk


def test_a_manager_whom_the_records_do_not_know_is_told(cast: Cast) -> None:
    user = cast.user("nobody")
    Grant.objects.create(user=user, role="manager")
    assert "Nobody is in sight" in cast.client("nobody").get(reverse("people")).content.decode()
