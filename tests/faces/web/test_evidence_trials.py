"""Trials in the browser: worked out first, drawn once, watched by those who may."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from everyrep.evidence.conducting import conclusions, recall, trials, untouched
from everyrep.evidence.history import courses, had_course
from everyrep.evidence.register import read_register
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.jobs.worker import Hand
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DRAFT = {"program": "Demo trial", "outcome": "won_deals", "by": "person", "share": "50",
         "months": "6", "before": "6", "waves": "0"}  # fmt: skip


@pytest.fixture
def work(workspace: Path) -> Iterator[Workspace]:
    """The workspace; its trials and its register are afterwards what they were."""
    found = Workspace(workspace)
    file = found.decisions / "questions.jsonl"
    before = file.read_bytes() if file.exists() else None
    yield found
    shutil.rmtree(workspace / "trials", ignore_errors=True)
    if before is None:
        file.unlink(missing_ok=True)
    else:
        file.write_bytes(before)


def work_out(client: Client, work: Workspace, **changed: str) -> str:
    """Ask what a trial would tell; gives the page with the answer."""
    answer = client.post(reverse("evidence_trial_plan"), DRAFT | changed)
    assert answer.status_code == 302, answer.content.decode()
    assert Hand("one", work.root).work_once()
    assert Job.objects.latest("pk").state == State.DONE, Job.objects.latest("pk").said
    return str(client.get(answer["Location"]).content.decode())


def drawn(cast: Cast, work: Workspace, who: str = "enablement", **changed: str) -> Client:
    """Draw a trial; gives a browser of who did."""
    client = cast.client(who)
    assert client.post(reverse("evidence_trial_draw"), DRAFT | changed).status_code == 302
    assert Hand("one", work.root).work_once()
    assert Job.objects.latest("pk").state == State.DONE, Job.objects.latest("pk").said
    return client


def test_it_is_told_what_a_trial_would_tell_before_anything_starts(
    cast: Cast, work: Workspace
) -> None:
    page = work_out(cast.client("enablement"), work)
    for said in ("four times in five", "Chance of finding an effect", "Calendar",
                 "Who would take part", "Draw lots and freeze the plan"):  # fmt: skip
        assert said in page, said
    assert 'value="Demo trial"' in page
    assert trials(work) == []


def test_whoever_had_the_course_is_left_out_and_counted(cast: Cast, work: Workspace) -> None:
    course = had_by_some(work)
    page = work_out(cast.client("enablement"), work, course=course)
    assert f"had {course} already" in page
    drawn(cast, work, course=course)
    _, assignments = recall(work, "Demo trial")
    with Warehouse.open(work) as warehouse:
        had = had_course(warehouse, course, Scope.everything("the test"))
    people = {f"person:hr:{line.split(';')[3]}" for line in assignments.splitlines()[1:]}
    assert had
    assert people
    assert not people & had


def had_by_some(work: Workspace) -> str:
    """The course that people have finished, but not most of them."""
    scope = Scope.everything("the test")
    with Warehouse.open(work) as warehouse:
        counts = {one: len(had_course(warehouse, one, scope)) for one in courses(warehouse)}
    return min((one for one in counts if counts[one]), key=lambda one: counts[one])


def test_sizes_are_written_as_people_write_them(cast: Cast, work: Workspace) -> None:
    """Points of a share, major units of money: and they stand in the form as they were written."""
    page = work_out(cast.client("finance"), work, outcome="win_rate", smallest="2,5")
    assert "The smallest effect worth having, 2.5 points" in page
    assert 'value="2,5"' in page
    page = work_out(cast.client("finance"), work, outcome="bookings", smallest="2000")
    assert "The smallest effect worth having, 2,000 " in page


def test_a_trial_that_could_not_tell_says_so_and_is_not_drawn(cast: Cast, work: Workspace) -> None:
    page = work_out(cast.client("enablement"), work, by="territory")
    assert "cannot tell" in page.lower()
    assert "Draw lots and freeze" not in page


def test_lots_are_drawn_and_the_plan_is_frozen_once(cast: Cast, work: Workspace) -> None:
    client = drawn(cast, work, seed="7")
    frozen, assignments = recall(work, "Demo trial")
    assert untouched(frozen, assignments)
    assert frozen.seed == 7
    page = client.get(reverse("evidence_trial", args=["demo-trial"])).content.decode()
    assert frozen.hash in page
    assert "How it will be read" in page
    (asked,) = read_register(work).registered
    assert asked.asked_by == "enablement@example.org"
    told = Entry.objects.filter(what="trial_frozen").latest("number")
    assert (told.who, told.about) == ("enablement@example.org", "demo-trial")
    again = client.post(reverse("evidence_trial_draw"), DRAFT)
    assert again.status_code == 400
    assert b"never written over" in again.content
    assert b"Demo trial" in client.get(reverse("evidence_trials")).content


def test_a_look_is_taken_and_tells_where_it_stands(cast: Cast, work: Workspace) -> None:
    drawn(cast, work)
    client = cast.client("revops")
    load = client.post(reverse("evidence_trial_look", args=["demo-trial"]))
    assert load.status_code == 302
    Hand("one", work.root).work_once()
    # Its assignments are not loaded: that is told, with what to do.
    page = client.get(load["Location"]).content.decode()
    assert "Demo trial" in Job.objects.latest("pk").said or "program" in page


def test_a_trial_is_concluded_by_its_plan(cast: Cast, work: Workspace) -> None:
    """Before its end only as early, which the page offers as such; nothing counts yet here."""
    client = drawn(cast, work)
    address = reverse("evidence_trial", args=["demo-trial"])
    page = client.get(address).content.decode()
    assert "Conclude it before its end" in page
    assert "the finding says so for good" in page
    end = reverse("evidence_trial_end", args=["demo-trial"])
    assert client.post(end).status_code == 302
    assert Hand("one", work.root).work_once()
    assert "records reach to" in Job.objects.latest("pk").said
    assert "records reach to" in client.get(address).content.decode()
    assert conclusions(work, "Demo trial") == []


def test_what_was_concluded_is_listed_without_its_figures(cast: Cast, work: Workspace) -> None:
    client = drawn(cast, work)
    kept = {"when": "2026-09-02T10:00:00+00:00", "early": True, "concluded_by": "me@example.org",
            "snapshot": "b7", "finding": {"claim": "inconclusive", "sentence": "+1.1"}}  # fmt: skip
    (work.root / "trials" / "demo-trial" / "conclusions.json").write_text(json.dumps([kept]))
    page = client.get(reverse("evidence_trial", args=["demo-trial"])).content.decode()
    assert "Concluded so far" in page
    assert "2026-09-02, early" in page
    assert "Inconclusive" in page
    assert "+1.1" not in page


@pytest.mark.parametrize("who", ["rep", "manager", "administrator"])
def test_nobody_else_concludes(cast: Cast, work: Workspace, who: str) -> None:
    drawn(cast, work)
    end = reverse("evidence_trial_end", args=["demo-trial"])
    assert cast.client(who).post(end, {"early": "yes"}).status_code == 403


def test_the_list_of_people_is_for_who_may_see_them(cast: Cast, work: Workspace) -> None:
    drawn(cast, work)
    address = reverse("evidence_trial_assignments", args=["demo-trial"])
    for who in ("enablement", "finance", "executive"):
        client = cast.client(who)
        assert client.get(address).status_code == 403, who
        page = client.get(reverse("evidence_trial", args=["demo-trial"])).content.decode()
        assert "names people" in page
        assert "hr:" not in page
    answer = cast.client("revops").get(address)
    _, assignments = recall(work, "Demo trial")
    assert answer.content.decode() == assignments
    for name in ("evidence_trial_plan_file", "evidence_trial_mapping"):
        got = cast.client("finance").get(reverse(name, args=["demo-trial"]))
        assert got.status_code == 200


def test_assignments_are_loaded_by_who_may_load(cast: Cast, work: Workspace) -> None:
    drawn(cast, work)
    address = reverse("evidence_trial_load", args=["demo-trial"])
    assert cast.client("finance").post(address).status_code == 403
    assert cast.client("revops").post(address).status_code == 302
    assert Job.objects.filter(kind="load_trial").count() == 1


def test_a_plan_that_was_changed_is_told_of(cast: Cast, work: Workspace) -> None:
    client = drawn(cast, work)
    file = work.root / "trials" / "demo-trial" / "plan.toml"
    file.write_text(file.read_text().replace("months_before = 6", "months_before = 3"))
    answer = client.get(reverse("evidence_trial", args=["demo-trial"]))
    assert answer.status_code == 409
    assert b"changed after it was frozen" in answer.content
    assert b"changed after it was frozen" in client.get(reverse("evidence_trials")).content


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": "won_deal"}, "won_deals"),
        ({"course": "Valu Selling"}, "Value Selling"),
        ({"program": " "}, "no name"),
        ({"program": "=cmd|x"}, "formula"),
        ({"by": "desk"}, "person"),
        ({"waves": "1"}, "nobody to compare"),
        ({"months": "x"}, "no whole number"),
        ({"start": "soon"}, "not a day"),
        ({"smallest": "-1"}, "not above zero"),
    ],
)
def test_a_slip_is_told_and_what_was_filled_in_stays(
    cast: Cast, work: Workspace, changed: dict[str, str], said: str
) -> None:
    answer = cast.client("finance").post(reverse("evidence_trial_plan"), DRAFT | changed)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert 'value="6"' in page
    assert not Job.objects.exists()
    assert trials(work) == []


@pytest.mark.parametrize("who", ["rep", "manager", "administrator"])
def test_nobody_else_plans_or_draws(cast: Cast, work: Workspace, who: str) -> None:
    client = cast.client(who)
    assert client.post(reverse("evidence_trial_plan"), DRAFT).status_code == 403
    assert client.post(reverse("evidence_trial_draw"), DRAFT).status_code == 403
    assert trials(work) == []
