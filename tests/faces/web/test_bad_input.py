"""What goes wrong in a day: two at once, a new build, a full disk, a set clock, a circle."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from everyrep.assembly import build_warehouse, load_files
from everyrep.faces.web import company, trouble
from everyrep.faces.web.access import sessions
from everyrep.faces.web.access.models import Grant
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.access.sessions import BEGAN, SEEN, follow_clock, is_over
from everyrep.faces.web.audit import chain
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.pages.models import PrivacyRequest
from everyrep.faces.web.place import place
from everyrep.sources.files.loading import Wish
from everyrep.warehouse.build.record import current_build
from everyrep.warehouse.organisation import Organisation
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HOUR, DAY = 3600, 24 * 3600


# ------------------------------------------------- two people who change one thing


def asked_by_rep(cast: Cast) -> PrivacyRequest:
    cast.client("rep").post(reverse("mine_ask"), {"kind": "contest", "text": "two are mine"})
    return PrivacyRequest.objects.get()


def test_who_answers_second_is_told_of_the_first_and_keeps_their_words(cast: Cast) -> None:
    one = asked_by_rep(cast)
    Grant.objects.create(user=cast.user("auditor"), role="administrator")
    auditor, late = cast.client("auditor"), cast.client("administrator")
    own = Grant.objects.get(user=cast.user("auditor"), role="administrator")
    auditor.post(reverse("act_in", args=[own.pk]))
    address = reverse("privacy_answer", args=[one.pk])
    auditor.post(address, {"state": "granted", "answer": "They are yours."})
    answer = late.post(address, {"state": "refused", "answer": "Long thought about."}, follow=True)
    page = answer.content.decode()
    assert "auditor has answered rep meanwhile: granted" in page
    assert "They are yours." in page
    assert "Long thought about." in page
    one.refresh_from_db()
    assert (one.state, one.answer) == ("granted", "They are yours.")


def test_who_answers_what_was_taken_back_is_told(cast: Cast) -> None:
    one = asked_by_rep(cast)
    cast.client("rep").post(reverse("mine_withdraw", args=[one.pk]))
    answer = cast.client("administrator").post(
        reverse("privacy_answer", args=[one.pk]), {"state": "granted", "answer": "x"}, follow=True
    )
    assert "rep has taken this request back meanwhile" in answer.content.decode()


def test_who_takes_back_what_was_answered_is_told_and_the_answer_stays(cast: Cast) -> None:
    one = asked_by_rep(cast)
    address = reverse("privacy_answer", args=[one.pk])
    cast.client("administrator").post(address, {"state": "part", "answer": "One of them."})
    page = cast.client("rep").post(reverse("mine_withdraw", args=[one.pk]), follow=True)
    assert "Not taken back: it is granted in part already" in page.content.decode()
    one.refresh_from_db()
    assert (one.state, one.answer) == ("part", "One of them.")


# ------------------------------------------------- a build that takes another's place


def people(names: int, first: int = 0) -> str:
    rows = (f"{n},Person {n:03d},p{n}@example.org,AE,2020-01-15" for n in range(first, names))
    return "\n".join(("Employee ID,Full Name,Email,Title,Hire Date", *rows, ""))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A company of ten people, which a test may build again and again."""
    found = Workspace(tmp_path / "small")
    grow(found, 10)
    monkeypatch.setattr(company, "place", lambda: replace(place(), workspace=found.root))
    company.forget()
    yield found
    company.forget()


def grow(found: Workspace, count: int) -> None:
    file = found.root.parent / f"people-{count}.csv"
    file.write_text(people(count, count - 10), encoding="utf-8")
    (table,) = load_files(found, [file], Wish())
    assert table.error is None
    build_warehouse(found, whole=False, progress=lambda *_: None)


def count(warehouse: Any) -> int:
    found = warehouse.connection.execute("SELECT count(*) FROM people").fetchone()
    return int(found[0])


def test_a_page_in_the_making_ends_on_the_build_it_began_on(small: Workspace) -> None:
    before = company.current()
    assert before is not None
    assert count(before) == 10
    grow(small, 20)
    after = company.current()
    assert after is not None
    assert after.snapshot != before.snapshot
    assert (count(before), count(after)) == (10, 20)
    assert len(company.organisation(before, before.as_of).places) == 10
    assert len(company.organisation(after, after.as_of).places) == 20


