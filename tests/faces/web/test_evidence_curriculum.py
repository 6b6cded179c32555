"""The review of the curriculum: four lists, its file, and the outcomes of its address."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from django.urls import reverse

from everyrep.evidence.curriculum import OUTCOMES, review
from everyrep.evidence.inference import Worth
from everyrep.faces.reports.numbers import shown
from everyrep.faces.reports.pages.curriculum import HEADS, figure_of
from everyrep.faces.web import company
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages.evidence.curriculum import _csv
from tests.faces.web.conftest import Cast

PAGE, FILE = reverse("evidence_curriculum"), reverse("evidence_curriculum_csv")


def test_the_page_and_its_file_say_what_the_review_says(cast: Cast, workspace: Path) -> None:
    client = cast.client("executive")
    assert b"It waits for its turn." in client.get(PAGE).content
    assert client.get(FILE).status_code == 404
    assert Hand("one", workspace).work_once()
    warehouse = company.current()
    assert warehouse is not None
    user = cast.user("executive")
    known = company.organisation(warehouse, warehouse.as_of)
    found = review(warehouse, scope_of(user, user.grants.first(), known))
    page = client.get(PAGE).content.decode()
    words = [found.word(at) for at in range(len(found.objects))]
    for word, title in (
        (Worth.WORKS, "Works: keep, and widen"),
        (Worth.NO_WORTHWHILE_EFFECT, "No worthwhile effect: safe to drop"),
        (Worth.HARMS, "Harms: look into it"),
        (Worth.CANNOT_TELL, "Cannot tell: a trial of the first is worth most"),
    ):
        assert f"{title} ({words.count(word)})" in page
    told = [shown(figure_of(found, line)).value for line in found.lines]
    assert all(value in page for value in told if value)
    rows = list(csv.DictReader(io.StringIO(client.get(FILE).content.decode())))
    assert len(rows) == len(found.lines)
    assert set(rows[0]) == set(HEADS)
    for row, line in zip(rows, found.lines, strict=True):
        it = figure_of(found, line)
        assert row["outcome"] == line.outcome
        assert row["people"] == str(it.n)
        if it.estimable and not it.unit.startswith("money"):
            assert float(row["effect"]) == it.number()
    assert Entry.objects.latest("number").what == "exported"


def test_files_are_for_those_who_may_take_figures_away(cast: Cast) -> None:
    assert cast.client("enablement").get(FILE).status_code == 403
    page = cast.client("enablement").get(PAGE).content.decode()
    assert FILE not in page


def test_outcomes_stand_in_the_address(cast: Cast) -> None:
    client = cast.client("revops")
    address = {"outcome": ["won_deals", "win_rate", "win_rate"], "margin": "5"}
    assert client.get(PAGE, address).status_code == 200
    job = Job.objects.latest("pk")
    assert job.arguments["outcomes"] == ["won_deals", "win_rate"]
    assert job.arguments["margin"] == 5


def test_what_an_address_cannot_ask_is_said(cast: Cast) -> None:
    client = cast.client("revops")
    page = client.get(PAGE, {"outcome": "win_rat", "margin": "900"}).content.decode()
    assert "win_rate" in page
    assert "is 1 to 100 percent; 10 was taken" in page
    assert Job.objects.latest("pk").arguments["outcomes"] == list(OUTCOMES)


def test_a_title_in_the_file_cannot_act_as_a_formula() -> None:
    text = _csv({"heads": ["object", "effect"], "rows": [["=1+1", -0.5], ["-2+3", "-12.50"]]})
    assert text.splitlines()[1:] == ["'=1+1,-0.5", "'-2+3,-12.50"]
