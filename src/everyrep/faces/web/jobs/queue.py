"""The queue: asking for work, taking it, ending it, and finding what nobody works at any more.

Whoever takes a job leaves a word in it that nobody else has. Every later change asks for that word,
so that a worker that was taken for dead and is not can neither end nor move what another has begun.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs.kinds import PATIENT, kind
from everyrep.faces.web.jobs.models import OVER, Job, State, Worker
from everyrep.values import UserError

LOST_AFTER = timedelta(seconds=20)
"""A job without a heartbeat for so long has lost its worker."""
WAITS = timedelta(seconds=4)
ITSELF = "everyrep"
"""Who asks for what nobody asked for."""
_RESTS = (timedelta(seconds=2), timedelta(seconds=15), timedelta(seconds=60))
"""What passes before the second, third and every later attempt."""
_RANK = Case(When(kind__in=PATIENT, then=2), When(asked_by=ITSELF, then=1), default=0)


def ask(
    name: str,
    arguments: dict[str, Any] | None = None,
    *,
    by: str,
    about: str = "",
    once: bool = False,
) -> Job:
    """Put a job into the queue.

    Args:
        name: Its kind.
        arguments: JSON-safe; never a secret.
        by: Who asks.
        about: What it is about.
        once: Where the same already waits or runs, that one is given.
    """
    kind(name)
    with transaction.atomic():
        if once:
            same = Job.objects.filter(kind=name, about=about).exclude(state__in=OVER).first()
            if same is not None:
                return same
        job = Job.objects.create(kind=name, arguments=arguments or {}, about=about, asked_by=by)
        if by != ITSELF:
            record(by, "job_asked", f"{name} {job.pk}", matter=about)
    return job


def claim(worker: str) -> Job | None:
    """Take the next job; None where there is none.

    What people asked for goes before what the app does by itself, and patient jobs go last.
    """
    now = timezone.now()
    waiting = _ready(now).order_by(_RANK, "not_before", "pk")
    word = f"{worker}:{uuid4().hex[:12]}"
    with transaction.atomic():
        job = _locked(waiting).first()
        if job is None:
            return None
        taken = Job.objects.filter(pk=job.pk, state=State.QUEUED).update(
            state=State.RUNNING,
            claim=word,
            heartbeat_at=now,
            started_at=now,
            attempts=job.attempts + 1,
            share=0.0,
            error="",
        )
    if not taken:
        return None  # Another was quicker; the next look finds what is left.
    job.refresh_from_db()
    return job


def _ready(now: datetime) -> QuerySet[Job]:
    # A longer rest than our longest is none of ours: the clock was set back.
    ready = Q(not_before__lte=now) | Q(not_before__gt=now + 2 * _RESTS[-1])
    return Job.objects.filter(ready, state=State.QUEUED)


def somebody_waits() -> bool:
    """Whether a job is ready to begin that a patient one gives way to."""
    return _ready(timezone.now()).exclude(kind__in=PATIENT).exists()


def pages_under_way() -> Job | None:
    """The job that sets the pages of a build, until it is over."""
    return Job.objects.filter(kind__in=PATIENT).exclude(state__in=OVER).order_by("-pk").first()


def _locked(waiting: QuerySet[Job]) -> QuerySet[Job]:
    """Rows that others hold are passed over where the database can; SQLite has one writer."""
    if connection.features.has_select_for_update_skip_locked:
        return waiting.select_for_update(skip_locked=True)
    return waiting


def alive(job: Job) -> bool:
    """Say that a job is still worked at; false where it is no longer this worker's."""
    return bool(_held(job).update(heartbeat_at=timezone.now()))


def unwanted(job: Job) -> bool:
    """Whether somebody has asked that a running job end."""
    return _held(job).filter(cancel_wanted=True).exists()


def done(job: Job, result: dict[str, Any]) -> bool:
    """End a job that is done."""
    return _end(job, "done", result=result, share=1.0, says="")


def failed(job: Job, why: str) -> bool:
    """End a job for good."""
    return _end(job, "failed", error=why, says="")


