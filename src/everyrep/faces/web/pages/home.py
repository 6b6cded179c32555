"""The first page of everybody: what needs them, what changed, what comes before revenue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.areas import AREAS
from everyrep.faces.web.pages.needs import needs_of
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.standing import standing_for
from everyrep.faces.web.pages.waited import waited

_QUESTIONS = {
    "rep": "Your next steps, and what comes before your number.",
    "manager": "Who and what needs you this week, and which changes are more than luck.",
    "second_line": "Where your teams stand, and which changes are more than luck.",
    "enablement": "What is learned and kept, and what moved beside it.",
    "revops": "What waits for you in the data, and what changed in the figures.",
    "finance": "What is to come against the plan, and how sure that is.",
    "executive": "Whether the number will be hit, and what changed.",
    "administrator": "Whether all is well, and who waits for you.",
    "auditor": "What was done, by whom, and what asks for a look.",
}
_DOORS = {
    "rep": ("deals", "pipeline", "me"),
    "manager": ("people", "deals", "pipeline"),
    "second_line": ("people", "leading", "pipeline"),
    "enablement": ("learning", "leading", "measures"),
    "revops": ("sources", "measures", "pipeline"),
    "finance": ("attainment", "pipeline", "measures"),
    "executive": ("pipeline", "attainment", "leading"),
    "administrator": ("health", "rights", "privacy", "jobs"),
    "auditor": ("audit",),
}
"""Where each role goes from here most."""


@require_GET
@opens("home")
def home(request: HttpRequest) -> HttpResponse:
    """The page; needs and figures come as soon as they are known."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    acting = request.acting  # type: ignore[attr-defined]
    role = acting.role.name
    some = warehouse is not None and not acting.scope.sees_nobody
    figures = setting.known("home", warehouse, acting.scope) if some else None
    context = {
        "question": _QUESTIONS.get(role, "What needs you, and what has changed."),
        "doors": [area for area in AREAS if area.name in _DOORS.get(role, ())],
        "some": some,
        "facts": acting.role.part != "nobody",
        "standing": () if acting.role.part != "nobody" else standing_for(acting, warehouse),
        "figures": figures,
        "waited": waited("home", warehouse, acting.scope) if some and figures is None else None,
    }
    return render(request, "everyrep/home.html", context)


@require_GET
@opens("home")
def needs(request: HttpRequest) -> HttpResponse:
    """What needs the one who asks, for the page to put in."""
    return render(request, "everyrep/needs.html", {"needs": needs_of(request)})
