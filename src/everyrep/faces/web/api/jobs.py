"""Jobs: what waits, runs and ran; ending one, and trying one again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.commands import Said, SaidWithin
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.problems import No
from everyrep.faces.web.api.shapes import Paged, Paging, paged
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.views import may, shown
from everyrep.values import UserError

router = Router(tags=["Jobs"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of a job.")]


class JobTold(Schema):
    """A job: what it is, how far it is, and what came of it."""

    number: int
    kind: str
    title: str
    state: str = Field(description="queued, running, done, failed or cancelled.")
    over: bool
    share: float = Field(description="How much is done, 0 to 1.")
    says: Said = Field(description="What goes on, what came of it, or why it failed.")
    about: str
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    result: SaidWithin
    may_cancel: bool
    may_retry: bool


class Jobs(Paged):
    """A part of the jobs."""

    items: list[JobTold]


@operation(router, "GET", "/jobs", area="jobs", answers=Jobs, scopes=("read", "load"))
def jobs(request: HttpRequest, paging: Query[Paging]) -> Jobs:
    """All jobs, the latest first."""
    found = Job.objects.order_by("-pk")
    items = [job_told(job) for job in found[paging.offset : paging.offset + paging.limit]]
    return Jobs(items=items, **paged(request, paging, found.count()))


@operation(router, "GET", "/jobs/{number}", area="jobs", answers=JobTold, scopes=("read", "load"))
def job(request: HttpRequest, number: Number) -> JobTold:  # noqa: ARG001 - its frame
    """One job."""
    return job_told(_known(number))


@operation(
    router, "POST", "/jobs/{number}/cancel", area="jobs", answers=JobTold, scopes=("load",),
    problems=(409,),
)  # fmt: skip
def cancel_job(request: HttpRequest, number: Number) -> JobTold:
    """End a job before its end."""
    return _change(request, number, queue.cancel)


@operation(
    router, "POST", "/jobs/{number}/retry", area="jobs", answers=JobTold, scopes=("load",),
    problems=(409,),
)  # fmt: skip
def retry_job(request: HttpRequest, number: Number) -> JobTold:
    """Try a job again that failed or was cancelled."""
    return _change(request, number, queue.retry)


def job_told(job: Job) -> JobTold:
    """A job in its form."""
    seen = shown(job)
    return JobTold(
        number=job.pk, kind=job.kind, title=seen["title"], state=str(job.state), over=job.over,
        share=job.share, says=job.said, about=job.about, asked_by=job.asked_by,
        asked_at=job.asked_at, started_at=job.started_at, ended_at=job.ended_at,
        attempts=job.attempts, result=job.result, may_cancel=seen["may_cancel"],
        may_retry=seen["may_retry"],
    )  # fmt: skip


def must(request: HttpRequest, kind: str) -> str:
    """Hold that who asks may ask for jobs of a kind.

    Returns:
        Who asks.

    Raises:
        No: They may not.
    """
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if not may(request, kind):
        raise No(403, f"asking for the job {kind!r} is not for this role")
    return acting.who


def _known(number: int) -> Job:
    found = Job.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _change(request: HttpRequest, number: int, change: Callable[..., Job]) -> JobTold:
    found = _known(number)
    if found.asked_by != queue.ITSELF:
        must(request, found.kind)
    acting: Acting = request.acting  # type: ignore[attr-defined]
    try:
        return job_told(change(number, by=acting.who))
    except UserError as problem:
        raise No(409, problem.message, where=problem.where, remedy=problem.remedy) from problem
