"""The ledger of returns in the browser: cases kept, worked out by a job, and taken away."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from everyrep.evidence.money import case_names, template
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.jobs.worker import Hand
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.django_db
CASE = """format = 1
name = "=Sooner decided"
years = 1
margin = [0.6, 0.7, 0.75]
[base]
amount = [9_000_000, 10_000_000, 11_000_000]
[[benefit]]
name = "Sooner"
kind = "cycle"
amount = [0.01, 0.03, 0.05]
[[cost]]
name = "Seats"
kind = "seats"
each = 300
people = 50
"""


@pytest.fixture
def work(workspace: Path) -> Iterator[Workspace]:
    """The workspace; no case is left in it."""
    yield Workspace(workspace)
    shutil.rmtree(workspace / "cases", ignore_errors=True)


def keep(cast: Cast, work: Workspace, who: str = "finance", text: str = CASE) -> str:
    """Keep a case and work it out; gives its address."""
    answer = cast.client(who).post(reverse("evidence_case_new"), {"text": text, "name": "sooner"})
    assert answer.status_code == 302, answer.content.decode()
    assert Hand("one", work.root).work_once()
    job = Job.objects.latest("pk")
    assert job.state == State.DONE, job.said
    return str(answer["Location"])


def test_a_case_is_kept_and_worked_out(cast: Cast, work: Workspace) -> None:
    address = keep(cast, work)
    client = cast.client("finance")
    page = client.get(address).content.decode()
    for said in ("What it comes to", "What drives it", "Assumptions", "Nothing counts twice",
                 "If what is assumed held", "takes the costs off twice"):  # fmt: skip
        assert said in page, said
    ledger = client.get(reverse("evidence_roi")).content.decode()
    assert "=Sooner decided" in ledger
    assert "pays if what is assumed holds" in ledger
    assert "assumed, not found" in ledger
    done = set(Entry.objects.filter(who="finance@example.org").values_list("what", flat=True))
    assert {"case_kept", "case_weighed"} <= done


def test_the_figures_go_away_as_files_that_hold_no_formula(cast: Cast, work: Workspace) -> None:
    from openpyxl import load_workbook

    keep(cast, work)
    client = cast.client("finance")
    text = client.get(reverse("evidence_case_csv", args=["sooner"])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:2] == ["part", "line"]
    assert rows[1][:2] == ["answer", "'=Sooner decided"]
    costs = next(row for row in rows if row[:2] == ["all", "costs"])
    assert float(costs[4]) == 15_000
    content = client.get(reverse("evidence_case_xlsx", args=["sooner"])).content
    sheet = load_workbook(io.BytesIO(content))["case"]
    cells = {(row[0].value, row[1].value): row for row in sheet.iter_rows()}
    assert cells["answer", "=Sooner decided"][1].data_type == "s"
    assert cells["all", "costs"][4].value == 15_000


def test_who_may_take_no_figures_away_cannot(cast: Cast, work: Workspace) -> None:
    keep(cast, work, "enablement")
    client = cast.client("enablement")
    assert client.get(reverse("evidence_case", args=["sooner"])).status_code == 200
    assert client.get(reverse("evidence_case_csv", args=["sooner"])).status_code == 403


def test_a_slip_is_told_with_its_line_and_nothing_is_kept(cast: Cast, work: Workspace) -> None:
    client = cast.client("finance")
    slip = CASE.replace('kind = "cycle"', 'kind = "cycel"')
    answer = client.post(reverse("evidence_case_new"), {"text": slip, "name": "slip"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "benefit 1 (line 7)" in page
    assert "cycle" in page
    assert "cycel" in page
    twice = CASE + '[[benefit]]\nkind = "cycle"\namount = 0.1\n'
    answer = client.post(reverse("evidence_case_new"), {"text": twice, "name": "twice"})
    assert b"holds already" in answer.content
    assert case_names(work) == []
    assert not Job.objects.filter(kind="weigh_cases").exists()


def test_a_file_takes_the_place_of_the_text_and_its_name_follows(
    cast: Cast, work: Workspace
) -> None:
    sent = SimpleUploadedFile("x.toml", template().encode())
    given = {"text": "nonsense", "name": "", "file": sent}
    answer = cast.client("revops").post(reverse("evidence_case_new"), given)
    assert answer.status_code == 302
    assert case_names(work) == ["value-selling-course"]


def test_who_comes_second_changes_nothing(cast: Cast, work: Workspace) -> None:
    keep(cast, work)
    client = cast.client("finance")
    given = {"text": CASE.replace("300", "400"), "seen": "another"}
    answer = client.post(reverse("evidence_case_save", args=["sooner"]), given)
    assert answer.status_code == 400
    assert b"in the meantime" in answer.content
    assert "each = 300" in (work.root / "cases" / "sooner.toml").read_text()


def test_a_case_that_cannot_be_worked_out_says_why(cast: Cast, work: Workspace) -> None:
    nobody = CASE.replace("people = 50", 'people = "treated"')
    client = cast.client("finance")
    client.post(reverse("evidence_case_new"), {"text": nobody, "name": "nobody"})
    assert Hand("one", work.root).work_once()
    page = client.get(reverse("evidence_case", args=["nobody"])).content.decode()
    assert "nobody had" in page


def test_all_that_are_open_are_worked_out_at_once(cast: Cast, work: Workspace) -> None:
    (work.root / "cases").mkdir()
    for name, text in (("one", CASE), ("two", CASE.replace("300", "500")), ("broken", "x")):
        (work.root / "cases" / f"{name}.toml").write_text(text)
    client = cast.client("executive")
    ledger = client.get(reverse("evidence_roi")).content.decode()
    assert "Work out the 2 that are open" in ledger
    assert "The case is no TOML" in ledger
    assert client.post(reverse("evidence_roi_weigh")).status_code == 302
    assert Hand("one", work.root).work_once()
    assert "that are open" not in client.get(reverse("evidence_roi")).content.decode()


def test_a_file_of_any_name_can_be_opened(cast: Cast, work: Workspace) -> None:
    (work.root / "cases").mkdir()
    for name in ("new", "My case (2)", "=1+1"):
        (work.root / "cases" / f"{name}.toml").write_text(CASE)
    client = cast.client("finance")
    assert client.get(reverse("evidence_roi")).status_code == 200
    for name in ("new", "My case (2)", "=1+1"):
        assert client.get(reverse("evidence_case", args=[name])).status_code == 200


def test_no_other_name_leads_to_a_file(cast: Cast, work: Workspace) -> None:
    client = cast.client("finance")
    assert client.get("/evidence/roi/of/nothing/").status_code == 404
    assert client.get("/evidence/roi/of/..%2Feveryrep/").status_code == 404
    assert work.root.exists()


@pytest.mark.parametrize("who", ["rep", "skip_manager", "auditor"])
def test_nobody_else_sees_or_keeps_cases(cast: Cast, work: Workspace, who: str) -> None:
    client = cast.client(who)
    assert client.post(reverse("evidence_case_new"), {"text": CASE}).status_code == 403
    assert client.get(reverse("evidence_case", args=["sooner"])).status_code == 403
    assert case_names(work) == []
