"""Health: what it says, and the button that makes a backup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse

from everyrep import backups
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job, State, Worker
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages.findings import findings
from everyrep.values import DataError
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import CAST, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def folder(workspace: Path) -> Iterator[Path]:
    found = backups.default_folder(workspace)
    yield found
    shutil.rmtree(found, ignore_errors=True)


def test_one_button_makes_a_backup_and_another_proves_it(
    cast: Cast, workspace: Path, folder: Path
) -> None:
    client, hand = cast.client("administrator"), Hand("one", workspace)
    page = client.get(reverse("health")).content.decode()
    assert "There is none." in page
    assert "none is running" in page
    assert client.post(reverse("back_up")).status_code == 302
    assert client.post(reverse("back_up")).status_code == 302
    assert Job.objects.count() == 1
    assert hand.work_once()
    job = Job.objects.get()
    assert job.state == State.DONE, job.error
    (made,) = backups.backups_in(folder)
    assert "not verified yet" in client.get(reverse("health")).content.decode()
    assert client.post(reverse("backup_verify", args=[made.name])).status_code == 302
    assert hand.work_once()
    job = Job.objects.get(kind="verify_backup")
    assert job.state == State.DONE, job.error
    assert "whole, verified" in client.get(reverse("health")).content.decode()
    told = set(Entry.objects.values_list("what", flat=True))
    assert {"backup_made", "backup_verified"} <= told
    assert client.post(reverse("backup_verify", args=["backup-19990101-000000"])).status_code == 404


def test_a_damaged_backup_is_said_to_be_one(cast: Cast, workspace: Path, folder: Path) -> None:
    client, hand = cast.client("administrator"), Hand("one", workspace)
    client.post(reverse("back_up"))
    hand.work_once()
    (made,) = backups.backups_in(folder)
    (made.folder / "everyrep.toml").unlink()
    client.post(reverse("backup_verify", args=[made.name]))
    hand.work_once()
    assert "everyrep.toml is missing" in client.get(reverse("health")).content.decode()


def test_a_proof_is_known_wherever_it_was_made(cast: Cast, workspace: Path, folder: Path) -> None:
    client, place = cast.client("administrator"), Workspace(workspace)
    made = backups.make(place, folder, with_database=False)
    assert "not verified yet" in client.get(reverse("health")).content.decode()
    assert "none was proved yet" in backups.symptoms(place)[0].found
    assert backups.verify(made.folder).well  # As on the command line, past the app.
    page = client.get(reverse("health")).content.decode()
    assert "whole, verified" in page
    assert f"{made.size / 1e6:.1f} MB" in page  # As the command line says it.
    assert "1 proved" in backups.symptoms(place)[0].found
    (made.folder / "everyrep.toml").write_text("[company]\nname = 'Other'\n", encoding="utf-8")
    with pytest.raises(DataError):
        backups.verify(made.folder)
    assert "not verified yet" in client.get(reverse("health")).content.decode()
    assert "none was proved yet" in backups.symptoms(place)[0].found


def test_what_is_unsafe_is_said_to_administrators_at_home_and_under_health(
    cast: Cast, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cast.client("administrator")
    mode = workspace.stat().st_mode
    workspace.chmod(0o755)
    cache.clear()
    try:
        page = client.get(reverse("health")).content.decode()
        assert "others on this machine may look into it" in page
        assert "chmod 700" in page
        assert "with a password alone" in page
        found = findings()
        needs = client.get(reverse("home_needs")).content.decode()
        assert f"<b>{len(found)}</b> things unsafe" in needs
    finally:
        workspace.chmod(mode)
    monkeypatch.setattr("everyrep.faces.web.pages.health.findings", list)
    assert "Nothing is unsafe" in client.get(reverse("health")).content.decode()
    for who in ("rep", "revops", "auditor"):
        assert "unsafe" not in cast.client(who).get(reverse("home_needs")).content.decode()


@pytest.mark.parametrize("who", CAST)
def test_who_may_back_up(cast: Cast, who: str, folder: Path) -> None:
    client = cast.client(who)
    allowed = who == "administrator"
    assert client.post(reverse("back_up")).status_code == (302 if allowed else 403)
    address = reverse("backup_verify", args=["backup-x"])
    assert client.post(address).status_code == (404 if allowed else 403)
    assert not folder.exists()


def test_a_worker_that_was_seen_is_said_to_work(cast: Cast) -> None:
    Worker.objects.create(name="w")
    page = cast.client("administrator").get(reverse("health")).content.decode()
    assert "none is running" not in page
