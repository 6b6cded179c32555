"""Who asks and what they may see, and what the figures are of."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Router, Schema

import everyrep
from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.shapes import built

router = Router(tags=["About"])


class Whoami(Schema):
    """Who asks, in which role, and what that allows."""

    who: str
    behind: str | None = Field(description="Who really asks, where somebody looks as another.")
    role: str
    roles: list[str] = Field(description="All that they hold today.")
    person: str = Field(description="Who they are in the warehouse; empty where that is not said.")
    people: int | None = Field(description="How many people are in sight; null is everybody.")
    min_group: int = Field(description="Figures about fewer people than this are withheld.")
    abilities: list[str]
    areas: list[str]


class Build(Schema):
    """The build that every answer is of."""

    snapshot: str
    built_at: datetime
    as_of: date = Field(description="The last day that is known.")
    company: str
    currency: str = Field(description="The reporting currency.")
    simulated: bool
    version: str = Field(description="Of Everyrep.")


@operation(router, "GET", "/whoami", area="home", answers=Whoami, scopes=("read", "load"))
def whoami(request: HttpRequest) -> Whoami:
    """Who asks, in which role, and what that allows."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    scope, role = acting.scope, acting.role
    return Whoami(
        who=acting.who,
        behind=acting.behind.email if acting.behind else None,
        role=role.name if role else "",
        roles=list(dict.fromkeys(grant.role for grant in acting.user.roles_on(localdate()))),
        person=acting.user.person,
        people=None if scope.people is None else len(scope.people),
        min_group=scope.min_group,
        abilities=sorted(scope.abilities),
        areas=sorted(role.pages) if role else [],
    )


@operation(
    router, "GET", "/build", area="home", answers=Build, scopes=("read", "load"), problems=(409,)
)
def build(request: HttpRequest) -> Build:
    """The build that every answer is of."""
    warehouse = built(request)
    return Build(
        snapshot=warehouse.snapshot,
        built_at=datetime.fromisoformat(warehouse.record.built_at),
        as_of=warehouse.as_of,
        company=warehouse.settings.company,
        currency=warehouse.reporting_currency,
        simulated=warehouse.settings.simulated,
        version=everyrep.__version__,
    )
