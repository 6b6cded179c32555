"""What is held about the one who asks, and who looked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.web import company
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.pages.opening import opens

_ENTRIES = 100


@require_GET
@opens("mine")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own place in the company, one's roles, and what the audit tells of one."""
    acting = request.acting  # type: ignore[attr-defined]
    warehouse = request.warehouse  # type: ignore[attr-defined]
    places = company.organisation(warehouse, warehouse.as_of).places if warehouse else {}
    entries = Entry.objects.filter(about=acting.user.email).order_by("-number")[:_ENTRIES]
    context = {"place": places.get(acting.user.person), "entries": entries}
    return render(request, "everyrep/mine.html", context)
