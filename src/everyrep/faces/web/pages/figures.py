"""Pages of figures: the shell at once, the figures as soon as they are set."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.areas import BY_NAME
from everyrep.faces.web.pages.opening import View, opens
from everyrep.faces.web.pages.waited import waited

_PATIENCE = 0.5
"""Seconds that a request waits for a page of somebody else's to be set before it gives way."""
QUESTIONS = {
    "home": _("What needs you, and what has changed."),
    "leading": _("What comes before revenue, and whether it leads here."),
    "pipeline": _("What the pipeline is worth, and what it takes to hit the target."),
    "conversion": _("How many go on, from where, and after how long."),
    "attainment": _("Who is at quota, and how far people lie apart."),
    "comparison": _("Who does better, with the same deals."),
    "heroes": _("How much hangs on a few, and how much of that is luck."),
    "learning": _("What is learned, finished and kept."),
    "evidence": _("What programs and courses changed, as far as these records can tell."),
    "sources": _("What was loaded, and what is wrong with it."),
}
LOADS = {
    "leading": _("activities, opportunities and courses"),
    "pipeline": _("opportunities with their stages, and targets"),
    "conversion": _("opportunities with the history of their stages"),
    "attainment": _("targets and opportunities"),
    "comparison": _("opportunities with their owners, and people with their teams"),
    "heroes": _("opportunities with their owners"),
    "learning": _("courses, who took them, and assessments"),
    "evidence": _("opportunities with their owners, who took which course, and who was assigned"),
}
"""What a page is made of, for those who have none of it yet."""


def page_of(name: str) -> View:
    """The view of a page of figures."""

    @require_GET
    @opens(name)
    def view(request: HttpRequest) -> HttpResponse:
        warehouse = request.warehouse  # type: ignore[attr-defined]
        acting = request.acting  # type: ignore[attr-defined]
        known = setting.known(name, warehouse, acting.scope) if warehouse else None
        missing = warehouse is not None and not known
        return render(
            request,
            "everyrep/figures.html",
            {
                "area": BY_NAME[name], "question": QUESTIONS[name], "figures": known,
                "loads": LOADS.get(name, ""),
                "waited": waited(name, warehouse, acting.scope) if missing else None,
            },
        )  # fmt: skip

    return view


@require_GET
def part(request: HttpRequest, name: str) -> HttpResponse:
    """The figures of a page, for the page to put in."""
    if name not in setting.PAGES:
        raise Http404
    return _part(name)(request)


def _part(name: str) -> View:
    @opens(name)
    def view(request: HttpRequest) -> HttpResponse:
        warehouse = request.warehouse  # type: ignore[attr-defined]
        if warehouse is None:
            raise Http404
        scope = request.acting.scope  # type: ignore[attr-defined]
        try:
            return HttpResponse(setting.figures(name, warehouse, scope, patience=_PATIENCE))
        except setting.BeingSet:
            return _later(request, name)

    return view


def _later(request: HttpRequest, name: str) -> HttpResponse:
    """A part that asks again: who waits for another's page holds no thread of the server."""
    warehouse, scope = request.warehouse, request.acting.scope  # type: ignore[attr-defined]
    context = {"name": name, "waited": waited(name, warehouse, scope)}
    answer = render(request, "everyrep/figures_later.html", context)
    if request.headers.get("HX-Request") != "true":
        answer["Refresh"] = "3"
    return answer


@require_GET
def charts(request: HttpRequest, name: str) -> HttpResponse:
    """The charts of a page as specifications, for the page to make them answer."""
    if name not in setting.PAGES:
        raise Http404
    return _charts(name)(request)


def _charts(name: str) -> View:
    @opens(name)
    def view(request: HttpRequest) -> HttpResponse:
        warehouse = request.warehouse  # type: ignore[attr-defined]
        scope = request.acting.scope  # type: ignore[attr-defined]
        found = setting.pictures(name, warehouse, scope) if warehouse else None
        if found is None:
            raise Http404
        return HttpResponse(found, content_type="application/json")

    return view
