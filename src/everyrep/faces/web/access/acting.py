"""Puts on every request who asks, in which role, and what they may see."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from everyrep.faces.web import company
from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.access.scoping import Acting, scope_of
from everyrep.faces.web.audit.chain import record
from everyrep.warehouse.reader import Warehouse

ROLE, AS, BEFORE = "acting_in", "looking_as", "acting_in_before"


class ActingMiddleware:
    """Adds `acting` (None for who has not signed in) and `warehouse` to a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        user = request.user
        request.acting = None  # type: ignore[attr-defined]
        request.warehouse = None  # type: ignore[attr-defined]
        if not isinstance(user, AnonymousUser) and isinstance(user, User):
            warehouse = company.current()
            request.warehouse = warehouse  # type: ignore[attr-defined]
            request.acting = acting(request, user, warehouse)  # type: ignore[attr-defined]
        return self.get_response(request)


def acting(request: HttpRequest, user: User, warehouse: Warehouse | None) -> Acting:
    """Who asks, in which role: the one chosen last, else the first that they hold."""
    seen_as, behind = user, None
    chosen = request.session.get(AS)
    if chosen is not None and may_look_as_others(user):
        other = User.objects.filter(pk=chosen, is_active=True).first()
        if other is not None:
            seen_as, behind = other, user
    held = seen_as.roles_on(localdate())
    wanted = request.session.get(ROLE)
    grant = next((g for g in held if g.pk == wanted), held[0] if held else None)
    return _acting(seen_as, behind, grant, warehouse)


def acting_by_token(user: User, role: str, warehouse: Warehouse | None) -> Acting | None:
    """A program that asks in somebody's name, in a role of theirs by its name.

    Args:
        user: Whose token it is.
        role: In which of their roles; empty is the first that they hold.
        warehouse: The current build.

    Returns:
        None where they do not hold the role today.
    """
    held = [g for g in user.roles_on(localdate()) if not role or g.role == role]
    return _acting(user, None, held[0], warehouse) if held else None


def _acting(
    seen_as: User, behind: User | None, grant: Grant | None, warehouse: Warehouse | None
) -> Acting:
    today = warehouse.as_of if warehouse is not None else None
    known = company.organisation(warehouse, today) if warehouse and today else None
    scope = scope_of(seen_as, grant, known)
    head = (grant.head if grant else "") or seen_as.person
    return Acting(seen_as, behind, grant.what if grant else None, head, scope)


def may_look_as_others(user: User) -> bool:
    """Administrators alone may look as somebody else."""
    return any(grant.role == "administrator" for grant in user.roles_on(localdate()))


def choose_role(request: HttpRequest, user: User, grant: Grant) -> None:
    """Act in another of one's own roles from now on."""
    request.session[ROLE] = grant.pk
    record(user.email, "role_chosen", grant.role)


def look_as(request: HttpRequest, user: User, other: User | None) -> None:
    """Look as somebody else from now on; None ends it. Both are in the audit."""
    before = request.session.pop(AS, None)
    role = request.session.pop(ROLE, None)
    if other is None:
        if (own := request.session.pop(BEFORE, None)) is not None:
            request.session[ROLE] = own
        if before is not None:
            record(user.email, "view_as_ended", str(before))
        return
    if before is None and role is not None:
        request.session[BEFORE] = role
    request.session[AS] = other.pk
    record(user.email, "view_as", other.email)
