"""People and teams: each beside what is usual, in the order of names and never of values."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.reports.numbers import Shown, shown
from everyrep.faces.web import company
from everyrep.faces.web.pages.asking import Asked, whole
from everyrep.faces.web.pages.opening import opens
from everyrep.measures import load_catalogue, query
from everyrep.values import EveryrepError, Scope
from everyrep.warehouse.organisation import Organisation, Placement

MEASURES = ("calls_per_rep_week", "meetings_per_rep_week", "win_rate", "attainment")
_MOST = 60


@dataclass(frozen=True)
class Somebody:
    """One person as the page shows them."""

    place: Placement
    figures: tuple[tuple[str, Shown, str, str], ...]


@require_GET
@opens("people")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in sight, by name, with a few figures of each."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    acting = request.acting  # type: ignore[attr-defined]
    if warehouse is None:
        return render(request, "everyrep/people.html", {"people": ()})
    known = company.organisation(warehouse, warehouse.as_of)
    wanted = request.GET.get("q", "").strip().lower()[:80]
    seen = in_sight(known, acting.scope, wanted)
    start = max(0, whole(request.GET.get("from")))
    shown_now = seen[start : start + _MOST]
    context = {
        "people": _with_figures(request, shown_now),
        "teams": len({place.team for place in seen if place.team}),
        "count": len(seen),
        "q": wanted,
        "next": start + _MOST if len(seen) > start + _MOST else None,
    }
    return render(request, "everyrep/people.html", context)


def in_sight(known: Organisation, scope: Scope, wanted: str = "") -> list[Placement]:
    """Everybody whom one may see, by name; those whose name holds a text in lower case."""
    seen = [
        place
        for place in known.places.values()
        if scope.allows_person(place.person, place.team) and wanted in place.name.lower()
    ]
    return sorted(seen, key=lambda place: place.name)


def _with_figures(request: HttpRequest, places: list[Placement]) -> list[Somebody]:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    scope = request.acting.scope.narrow(  # type: ignore[attr-defined]
        people=[place.person for place in places]
    )
    known = load_catalogue()
    found: dict[str, list[tuple[str, Shown, str, str]]] = {place.person: [] for place in places}
    for name in MEASURES:
        try:
            answer = query(warehouse, name, by="person", scope=scope, pool=True)
        except EveryrepError:
            continue
        by_person = {row.keys["person"]: row.estimate for row in answer}
        for person, figures in found.items():
            if person in by_person:
                asked = Asked(("person",), group=(("person", person),), pool=True)
                figure = shown(by_person[person], known[name].grain)
                figures.append((known[name].title, figure, name, asked.address()))
    return [Somebody(place, tuple(found[place.person])) for place in places]
