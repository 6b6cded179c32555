"""The claim ledger in the browser: filtered, tested by a job, added to, and never guessed at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from everyrep.evidence.claims import NOT_YET, Verdict, read_ledger, stated
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.jobs.worker import Hand
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.django_db
OWN = {"statement": "We win one deal in ten.", "outcome": "win_rate", "least": "0.05",
       "most": "0,9", "topic": "Winning", "source": "our board"}  # fmt: skip


@pytest.fixture
def work(workspace: Path) -> Iterator[Workspace]:
    """The workspace; its ledger is afterwards what it was."""
    found = Workspace(workspace)
    file = found.decisions / "claims.jsonl"
    before = file.read_bytes() if file.exists() else None
    yield found
    if before is None:
        file.unlink(missing_ok=True)
    else:
        file.write_bytes(before)


def page_of(client: Client, name: str, **given: str) -> str:
    return str(client.get(reverse(name), given).content.decode())


def test_all_claims_are_there_and_filters_show_a_part(cast: Cast, work: Workspace) -> None:
    client = cast.client("enablement")
    page = page_of(client, "evidence_claims")
    assert all(f"/evidence/claims/{one.id}/" in page for one in stated())
    assert f"{len(stated())} of {len(stated())} claims" in page
    untestable = [one for one in stated() if one.test.by.value == "none"]
    part = page_of(client, "evidence_claims", verdict=Verdict.NOT_TESTABLE.value)
    assert f"{len(untestable)} of {len(stated())} claims" in part
    coaching = [one for one in stated() if one.topic == "coaching"]
    part = page_of(client, "evidence_claims", topic="coaching", source="")
    assert f"{len(coaching)} of" in part
    assert work.root.exists()


def test_every_claim_has_a_page_with_its_test_and_its_trap(cast: Cast, work: Workspace) -> None:
    client = cast.client("executive")
    for one in stated()[:12]:
        answer = client.get(reverse("evidence_claim", args=[one.id]))
        assert answer.status_code == 200
        assert one.statement.replace("'", "&#x27;") in answer.content.decode()
    assert client.get(reverse("evidence_claim", args=["C99"])).status_code == 404
    assert work.root.exists()


def test_a_claim_is_tested_by_a_job_and_its_verdict_is_filed(cast: Cast, work: Workspace) -> None:
    client = cast.client("finance")
    answer = client.post(reverse("evidence_claim_test", args=["C22"]))
    assert answer.status_code == 302
    assert "Waits for its turn" in client.get(answer["Location"]).content.decode()
    assert Hand("one", work.root).work_once()
    job = Job.objects.latest("pk")
    assert (job.kind, job.state) == ("test_claims", State.DONE), job.said
    filed = read_ledger(work).last("C22")
    assert filed is not None
    assert filed.asked_by == "finance@example.org"
    page = client.get(answer["Location"]).content.decode()
    assert filed.tested.verdict.value.capitalize() in page
    assert "Waits for its turn" not in page
    told = Entry.objects.filter(what="claim_tested").latest("number")
    assert (told.who, told.about) == ("finance@example.org", "C22")


def test_the_finding_behind_a_verdict_is_on_its_page(cast: Cast, work: Workspace) -> None:
    client = cast.client("revops")
    client.post(reverse("evidence_claim_test", args=["C24"]))
    assert Hand("one", work.root).work_once()
    assert Job.objects.latest("pk").state == State.DONE, Job.objects.latest("pk").said
    filed = read_ledger(work).last("C24")
    assert filed is not None
    page = client.get(reverse("evidence_claim", args=["C24"])).content.decode()
    assert "The finding behind the verdict" in page
    # Who sees no more than groups was shown nothing that was worked out for another sight.
    other = cast.client("executive").get(reverse("evidence_claim", args=["C24"]))
    assert b"The finding behind the verdict" not in other.content


def test_what_was_found_under_a_wider_sight_is_shown_to_nobody_with_a_narrower(
    cast: Cast, work: Workspace
) -> None:
    cast.client("revops").post(reverse("evidence_claim_test", args=["C22"]))
    assert Hand("one", work.root).work_once()
    first = read_ledger(work).last("C22")
    assert first is not None
    narrow = cast.client("executive")
    address = reverse("evidence_claim", args=["C22"])
    page = narrow.get(address).content.decode()
    assert first.tested.verdict.value.capitalize() in page
    assert first.tested.sentence not in page
    assert not first.tested.figure or first.tested.figure not in page_of(narrow, "evidence_claims")
    narrow.post(reverse("evidence_claim_test", args=["C22"]))
    assert Hand("one", work.root).work_once()
    assert first.tested.sentence in narrow.get(address).content.decode()


def test_a_claim_about_a_treatment_asks_which_one(cast: Cast, work: Workspace) -> None:
    client = cast.client("enablement")
    answer = client.post(reverse("evidence_claim_test", args=["C04"]))
    assert answer.status_code == 400
    assert b"does not say which course" in answer.content
    answer = client.post(reverse("evidence_claim_test", args=["C04"]), {"about": "curse:X"})
    assert answer.status_code == 400
    assert b"course" in answer.content
    assert not Job.objects.filter(kind="test_claims").exists()
    assert client.post(reverse("evidence_claim_test", args=["C03"])).status_code == 400
    assert read_ledger(work).filed == ()


def test_ones_own_claim_is_added_with_who_did_it(cast: Cast, work: Workspace) -> None:
    client = cast.client("enablement")
    answer = client.post(reverse("evidence_claim_new"), OWN)
    assert answer.status_code == 302
    own = read_ledger(work).own[-1]
    assert (own.statement, own.test.outcome, own.test.most) == (OWN["statement"], "win_rate", 0.9)
    page = client.get(answer["Location"]).content.decode()
    assert NOT_YET in page
    assert "our board" in page
    assert Entry.objects.filter(what="claim_added", who="enablement@example.org").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": "win_rat"}, "win_rate"),
        ({"least": "much"}, "no number"),
        ({"least": "", "most": ""}, "names no size"),
        ({"least": "0.95"}, "leave nothing between"),
        ({"statement": " "}, "says nothing"),
        ({"treatment": "curse:X"}, "course"),
    ],
)
def test_what_is_no_claim_is_told_and_kept_in_the_form(
    cast: Cast, work: Workspace, changed: dict[str, str], said: str
) -> None:
    answer = cast.client("finance").post(reverse("evidence_claim_new"), OWN | changed)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert "our board" in page
    assert read_ledger(work).own == ()


def test_a_damaged_ledger_is_told_of_and_not_guessed_at(cast: Cast, work: Workspace) -> None:
    (work.decisions / "claims.jsonl").write_text('{"kind": "verdict"}\n')
    answer = cast.client("revops").get(reverse("evidence_claims"))
    assert answer.status_code == 409
    assert b"claims.jsonl" in answer.content


@pytest.mark.parametrize("who", ["rep", "manager", "administrator"])
def test_nobody_else_tests_or_adds(cast: Cast, work: Workspace, who: str) -> None:
    client = cast.client(who)
    assert client.post(reverse("evidence_claim_test", args=["C22"])).status_code == 403
    assert client.post(reverse("evidence_claims_test")).status_code == 403
    assert client.post(reverse("evidence_claim_new"), OWN).status_code == 403
    assert read_ledger(work).own == ()
