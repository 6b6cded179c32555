"""Sources: files handed over, looked at, loaded, taken back; people decided; no halves."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from everyrep import assembly
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.pages import checks_page
from everyrep.faces.web import company, uploads
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.jobs.unasked import unasked
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.models import SetPage
from everyrep.faces.web.pages.sources import receiving, waiting
from everyrep.measures import query
from everyrep.values import Scope
from everyrep.warehouse.build.record import current_build
from everyrep.warehouse.landing import loads
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import CAST, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PEOPLE = """Employee ID,Name,Email,Title,Hire Date
9001,Ada Example,ada@velano.example,Account Executive,2025-01-15
9002,Bea Example,bea@velano.example,=HYPERLINK("http://x"),2025-02-30
9003,Cai Example,cai@velano.example,Account Executive,+1+cmd|' /C calc'!A0
"""


@pytest.fixture
def place(workspace: Path) -> Iterator[Workspace]:
    """The workspace, without what others handed over; set back afterwards to what it was."""
    found = Workspace(workspace)
    shutil.rmtree(workspace / "app" / "uploads", ignore_errors=True)
    before = {load.load_id for load in loads(found)}
    mappings = {file.name for file in found.mappings.iterdir()}
    yield found
    from everyrep.assembly import build_warehouse
    from everyrep.warehouse.landing import undo

    added = [x for x in loads(found) if x.load_id not in before]
    with found.writing():
        for load in added:
            undo(found, load.load_id)
    for file in found.mappings.iterdir():
        if file.name not in mappings:
            file.unlink()
    shutil.rmtree(workspace / "app" / "uploads", ignore_errors=True)
    shutil.rmtree(found.decisions, ignore_errors=True)
    if added:
        build_warehouse(found, whole=False, progress=lambda *_: None)
        company.forget()


@pytest.fixture
def hand(place: Workspace) -> Hand:
    return Hand("one", place.root)


def send(client: Client, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("sources_upload"), {"files": sent})


def lying(place: Workspace) -> list[str]:
    folder = place.root / "app" / "uploads"
    return sorted(str(x.relative_to(folder)) for x in folder.rglob("*")) if folder.exists() else []


def test_a_try_that_was_put_off_until_the_files_are_loaded_ends_well(
    cast: Cast, place: Workspace, hand: Hand
) -> None:
    """As where it was killed so often that it gave up, and somebody asks for it again."""
    client = cast.client("revops")
    token = send(client, ("new people.csv", PEOPLE.encode()))["Location"].rstrip("/")[-32:]
    assert hand.work_once()
    client.post(reverse("upload_load", args=[token]))
    assert hand.work_once()
    unasked(place.root)
    assert lying(place) == []
    tried = Job.objects.get(kind="try_files")
    Job.objects.filter(pk=tried.pk).update(state=State.FAILED, error="It was tried 3 times.")
    Job.objects.filter(kind="set_pages").delete()
    client.post(reverse("job_retry", args=[tried.pk]))
    assert hand.work_once()
    tried.refresh_from_db()
    assert (tried.state, tried.said) == (State.DONE, "These files have been loaded meanwhile.")


def test_files_are_shown_before_they_are_loaded_and_then_loaded(
    cast: Cast, place: Workspace, hand: Hand
) -> None:
    client = cast.client("revops")
    before = loads(place)
    answer = send(client, ("new people.csv", PEOPLE.encode()))
    address = answer["Location"]
    assert "every 1s" in client.get(address).content.decode()
    assert hand.work_once()
    page = client.get(address).content.decode()
    assert "Employee ID" in page  # how columns were guessed
    assert "What is wrong" in page  # a date that does not exist
    assert loads(place) == before  # nothing has landed
    token = address.rstrip("/").rpartition("/")[2]
    assert client.post(reverse("upload_load", args=[token])).status_code == 302
    assert client.post(reverse("upload_load", args=[token])).status_code == 302
    assert Job.objects.filter(kind="load").count() == 1  # asked for twice, done once
    old = current_build(place)
    assert hand.work_once()
    job = Job.objects.get(kind="load")
    assert job.state == State.DONE, job.error
    landed = [x for x in loads(place) if x not in before]
    assert [x.source for x in landed] == ["new people.csv"]
    assert current_build(place) != old
    assert lying(place) != []  # until it is sure that they are not needed again
    unasked(place.root)
    assert lying(place) == []
    Job.objects.filter(kind="set_pages").delete()
    assert "new people.csv" in client.get(reverse("sources")).content.decode()

    # What was rejected is a CSV that no spreadsheet runs.
    told = b"".join(client.get(reverse("load_rejects", args=[landed[0].load_id])).streaming_content)
    rows = list(csv.reader(io.StringIO(told.decode())))
    assert any("+1+cmd" in cell for row in rows for cell in row)
    for cell in (cell for row in rows for cell in row):
        assert not re.match(r"\s*[=+\-@＝＋－＠]", cell) or re.fullmatch(r"-?[\d.]+", cell), cell

    # And it can be taken back.
    assert client.post(reverse("load_undo", args=[landed[0].load_id])).status_code == 302
    assert hand.work_once()
    assert Job.objects.get(kind="undo").state == State.DONE
    assert loads(place) == before
    assert client.post(reverse("load_undo", args=[landed[0].load_id])).status_code == 404


def test_an_undo_that_was_killed_in_the_middle_is_done_again(place: Workspace, hand: Hand) -> None:
    from everyrep.faces.web.jobs import queue
    from everyrep.warehouse.landing import undo

    first = loads(place)[0]
    with place.writing():
        undo(place, first.load_id)
    try:
        job = queue.ask("undo", {"load": first.load_id}, by="x")
        hand.work_once()
        job.refresh_from_db()
        assert job.state == State.DONE
    finally:
        (place.undone / first.load_id).rename(place.landing / first.load_id)
        queue.ask("build", by="x")
        hand.work_once()
        company.forget()


@pytest.mark.parametrize("who", CAST)
def test_who_may_load(cast: Cast, place: Workspace, who: str) -> None:
    client = cast.client(who)
    answer = send(client, ("a.csv", PEOPLE.encode()))
    allowed = who == "revops"
    assert answer.status_code == (302 if allowed else 403)
    assert bool(lying(place)) == allowed
    first = loads(place)[0].load_id
    posts = {
        "load_undo": [first], "sources_build": [], "match_decide": [],
        "upload_load": ["0" * 32], "upload_drop": ["0" * 32],
    }  # fmt: skip
    for name, given in posts.items():
        status = client.post(reverse(name, args=given)).status_code
        assert (status == 403) != allowed, name
        assert client.get(reverse(name, args=given)).status_code in (405, 403)
    for name, given in {"upload": ["0" * 32], "load_rejects": ["000001-none"]}.items():
        status = client.get(reverse(name, args=given)).status_code
        assert status == (404 if allowed else 403), name


def test_a_form_without_its_token_leaves_no_file(cast: Cast, place: Workspace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        cast.user("revops"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert send(client, ("a.csv", b"a,b\n1,2\n")).status_code == 403
    assert lying(place) == []
    assert not Job.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    cast: Cast, place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(uploads.LIMIT, "1")
    client = cast.client("revops")
    answer = send(client, ("big.csv", b"x" * (3 << 20)))
    assert answer.status_code == 413
    assert b"larger than 1 MB" in answer.content
    monkeypatch.setattr(receiving, "_AROUND", 1 << 30)  # as if it had lied about its length
    answer = send(client, ("big.csv", b"x" * (3 << 20)))
    assert answer.status_code == 400
    assert b"larger than 1 MB" in answer.content
    assert lying(place) == []


def test_a_full_disk_on_upload_leaves_nothing_and_says_so(
    cast: Cast, place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def __init__(self, file: IO[bytes]) -> None:
            self.file = file

        def write(self, data: bytes) -> int:
            self.file.write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            self.file.close()

    opened = Path.open
    monkeypatch.setattr(
        Path,
        "open",
        lambda path, mode="r", *a, **k: (
            Full(opened(path, mode)) if mode == "xb" else opened(path, mode, *a, **k)
        ),
    )
    answer = send(cast.client("revops"), ("a.csv", b"x" * 500_000))
    assert answer.status_code == 400
    assert b"disk is full" in answer.content
    assert lying(place) == []
    assert not Job.objects.exists()


def test_a_disk_that_is_nearly_full_takes_no_upload(
    cast: Cast, place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(place.root)._replace(free=1000)
    monkeypatch.setattr(receiving.shutil, "disk_usage", lambda _: usage)
    assert send(cast.client("revops"), ("a.csv", b"a,b\n1,2\n")).status_code == 507
    assert lying(place) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        (".bashrc", "bashrc"),
        ("-rf.csv", "rf.csv"),
        ("a\0b\n.csv", "a_b_.csv"),
        ("Umsätze 2026 (neu).xlsx", "Umsätze 2026 (neu).xlsx"),
        ("invoice\u202efdc.csv", "invoice_fdc.csv"),
        ("x" * 300 + ".parquet", "x" * 92 + ".parquet"),
        ("", "file"),
        ("...", "file"),
        ("<script>.csv", "script_.csv"),
    ],
)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    assert uploads.harmless_name(given) == kept
    assert len(uploads.harmless_name(given)) <= 100


def test_two_files_of_one_name_lie_side_by_side(cast: Cast, place: Workspace) -> None:
    send(cast.client("revops"), ("a.csv", b"a,b\n1,2\n"), ("A.csv", b"a,b\n3,4\n"))
    assert [name.rpartition("/")[2] for name in lying(place)][1:] == ["A (2).csv", "a.csv"]


def bomb() -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("rows.csv", "w", force_zip64=True) as member,
    ):
        line = b"0" * (1 << 20)
        for _ in range(400):
            member.write(line)
    return packed.getvalue()


def billion_laughs() -> bytes:
    packed = io.BytesIO()
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
    )
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", f"<!DOCTYPE w [{entities}]><workbook>&l9;</workbook>")
    return packed.getvalue()


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.xlsx"])
def test_a_bomb_is_refused_and_said_to_be_one(
    cast: Cast, place: Workspace, hand: Hand, name: str
) -> None:
    client = cast.client("revops")
    content = bomb() if name.endswith("zip") else billion_laughs()
    address = send(client, (name, content))["Location"]
    assert hand.work_once()
    job = Job.objects.get()
    assert job.state == State.DONE, job.error
    told = job.result["files"]
    assert all(one["error"] for one in told)
    page = client.get(address).content.decode()
    assert "Load and build" not in page
    token = address.rstrip("/").rpartition("/")[2]
    assert client.post(reverse("upload_drop", args=[token])).status_code == 302
    assert lying(place) == []
    assert list(place.landing.glob(".unfinished-*")) == []


def test_a_load_that_is_cancelled_leaves_nothing_landed(
    cast: Cast, place: Workspace, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from everyrep.faces.web.jobs import queue
    from everyrep.faces.web.jobs.doing import loading

    client = cast.client("revops")
    before, build = loads(place), current_build(place)
    token = send(client, ("p.csv", PEOPLE.encode()))["Location"].rstrip("/").rpartition("/")[2]
    hand.work_once()
    client.post(reverse("upload_load", args=[token]))
    built = loading._build

    def cancelled_meanwhile(work: Any, part: Any, **given: Any) -> Any:
        queue.cancel(work.job, by="revops@example.org")
        work._looked = 0.0
        return built(work, part, **given)

    monkeypatch.setattr(loading, "_build", cancelled_meanwhile)
    hand.work_once()
    assert Job.objects.get(kind="load").state == State.CANCELLED
    assert loads(place) == before
    assert current_build(place) == build
    left = [name for name in lying(place) if "/." not in name]  # what looking left begins so
    assert len(left) == 2  # the files are still there, to be loaded after all


def test_a_build_waits_while_another_writes(place: Workspace, hand: Hand) -> None:
    from everyrep.faces.web.jobs import queue

    job = queue.ask("build", by="x")
    with place.writing():
        hand.work_once()
    job.refresh_from_db()
    assert job.state == State.QUEUED
    assert "is writing to this workspace" in job.said


def test_a_build_swaps_the_warehouse_under_a_reader(cast: Cast, place: Workspace) -> None:
    from everyrep.assembly import build_warehouse

    old = company.current()
    assert old is not None
    before = query(old, "won_deals", scope=Scope.everything("test")).rows[0].estimate.value
    build_warehouse(place, whole=True, progress=lambda *_: None)
    new = company.current()
    assert new is not None
    assert new.snapshot != old.snapshot
    # Who reads the old build goes on reading it, to the same figures.
    again = query(old, "won_deals", scope=Scope.everything("test")).rows[0].estimate.value
    assert again == before
    assert new.snapshot.encode() in cast.client("revops").get(reverse("sources")).content


def test_pages_of_a_new_build_are_set_unasked_and_old_ones_go(
    cast: Cast, place: Workspace, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting, "_set", lambda *_: ("<p>set</p>", [], ""))
    SetPage.objects.create(key="old", snapshot="19990101-000000", html="", seconds=0)
    unasked(place.root)
    unasked(place.root)
    assert Job.objects.filter(kind="set_pages").count() == 1
    hand.work_once()
    job = Job.objects.get(kind="set_pages")
    assert job.state == State.DONE, job.error
    assert not SetPage.objects.filter(key="old").exists()
    for who, name in (("executive", "home"), ("revops", "sources"), ("finance", "heroes")):
        assert b"<p>set</p>" in cast.client(who).get(reverse(name)).content


def test_two_who_decide_at_once(cast: Cast, place: Workspace) -> None:
    client = cast.client("revops")
    assert client.get(reverse("matches")).status_code == 200
    warehouse = company.current()
    assert warehouse is not None
    rows = warehouse.connection.execute("SELECT ref FROM person_links ORDER BY 1 LIMIT 2")
    one, other = (str(ref) for (ref,) in rows.fetchall())
    asked = {"one": one, "other": other, "ruling": "split", "seen": "0", "why": "I know both"}
    page = client.post(reverse("match_decide"), asked, follow=True).content.decode()
    assert "are two people. It holds" in page
    late = {**asked, "ruling": "merge"}
    page = client.post(reverse("match_decide"), late, follow=True).content.decode()
    assert "has decided on these two meanwhile: two people" in page
    written = (place.decisions / "identity.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["ruling"] for line in written] == ["split"]
    assert json.loads(written[0])["who"] == "revops@example.org"
    assert Entry.objects.filter(what="match_decided").count() == 1
    # Who has seen it may decide otherwise.
    client.post(reverse("match_decide"), {**late, "seen": "1"})
    assert len((place.decisions / "identity.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.usefixtures("place")
def test_a_decision_is_counted_at_once_and_a_build_is_offered(
    cast: Cast, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, warehouse = cast.client("revops"), company.current()
    assert warehouse is not None
    rows = warehouse.connection.execute("SELECT ref FROM person_links ORDER BY 1 LIMIT 3")
    one, other, third = (str(ref) for (ref,) in rows.fetchall())
    # A build in which nobody was unsure has an empty queue.
    warehouse.connection.execute("CREATE TEMP TABLE queue (left_ref TEXT, right_ref TEXT)")
    warehouse.connection.executemany(
        "INSERT INTO queue VALUES (?, ?)", [(other, one), (one, third)]
    )
    monkeypatch.setattr(
        "everyrep.assembly._LEFT_TO_DECIDE",
        assembly._LEFT_TO_DECIDE.replace("identity_queue", "queue"),
    )
    assert waiting.to_review(warehouse) == 2
    assert waiting.for_a_build(warehouse) == []
    asked = {"one": one, "other": other, "ruling": "split", "seen": "0"}
    client.post(reverse("match_decide"), asked)
    assert waiting.to_review(warehouse) == 1
    monkeypatch.undo()
    for name in ("matches", "sources"):
        page = client.get(reverse(name)).content.decode()
        assert "1 decision on who is who waits for the next build." in page
        assert f'action="{reverse("sources_build")}"' in page
    needs = client.get(reverse("home_needs")).content.decode()
    assert "build to make: 1 decision on who is who waits for the next build" in needs
    client.post(reverse("sources_build"))
    assert "on its way" in client.get(reverse("matches")).content.decode()
    assert hand.work_once()
    company.forget()
    assert "waits for the next build" not in client.get(reverse("matches")).content.decode()


def test_undo_asks_first_and_says_what_goes(cast: Cast, place: Workspace) -> None:
    warehouse = company.current()
    assert warehouse is not None
    load = next(x for x in loads(place) if "opportunities" in x.counts)
    rows = warehouse.connection.execute(
        "SELECT count(*) FROM opportunities WHERE load_id = ?", [load.load_id]
    ).fetchone()
    client = cast.client("revops")
    address = reverse("load_going", args=[load.load_id])
    assert address in client.get(reverse("sources")).content.decode()
    page = client.get(address).content.decode()
    assert rows is not None
    line = page.partition('<th scope="row">opportunities</th>')[2].partition("</tr>")[0]
    assert f">{load.counts['opportunities']['rows']:,}<" in line
    assert f">{rows[0]:,}<" in line
    assert not Job.objects.exists()
    assert load in loads(place)
    assert client.get(reverse("load_going", args=["000001-none"])).status_code == 404
    assert cast.client("administrator").get(address).status_code == 403


def test_a_decision_while_a_build_writes_is_not_lost_in_silence(
    cast: Cast, place: Workspace
) -> None:
    client = cast.client("revops")
    warehouse = company.current()
    assert warehouse is not None
    rows = warehouse.connection.execute("SELECT ref FROM person_links ORDER BY 1 LIMIT 2")
    one, other = (str(ref) for (ref,) in rows.fetchall())
    asked = {"one": one, "other": other, "ruling": "ignore", "seen": "0"}
    with place.writing():
        page = client.post(reverse("match_decide"), asked, follow=True).content.decode()
    assert "Nothing was kept" in page


def test_nonsense_about_people_is_refused(cast: Cast, place: Workspace) -> None:
    client = cast.client("revops")
    address = reverse("match_decide")
    assert client.post(address, {"ruling": "marry"}).status_code == 404
    asked = {"one": "crm:nobody", "other": "hr:none", "ruling": "merge", "seen": "0"}
    page = client.post(address, asked, follow=True).content.decode()
    assert "There is no record of a person" in page
    assert not place.decisions.exists()


def test_what_can_be_computed_is_listed(cast: Cast) -> None:
    page = cast.client("revops").get(reverse("computable")).content.decode()
    assert "Win rate" in page
    assert "Later versions" in page


def test_a_load_counts_rows_of_its_file_and_is_listed_once(cast: Cast, workspace: Path) -> None:
    page = cast.client("revops").get(reverse("sources")).content.decode()
    place = Workspace(workspace)
    for load in loads(place)[-20:]:
        line = page.partition(f"{load.load_id}</small>")[2].partition("</tr>")[0]
        assert f">{load.table.rows:,}<" in line, load.load_id
    statements = next(x for x in loads(place) if len(x.counts) > 1)
    assert sum(x["rows"] for x in statements.counts.values()) > statements.table.rows
    warehouse = company.current()
    assert warehouse is not None
    asker = Asker(warehouse, Scope.everything("x"), date(2026, 6, 1))
    titles = [getattr(block, "title", "") for block in checks_page(asker).blocks]
    assert not [title for title in titles if title.startswith(("Files", "Systems"))]


def test_every_finding_is_on_the_page_the_later_folded(
    monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    monkeypatch.setattr("everyrep.faces.reports.pages.quality._MOST_PROBLEMS", 2)
    with Warehouse.open(Workspace(workspace)) as warehouse:
        html, *_ = setting._set("sources", warehouse, Scope.everything("x"))
        found = Asker(warehouse, Scope.everything("x"), date(2026, 6, 1)).findings
    assert len(found) > 3
    assert html.count('class="problem"') == len(found)
    assert f"<summary>{len(found) - 2} more</summary>" in html


@pytest.mark.usefixtures("place")
def test_a_dry_run_says_who_would_match_nobody_and_of_whom_one_is_not_sure(
    cast: Cast, hand: Hand
) -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of).places[cast.people["rep"]]
    name, email = known.name, known.email
    people = (
        "Employee ID,Name,Email,Title,Hire Date\n"
        f"9201,{name},{email},Account Executive,2025-01-15\n"
        "9202,Zebulon Quirk,z.quirk@nowhere.example,Account Executive,2025-01-15\n"
    )
    calls = (
        "Activity ID,Owner,Kind,Date\n"
        f"c1,{email},call,2026-05-01\nc2,who.ever@nowhere.example,call,2026-05-02\n"
    )
    answer = send(
        cast.client("revops"), ("more people.csv", people.encode()), ("calls.csv", calls.encode())
    )
    assert hand.work_once()
    told = Job.objects.get(kind="try_files").result["people"]
    found = {one["says"].split(",")[0]: " ".join(one["names"]) for one in told}
    assert "Zebulon Quirk" in found["Match nobody of another system"]
    assert "9201" not in found["Match nobody of another system"]
    assert "who.ever@nowhere.example: 1 row" in found["Match no record of a person"]
    assert email not in found["Match no record of a person"]
    page = cast.client("revops").get(answer["Location"]).content.decode()
    assert "Who is who then" in page
