"""One measure put to the test as a leading indicator: does it tell of outcomes beforehand, here?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from everyrep.analysis.leading.leads import Lead, Leads
from everyrep.analysis.leading.search import Bounds
from everyrep.analysis.leading.verdict import Word
from everyrep.analysis.leading.which import which_lead
from everyrep.faces.reports.numbers import Shown, shown
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.remembered import remembered
from everyrep.measures import load_catalogue
from everyrep.values import EveryrepError, Scope
from everyrep.warehouse.reader import Warehouse

OUTCOMES = ("won_deals", "bookings")
_FLIPS = 999
_WORDS = {
    Word.LEADS: "leads",
    Word.CANNOT_TELL: "cannot be told here",
    Word.DOES_NOT_LEAD: "does not lead here",
}


@require_GET
@opens("leading")
def leads(request: HttpRequest, name: str) -> HttpResponse:
    """What the test of a measure finds, as a page or as a part of the measure's page."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None or name not in tuple(load_catalogue()):
        raise Http404
    scope = request.acting.scope  # type: ignore[attr-defined]
    told = remembered(f"leads {name}", warehouse, scope, lambda: _told(warehouse, scope, name))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(told)
    context = {"told": told, "measure": load_catalogue()[name]}
    return render(request, "everyrep/leads.html", context)


def _told(warehouse: Warehouse, scope: Scope, name: str) -> str:
    known = load_catalogue()
    try:
        found = which_lead(
            warehouse, scope, indicators=(name,), outcomes=OUTCOMES, bounds=Bounds(flips=_FLIPS)
        )
    except EveryrepError as problem:
        return render_to_string("everyrep/leads_part.html", {"problem": problem.told})
    context = {
        "lines": [(known[lead.outcome].title, _word(lead), *_shown(lead)) for lead in found.leads],
        "notes": found.notes,
        "why": _left_out(found, name),
    }
    return render_to_string("everyrep/leads_part.html", context)


def _word(lead: Lead) -> str:
    if lead.by_pipeline and lead.word is Word.DOES_NOT_LEAD:
        return "does not lead here beyond the pipeline"
    if lead.word is Word.LEADS and lead.mechanical:
        return "leads, by counting only"
    return _WORDS[lead.word]


def _shown(lead: Lead) -> tuple[Shown, str]:
    return shown(lead.gain, "person"), lead.sentence


def _left_out(found: Leads, name: str) -> str:
    return str(found.left_out.get(name, ""))
