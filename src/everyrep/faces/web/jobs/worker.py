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
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.kinds import kind
from everyrep.faces.web.jobs.models import Job, Worker
from everyrep.faces.web.jobs.unasked import unasked
from everyrep.faces.web.jobs.work import Cancelled, GivesWay, Lost, Stopping, Work
from everyrep.values import Busy, EveryrepError

_BEAT = 2.0
_IDLE = 0.7
_LOOK_AROUND = 5.0
_PATIENCE = 60.0
"""Seconds for a cancelled job to come to a step at which it can end, before its worker is ended."""
_HUNG = 75
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
    _began: float = 0.0
    _unwanted_since: float | None = None

    def work_until_stopped(self) -> None:
        """Do what there is to do, until stopped or grown large."""
        with self._beating():
            looked = 0.0
            while not self.stop.is_set():
                try:
                    if time.monotonic() - looked > _LOOK_AROUND:
                        looked = time.monotonic()
                        self._look_around()
                    worked = self.work_once()
                except DatabaseError:
                    # A full disk, or a server that is started anew: what was begun is found later.
                    _LOG.warning("the app's records cannot be reached", exc_info=True)
                    connection.close()
                    worked = False
                    self.stop.wait(_LOOK_AROUND)
                if not worked:
                    self.stop.wait(_IDLE)
                elif resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _LARGE:
                    return

    def _look_around(self) -> None:
        queue.reap()
        try:
            unasked(self.root)
        except (EveryrepError, OSError) as problem:
            _LOG.warning("nothing was asked for: %s", problem)

    def work_once(self) -> bool:
        """Do the next job; false where there is none."""
        job = queue.claim(self.name)
        if job is None:
            return False
        self._began, self._unwanted_since = time.monotonic(), None
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
        except GivesWay:
            queue.wait(job, "Gives way to what people asked for, and goes on then.", timedelta(0))
        except Lost:
            _LOG.warning("job %s was given to another worker", job.pk)
        except Busy as problem:
            queue.wait(job, f"Waits: {problem.message}.")
        except EveryrepError as problem:
            queue.failed(job, problem.told)
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
                self._end_what_hangs(job)
        except Exception:
            _LOG.warning("a heartbeat was not written", exc_info=True)
            connection.close()

    def _end_what_hangs(self, job: Job) -> None:
        """End this process where its job takes too long, or does not notice that it is unwanted.

        Work cannot be stopped from outside at a step of its own, so all of the process goes; what
        it was writing lies beside its place and is swept by whoever writes next.
        """
        now = time.monotonic()
        longest = kind(job.kind).longest
        if now - self._began > longest:
            why = (
                f"It took longer than {longest / 60:.0f} minutes, so it was taken for hanging and "
                "ended. Try it again; where so much time is right, say so in EVERYREP_JOB_MINUTES."
            )
            ended = queue.failed(job, why)
        elif queue.unwanted(job):
            self._unwanted_since = self._unwanted_since or now
            if now - self._unwanted_since < _PATIENCE:
                return
            left = "Cancelled: it came to no step at which it could end, so its worker was ended. "
            ended = queue.cancelled(job, left + "Loads that had landed whole by then stay.")
        else:
            return
        if ended:
            _LOG.error("job %s, %s hung; this worker ends with it", job.pk, job.kind)
            os._exit(_HUNG)


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