def test_one_that_took_three_builds_is_told_to_look_again(small: Workspace) -> None:
    before = company.current()
    assert before is not None
    for number in (20, 30, 40, 50):
        grow(small, number)
    with pytest.raises(Exception, match=r"No files found|IO Error|does not exist") as gone:
        count(before)
    assert trouble.what_broke(gone.value) == trouble._MOVED
    now = company.current()
    assert now is not None
    assert count(now) == 50


def test_readers_side_by_side_see_whole_builds_while_one_follows_another(small: Workspace) -> None:
    ended, wrong, seen = Event(), [], set()

    def read() -> None:
        while not ended.is_set():
            try:
                warehouse = company.current()
                assert warehouse is not None
                first, second = count(warehouse), count(warehouse)
                assert first == second == warehouse.rows("people")
                seen.add(first)
            except Exception as problem:
                wrong.append(problem)
                return

    readers = [Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in (20, 30, 40):
        grow(small, number)
    time.sleep(0.3)
    ended.set()
    for reader in readers:
        reader.join(20)
    assert wrong == []
    assert {10, 40} <= seen


def test_a_clock_that_was_set_back_drops_no_current_build(small: Workspace) -> None:
    for number in (20, 30):
        grow(small, number)
    for build in small.warehouse.glob("*/build.json"):
        os.utime(build, (time.time() + DAY, time.time() + DAY))
    grow(small, 40)
    grow(small, 50)
    build = current_build(small)
    assert build is not None
    warehouse = company.current()
    assert warehouse is not None
    assert count(warehouse) == 50


# ------------------------------------------------- a disk without room, a database that is away


def no_room() -> OperationalError:
    """What each database says of a full disk."""
    problem = OperationalError("database or disk is full")
    cause = Exception("full")
    cause.sqlstate = "53100"  # type: ignore[attr-defined]
    problem.__cause__ = cause
    return problem


@pytest.mark.parametrize("writes", ["session", "audit", "job"])
def test_a_full_disk_is_said_in_words_and_leaves_no_half(
    cast: Cast, workspace: Path, monkeypatch: pytest.MonkeyPatch, writes: str
) -> None:
    client = cast.client("revops")
    client.raise_request_exception = False
    session = client.session
    session[SEEN] = int(time.time()) - 120
    session.save()
    folder = workspace / "app" / "uploads"
    lying = set(folder.glob("*"))
    entries, jobs = Entry.objects.count(), Job.objects.count()
    targets = {
        "session": ("django.contrib.sessions.backends.db.SessionStore", "save"),
        "audit": ("everyrep.faces.web.audit.models.Entry", "save"),
        "job": ("everyrep.faces.web.jobs.models.Job", "save"),
    }

    def full(*_: Any, **__: Any) -> None:
        raise no_room()

    with monkeypatch.context() as broken:
        broken.setattr(".".join(targets[writes]), full)
        file = SimpleUploadedFile("people.csv", people(3).encode())
        answer = client.post(reverse("sources_upload"), {"files": [file]})
    assert answer.status_code == 507
    page = answer.content.decode()
    assert "no room left on the disk" in page
    assert "Traceback" not in page
    if writes != "session":  # Those are written when all else is done.
        assert set(folder.glob("*")) == lying
        assert (Entry.objects.count(), Job.objects.count()) == (entries, jobs)
    assert chain.verify().broken_at is None
    assert client.get(reverse("sources")).status_code == 200  # With room again all is well.
    for kept in set(folder.glob("*")) - lying:
        shutil.rmtree(kept)


def fill() -> None:
    """Write until there is no room."""
    for number in range(2_000):
        chain.record("late", "seen", str(number), more="x" * 500)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    bool(os.environ.get("EVERYREP_TEST_DATABASE")), reason="SQLite alone can be told to be full"
)
def test_sqlite_that_is_really_full_takes_nothing_and_loses_nothing() -> None:
    for number in range(20):
        chain.record("before", "seen", str(number))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OperationalError) as full:
            fill()
        assert trouble.what_broke(full.value) == trouble._FULL
        cursor.execute("PRAGMA max_page_count = 4294967294")
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",)
    chain.record("after", "seen")
    verdict = chain.verify()
    assert verdict.broken_at is None
    assert verdict.entries == Entry.objects.count() > 20


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (OSError(28, "No space left on device"), 507), (OSError(122, "quota"), 507),
        (OperationalError("server closed the connection"), 503), (RuntimeError("a slip"), 500),
        (DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"), 400),
    ],
)  # fmt: skip
def test_what_breaks_is_told_in_words_and_never_in_code(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, problem: Exception, status: int
) -> None:
    client = cast.client("administrator")
    client.raise_request_exception = False

    def breaks(*_: Any, **__: Any) -> None:
        raise problem

    monkeypatch.setattr("everyrep.faces.web.pages.health._backups", breaks)
    answer = client.get(reverse("health"))
    assert answer.status_code == status
    assert "slip" not in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers
    assert ("Retry-After" in answer.headers) == (status == 503)


