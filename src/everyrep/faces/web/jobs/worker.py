"""The worker: one process that does one job after the other, and says that it lives."""

from __future__ import annotations

import logging
import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.db import connection
from django.utils import timezone

from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.kinds import kind
from everyrep.faces.web.jobs.models import Job, Worker
from everyrep.faces.web.jobs.unasked import unasked
from everyrep.faces.web.jobs.work import Cancelled, Lost, Stopping, Work
from everyrep.values import Busy, EveryrepError

_BEAT = 2.0
_IDLE = 0.7
_LOOK_AROUND = 5.0
_LARGE = 1_500_000
"""Kilobytes of memory after which a worker ends between two jobs, so that another begins small."""
_LOG = logging.getLogger(__name__)


@dataclass
class Hand:
    """One worker.

    Attributes:
        name: What no other worker is called.
        root: The company's folder.
        parent: The process that watches it; without that it ends, since another watches another.
        stop: Set when it is to end.
    """

    name: str
    root: Path
    parent: int = field(default_factory=os.getppid)
    stop: Event = field(default_factory=Event)
    _job: Job | None = None

    def work_until_stopped(self) -> None:
        """Do what there is to do, until stopped or grown large."""
        with self._beating():
            looked = 0.0
            while not self.stop.is_set():
                if time.monotonic() - looked > _LOOK_AROUND:
                    looked = time.monotonic()
                    queue.reap()
                    unasked(self.root)
                if not self.work_once():
                    self.stop.wait(_IDLE)
                elif resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _LARGE:
                    return

    def work_once(self) -> bool:
        """Do the next job; false where there is none."""
        job = queue.claim(self.name)
        if job is None:
            return False
        self._job = job
        try:
            self._do(job)
        finally:
            self._job = None
        return True

    def _do(self, job: Job) -> None:
        """Do one job, and write down how it ended."""
        work = Work(job.pk, job.claim, self.root, job.asked_by, self.stop)
        try:
            queue.done(job, kind(job.kind).work()(work, job.arguments))
        except Cancelled as why:
            queue.cancelled(job, str(why))
        except Stopping:
            queue.wait(job, "The worker is started anew; the job begins again then.")
        except Lost:
            _LOG.warning("job %s was given to another worker", job.pk)
        except Busy as problem:
            queue.wait(job, f"Waits: {problem.message}.")
        except EveryrepError as problem:
            queue.failed(job, str(problem))
        except Exception as problem:
            _LOG.exception("job %s, %s", job.pk, job.kind)
            queue.again(job, f"Something broke that should not ({type(problem).__name__}).")

    @contextmanager
    def _beating(self) -> Iterator[None]:
        """Say every few seconds that this worker and its job are alive."""
        ended = Event()
        beats = Thread(target=self._beat, args=(ended,), name="heartbeat", daemon=True)
        beats.start()
        try:
            yield
        finally:
            ended.set()
            beats.join(timeout=_BEAT)
            Worker.objects.filter(name=self.name).delete()

    def _beat(self, ended: Event) -> None:
        while True:
            if os.getppid() != self.parent:
                self.stop.set()  # Who watched is gone, and has another worker by now.
            self._say_alive()
            if ended.wait(_BEAT):
                break
        connection.close()

    def _say_alive(self) -> None:
        try:
            Worker.objects.update_or_create(name=self.name, defaults={"seen_at": timezone.now()})
            job = self._job
            if job is not None:
                queue.alive(job)
        except Exception:
            _LOG.warning("a heartbeat was not written", exc_info=True)
            connection.close()


def run(root: Path, name: str, parent: int, before: str = "") -> None:
    """Be a worker until told to stop.

    Args:
        root: The company's folder.
        name: What this worker is called.
        parent: The process that watches it.
        before: The worker whose place it takes: its jobs are nobody's now.
    """
    hand = Hand(name, root, parent)

    def told_to_stop(*_: Any) -> None:
        hand.stop.set()

    signal.signal(signal.SIGTERM, told_to_stop)
    signal.signal(signal.SIGINT, told_to_stop)
    os.nice(5)  # Pages go first.
    if before:
        queue.reap(before)
        Worker.objects.filter(name=before).delete()
    hand.work_until_stopped()
