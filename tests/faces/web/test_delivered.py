"""What landed and was taken back is in the audit, under the name of who did it, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from everyrep.assembly import load_files
from everyrep.faces.web import serve
from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.audit.chain import verify
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.audit.telling import told
from everyrep.faces.web.demo_cast import add_cast
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.unasked import unasked
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages.sources.delivered import agree
from everyrep.sources.files.loading import Wish
from everyrep.values import Busy
from everyrep.warehouse.landing import loads, undo
from everyrep.warehouse.workspace import Workspace

pytestmark = pytest.mark.django_db
PEOPLE = "Employee ID,Name,Email,Title,Hire Date\n9001,Ada Example,ada@x.example,AE,2025-01-15\n"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A company of one file, loaded on the command line by somebody called ann."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    found = Workspace(tmp_path / "company")
    load_files(found, [file], Wish(by="ann"))
    return found


def entries(what: str) -> list[Entry]:
    return list(Entry.objects.filter(what=what).order_by("number"))


def test_what_is_loaded_on_the_command_line_is_found_once(place: Workspace) -> None:
    assert (agree(place), agree(place)) == (1, 0)
    (entry,) = entries("load_landed")
    assert (entry.who, entry.about) == ("ann", "000001-people")
    assert told(entry).startswith("loaded people.csv as 000001-people on 20")
    assert told(entry).endswith("UTC; rows: 1, rejected: 0")
    assert verify().broken_at is None


def test_what_is_taken_back_is_told_after_it_landed(place: Workspace) -> None:
    with place.writing():
        undo(place, "1", by="bea")
    assert agree(place) == 2
    landed, back = Entry.objects.order_by("number")
    assert [(landed.who, landed.what), (back.who, back.what)] == [
        ("ann", "load_landed"), ("bea", "load_taken_back")
    ]  # fmt: skip
    assert told(back).startswith("took back the load 000001-people on 20")


def test_a_damaged_load_is_told_by_its_name(place: Workspace) -> None:
    (loads(place)[0].folder / "manifest.json").write_text("{")
    assert agree(place) == 1
    (entry,) = entries("load_landed")
    assert (entry.who, entry.about) == ("(not recorded)", "000001-people")


def test_while_somebody_writes_nothing_is_added_for_them(place: Workspace) -> None:
    with place.writing(), pytest.raises(Busy):
        agree(place)
    assert entries("load_landed") == []


def test_the_worker_finds_what_a_kill_left_out_and_a_job_tells_at_once(place: Workspace) -> None:
    unasked(place.root)
    (found,) = entries("load_landed")
    assert (found.who, found.about) == ("ann", loads(place)[0].load_id)
    queue.ask("undo", {"load": found.about}, by="bea@example.org")
    Hand("one", place.root).work_once()
    (back,) = entries("load_taken_back")
    assert (back.who, back.about) == ("bea@example.org", found.about)


def test_roles_that_nobody_gave_are_in_the_audit(workspace: Path) -> None:  # noqa: ARG001
    """The cast of a demo and the first administrator: each grant has its entry."""
    add_cast()
    serve._first_link("first@example.org")
    given = [(one.about, one.detail["role"]) for one in entries("role_given")]
    held = [(one.user.email, one.role) for one in Grant.objects.select_related("user")]
    assert sorted(given) == sorted(held)
    assert {one.who for one in entries("role_given")} == {"everyrep serve", "everyrep serve --demo"}


def test_an_administrator_whose_role_has_ended_keeps_nothing() -> None:
    """So the app invites one again, instead of leaving a company without any."""
    user = User.objects.create_user("first@example.org", "a long pass phrase")
    grant = Grant.objects.create(user=user, role="administrator")
    assert serve._first_link("first@example.org") == ""
    grant.until = timezone.localdate() - timedelta(days=1)
    grant.save()
    assert serve._first_link("first@example.org").startswith("/join/")
    assert [one.role for one in user.roles_on(timezone.localdate())].count("administrator") == 1
