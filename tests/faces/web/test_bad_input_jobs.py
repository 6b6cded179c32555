"""Work that hangs, workers that are lost, clocks that are set: every job ends, and says how."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from everyrep.faces.web.jobs import kinds, queue, watch, worker
from everyrep.faces.web.jobs.models import Job, State, Worker
from everyrep.faces.web.jobs.worker import Hand

pytestmark = pytest.mark.django_db
WHO = "revops@example.org"


class Exited(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """A worker in the middle of a job, whose process does not really end."""

    def ends(code: int) -> None:
        raise Exited(code)

    monkeypatch.setattr(worker.os, "_exit", ends)
    monkeypatch.setitem(kinds.KINDS, "test", kinds.Kind("test", "Test", ("", ""), minutes=10))
    queue.ask("test", by=WHO)
    found = Hand("one", tmp_path)
    found._job = queue.claim("one")
    found._began = time.monotonic()
    return found


def the_job() -> Job:
    return Job.objects.get()


def test_a_job_that_takes_too_long_ends_with_its_worker_and_says_so(hand: Hand) -> None:
    assert hand._job is not None
    hand._end_what_hangs(hand._job)
    assert the_job().state == State.RUNNING
    hand._began -= 10 * 60 + 1
    with pytest.raises(Exited):
        hand._end_what_hangs(hand._job)
    job = the_job()
    assert job.state == State.FAILED
    assert "longer than 10 minutes" in job.said
    assert queue.retry(job.pk, by=WHO).state == State.QUEUED


def test_who_keeps_the_app_says_how_long_a_job_may_take(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hand._job is not None
    monkeypatch.setenv(kinds.MINUTES, "30")
    hand._began -= 10 * 60 + 1
    hand._end_what_hangs(hand._job)
    assert the_job().state == State.RUNNING
    for nonsense in ("", "0", "-1", "long"):
        monkeypatch.setenv(kinds.MINUTES, nonsense)
        assert kinds.KINDS["test"].longest == 600


def test_a_cancelled_job_that_comes_to_no_step_ends_after_a_minute(hand: Hand) -> None:
    assert hand._job is not None
    queue.cancel(the_job().pk, by=WHO)
    hand._end_what_hangs(hand._job)
    assert the_job().state == State.RUNNING  # It may yet come to a step.
    assert hand._unwanted_since is not None
    hand._unwanted_since -= worker._PATIENCE
    with pytest.raises(Exited):
        hand._end_what_hangs(hand._job)
    assert the_job().state == State.CANCELLED
    assert "no step" in the_job().said


def test_a_job_that_ended_in_this_moment_takes_nobody_with_it(hand: Hand) -> None:
    assert hand._job is not None
    assert queue.done(hand._job, {"said": "Done."})
    hand._began -= 10**6
    hand._end_what_hangs(hand._job)
    assert the_job().said == "Done."


def test_every_kind_has_an_end() -> None:
    for kind in kinds.KINDS.values():
        assert 60 <= kind.longest <= 24 * 3600, kind.name


def watched(tmp_path: Path, seen: Any, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lets a worker that sleeps be watched for a second; gives the processes there were."""
    begun: list[subprocess.Popen[bytes]] = []
    monkeypatch.setattr(watch, "_LOOK", 0.05)
    monkeypatch.setattr(watch, "_SILENT", 0.3)
    monkeypatch.setattr(watch, "_SOON", 0.0)
    monkeypatch.setattr(watch, "_seen", seen)

    def begin(*_: Any) -> subprocess.Popen[bytes]:
        begun.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
        return begun[-1]

    one = watch.Watch(tmp_path)
    monkeypatch.setattr(one, "_begin", begin)
    one.start()
    time.sleep(1.2)
    one.stop()
    one._thread.join(5)
    assert all(process.poll() is not None for process in begun)
    return [process.pid for process in begun]


def test_a_worker_that_hangs_as_a_whole_is_ended_and_another_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(watched(tmp_path, lambda _: "never again", monkeypatch)) > 1


@pytest.mark.parametrize("seen", [lambda _: time.monotonic(), lambda _: watch._NOBODY_KNOWS])
def test_a_worker_that_speaks_or_cannot_be_heard_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: Any
) -> None:
    assert len(watched(tmp_path, seen, monkeypatch)) == 1


def test_a_database_that_is_away_for_a_while_ends_no_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand("one", tmp_path)
    tries: list[int] = []

    def away() -> bool:
        tries.append(1)
        if len(tries) == 3:
            hand.stop.set()
            return False
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(hand, "work_once", away)
    monkeypatch.setattr(hand, "_look_around", lambda: None)
    monkeypatch.setattr(worker, "_LOOK_AROUND", 0.0)
    monkeypatch.setattr(worker, "_IDLE", 0.0)
    monkeypatch.setattr(worker, "connection", type("None", (), {"close": staticmethod(lambda: 0)}))
    monkeypatch.setattr(Hand, "_say_alive", lambda _: None)
    hand.work_until_stopped()
    assert len(tries) == 3


_HANGS = """
import os, sys, types
from dataclasses import replace
from everyrep.faces.web import serve
from everyrep.faces.web.place import place
serve.prepare(place().workspace)
from everyrep.faces.web.jobs import kinds, queue, worker
def hang(work, arguments):
    while True:
        pass
sys.modules["hanging"] = types.SimpleNamespace(hang=hang)
kind = replace(kinds.KINDS["build"], place=("hanging", "hang"), minutes=0.03)
kinds.KINDS["build"] = kind
queue.ask("build", by="somebody")
worker.run(place().workspace, "one", os.getppid())
"""


def test_a_real_worker_whose_work_never_ends_ends_and_tells(tmp_path: Path) -> None:
    plain = {n: v for n, v in os.environ.items() if not n.startswith(("EVERYREP", "DJANGO"))}
    told = subprocess.run(
        [sys.executable, "-c", _HANGS],
        env={**plain, "EVERYREP_WORKSPACE": str(tmp_path)}, check=False, timeout=120,
    )  # fmt: skip
    assert told.returncode == worker._HUNG
    with closing(sqlite3.connect(tmp_path / "app" / "app.sqlite3")) as records:
        found = records.execute("SELECT state, error FROM jobs_job").fetchall()
    assert [state for state, _ in found] == ["failed"]
    assert "taken for hanging" in found[0][1]


@pytest.mark.parametrize("hours", [-24, -1, -0.25, 0.25, 1, 24])
def test_a_clock_that_is_set_keeps_no_job_waiting_and_calls_no_dead_worker_alive(
    hours: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.KINDS, "test", kinds.Kind("test", "Test", ("", ""), attempts=3))
    waits, runs = queue.ask("test", by=WHO), queue.ask("test", by=WHO)
    Job.objects.filter(pk=waits.pk).update(not_before=timezone.now() + timedelta(days=9))
    taken = queue.claim("dead")
    assert taken is not None
    Worker.objects.create(name="dead")
    # The clock is set: what was written before seems so much older or younger.
    by = timedelta(hours=hours)
    Worker.objects.update(seen_at=timezone.now() - by)
    Job.objects.update(not_before=timezone.now() - by, heartbeat_at=timezone.now() - by)
    assert queue.worker_seen() is None
    assert queue.reap() == 1  # Nobody speaks for it any more.
    Job.objects.filter(pk=taken.pk).update(not_before=timezone.now() - by)
    assert {job.pk for job in (queue.claim("one"), queue.claim("one")) if job} == {
        waits.pk, runs.pk,
    }  # fmt: skip
