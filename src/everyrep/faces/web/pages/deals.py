"""Deals: what is open and needs a look, what was won or lost, and all that is recorded of one."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.reports.numbers import in_unit, joined, unit_word
from everyrep.faces.web.pages.asking import whole
from everyrep.faces.web.pages.deal_filter import (
    Looked,
    in_sight,
    looked_for,
    stages_offered,
    teams_in_sight,
)
from everyrep.faces.web.pages.deal_reasons import WORDS, Reasons, reasons, told_age
from everyrep.faces.web.pages.lately import lately
from everyrep.faces.web.pages.opening import opens
from everyrep.measures.rows_of_deals import Deal, DealsPage, deals_page, story_of
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse

_A_PAGE = 50
_STATES = {"open": "open", "won": "won", "lost": "lost, or without a decision",
           "all": "open and closed"}  # fmt: skip


@require_GET
@opens("deals")
def deals(request: HttpRequest) -> HttpResponse:
    """Deals in sight, open ones by the day they are to close, with what is wrong with each."""
    warehouse: Warehouse | None = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        return render(request, "everyrep/deals.html", {"lines": (), "state": "open"})
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
        "stages": stages_offered(warehouse, scope, looked),
        "states": _STATES.items(),
        "state": looked.sought.state,
        "state_words": _STATES[looked.sought.state],
        "teams": teams_in_sight(warehouse, seen),
        "several": len(seen) > 1,
        "before": looked.address(max(0, start - _A_PAGE)) if start else None,
        "after": looked.address(after) if after < found.total else None,
    }
    return render(request, "everyrep/deals.html", context)


def _found(warehouse: Warehouse, scope: Scope, looked: Looked, start: int) -> DealsPage:
    find = partial(
        deals_page, warehouse, scope, text=looked.fields["q"], sought=looked.sought,
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
    every = reasons(warehouse, scope)
    known, yardstick = every.of(deal), every.yardstick(story.deal.stage)
    context = {
        "story": story,
        "deal": story.deal,
        "reasons": known.words(None),
        "age": known.age,
        "share": _share(known.share),
        "held_against": told_age(yardstick) if yardstick and known.age is not None else "",
        "overdue": _overdue(story.deal, warehouse.as_of),
        "credits": [(one, _share(one.part)) for one in story.credits],
        "before": max(0, start - _A_PAGE) if start else None,
        "after": start + _A_PAGE if start + _A_PAGE < story.total else None,
    }
    return render(request, "everyrep/deal.html", context)


def _told(deal: Deal, known: Reasons) -> dict[str, Any]:
    here = known.of(deal.deal)
    return {"reasons": here.words(known.yardstick(deal.stage)), "age": here.age}


def _days(deal: Deal, today: date) -> int | None:
    """Days since it was opened; of a closed one, until it was closed."""
    end = today if deal.outcome == "open" else deal.close_on
    return (end - deal.created_on).days if deal.created_on and end else None


def _overdue(deal: Deal, today: date) -> int | None:
    """Days since its next step was due; None where it is not overdue."""
    due = deal.next_step_on
    late = deal.outcome == "open" and due is not None and due < today
    return (today - due).days if late and due is not None else None


def _share(share: float | None) -> str:
    return "" if share is None else joined(in_unit(share, "share"), unit_word("share"))
