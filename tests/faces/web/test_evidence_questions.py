"""Questions of evidence: written down before looking, asked as jobs, read under rights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from everyrep.evidence.answering import ask
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.findings import Claim
from everyrep.evidence.register import Answered, Registered, keep_answer, register_question
from everyrep.faces.web import company
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages.evidence.asked import command_of
from everyrep.faces.web.pages.evidence.choices import treatments
from everyrep.faces.web.pages.evidence.form import form_of, question_in
from everyrep.faces.web.pages.keyed import key_of
from everyrep.values import Scope
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast

LIST, NEW = "evidence_questions", "evidence_question_new"
OUTCOME = "win_rate"


@pytest.fixture(autouse=True)
def journal(workspace: Path) -> Iterator[Path]:
    """Where questions are written down, empty before and after each test."""
    file = workspace / "decisions" / "questions.jsonl"
    file.unlink(missing_ok=True)
    yield file
    file.unlink(missing_ok=True)


@pytest.fixture
def course(cast: Cast) -> str:
    """A course that enough people had, as it is written."""
    warehouse = company.current()
    assert warehouse is not None
    groups = treatments(warehouse, scope(cast, "enablement"))
    return next(value for one in groups if one.kind == "course" for value, _ in one.choices)


def scope(cast: Cast, who: str) -> Scope:
    warehouse = company.current()
    assert warehouse is not None
    user = cast.user(who)
    known = company.organisation(warehouse, warehouse.as_of)
    return scope_of(user, user.grants.first(), known)


def sent(course: str, do: str, **more: str) -> dict[str, str]:
    """What the form sends."""
    return {"treatment": course, "outcome": OUTCOME, "do": do, **more}


def work(workspace: Path) -> None:
    """Do what waits."""
    hand = Hand("one", workspace)
    while hand.work_once():
        pass


def entries(journal: Path) -> list[dict[str, Any]]:
    return (
        [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []
    )


def an_answer(treated: int | None, shown: str = "+2.1 points (1.0 to 3.2)") -> Answered:
    question = Question(treatment("course:Somewhere"), OUTCOME)
    now = datetime(2026, 1, 2, tzinfo=UTC)
    return Answered(question, "somebody", now, "before", Claim.INCONCLUSIVE, "uptake", shown,
                    0.02, 0.01, 0.03, treated=treated, sentence=f"It is {shown}.")  # fmt: skip


def test_the_empty_list_says_what_to_do(cast: Cast) -> None:
    page = cast.client("enablement").get(reverse(LIST)).content.decode()
    assert "No question has been registered or asked here." in page
    assert reverse(NEW) in page


def test_parts_have_the_rights_of_evidence(cast: Cast) -> None:
    key = Question(treatment("course:Somewhere"), OUTCOME).key
    for who in ("rep", "manager", "administrator"):
        client = cast.client(who)
        for name in ("evidence_question", "evidence_question_charts"):
            assert client.get(reverse(name, args=[key])).status_code == 403, (who, name)
        assert client.post(reverse("evidence_question_ask", args=[key])).status_code == 403
        assert client.post(reverse(NEW), {}).status_code == 403
        assert client.get(reverse("evidence_curriculum_csv")).status_code == 403
    assert cast.client("revops").get(reverse("evidence_question", args=[key])).status_code == 404


def test_a_question_is_registered_and_nobody_has_looked(
    cast: Cast, course: str, journal: Path
) -> None:
    client = cast.client("enablement")
    answer = client.post(reverse(NEW), sent(course, "register", why="It should help."), follow=True)
    page = answer.content.decode()
    assert "before anybody looked: It should help." in page
    assert "Nobody has looked yet." in page
    assert not Job.objects.filter(kind="answer").exists()
    (entry,) = entries(journal)
    assert (entry["kind"], entry["asked_by"]) == ("registered", "enablement@example.org")
    last = Entry.objects.latest("number")
    assert (last.who, last.what) == ("enablement@example.org", "question_registered")
    assert course in last.about
    listed = client.get(reverse(LIST)).content.decode()
    assert "nobody has looked" in listed
    assert "It should help." in listed


def test_an_answer_is_worked_out_as_a_job_and_is_the_kernels(
    cast: Cast, course: str, workspace: Path, journal: Path
) -> None:
    client = cast.client("enablement")
    answer = client.post(reverse(NEW), sent(course, "ask", lag="1"), follow=True)
    question = Question(treatment(course), OUTCOME, lag=1)
    address = reverse("evidence_question", args=[question.key])
    assert answer.redirect_chain[0][0] == address
    job = Job.objects.get(kind="answer")
    progress = client.get(reverse("evidence_progress", args=[job.pk]))
    assert "HX-Refresh" not in progress
    assert b"It waits for its turn." in progress.content
    work(workspace)
    job.refresh_from_db()
    assert job.state == State.DONE, job.error
    assert client.get(reverse("evidence_progress", args=[job.pk]))["HX-Refresh"] == "true"
    warehouse = company.current()
    assert warehouse is not None
    found = ask(warehouse, question, scope(cast, "enablement"))
    page = client.get(address).content.decode()
    assert found.claim.heading() in page
    assert found.sentence.split(".")[0] in page.replace("&#x27;", "'").replace("&#39;", "'")
    for title in ("How the design was chosen", "Who was left out, and why", "The working"):
        assert title in page
    assert "--lag 1" in page
    (entry,) = entries(journal)
    assert (entry["kind"], entry["claim"]) == ("answered", found.claim.value)
    assert entry["asked_by"] == "enablement@example.org"
    listed = client.get(reverse(LIST)).content.decode()
    assert found.claim.heading() in listed
    told = list(Entry.objects.values_list("what", flat=True))
    assert {"question_asked", "job_asked"} <= set(told)


def test_who_sees_as_much_waits_for_the_same_job_and_opens_the_same_page(
    cast: Cast, course: str, workspace: Path
) -> None:
    key = Question(treatment(course), OUTCOME).key
    first, second = cast.client("executive"), cast.client("executive")
    for client in (first, second):
        client.post(reverse(NEW), sent(course, "ask"))
    assert Job.objects.filter(kind="answer").count() == 1
    work(workspace)
    for client in (first, second):
        assert (
            "What was tried"
            in (page := client.get(reverse("evidence_question", args=[key])).content.decode())
            or "Refused" in page
        )
    assert Job.objects.filter(kind="answer").count() == 1


BAD = [
    ({"treatment": ""}, "No treatment is named"),
    ({"treatment": "course:Nothing of the kind"}, "Nothing of the kind"),
    ({"treatment": "potion:x"}, "kind of treatment"),
    ({"treatment": "change"}, "The change has no day"),
    ({"treatment": "change", "day": "soon"}, "is not a day"),
    ({"outcome": ""}, "No outcome is named"),
    ({"outcome": "win_rat"}, "win_rate"),
    ({"lag": "x"}, "no number of months"),
    ({"horizon": "0"}, "The horizon is 0 months"),
    ({"smallest": "much"}, "which is no number"),
    ({"smallest": "-2"}, "above zero"),
    ({"unit": "planet"}, "The unit is"),
    ({"where": "colour = 'red'"}, "colour"),
    ({"people": "person = 'crm:1'"}, "person"),
    ({"period": "someday"}, "someday"),
    ({"why": "  "}, "says nothing of why"),
]


@pytest.mark.parametrize(
    ("outcome", "text", "counted"),
    [("win_rate", "2", 0.02), ("average_deal_size", "1500.5", 150_050.0), ("cycle_length", "3", 3)],
)
@pytest.mark.usefixtures("cast")
def test_a_size_is_written_as_people_write_it(outcome: str, text: str, counted: float) -> None:
    warehouse = company.current()
    assert warehouse is not None
    form = form_of({"treatment": "change", "day": "2025-03-01", "outcome": outcome,
                    "smallest": text}, ["hr:a", "hr:b"])  # fmt: skip
    asked = question_in(form, (), warehouse, Scope.everything("test"))
    assert asked.smallest == pytest.approx(counted)
    assert asked.treatment.text == "change:2025-03-01@hr:a,2025-03-01@hr:b"


@pytest.mark.parametrize(("wrong", "said"), BAD)
def test_what_is_no_question_is_told_and_not_written(
    cast: Cast, course: str, journal: Path, wrong: dict[str, str], said: str
) -> None:
    given = {**sent(course, "register", why="Because."), **wrong}
    answer = cast.client("enablement").post(reverse(NEW), given)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not entries(journal)
    assert not Job.objects.filter(kind="answer").exists()


@pytest.mark.parametrize(("treated", "sees"), [(None, False), (3, False), (40, True)])
def test_answers_about_a_few_are_withheld_from_who_sees_groups_alone(
    cast: Cast, workspace: Path, treated: int | None, sees: bool
) -> None:
    keep_answer(Workspace(workspace), an_answer(treated))
    for who, may in (("executive", sees), ("revops", True)):
        page = cast.client(who).get(reverse(LIST)).content.decode()
        assert ("+2.1 points" in page) is may, who
        assert "Inconclusive" in page


def test_a_changed_answer_is_marked(cast: Cast, workspace: Path) -> None:
    keep_answer(Workspace(workspace), an_answer(40))
    keep_answer(Workspace(workspace), an_answer(40, "+0.3 points (-1.0 to 1.6)"))
    page = cast.client("executive").get(reverse(LIST)).content.decode()
    assert "Changed." in page
    assert "the answer was inconclusive: +2.1 points" in page


def test_registered_after_looking_does_not_count_as_before(cast: Cast, workspace: Path) -> None:
    one = an_answer(40)
    keep_answer(Workspace(workspace), one)
    late = Registered(one.question, "late@example.org", datetime(2026, 3, 1, tzinfo=UTC), "I knew.")
    register_question(Workspace(workspace), late)
    page = cast.client("revops").get(reverse(LIST)).content.decode()
    before, after = page.split('id="since"')
    assert "I knew." in after
    assert "I knew." not in before


def test_an_earlier_answer_is_worked_out_for_this_build_when_somebody_opens_it(
    cast: Cast, workspace: Path
) -> None:
    keep_answer(Workspace(workspace), an_answer(40))
    address = reverse("evidence_question", args=[an_answer(40).question.key])
    client = cast.client("revops")
    assert b"It waits for its turn." in client.get(address).content
    work(workspace)
    page = client.get(address).content.decode()
    assert "Somewhere" in page  # nobody had it here: that is told, with what to do
    assert Job.objects.get(kind="answer").state == State.FAILED
    assert "Try again" in page


def test_who_looks_as_somebody_else_has_nothing_worked_out(cast: Cast, workspace: Path) -> None:
    keep_answer(Workspace(workspace), an_answer(40))
    client = cast.client("administrator")
    client.post(reverse("look_as", args=[cast.user("executive").pk]))
    address = reverse("evidence_question", args=[an_answer(40).question.key])
    assert client.get(address).status_code == 200
    assert client.get(reverse("evidence_curriculum")).status_code == 200
    assert client.post(reverse(NEW), {"do": "ask"}).status_code == 403
    assert not Job.objects.exists()


def test_progress_is_of_evidence_alone(cast: Cast) -> None:
    job = Job.objects.create(kind="build", asked_by="somebody")
    address = reverse("evidence_progress", args=[job.pk])
    assert cast.client("revops").get(address).status_code == 404


def test_progress_is_told_to_who_sees_the_same_alone(cast: Cast, course: str) -> None:
    cast.client("revops").post(reverse(NEW), sent(course, "ask"))
    job = Job.objects.get(kind="answer")
    address = reverse("evidence_progress", args=[job.pk])
    assert cast.client("revops").get(address).status_code == 200
    assert cast.client("executive").get(address).status_code == 404


def test_the_line_for_the_command_line_asks_the_same() -> None:
    question = Question(
        treatment("course:It's here"), OUTCOME, "stage = 'Proposal'", lag=2, smallest=0.02,
        unit="team",
    )  # fmt: skip
    assert command_of(question) == (
        "everyrep evidence ask 'course:It'\"'\"'s here' win_rate --where 'stage = '\"'\"'Proposal'"
        "\"'\"'' --lag 2 --smallest 0.02 --unit team"
    )


def test_texts_of_people_stay_texts(cast: Cast, workspace: Path) -> None:
    why = "<script>alert(1)</script>"
    question = Question(treatment("course:<b>x</b>"), OUTCOME)
    entry = Registered(question, "x", datetime(2026, 1, 1, tzinfo=UTC), why)
    register_question(Workspace(workspace), entry)
    for address in (reverse(LIST), reverse("evidence_question", args=[question.key])):
        page = cast.client("revops").get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


def test_answers_of_an_earlier_build_are_worked_out_anew_on_request(
    cast: Cast, course: str, workspace: Path
) -> None:
    old = replace(an_answer(40), question=Question(treatment(course), OUTCOME))
    keep_answer(Workspace(workspace), old)
    client = cast.client("executive")
    page = client.get(reverse(LIST)).content.decode()
    assert "answered from an earlier build, before" in page
    assert "Answer the one of an earlier build anew" in page
    client.post(reverse("evidence_questions_again"))
    work(workspace)
    page = client.get(reverse(LIST)).content.decode()
    assert "of an earlier build anew" not in page
    assert "Changed." in page


def test_the_overview_is_set_anew_for_what_is_registered_and_not_for_what_is_answered(
    cast: Cast, workspace: Path
) -> None:
    warehouse = company.current()
    assert warehouse is not None
    sight, one = scope(cast, "executive"), an_answer(40)
    before = key_of("evidence", warehouse, sight)
    register_question(
        Workspace(workspace), Registered(one.question, "x", datetime(2025, 1, 1, tzinfo=UTC), "Why")
    )
    registered = key_of("evidence", warehouse, sight)
    keep_answer(Workspace(workspace), one)
    assert before != registered
    assert key_of("evidence", warehouse, sight) == registered


def test_a_damaged_register_is_told_of_and_not_guessed_at(cast: Cast, journal: Path) -> None:
    journal.parent.mkdir(exist_ok=True)
    journal.write_text('{"kind": "registered"}\n')
    key = an_answer(1).question.key
    for address in (reverse(LIST), reverse("evidence_question", args=[key])):
        page = cast.client("revops").get(address).content.decode()
        assert "questions.jsonl, line 1" in page
        assert "A file cannot be read" in page
