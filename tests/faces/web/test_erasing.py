"""A granted request for erasure is carried out, and nothing says any more who it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from everyrep.faces.web import company
from everyrep.faces.web import place as places
from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.audit.chain import record, verify
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.audit.striking import strike
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.doing import erasing
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages.models import PrivacyRequest, SetPage
from everyrep.faces.web.tokens.models import ApiToken
from everyrep.measures import query
from everyrep.values import Estimate, Scope
from everyrep.warehouse.known import known_of
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import PASSWORD, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def own(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The company in a folder of its own, which this test may change."""
    root = tmp_path / "company"
    shutil.copytree(workspace, root, ignore=shutil.ignore_patterns("exports"))
    monkeypatch.setenv(places.WORKSPACE, str(root))
    places.place.cache_clear()
    company.forget()
    yield root
    monkeypatch.undo()
    places.place.cache_clear()
    company.forget()


def figures(root: Path) -> list[Any]:
    """Measures by team, as the one door gives them."""
    with Warehouse.open(Workspace(root)) as warehouse:
        found: list[Any] = []
        for name in ("won_deals", "win_rate", "bookings", "calls_per_rep_week", "attainment"):
            answer = query(warehouse, name, by="team", scope=Scope.everything("test"))
            found += [(name, row.keys["team"], *_said(row.estimate)) for row in answer]
        return sorted(found, key=repr)


def _said(estimate: Estimate) -> tuple[Any, ...]:
    """What an estimate says, less which build it is of; sums of floats may come in any order."""
    numbers = (estimate.value, estimate.low, estimate.high)
    rounded = [round(x, 9) if isinstance(x, float) else x for x in numbers]
    return (*rounded, estimate.n, str(estimate.grade))


def told_by_parquet(folder: Path) -> str:
    """All that lies there but customers' contacts, some of whom are called like somebody here."""
    files = [file for file in sorted(folder.rglob("*.parquet")) if file.parent.name != "contacts"]
    found = [repr(duckdb.execute(f"SELECT * FROM read_parquet('{f}')").fetchall()) for f in files]
    found += [f.read_text(encoding="utf-8") for f in folder.rglob("*.json*")]
    return "\n".join(found).lower()


def told_by_the_database() -> str:
    """Every value of every table of the app."""
    rows = [list(model._default_manager.values_list()) for model in apps.get_models()]
    return repr(rows).lower()


def asked_and_granted(cast: Cast, who: str) -> PrivacyRequest:
    cast.client(who).post(reverse("mine_ask"), {"kind": "erase", "text": f"I am {who}, all of it"})
    asked = PrivacyRequest.objects.get()
    address = reverse("privacy_answer", args=[asked.pk])
    cast.client("administrator").post(address, {"state": "granted", "answer": "It is done."})
    return asked


def work(root: Path) -> Job:
    Hand("hand", root).work_once()
    return Job.objects.get(kind="erase")


def test_after_it_nothing_says_who_it_was_and_no_figure_of_a_team_changed(
    cast: Cast, own: Path
) -> None:
    rep = cast.user("rep")
    known = known_of(Workspace(own), rep.person)
    assert known is not None
    rep.name = known.names[0]
    rep.save()
    ApiToken.objects.create(
        user=rep, name=f"of {known.names[0]}", token_hash="x", ends_at="2030-01-01T00:00Z"
    )
    SocialAccount.objects.create(user=rep, provider="x", uid="y", extra_data={"mail": rep.email})
    EmailAddress.objects.create(user=rep, email=rep.email)
    record("manager@example.org", "looked", rep.person, measure="won_deals")
    record("somebody", "sign_in_failed", rep.email, note={"of": [known.names[0]]})
    session = Client()
    session.post(reverse("account_login"), {"login": rep.email, "password": PASSWORD})
    before, entries = figures(own), Entry.objects.count()
    SetPage.objects.create(key="k", snapshot="s", html=f"<p>{known.names[0]}</p>", seconds=1)

    asked = asked_and_granted(cast, "rep")
    job = work(own)

    assert job.state == "done", job.error
    assert figures(own) == before
    words = [rep.email, rep.person, *known.names, *known.mails, *known.refs]
    (build,) = (f.parent for f in (own / "warehouse").glob("*/build.json"))
    database, built = told_by_the_database(), told_by_parquet(build)
    landed = told_by_parquet(own / "landing")
    for word in words:
        assert word.lower() not in database, word
        assert word.lower() not in built, word
    for word in (*known.names, *known.mails):
        assert word.lower() not in landed, word
    verdict = verify()
    assert verdict.broken_at is None
    assert verdict.struck > 3
    assert verdict.entries > entries
    rep.refresh_from_db()
    assert (rep.name, rep.person, rep.is_active) == ("Former person 1", "person:erased:1", False)
    assert session.get("/").status_code == 302
    asked.refresh_from_db()
    assert asked.carried_out_at is not None
    assert not list((own / "app" / "erasing").iterdir())
    assert Entry.objects.filter(what="erased", about="Former person 1").count() == 1


