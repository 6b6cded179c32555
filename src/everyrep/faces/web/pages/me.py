"""A rep's own figures, beside those of the best of their peers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.analysis.best import beside_best
from everyrep.faces.reports.numbers import Shown, shown
from everyrep.faces.web import company
from everyrep.faces.web.pages.asking import Asked
from everyrep.faces.web.pages.opening import opens
from everyrep.measures import load_catalogue
from everyrep.values import add_days, add_months

MEASURES = (
    "calls_per_rep_week", "meetings_per_rep_week", "accounts_per_rep_week",
    "opportunities_per_rep_month", "win_rate", "cycle_length", "average_deal_size",
)  # fmt: skip
"""What comes before revenue first."""


@dataclass(frozen=True)
class Line:
    """One measure as it is shown."""

    title: str
    says: str
    mine: Shown
    best: Shown
    among_best: int
    peers: int
    name: str
    address: str


@require_GET
@opens("me")
def me(request: HttpRequest) -> HttpResponse:
    """My figures of the last twelve whole months beside those of the best quarter of my role."""
    acting = request.acting  # type: ignore[attr-defined]
    warehouse = request.warehouse  # type: ignore[attr-defined]
    places = company.organisation(warehouse, warehouse.as_of).places if warehouse else {}
    place = places.get(acting.head)
    if warehouse is None or place is None:
        return render(request, "everyrep/me.html", {"lines": (), "place": None})
    peers = [p.person for p in places.values() if (p.role, p.motion) == (place.role, place.motion)]
    period = _last_twelve_months(warehouse.as_of)
    found = beside_best(
        warehouse, place.person, peers, MEASURES, scope=acting.scope,
        period=period,
    )  # fmt: skip
    known = load_catalogue()
    lines = [
        Line(
            known[one.measure].title,
            known[one.measure].sentence,
            shown(one.mine, known[one.measure].grain),
            shown(one.best, known[one.measure].grain),
            one.among_best,
            one.peers,
            one.measure,
            Asked(period=period).address(),
        )
        for one in found
    ]
    return render(request, "everyrep/me.html", {"lines": lines, "place": place})


def _last_twelve_months(day: date) -> str:
    """The twelve whole months up to the one that a day is in."""
    end = day.replace(day=1)
    start = add_months(end, -12)
    return f"{start.isoformat()}..{add_days(end, -1).isoformat()}"
