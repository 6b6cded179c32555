"""What a job's work is given: a place to say how far it is, where it also learns to stop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from everyrep.faces.web.jobs.models import Job
from everyrep.warehouse.workspace import Workspace

_AT_MOST_EVERY = 0.4
"""Seconds between two looks at the database, however often work tells how far it is."""


class Halted(Exception):  # noqa: N818 - reads as what happened
    """Work ends before its end: not an error of it."""


class Cancelled(Halted):
    """Somebody does not want it any more."""


class Stopping(Halted):
    """The worker is being stopped; the job waits for the next one."""


class GivesWay(Halted):
    """Somebody waits for another job; this one goes on after it."""


class Lost(Halted):
    """Somebody else was given the job, since this worker was taken for dead."""


@dataclass
class Work:
    """One attempt at a job.

    Attributes:
        job: Its number.
        claim: The word that shows that it is still this worker's.
        root: The company's folder.
        asked_by: Who asked for it.
        stop: Set when the worker is to end.
    """

    job: int
    claim: str
    root: Path
    asked_by: str = ""
    stop: Event = field(default_factory=Event)
    _looked: float = 0.0

    @property
    def workspace(self) -> Workspace:
        """Where the company's data lie."""
        return Workspace(self.root)

    def told(self, says: str, share: float) -> None:
        """Say what is being done now and how much of all is done; a step at which work may end.

        Args:
            says: As a sentence or a few words.
            share: 0 to 1.

        Raises:
            Halted: The work is to end here.
        """
        if self.stop.is_set():
            raise Stopping
        now = time.monotonic()
        if now - self._looked < _AT_MOST_EVERY:
            return
        self._looked = now
        mine = Job.objects.filter(pk=self.job, claim=self.claim, state="running")
        if not mine.update(says=says[:300], share=min(max(share, 0.0), 1.0)):
            raise Lost
        if mine.filter(cancel_wanted=True).exists():
            raise Cancelled

    def part(self, low: float, high: float) -> Part:
        """The same for a part of the work, which tells its own share."""
        return Part(self, low, high)


@dataclass(frozen=True)
class Part:
    """A stretch of the work, from one share of all to another."""

    work: Work
    low: float
    high: float

    def __call__(self, says: str, share: float) -> None:
        """Tell how far this part is, 0 to 1."""
        self.work.told(says, self.low + (self.high - self.low) * share)
