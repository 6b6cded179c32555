"""The door before every operation: who asks, by token or by session, and whether they may."""

from __future__ import annotations

import copy
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from ninja.utils import check_csrf

from everyrep.faces.web import company
from everyrep.faces.web.access.acting import acting_by_token
from everyrep.faces.web.access.limits import limits
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.problems import No
from everyrep.faces.web.pages.areas import BY_NAME
from everyrep.faces.web.pages.opening import shut
from everyrep.faces.web.tokens.keeping import holder, shown, why_it_serves_not
from everyrep.faces.web.tokens.scopes import SCOPES
from everyrep.values import UnknownName

ROLE = "Everyrep-Role"
"""The header by which the holder of a token chooses one of their roles."""
_MINUTE = 60


class Door:
    """Lets an operation be run by who may: the area opens, and a token is for its scope.

    Attributes:
        area: Of `pages.areas`, as the view of a page names it.
        scopes: A token must have one of them.
        changes: Whether the operation changes something; a session then shows its CSRF token.
        names: What may stand in the query of its address.
    """

    def __init__(self, area: str, scopes: tuple[str, ...], *, changes: bool) -> None:
        assert area in BY_NAME  # noqa: S101 - a slip in the code, found when it is loaded
        assert set(scopes) <= SCOPES.keys()  # noqa: S101
        self.area, self.scopes, self.changes = area, scopes, changes
        self.names: frozenset[str] = frozenset()

    def __call__(self, request: HttpRequest) -> Acting:
        """Who asks, with `acting` and `warehouse` on the request.

        Raises:
            No: They may not, or are too quick.
            UnknownName: The address asks for something that the operation does not know.
        """
        if _shows_token(request):
            self._by_token(request)
        else:
            self._by_session(request)
        acting: Acting = request.acting  # type: ignore[attr-defined]
        why = shut(request, self.area)
        if why == "looking_only":
            raise No(403, "who looks as somebody else can change nothing", why="it is in the audit")
        if why:
            raise _not_allowed(acting)
        for name in request.GET:
            # A misspelt name that nobody reads would give another answer than the one wanted.
            if name not in self.names:
                raise UnknownName("parameter", name[:80], self.names)
        return acting

    def _by_token(self, request: HttpRequest) -> None:
        user = next((user for one in self.scopes if (user := holder(request, one))), None)
        if user is None:
            raise _why_not(request, self.scopes)
        _pace(user)
        warehouse = company.current()
        role = request.headers.get(ROLE, "")[:40]
        acting = acting_by_token(user, role, warehouse)
        if acting is None:
            raise No(
                403, f"{user.email} does not hold the role {role!r} today", where=ROLE,
                remedy="leave the header out, or name one of the roles in GET /api/v1/whoami",
            )  # fmt: skip
        request.warehouse, request.acting = warehouse, acting  # type: ignore[attr-defined]

    def _by_session(self, request: HttpRequest) -> None:
        acting: Acting | None = request.acting  # type: ignore[attr-defined]
        if acting is None:
            raise _nobody()
        _pace(acting.behind or acting.user)
        if self.changes and check_csrf(_without_body(request)) is not None:
            raise No(
                403, "the CSRF token is missing or wrong", where="X-CSRFToken",
                why="a session alone does not show that it was not another site that asked",
                remedy="send the token in this header, or use an API token instead of the session",
            )  # fmt: skip


def _shows_token(request: HttpRequest) -> bool:
    return request.headers.get("Authorization", "").partition(" ")[0].lower() == "bearer"


def _serves_at_all(request: HttpRequest) -> bool:
    return any(holder(request, one) is not None for one in SCOPES)


def _without_body(request: HttpRequest) -> Any:
    """The request as if it had no body: files must not be read before it is known where to."""
    bare = copy.copy(request)
    bare._post, bare._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    return bare


def _pace(user: User) -> None:
    """Count the calls of somebody in this minute.

    Raises:
        No: They were more than are allowed.
    """
    key = f"api-calls:{user.pk}"
    if cache.add(key, 1, _MINUTE):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # The minute has ended just now.
        return
    if count > limits().calls:
        raise No(
            429, f"more than {limits().calls} calls in a minute",
            remedy="wait for a minute; ask for more at once by several measures, or by a larger "
            "limit", headers={"Retry-After": str(_MINUTE)},
        )  # fmt: skip


def _why_not(request: HttpRequest, scopes: tuple[str, ...]) -> No:
    """Why a token does not open what asks for one of some scopes."""
    if _serves_at_all(request):
        return _other_scope(scopes)
    found = shown(request)
    if found is None:
        return _nobody()
    status, said, remedy = why_it_serves_not(found)
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'} if status == 401 else {}
    return No(status, said, where="Authorization", remedy=remedy, headers=headers)


def _nobody() -> No:
    return No(
        401, "nobody is signed in", where="Authorization",
        remedy="send Authorization: Bearer with a token that serves; /tokens/ makes one",
        headers={"WWW-Authenticate": 'Bearer realm="Everyrep"'},
    )  # fmt: skip


def _other_scope(scopes: tuple[str, ...]) -> No:
    wanted = " or ".join(scopes)
    return No(
        403, f"this token is not for {wanted}", where="Authorization",
        remedy=f"make a token with the scope {wanted}",
        headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scopes[0]}"'},
    )  # fmt: skip


def _not_allowed(acting: Acting) -> No:
    if acting.role is None:
        return No(
            403, f"{acting.user.email} holds no role today, and this is for roles",
            remedy="ask an administrator for a role",
        )  # fmt: skip
    told = f"this is not for the role {acting.role.title!r}"
    return No(403, told, remedy=f"name another of your roles in {ROLE}, if one of them allows it")
