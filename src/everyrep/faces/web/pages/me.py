"""A rep's own figures, beside those of the best of their peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from everyrep.analysis.best import Beside, beside_best
from everyrep.faces.reports.numbers import Shown, shown
from everyrep.faces.web import company
from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.asking import Asked
from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.own_pictures import beside_picture, own_months
from everyrep.faces.web.pages.remembered import remembered
from everyrep.faces.web.pages.waited import waited
from everyrep.measures import load_catalogue
from everyrep.values import Period, add_months
from everyrep.warehouse.organisation import Placement

MEASURES = (
    "calls_per_rep_week", "meetings_per_rep_week", "accounts_per_rep_week",
    "opportunities_per_rep_month", "win_rate", "cycle_length", "average_deal_size",
)  # fmt: skip
"""What comes before revenue first."""
_NAME = "me against the best, in pictures"


@dataclass(frozen=True)
class Line:
    """One measure as it is shown."""

    title: str
    word: str
    says: str
    mine: Shown
    best: Shown
    among_best: int
    peers: int
    name: str
    address: str
    best_address: str
    beside: str
    months: str


@require_GET
@opens("me")
def me(request: HttpRequest) -> HttpResponse:
    """My figures beside those of the best; they come as soon as they are worked out."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    place, _ = _place(request)
    looked(request, [place.person] if place else [], "me")
    scope = request.acting.scope  # type: ignore[attr-defined]
    cards = setting.known(_NAME, warehouse, scope) if place else None
    context = {
        "place": place,
        "waited": waited(_NAME, warehouse, scope) if place and not cards else None,
        "days": Period.parse(_last_twelve_months(warehouse.as_of)) if place else None,
        "cards": cards,
    }
    return render(request, "everyrep/me.html", context)


@require_GET
@opens("me")
def figures(request: HttpRequest) -> HttpResponse:
    """My figures of the last twelve whole months beside those of the best quarter of my role."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    place, peers = _place(request)
    if warehouse is None or place is None:
        raise Http404
    scope = request.acting.scope  # type: ignore[attr-defined]
    made = remembered(_NAME, warehouse, scope, lambda: _cards(request, place, peers))
    return HttpResponse(made)


def _cards(request: HttpRequest, place: Placement, peers: list[str]) -> str:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    days = _last_twelve_months(warehouse.as_of)
    asked = Asked(period=days).address()
    known = load_catalogue()
    scope = request.acting.scope.narrow(people=[place.person])  # type: ignore[attr-defined]
    lines = [
        Line(
            known[one.measure].title,
            known[one.measure].title[:1].lower() + known[one.measure].title[1:],
            known[one.measure].sentence,
            shown(one.mine, known[one.measure].grain),
            shown(one.best, known[one.measure].grain),
            one.among_best,
            one.peers,
            one.measure,
            asked,
            urlencode({"measure": one.measure}),
            beside_picture(one.mine, one.best, known[one.measure].title),
            own_months(warehouse, one.measure, Period.parse(days), scope, known[one.measure].title),
        )
        for one in _beside(request, place, peers, MEASURES)
    ]
    return render_to_string("everyrep/me_part.html", {"lines": lines})


def best_told(request: HttpRequest) -> dict[str, Any] | None:
    """The figure of the best of my peers in one measure, for its working."""
    measure = request.GET.get("measure", "")
    place, peers = _place(request)
    if place is None or measure not in MEASURES:
        return None
    (one,) = _beside(request, place, peers, (measure,))
    known = load_catalogue()[measure]
    it = shown(one.best, known.grain)
    days = _last_twelve_months(request.warehouse.as_of)  # type: ignore[attr-defined]
    return {
        "title": f"{known.title}, the best {one.among_best} of {one.peers}", "value": it.value,
        "unit": it.unit, "range": it.range, "is_range": it.is_range, "n": it.n, "mark": it.mark,
        "grade": it.grade, "reason": it.reason, "notes": [f"{known.formula}, {days}", *it.notes],
    }  # fmt: skip


def _place(request: HttpRequest) -> tuple[Placement | None, list[str]]:
    """Where one stands in the company, and who has the same role and motion."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    places = company.organisation(warehouse, warehouse.as_of).places if warehouse else {}
    place = places.get(request.acting.head)  # type: ignore[attr-defined]
    if place is None:
        return None, []
    same = (place.role, place.motion)
    return place, [p.person for p in places.values() if (p.role, p.motion) == same]


def _beside(
    request: HttpRequest, place: Placement, peers: list[str], measures: Sequence[str]
) -> list[Beside]:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    return beside_best(
        warehouse, place.person, peers, measures, period=_last_twelve_months(warehouse.as_of),
        scope=request.acting.scope,  # type: ignore[attr-defined]
    )  # fmt: skip


def _last_twelve_months(day: date) -> str:
    """The twelve whole months up to the one that a day is in."""
    end = day.replace(day=1)
    start = add_months(end, -12)
    return f"{start}..{end}"  # the second day is no longer in it
