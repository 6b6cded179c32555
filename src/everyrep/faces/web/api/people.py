"""People and teams in sight, by name."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.shapes import Paged, Paging, built, paged, part_of
from everyrep.faces.web.pages.deal_filter import in_sight, teams_in_sight
from everyrep.measures.labels import looked_up
from everyrep.warehouse.organisation import Placement

router = Router(tags=["People"])


class Person(Schema):
    """Somebody who works here, with their place of today."""

    person: str
    name: str
    email: str
    title: str | None
    role: str | None
    manager: str | None
    team: str | None
    team_name: str | None
    territory: str | None
    territory_name: str | None
    region: str | None
    motion: str | None


class People(Paged):
    """A part of those in sight."""

    items: list[Person]


class Team(Schema):
    """A team of which somebody is in sight."""

    team: str
    name: str
    people: int = Field(description="How many of it are in sight.")


class Teams(Paged):
    """A part of the teams in sight."""

    items: list[Team]


class Wanted(Paging):
    """Which people."""

    q: str = Field("", max_length=80, description="A text that the name holds.")


@operation(router, "GET", "/people", area="people", answers=People, problems=(409,))
def people(request: HttpRequest, wanted: Query[Wanted]) -> People:
    """Everybody in sight, by name."""
    text = wanted.q.strip().casefold()
    seen = [place for place in _seen(request) if text in place.name.casefold()]
    here = part_of(seen, wanted)
    teams = _names(request, "teams", [place.team for place in here])
    territories = _names(request, "territories", [place.territory for place in here])
    items = [
        Person(
            **vars(place),
            team_name=teams.get(place.team or ""),
            territory_name=territories.get(place.territory or ""),
        )
        for place in here
    ]
    return People(items=items, **paged(request, wanted, len(seen)))


@operation(router, "GET", "/teams", area="people", answers=Teams, problems=(409,))
def teams(request: HttpRequest, paging: Query[Paging]) -> Teams:
    """Teams of who is in sight, by name."""
    seen = _seen(request)
    counts = Counter(place.team for place in seen)
    known = [
        Team(team=team, name=name, people=counts[team])
        for team, name in teams_in_sight(built(request), seen)
    ]
    return Teams(items=part_of(known, paging), **paged(request, paging, len(known)))


def _names(request: HttpRequest, table: str, ids: list[str | None]) -> dict[str, str]:
    """Names of ids; one that has none is left out."""
    return looked_up(built(request), (table, "name"), sorted({one for one in ids if one}))


def _seen(request: HttpRequest) -> list[Placement]:
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return in_sight(built(request), acting.scope)