def test_the_person_is_told_what_is_kept_and_why(cast: Cast, own: Path) -> None:
    asked_and_granted(cast, "rep")
    job = work(own)
    (sent,) = (one for one in mail.outbox if "erased" in one.subject)
    assert sent.to == ["rep@example.org"]
    assert "Ten years" in sent.body
    assert "Basis:" in sent.body
    assert "audit" in sent.body
    assert "Backups" in sent.body
    assert job.result["kept"]
    page = cast.client("administrator").get(reverse("privacy")).content.decode()
    assert "Former person 1" in page
    assert "carried out on" in page


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["strike", "build_warehouse", "forget", "_tell"])
def test_after_a_break_anywhere_the_next_attempt_finishes(
    cast: Cast, own: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    asked_and_granted(cast, "rep")
    real = getattr(erasing, broken)

    def breaks(*args: Any, **kwargs: Any) -> Any:
        if broken in ("strike", "build_warehouse"):
            real(*args, **kwargs)
        raise RuntimeError("power is gone")

    monkeypatch.setattr(erasing, broken, breaks)
    assert work(own).state == "queued"
    note = next((own / "app" / "erasing").iterdir(), None)
    if note is not None:
        assert b"rep@example.org" not in note.read_bytes()
    monkeypatch.setattr(erasing, broken, real)
    Job.objects.update(not_before="2020-01-01T00:00Z")
    job = work(own)
    assert job.state == "done", job.error
    assert "rep@example.org" not in told_by_the_database()
    assert verify().broken_at is None
    lines = (own / "decisions" / "erasure.jsonl").read_text().splitlines()
    assert len(lines) == 1


def test_somebody_without_records_is_forgotten_too(cast: Cast, own: Path) -> None:
    asked_and_granted(cast, "finance")
    assert work(own).state == "done"
    assert "finance@example.org" not in told_by_the_database()


def test_what_was_not_granted_is_not_done_and_the_last_administrator_stays(
    cast: Cast, own: Path
) -> None:
    rep = cast.client("rep")
    rep.post(reverse("mine_ask"), {"kind": "erase", "text": "all"})
    asked = PrivacyRequest.objects.get()
    refuse = {"state": "refused", "answer": "No."}
    cast.client("administrator").post(reverse("privacy_answer", args=[asked.pk]), refuse)
    assert not Job.objects.filter(kind="erase").exists()
    queue.ask("erase", {"request": asked.pk}, by="x")
    assert work(own).state == "failed"
    assert User.objects.filter(email="rep@example.org", is_active=True).exists()
    other = cast.user("revops")
    grant = Grant.objects.create(user=other, role="administrator")
    PrivacyRequest.objects.all().delete()
    Job.objects.all().delete()
    asked = PrivacyRequest.objects.create(
        user=cast.user("administrator"), person="", kind="erase", text="x", state="granted"
    )
    grant.delete()
    queue.ask("erase", {"request": asked.pk}, by="x")
    job = work(own)
    assert job.state == "failed"
    assert "last administrator" in job.error


def instead(name: str, number: int) -> Callable[[str], str]:
    return lambda text: text.replace(name, f"Former person {number}")


def test_whatever_else_is_changed_in_the_audit_still_shows() -> None:
    for number in range(6):
        record("ann@example.org", "looked", "bob@example.org", number=number)
    head = Entry.objects.get(number=6).digest
    assert (
        strike(lambda text: text.replace("ann@example.org", "Former person 1"), by="x", about="y")
        == 6
    )
    whole = verify()
    assert (whole.broken_at, whole.struck, whole.entries) == (None, 6, 7)
    assert Entry.objects.get(number=6).digest == head, "a head written down before is still met"
    assert (
        strike(lambda text: text.replace("bob@example.org", "Former person 2"), by="x", about="z")
        == 6
    )
    assert verify().broken_at is None
    Entry.objects.filter(number=3).update(who="somebody else")
    assert verify().broken_at == 3
    Entry.objects.filter(number=3).update(who="Former person 1")
    assert verify().broken_at is None
    told = Entry.objects.get(number=8)
    detail = json.loads(json.dumps(told.detail))
    detail["entries"]["2"] = "0" * 64
    Entry.objects.filter(number=8).update(detail=detail)
    assert verify().broken_at == 2


def test_nobody_vouches_for_a_change_beforehand() -> None:
    record("x", "names_struck", "y", entries={"2": "0" * 64})
    record("ann@example.org", "looked", "z")
    Entry.objects.filter(number=2).update(who="bob@example.org")
    assert verify().broken_at == 2
