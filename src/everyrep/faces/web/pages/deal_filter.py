"""Which deals a reader looks for: read from an address, and written into one again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest

from everyrep.faces.web import company
from everyrep.faces.web.pages.address import not_known
from everyrep.faces.web.pages.deal_reasons import WORDS, reasons
from everyrep.faces.web.pages.lately import lately
from everyrep.measures.labels import declared_stages, looked_up, stage_places
from everyrep.measures.rows_of_deals import STATES, Sought, stages_of_deals
from everyrep.values import EveryrepError, Period, Scope
from everyrep.warehouse.organisation import Placement
from everyrep.warehouse.reader import Warehouse

_FIELDS = ("state", "q", "stage", "owner", "team", "closing", "overdue", "fault")
_STATES = {"open": "", **{state: state for state in STATES if state != "open"}}
_LONGEST = 80
_YES_OR_NO = {"1": "1", "true": "1", "yes": "1", "0": "", "false": "", "no": ""}


@dataclass(frozen=True)
class Looked:
    """What is looked for.

    Attributes:
        fields: As written in the address, by name.
        sought: The same for the door.
        problems: Why a part of it cannot be read, by field; it is then left out.
        nobody: An owner is looked for whom nobody in sight is called like.
    """

    fields: dict[str, str]
    sought: Sought
    problems: dict[str, str] = field(default_factory=dict)
    nobody: bool = False

    def address(self, start: int = 0) -> str:
        """The end of an address that looks for the same."""
        pairs = [(name, text) for name, text in self.fields.items() if text]
        return urlencode([*pairs, *([("from", str(start))] if start else [])])

    @property
    def narrowed(self) -> bool:
        """Whether anything is looked for, among those that stand as they are to."""
        return any(text for name, text in self.fields.items() if name != "state")


def looked_for(request: HttpRequest, warehouse: Warehouse) -> Looked:
    """What the address of a request looks for."""
    given = {name: request.GET.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
    scope = request.acting.scope  # type: ignore[attr-defined]
    teams = {} if not given["team"] else dict(teams_in_sight(warehouse, in_sight(warehouse, scope)))
    problems: dict[str, str] = {}
    for name, known in (
        ("stage", {one: one for one in stages(warehouse)}),
        ("team", {**{word: team for team, word in teams.items()}, **{one: one for one in teams}}),
        ("fault", {**{word: one for one, word in WORDS.items()}, **{one: one for one in WORDS}}),
        ("overdue", _YES_OR_NO),
        ("state", _STATES),
    ):
        given[name] = _meant(name, given[name], known, problems)
    days = None
    if given["closing"]:
        try:
            days = Period.parse(
                given["closing"], calendar=warehouse.settings.fiscal, as_of=warehouse.as_of
            )
        except EveryrepError as found:
            problems["closing"] = str(found)
    owners = _owners(warehouse, scope, given["owner"], given["team"])
    sought = Sought(
        given["stage"], owners, days, given["overdue"] == "1",
        _with_fault(warehouse, scope, given["fault"]), given["state"] or "open",
    )  # fmt: skip
    return Looked(given, sought, problems, owners == frozenset())


def _meant(name: str, given: str, known: Mapping[str, str], problems: dict[str, str]) -> str:
    """What a word stands for; empty where it stands for nothing, which is then a problem."""
    meant = {word.casefold(): what for word, what in known.items()}
    if given and given.casefold() not in meant:
        problems[name] = not_known(name, given, known)
    return meant.get(given.casefold(), "")


def _with_fault(warehouse: Warehouse, scope: Scope, fault: str) -> frozenset[str] | None:
    """Deals with something wrong; None where none is looked for."""
    if not fault:
        return None
    return reasons(warehouse, scope).with_fault(fault)


def in_sight(warehouse: Warehouse, scope: Scope) -> list[Placement]:
    """Everybody whose facts may be seen, by name."""
    places = company.organisation(warehouse, warehouse.as_of).places.values()
    seen = [place for place in places if scope.allows_person(place.person, place.team)]
    return sorted(seen, key=lambda place: (place.name.casefold(), place.person))


def teams_in_sight(warehouse: Warehouse, seen: list[Placement]) -> list[tuple[str, str]]:
    """Id and name of the teams of people, by name."""
    ids = sorted({place.team for place in seen if place.team})
    names = looked_up(warehouse, ("teams", "name"), ids)
    return sorted(((one, names.get(one, one)) for one in ids), key=lambda pair: pair[1].casefold())


def stages(warehouse: Warehouse) -> list[str]:
    """Names of stages, in the order of the process."""
    places = stage_places(warehouse)
    return sorted(places, key=lambda name: (places[name], name))


def stages_offered(warehouse: Warehouse, scope: Scope, looked: Looked) -> list[str]:
    """Declared stages that deals in sight stand in, in the order of the process; and that chosen.

    A name that nobody declared is a slip of the pen as a rule: it is found by its text.
    """
    state = looked.sought.state
    found = lately(
        f"stages of deals {state}", warehouse, scope,
        lambda: stages_of_deals(warehouse, scope, state),
    )  # fmt: skip
    found &= declared_stages(warehouse)
    return [name for name in stages(warehouse) if name in found or name == looked.sought.stage]


def _owners(warehouse: Warehouse, scope: Scope, name: str, team: str) -> frozenset[str] | None:
    """Who is meant by a part of a name and by a team; None is everybody."""
    if not name and not team:
        return None
    return frozenset(
        place.person
        for place in in_sight(warehouse, scope)
        if name.casefold() in place.name.casefold() and team in ("", place.team)
    )