def cancelled(job: Job, says: str = "") -> bool:
    """End a job that somebody does not want any more."""
    left = says or "Cancelled; what was there before is unchanged."
    return _end(job, "cancelled", says=left[:300])


def again(job: Job, why: str) -> bool:
    """Begin anew later, or give up where it was begun often enough."""
    most = kind(job.kind).attempts
    if job.attempts >= most:
        return failed(job, f"{why} It was tried {job.attempts} times.")
    rest = _RESTS[min(job.attempts, len(_RESTS)) - 1]
    return _back(job, f"{why} It is tried again.", rest, job.attempts)


def wait(job: Job, says: str, rest: timedelta = WAITS) -> bool:
    """Put a job back that cannot begin yet, which is no attempt at it."""
    return _back(job, says, rest, max(job.attempts - 1, 0))


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, claim=job.claim)


def _end(job: Job, state: str, **changes: Any) -> bool:
    return bool(_held(job).update(state=state, ended_at=timezone.now(), claim="", **changes))


def _back(job: Job, says: str, rest: timedelta, attempts: int) -> bool:
    """Into the queue again, or to its end where it is not wanted any more."""
    if unwanted(job):
        return cancelled(job)
    return bool(
        _held(job).update(
            state=State.QUEUED,
            claim="",
            heartbeat_at=None,
            says=says[:300],
            share=0.0,
            attempts=attempts,
            not_before=timezone.now() + rest,
        )
    )


def reap(worker: str | None = None) -> int:
    """Take jobs from workers that are no more; gives how many there were.

    Args:
        worker: A worker that is known to have ended; None: all whose heartbeat stopped.
    """
    running = Job.objects.filter(state=State.RUNNING)
    if worker is not None:
        orphans = running.filter(claim__startswith=f"{worker}:")
    else:
        now = timezone.now()
        silent = Q(heartbeat_at__lt=now - LOST_AFTER) | Q(heartbeat_at=None)
        # A heartbeat from the future was left there before the clock was set back.
        orphans = running.filter(silent | Q(heartbeat_at__gt=now + LOST_AFTER))
    return sum(again(job, "Its worker ended in the middle of it.") for job in orphans)


def cancel(number: int, *, by: str) -> Job:
    """Ask that a job end: at once where it waits, at its next step where it runs.

    Raises:
        UserError: There is no such job, or it is over.
    """
    waiting = Job.objects.filter(pk=number, state=State.QUEUED)
    running = Job.objects.filter(pk=number, state=State.RUNNING)
    with transaction.atomic():
        ended = waiting.update(
            state=State.CANCELLED,
            ended_at=timezone.now(),
            cancel_wanted=True,
            says="Cancelled before it began.",
        )
        if not ended and not running.update(cancel_wanted=True):
            raise _over(number)
        record(by, "job_cancelled", str(number))
    return Job.objects.get(pk=number)


def retry(number: int, *, by: str) -> Job:
    """Put a job that failed or was cancelled into the queue again.

    Raises:
        UserError: There is no such job, or it did not end that way.
    """
    ended = Job.objects.filter(pk=number, state__in=(State.FAILED, State.CANCELLED))
    with transaction.atomic():
        if not ended.update(
            state=State.QUEUED,
            attempts=0,
            share=0.0,
            error="",
            says="",
            ended_at=None,
            cancel_wanted=False,
            not_before=timezone.now(),
        ):
            raise _over(number)
        record(by, "job_retried", str(number))
    return Job.objects.get(pk=number)


def _over(number: int) -> UserError:
    job = Job.objects.filter(pk=number).first()
    found = f"it is {job.get_state_display().lower()} already" if job else "there is no such job"
    return UserError(found, where=f"job {number}", remedy="look at the list of jobs again")


def worker_seen() -> Worker | None:
    """The worker that was seen last, if it was seen a moment ago."""
    found = Worker.objects.order_by("-seen_at").first()
    # One from the future was seen before the clock was set back, and says as little as an old one.
    lately = found is not None and abs(timezone.now() - found.seen_at) < LOST_AFTER
    return found if lately else None
