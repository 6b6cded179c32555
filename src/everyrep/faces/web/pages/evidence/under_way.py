"""How far the work at an answer is, for its page to show."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.pages.evidence.worked import Worked, for_sight, wanted, worked
from everyrep.faces.web.pages.opening import opens

_KINDS = ("answer", "review")


def at_once(kind: str, name: str, arguments: dict[str, Any], request: HttpRequest) -> Worked:
    """What there is of a name; asked for where it is not there, and was not tried in vain.

    Who looks as somebody else asks for nothing.
    """
    acting, warehouse = request.acting, request.warehouse  # type: ignore[attr-defined]
    found = worked(kind, name, warehouse, acting.scope)
    if found.html or found.job is not None or warehouse is None or acting.behind is not None:
        return found
    wanted(kind, name, arguments, request)
    return worked(kind, name, warehouse, acting.scope)


@require_GET
@opens("evidence")
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far a job is, for its page to put in; when it is over the page is had anew.

    Only of what is worked out for whoever sees the same.
    """
    job = get_object_or_404(Job, pk=number)
    if job.kind not in _KINDS or not for_sight(job, request.acting.scope):  # type: ignore[attr-defined]
        raise Http404
    answer = render(request, "everyrep/evidence_progress.html", {"job": job})
    if job.over:
        answer["HX-Refresh"] = "true"
    return answer
