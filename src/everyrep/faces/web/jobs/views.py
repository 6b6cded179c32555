"""The page of jobs: what waits, runs and ran, and the buttons to cancel and to try again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.kinds import KINDS
from everyrep.faces.web.jobs.models import OVER, Job, State
from everyrep.faces.web.pages.opening import opens
from everyrep.values import UserError

_A_PAGE = 25


@require_GET
@opens("jobs")
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs, the latest first."""
    return render(request, "everyrep/jobs.html", _listed(request))


@require_GET
@opens("jobs")
def listed(request: HttpRequest) -> HttpResponse:
    """The list alone, for the page to put in while something goes on."""
    return render(request, "everyrep/jobs_list.html", _listed(request))


@require_GET
@opens("jobs")
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job, with what came of it."""
    return render(request, "everyrep/job.html", {"job": shown(get_object_or_404(Job, pk=number))})


@require_POST
@opens("jobs")
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """End a job before its end."""
    return _change(request, number, queue.cancel)


@require_POST
@opens("jobs")
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Put a job that ended badly into the queue again."""
    return _change(request, number, queue.retry)


def shown(job: Job) -> dict[str, Any]:
    """A job as pages show it."""
    known = KINDS.get(job.kind)
    ending = job.state == State.RUNNING and job.cancel_wanted
    return {
        "job": job,
        "title": known.title if known else job.kind,
        "state": "Ends at its next step" if ending else job.get_state_display(),
        "may_cancel": not job.over and not ending,
        "may_retry": job.state in (State.FAILED, State.CANCELLED),
    }


def may(request: HttpRequest, kind: str) -> bool:
    """Whether who asks may ask for jobs of a kind."""
    wanted = KINDS[kind].ability
    return bool(wanted and request.acting.scope.can(wanted))  # type: ignore[attr-defined]


def _listed(request: HttpRequest) -> dict[str, Any]:
    page = Paginator(Job.objects.order_by("-pk"), _A_PAGE).get_page(request.GET.get("page"))
    going_on = Job.objects.exclude(state__in=OVER).exists()
    return {
        "page": page,
        "jobs": [shown(job) for job in page.object_list],
        "going_on": going_on,
        "worker": queue.worker_seen(),
    }


def _change(request: HttpRequest, number: int, change: Any) -> HttpResponse:
    found = get_object_or_404(Job, pk=number)
    if not may(request, found.kind) and found.asked_by != queue.ITSELF:
        return render(request, "everyrep/refused.html", status=403)
    try:
        change(number, by=request.acting.who)  # type: ignore[attr-defined]
    except UserError as problem:
        messages.warning(request, problem.told)
    return redirect("jobs")
