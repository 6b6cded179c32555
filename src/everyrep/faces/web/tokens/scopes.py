"""What a token may be for, and who may have one for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import localdate

from everyrep.faces.web.access.models import User
from everyrep.values import UnknownName


@dataclass(frozen=True)
class TokenScope:
    """One thing that a token may be for.

    Attributes:
        name: What it is called in the database.
        says: What a program can do with it.
        roles: Who may have it: who holds one of these roles; empty is everybody with a role.
    """

    name: str
    says: str
    roles: frozenset[str] = frozenset()


SCOPES = {
    one.name: one
    for one in (
        TokenScope("read", "Read what you may see"),
        TokenScope(
            "load", "Load files and build", frozenset({"revops", "administrator"})
        ),
        TokenScope(
            "scim", "Add, change and deactivate people (SCIM)", frozenset({"administrator"})
        ),
    )
}  # fmt: skip


def scope(name: str) -> TokenScope:
    """The scope of a name.

    Raises:
        UnknownName: There is none.
    """
    if name not in SCOPES:
        raise UnknownName("scope", name, SCOPES)
    return SCOPES[name]


def may_have(user: User, name: str) -> bool:
    """Whether somebody's roles of today allow a scope: asked when it is made, and at each use."""
    held = {grant.role for grant in user.roles_on(localdate())}
    needed = scope(name).roles
    return bool(held & needed) if needed else bool(held)
