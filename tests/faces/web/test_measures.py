"""The catalogue: found by any of its words, each measure with figures, history and a test."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from everyrep.faces.reports.numbers import shown
from everyrep.faces.web import company
from everyrep.faces.web.pages.definitions import history
from everyrep.measures import Measure, load_catalogue, query
from everyrep.values import Scope
from tests.faces.web.conftest import CAST, Cast

pytestmark = pytest.mark.figures

LOOKERS = {
    "manager", "stranger_manager", "skip_manager", "enablement", "revops", "finance", "executive",
}  # fmt: skip
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize("who", [*CAST, "anonymous"])
def test_who_is_let_in(cast: Cast, who: str) -> None:
    expected = 302 if who == "anonymous" else 200 if who in LOOKERS else 403
    assert cast.client(who).get(reverse("measures")).status_code == expected
    assert cast.client(who).get(reverse("measure", args=["win_rate"])).status_code == expected


def test_a_measure_is_found_by_each_of_its_synonyms(cast: Cast) -> None:
    client = cast.client("executive")
    some = [m for m in load_catalogue().values() if m.synonyms][::25]
    assert some
    for measure in some:
        page = client.get(reverse("measures"), {"q": measure.synonyms[0]}).content.decode()
        assert reverse("measure", args=[measure.name]) in page, measure.synonyms[0]


def test_leading_comes_before_outcome(cast: Cast) -> None:
    page = cast.client("executive").get(reverse("measures")).content.decode()
    assert page.index(">Leading <") < page.index(">Competency <") < page.index(">Outcome <")
    for measure in list(load_catalogue().values())[::12]:
        assert reverse("measure", args=[measure.name]) in page


def test_figures_are_the_measures_and_differ_by_scope(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    whole = shown(query(warehouse, "won_deals", scope=Scope.everything("t")).one())
    address = reverse("measure", args=["won_deals"])
    for who in ("revops", "executive"):
        assert f"<b>{whole.value}</b>" in cast.client(who).get(address).content.decode()
    assert f"<b>{whole.value}</b>" not in cast.client("manager").get(address).content.decode()


@pytest.mark.parametrize("grain", ["week", "month", "quarter", "fiscal_quarter"])
def test_the_chart_comes_at_any_grain(cast: Cast, grain: str) -> None:
    client = cast.client("revops")
    page = client.get(reverse("measure", args=["won_deals"])).content.decode()
    assert f"grain={grain}" in page
    chart = client.get(reverse("measure_chart", args=["won_deals"]), {"grain": grain})
    assert b"<svg" in chart.content or b"too few" in chart.content


def definition(*formulas: str) -> Measure:
    from dataclasses import replace

    from everyrep.measures.catalogue import Change

    changes = tuple(
        Change(str(n + 2), f"2026-0{n + 1}-01", f"change {n}", formula)
        for n, formula in enumerate(formulas[:-1])
    )
    return replace(load_catalogue()["win_rate"], formula=formulas[-1], changes=changes)


def test_the_history_of_a_definition_tells_what_went_and_what_came() -> None:
    found = history(definition("won / decided", "won / opened", "won / (won + lost)"))
    assert [one.number for one in found] == ["3", "2", "1"]
    assert found[0].words == (("kept", "won /"), ("gone", "opened"), ("new", "(won + lost)"))
    assert found[1].words == (("kept", "won /"), ("gone", "decided"), ("new", "opened"))
    assert found[2].formula == "won / decided"
    assert [one.what for one in found] == ["change 1", "change 0", "Defined."]


def test_every_measures_page_tells_its_history(cast: Cast) -> None:
    changed = next((m for m in load_catalogue().values() if m.changes), None)
    name = changed.name if changed else "win_rate"
    page = cast.client("revops").get(reverse("measure", args=[name])).content.decode()
    assert "History of the definition" in page
    assert "<b>Version 1</b>" in page


def test_a_measure_is_tested_as_an_indicator_by_those_who_see_leads(cast: Cast) -> None:
    address = reverse("measure_leads", args=["activities"])
    page = cast.client("revops").get(reverse("measure", args=["activities"])).content.decode()
    assert address in page
    part = cast.client("revops").get(address, **PART).content.decode()
    assert "<html" not in part
    assert reverse("method", args=["leading-indicators"]) in part
    assert re.search(r"leads|cannot be told|does not lead|could not be looked at", part)
    assert cast.client("manager").get(address).status_code == 403
    of_manager = cast.client("manager").get(reverse("measure", args=["activities"]))
    assert address not in of_manager.content.decode()
    assert cast.client("revops").get(reverse("measure_leads", args=["no"])).status_code == 404


def test_paper_says_what_was_asked(cast: Cast) -> None:
    address = reverse("measure", args=["won_deals"])
    asked = {"by": "team", "period": "2026-01", "where": "segment = 'SMB'"}
    page = cast.client("manager").get(address, asked).content.decode()
    assert "By team; period: 2026-01; where segment = &#x27;SMB&#x27;.</p>" in page
    page = cast.client("manager").get(address).content.decode()
    assert '<p class="printed">All together; period: all that is known; no condition.</p>' in page


def test_who_may_not_take_figures_away_reads_who_may(cast: Cast) -> None:
    address = reverse("measure", args=["won_deals"])
    for who in ("manager", "enablement"):
        page = cast.client(who).get(address).content.decode()
        assert "Download as CSV" not in page
        assert "as files is for: RevOps analyst, Finance, Executive." in page
    assert "as files is for" not in cast.client("executive").get(address).content.decode()
