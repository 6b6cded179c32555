"""A backup a day without anybody asking: when it is due, what goes, and what people are told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from everyrep import backups
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.jobs.unasked import backup_is_due, unasked
from everyrep.faces.web.jobs.worker import Hand
from everyrep.values import SettingsError
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A company that is not simulated, and whose app's records are left to themselves."""
    monkeypatch.setenv("EVERYREP_BACKUPS", str(tmp_path / "kept"))
    monkeypatch.delenv("EVERYREP_DATABASE_URL", raising=False)
    found = Workspace(tmp_path / "company")
    found.root.mkdir()
    found.settings_file.write_text("[backups]\ndaily = 2\nweekly = 0\nmonthly = 0\n")
    return found


def a_day_passes(place: Workspace) -> None:
    """Everything there is was made a day earlier, the oldest first."""
    folder = backups.default_folder(place.root)
    for kept in reversed(backups.backups_in(folder)):
        at = datetime.fromisoformat(kept.made_at) - timedelta(days=1)
        told = json.loads((kept.folder / "manifest.json").read_text(encoding="utf-8"))
        told["made_at"] = at.isoformat()
        (kept.folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
        kept.folder.rename(folder / f"backup-{at:%Y%m%d-%H%M%S}")
    Job.objects.update(ended_at=timezone.now() - timedelta(days=1))


def test_one_is_made_each_day_and_old_ones_go(place: Workspace) -> None:
    hand = Hand("one", place.root)
    for _ in range(4):
        unasked(place.root)
        unasked(place.root)
        assert Job.objects.filter(state=State.QUEUED).count() == 1
        assert hand.work_once()
        unasked(place.root)
        assert not Job.objects.filter(state=State.QUEUED).exists()
        a_day_passes(place)
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
    assert len(backups.backups_in(backups.default_folder(place.root))) == 2
    assert "dropped" in Job.objects.latest("pk").said
    assert Entry.objects.filter(what="backup_made", who=queue.ITSELF).count() == 4
    assert Entry.objects.filter(what="backups_dropped").count() == 2


def test_one_that_failed_is_not_tried_at_once_again(place: Workspace) -> None:
    unasked(place.root)
    Job.objects.update(state=State.FAILED, ended_at=timezone.now())
    assert not backup_is_due(place.root)
    Job.objects.update(ended_at=timezone.now() - timedelta(hours=2))
    assert backup_is_due(place.root)
    Job.objects.update(ended_at=timezone.now() + timedelta(days=2))  # the clock was set back
    assert backup_is_due(place.root)


def test_where_nothing_is_or_nobody_wants_them_none_is_made(
    place: Workspace, tmp_path: Path
) -> None:
    assert not backup_is_due(tmp_path / "nothing")
    place.settings_file.write_text("[backups]\non = false\n")
    assert not backup_is_due(place.root)
    place.settings_file.write_text("[company]\nsimulated = true\n")
    assert not backup_is_due(place.root)


def test_settings_that_cannot_be_read_end_no_worker(place: Workspace) -> None:
    place.settings_file.write_text("[backups\n")
    with pytest.raises(SettingsError):
        unasked(place.root)
    Hand("one", place.root)._look_around()
    assert not Job.objects.exists()


def test_a_clock_that_was_set_back_holds_up_no_backup(place: Workspace) -> None:
    ahead = datetime.now(UTC) + timedelta(days=30)
    folder = backups.default_folder(place.root) / f"backup-{ahead:%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    assert backup_is_due(place.root)


def test_the_page_says_where_they_lie_and_that_it_is_the_same_disk(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = cast.client("administrator")
    monkeypatch.setenv("EVERYREP_BACKUPS", str(tmp_path / "kept"))
    page = client.get(reverse("health")).content.decode()
    assert str(tmp_path / "kept") in page
    monkeypatch.setattr("everyrep.backups.health.same_disk", lambda *_: True)
    assert "on the same disk" in client.get(reverse("health")).content.decode()
    monkeypatch.setattr("everyrep.backups.health.same_disk", lambda *_: False)
    assert "on the same disk" not in client.get(reverse("health")).content.decode()


def test_the_days_backup_gives_way_to_people_and_for_some_hours_only(place: Workspace) -> None:
    hand = Hand("one", place.root)
    unasked(place.root)
    backup = Job.objects.get(kind="backup")
    claimed = queue.claim("one")
    assert claimed == backup
    build = queue.ask("build", by="ann@example.org")  # while it is under way
    hand._do(claimed)
    backup.refresh_from_db()
    assert (backup.state, backup.attempts) == (State.QUEUED, 0)
    assert "Gives way" in backup.says
    assert not backups.backups_in(backups.default_folder(place.root))
    assert list(place.root.parent.glob("kept/.unfinished-*")) == []
    assert queue.claim("one") == build  # and people's goes first

    Job.objects.filter(pk=build.pk).update(state=State.QUEUED, claim="")
    Job.objects.filter(pk=backup.pk).update(asked_at=timezone.now() - timedelta(hours=4))
    Job.objects.filter(pk=backup.pk).update(state=State.RUNNING, claim="one:x")
    backup.refresh_from_db()
    hand._do(backup)
    backup.refresh_from_db()
    assert backup.state == State.DONE, backup.says
