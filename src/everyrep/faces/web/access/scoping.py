"""From a role given to somebody to the scope of what they ask: once a request, for all of it."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.access.roles import ANYBODYS, Role
from everyrep.values import Scope
from everyrep.warehouse.organisation import Organisation


@dataclass(frozen=True)
class Acting:
    """Who asks, in which role.

    Attributes:
        user: Whose rights count.
        behind: Who really asks, where somebody looks as another.
        role: In which role; None where none was given.
        head: Whose reports may be seen, and who "I" am.
        scope: What may be seen.
    """

    user: User
    behind: User | None
    role: Role | None
    head: str
    scope: Scope

    @property
    def who(self) -> str:
        """The name for the audit."""
        return self.user.email

    def opens(self, page: str) -> bool:
        """Whether an area of the app is open: to everybody, or to the role."""
        return page in ANYBODYS or (self.role is not None and page in self.role.pages)


def scope_of(user: User, grant: Grant | None, organisation: Organisation | None) -> Scope:
    """What somebody may see in a role.

    Args:
        user: Who asks.
        grant: The role, as it was given; None is none.
        organisation: Who works here today; None while there are no data.
    """
    if grant is None:
        return Scope.nothing(user.email)
    role = grant.what
    people = _people(role, grant.head or user.person, organisation)
    return Scope(
        user.email,
        people,
        masked_fields=role.masked,
        min_group=role.min_group,
        abilities=role.abilities,
    )


def _people(role: Role, head: str, organisation: Organisation | None) -> frozenset[str] | None:
    if role.part == "everybody":
        return None
    if role.part == "nobody" or not head or organisation is None:
        return frozenset()
    if role.part == "self":
        return frozenset({head})
    below = (
        organisation.reports(head) if role.part == "reports" else organisation.everybody_below(head)
    )
    return below | {head}