# ------------------------------------------------- a clock that is set


@pytest.mark.parametrize("back", [0, 30, HOUR, DAY, 30 * DAY])
def test_a_session_is_as_old_as_it_was_when_the_clock_is_set_back(back: int) -> None:
    session: dict[str, int] = {BEGAN: 10**9, SEEN: 10**9 + 11 * HOUR}
    now = session[SEEN] - back
    follow_clock(session, now)
    assert not is_over(session, now)
    over = now + HOUR + 60  # Twelve hours after it began, and not a day later.
    session[SEEN] = over - 1
    assert is_over(session, over)


@pytest.mark.parametrize("forth", [HOUR, DAY])
def test_a_clock_that_is_set_forth_ends_sessions_and_breaks_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, forth: int
) -> None:
    client = cast.client("rep")
    assert client.get("/").status_code == 200
    now = time.time() + forth
    monkeypatch.setattr(sessions, "time", lambda: now)
    assert client.get("/").status_code == (200 if forth == HOUR else 302)
    client = cast.client("rep")
    assert client.get("/").status_code == 200
    monkeypatch.undo()
    for _ in range(2):  # and back again
        assert client.get("/").status_code == 200


def test_the_audit_keeps_its_order_whatever_the_clock_says(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = timezone.now()
    for number, by in enumerate((0, DAY, -DAY, -HOUR, 2 * HOUR)):
        moment = start + timedelta(seconds=by)
        monkeypatch.setattr(chain.timezone, "now", lambda moment=moment: moment)
        chain.record("who", f"step_{number}")
    monkeypatch.undo()
    told = [what for what in Entry.objects.values_list("what", flat=True) if "step_" in what]
    assert told == [f"step_{number}" for number in range(5)]
    assert chain.verify().broken_at is None
    page = cast.client("auditor").get(reverse("audit")).content.decode()
    numbers = Entry.objects.filter(what__startswith="step_").values_list("number", flat=True)
    at = [page.index(f"<td>{number}</td>") for number in numbers]
    assert at == sorted(at, reverse=True)  # The latest first, by number and not by clock.


def test_a_token_ends_when_the_clock_says_so_and_not_before(cast: Cast) -> None:
    made = datetime.now(UTC)
    one = cast.user("revops").tokens.create(
        name="x", hint="evr_", token_hash="h", scopes=[], ends_at=made + timedelta(hours=2)
    )
    for by, serves in ((0, True), (-DAY, True), (HOUR, True), (2 * HOUR, False), (DAY, False)):
        assert one.serves_at(made + timedelta(seconds=by)) is serves


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Pacific/Auckland"])
def test_summer_time_of_the_machine_moves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        client = cast.client("rep")
        assert client.get("/").status_code == 200
        # The nights in which the clock goes forth and back, an hour before and after.
        for night in (
            "2026-03-29T00:59",
            "2026-03-29T01:01",
            "2026-10-25T00:59",
            "2026-10-25T01:01",
        ):
            moment = datetime.fromisoformat(f"{night}:00+00:00")
            monkeypatch.setattr(chain.timezone, "now", lambda moment=moment: moment)
            assert chain.record("who", night).at == moment
        assert chain.verify().broken_at is None
    finally:
        monkeypatch.undo()
        time.tzset()


# ------------------------------------------------- rights that change while somebody is here


def test_who_is_deactivated_is_out_at_the_next_request(cast: Cast) -> None:
    client = cast.client("manager")
    assert client.get(reverse("people")).status_code == 200
    user = cast.user("manager")
    user.is_active = False
    user.save()
    answer = client.get(reverse("people"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_who_reports_to_another_today_is_out_of_sight_today(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, rep = cast.client("manager"), cast.people["rep"]
    known = company.organisation
    warehouse = company.current()
    assert warehouse is not None
    name = known(warehouse, warehouse.as_of).places[rep].name
    assert f"{name}<" in client.get(reverse("people")).content.decode()
    other = cast.people["stranger_manager"]
    monkeypatch.setattr(company, "organisation", lambda w, d: moved(known(w, d), rep, other))
    assert f"{name}<" not in client.get(reverse("people")).content.decode()
    assert f"{name}<" in cast.client("stranger_manager").get(reverse("people")).content.decode()


def test_looking_as_somebody_ends_with_the_right_to_it_and_with_their_account(cast: Cast) -> None:
    client = cast.client("administrator")
    client.post(reverse("look_as", args=[cast.user("rep").pk]))
    assert b"You look as rep" in client.get("/").content
    rep = cast.user("rep")
    rep.is_active = False
    rep.save()
    assert b"You look as" not in client.get("/").content
    rep.is_active = True
    rep.save()
    Grant.objects.filter(user=cast.user("administrator")).update(until="2020-01-01")
    assert b"You look as" not in client.get("/").content


def test_a_role_that_ends_while_a_form_is_open_saves_nothing(cast: Cast) -> None:
    one, client = asked_by_rep(cast), cast.client("administrator")
    assert client.get(reverse("privacy")).status_code == 200
    Grant.objects.filter(user=cast.user("administrator")).delete()
    answer = client.post(
        reverse("privacy_answer", args=[one.pk]), {"state": "granted", "answer": "x"}
    )
    assert answer.status_code == 403
    one.refresh_from_db()
    assert one.is_open


# ------------------------------------------------- who leads whoever leads them


def moved(known: Organisation, person: str, manager: str) -> Organisation:
    """The same organisation, in which somebody reports to another."""
    place = replace(known.places[person], manager=manager)
    return Organisation(known.day, {**known.places, person: place})


def test_a_circle_ends_is_told_and_shows_nobody_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = company.organisation
    boss, manager = cast.people["skip_manager"], cast.people["manager"]
    monkeypatch.setattr(company, "organisation", lambda w, d: moved(known(w, d), boss, manager))
    page = cast.client("administrator").get(reverse("rights")).content.decode()
    assert "a circle. Correct the HR record" in page
    for who in ("manager", "skip_manager", "rep"):
        client = cast.client(who)
        assert client.get("/").status_code == 200
        if who != "rep":
            assert client.get(reverse("people")).status_code == 200
    warehouse = company.current()
    assert warehouse is not None
    circle = company.organisation(warehouse, warehouse.as_of)
    grant = Grant.objects.get(user=cast.user("skip_manager"))
    seen = scope_of(cast.user("skip_manager"), grant, circle).people
    before = scope_of(cast.user("skip_manager"), grant, known(warehouse, warehouse.as_of)).people
    assert seen == before  # Whoever is above by mistake sees nobody more than before.


def test_ones_own_manager_leads_oneself_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    known = company.organisation
    rep = cast.people["rep"]
    monkeypatch.setattr(company, "organisation", lambda w, d: moved(known(w, d), rep, rep))
    assert cast.client("rep").get("/").status_code == 200
    warehouse = company.current()
    assert warehouse is not None
    circle = company.organisation(warehouse, warehouse.as_of)
    assert circle.everybody_below(rep) == frozenset()
    assert (rep,) in circle.circles()


def test_a_circle_of_thousands_ends(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    one = known.places[cast.people["rep"]]
    names = [f"p{n:05d}" for n in range(3_000)]
    places = {
        name: replace(one, person=name, manager=names[at - 1]) for at, name in enumerate(names)
    }
    circle = Organisation(known.day, places)
    assert len(circle.everybody_below(names[0])) == len(names) - 1
    began = time.monotonic()
    (found,) = circle.circles()
    assert len(found) == len(names)
    assert time.monotonic() - began < 10


def test_a_circle_in_the_records_builds_and_opens(small: Workspace) -> None:
    file = small.root.parent / "circle.csv"
    file.write_text(
        "Employee ID,Full Name,Email,Title,Hire Date,Manager ID\n"
        "901,Ann Circle,a@example.org,Manager,2020-01-15,902\n"
        "902,Bob Circle,b@example.org,Manager,2020-01-15,901\n"
        "903,Cid Circle,c@example.org,AE,2020-01-15,903\n",
        encoding="utf-8",
    )
    (table,) = load_files(small, [file], Wish())
    assert table.error is None
    build_warehouse(small, whole=False, progress=lambda *_: None)
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    assert [len(circle) for circle in known.circles()] == [2, 1]
