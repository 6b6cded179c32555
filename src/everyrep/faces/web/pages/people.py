"""People and teams: each beside what is usual for them, in the order of names, never of values."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages.address import choice
from everyrep.faces.web.pages.asking import whole
from everyrep.faces.web.pages.deal_filter import in_sight, teams_in_sight
from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pages.multiples import (
    GRAINS,
    Shape,
    groups_of,
    multiples,
    offered,
    shape_of,
)
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.remembered import remembered
from everyrep.faces.web.pages.setting import known
from everyrep.values import Scope
from everyrep.warehouse.organisation import Placement
from everyrep.warehouse.reader import Warehouse

_MOST = 24
_NO_TEAM = "No team"


@require_GET
@opens("people")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in sight by team and name; their charts come as soon as they are drawn."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        return render(request, "everyrep/people.html", {})
    scope = request.acting.scope  # type: ignore[attr-defined]
    shape, problem = shape_of(request)
    seen, start = in_sight(warehouse, scope), whole(request.GET.get("from"))
    teams = teams_in_sight(warehouse, seen)
    found = _found(request, seen, dict(teams))
    start = start if start < len(found) else 0
    after = start + _MOST
    here = found[start:after]
    looked(request, (place.person for place in here), "people")
    name = _name(shape, here)
    context = {
        "shape": shape, "problem": problem, "count": len(found), "everybody": len(seen),
        "teams": teams, "q": request.GET.get("q", "")[:80], "team": request.GET.get("team", ""),
        "order": _order(request), "grains": GRAINS, "offered": offered(),
        "first": start + 1, "last": start + len(here), "here": here,
        "cards": known(name, warehouse, scope) if here else "",
        "query": request.GET.urlencode(),
        "before": _address(request, max(0, start - _MOST)) if start else "",
        "after": _address(request, after) if after < len(found) else "",
    }  # fmt: skip
    return render(request, "everyrep/people.html", context)


@require_GET
@opens("people")
def charts(request: HttpRequest) -> HttpResponse:
    """The charts of one page of people, for the page to put in."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        raise Http404
    scope = request.acting.scope  # type: ignore[attr-defined]
    shape, _ = shape_of(request)
    seen, start = in_sight(warehouse, scope), whole(request.GET.get("from"))
    teams = dict(teams_in_sight(warehouse, seen))
    here = _found(request, seen, teams)[start : start + _MOST]
    made = remembered(
        _name(shape, here), warehouse, scope, lambda: _cards(warehouse, scope, shape, here, teams)
    )
    return HttpResponse(made)


def _cards(
    warehouse: Warehouse, scope: Scope, shape: Shape, here: list[Placement], teams: dict[str, str]
) -> str:
    """Teams, each above its people."""
    ids = [place.person for place in here]
    of_people = multiples(warehouse, scope, shape, "person", ids)
    held = sorted({place.team for place in here if place.team})
    of_teams = multiples(warehouse, scope, shape, "team", held) if held else {}
    groups = groups_of(here, teams, of_people, of_teams, _NO_TEAM)
    return render_to_string("everyrep/people_part.html", {"groups": groups, "shape": shape})


def _found(request: HttpRequest, seen: list[Placement], teams: dict[str, str]) -> list[Placement]:
    """Those looked for, by team and name, or by name alone."""
    wanted = request.GET.get("q", "").strip().casefold()[:80]
    team = choice(request, "team", {place.team for place in seen if place.team})
    found = [
        place for place in seen if wanted in place.name.casefold() and team in ("", place.team)
    ]
    if _order(request) == "name":
        return found
    return sorted(found, key=lambda place: (not place.team, _team(place, teams).casefold()))


def _team(place: Placement, teams: dict[str, str]) -> str:
    return teams.get(place.team or "", "")


def _order(request: HttpRequest) -> str:
    """By team or by name; nothing else is offered, and least of all by value."""
    return choice(request, "order", ("team", "name"), "team")


def _name(shape: Shape, here: list[Placement]) -> str:
    return f"people {shape} {[(place.person, place.team) for place in here]}"


def _address(request: HttpRequest, start: int) -> str:
    given = request.GET.copy()
    given["from"] = str(start)
    if not start:
        del given["from"]
    return str(given.urlencode())
