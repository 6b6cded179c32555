"""Who has left, and who led them in which period of pay: rights by date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from everyrep.faces.web import company
from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.pay.models import Run
from everyrep.warehouse.organisation import Placement, organisation_on
from everyrep.warehouse.reader import Warehouse

_KEPT = 1024
"""Days of which a process holds who was above leavers: two for each period, and each page asks for
all of them, so that one too few would have all of them looked up again."""
Left = Mapping[str, frozenset[str]]
"""By period of pay, who has left since and was led in it."""


def led_and_left(warehouse: Warehouse | None, acting: Acting) -> Left:
    """Those who have left whom somebody led on the first or the last day of a period of pay.

    Who is still here is not among them: their pay is seen by who leads them today.

    Args:
        warehouse: The build; None while there are no data.
        acting: Who asks, in a role that leads.
    """
    role, scope = acting.role, acting.scope
    leads = role is not None and role.part in ("reports", "everybody_below")
    if warehouse is None or role is None or not leads or not acting.head:
        return {}
    if scope.teams is not None or not scope.can("see_pay"):
        return {}
    found: dict[str, frozenset[str]] = {}
    periods = Run.objects.order_by().values_list("period", "first", "ends").distinct()
    for period, first, ends in periods:
        for day in (first, min(ends - timedelta(days=1), warehouse.as_of)):
            above = _above_leavers(company.Build(warehouse), day)
            deep = 1 if role.part == "reports" else None
            led = {person for person, chain in above.items() if acting.head in chain[:deep]}
            if led:
                found[period] = found.get(period, frozenset()) | led
    return found


@company.kept_by_build(maxsize=_KEPT)
def _above_leavers(key: company.Build, day: date) -> dict[str, tuple[str, ...]]:
    """Who worked here on a day and does no more, with those above them from the nearest on."""
    warehouse = key.warehouse
    here = company.organisation(warehouse, warehouse.as_of).places
    places = organisation_on(warehouse, day).places
    return {person: _chain(person, places) for person in places.keys() - here.keys()}


def _chain(person: str, places: Mapping[str, Placement]) -> tuple[str, ...]:
    """Those above somebody; where people report to one another in a circle, each once."""
    found: dict[str, None] = {}
    above = places[person].manager
    while above is not None and above != person and above not in found:
        found[above] = None
        above = places[above].manager if above in places else None
    return tuple(found)
