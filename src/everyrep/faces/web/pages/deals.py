"""Deals: what is open and needs a look, and all that is recorded of one."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.analysis.pipeline.hygiene import RULES
from everyrep.faces.reports.numbers import in_unit, joined, unit_word
from everyrep.faces.web.pages.asking import whole
from everyrep.faces.web.pages.deal_filter import (
    Looked,
    in_sight,
    looked_for,
    stages,
    teams_in_sight,
)
from everyrep.faces.web.pages.deal_reasons import WORDS, Reasons, reasons
from everyrep.faces.web.pages.lately import lately
from everyrep.faces.web.pages.opening import opens
from everyrep.measures.rows_of_deals import Deal, OpenPage, open_page, story_of
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse

_A_PAGE = 50


@require_GET
@opens("deals")
def deals(request: HttpRequest) -> HttpResponse:
    """Open deals in sight, by the day they are to close, with what is wrong with each."""
    warehouse: Warehouse | None = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        return render(request, "everyrep/deals.html", {"lines": ()})
    scope = request.acting.scope  # type: ignore[attr-defined]
    looked, start = looked_for(request, warehouse), whole(request.GET.get("from"))
    found = _found(warehouse, scope, looked, start)
    if start and start >= found.total:
        start, found = 0, _found(warehouse, scope, looked, 0)
    known, after = reasons(warehouse, scope), start + _A_PAGE
    seen = in_sight(warehouse, scope)
    context = {
        "lines": [(deal, _told(deal, known), _days(deal, warehouse.as_of)) for deal in found.deals],
        "total": found.total,
        "marked": len(known),
        "looked": looked,
        "first": start + 1,
        "last": start + len(found.deals),
        "faults": list(WORDS.items()),
        "stages": stages(warehouse),
        "teams": teams_in_sight(warehouse, seen),
        "several": len(seen) > 1,
        "before": looked.address(max(0, start - _A_PAGE)) if start else None,
        "after": looked.address(after) if after < found.total else None,
    }
    return render(request, "everyrep/deals.html", context)


def _found(warehouse: Warehouse, scope: Scope, looked: Looked, start: int) -> OpenPage:
    find = partial(
        open_page, warehouse, scope, text=looked.fields["q"], sought=looked.sought,
        limit=_A_PAGE, offset=start,
    )  # fmt: skip
    return lately(f"deals {[looked.fields, start]}", warehouse, scope, find)


@require_GET
@opens("deals")
def deal(request: HttpRequest, deal: str) -> HttpResponse:
    """One deal: where it stands, how it came there, and what was done on it."""
    warehouse: Warehouse | None = request.warehouse  # type: ignore[attr-defined]
    scope = request.acting.scope  # type: ignore[attr-defined]
    start = whole(request.GET.get("from"))
    story = story_of(warehouse, scope, deal, limit=_A_PAGE, offset=start) if warehouse else None
    if warehouse is None or story is None:
        raise Http404
    known = reasons(warehouse, scope).of(deal)
    context = {
        "story": story,
        "deal": story.deal,
        "reasons": [(WORDS.get(name, name), RULES[name]) for name in known.reasons],
        "age": known.age,
        "share": _share(known.share),
        "overdue": _overdue(story.deal, warehouse.as_of),
        "credits": [(one, _share(one.part)) for one in story.credits],
        "before": max(0, start - _A_PAGE) if start else None,
        "after": start + _A_PAGE if start + _A_PAGE < story.total else None,
    }
    return render(request, "everyrep/deal.html", context)


def _told(deal: Deal, known: Reasons) -> dict[str, Any]:
    here = known.of(deal.deal)
    words = [(WORDS.get(name, name), RULES[name]) for name in here.reasons]
    return {"reasons": words, "age": here.age}


def _days(deal: Deal, today: date) -> int | None:
    """Days since it was opened."""
    return (today - deal.created_on).days if deal.created_on else None


def _overdue(deal: Deal, today: date) -> int | None:
    """Days since its next step was due; None where it is not overdue."""
    due = deal.next_step_on
    late = deal.outcome == "open" and due is not None and due < today
    return (today - due).days if late and due is not None else None


def _share(share: float | None) -> str:
    return "" if share is None else joined(in_unit(share, "share"), unit_word("share"))
