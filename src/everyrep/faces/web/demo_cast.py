"""Somebody of each role in a simulated company, to look as; none of them can sign in."""

from __future__ import annotations

from everyrep.faces.web import company
from everyrep.faces.web.access.grants import give
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.roles import ROLES
from everyrep.warehouse.organisation import Organisation

_GROUPS = ("enablement", "revops", "finance", "executive", "auditor")
_FEWEST = 4
_BY = "everyrep serve --demo"


def add_cast() -> int:
    """Add somebody of each role, where the company is simulated; gives how many are new."""
    warehouse = company.current()
    if warehouse is None or not warehouse.settings.simulated:
        return 0
    known = company.organisation(warehouse, warehouse.as_of)
    wanted = [("", role) for role in _GROUPS] + _of_the_company(known)
    return sum(_add(role, person, known) for person, role in wanted)


def _of_the_company(known: Organisation) -> list[tuple[str, str]]:
    """A manager of some, one of those, and the manager's own."""
    leaders = {person for person in known.places if len(known.reports(person)) >= _FEWEST}
    first_line = sorted(person for person in leaders if not known.reports(person) & leaders)
    if not first_line:
        return []
    manager = first_line[0]
    boss = known.places[manager].manager
    found = [(sorted(known.reports(manager))[0], "rep"), (manager, "manager")]
    return [*found, (boss, "second_line")] if boss else found


def _add(role: str, person: str, known: Organisation) -> bool:
    address = f"{role}@demo.invalid"
    if User.objects.filter(email=address).exists():
        return False
    title = ROLES[role].title
    name = f"{known.places[person].name} ({title.lower()})" if person else f"{title} (demo)"
    user = User.objects.create_user(address, name=name, person=person)
    user.set_unusable_password()
    user.save()
    give(user, role, by=_BY)
    return True
