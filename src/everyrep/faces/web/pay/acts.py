"""Forms that act: done, told in one sentence, and back to the page; refused, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from everyrep.faces.web.access.models import User
from everyrep.faces.web.pay.sight import opens_pay
from everyrep.values import UserError
from everyrep.warehouse.reader import Warehouse

_DIGITS = 19
Act = Callable[..., tuple[str, Any]]
"""Does something and gives what to say of it and where to go: a view's name with its arguments."""


def acts(back: Callable[..., Any]) -> Callable[[Act], Callable[..., HttpResponse]]:
    """A view that does what a form asks.

    Args:
        back: Gives the page to go back to where it is refused, from the view's arguments.
    """

    def around(act: Act) -> Callable[..., HttpResponse]:
        @require_POST
        @opens_pay
        @wraps(act)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                said, place = act(request, *args, **kwargs)
            except UserError as problem:
                messages.warning(request, problem.told)
                return redirect(back(*args, **kwargs))
            if said:
                messages.info(request, said)
            return redirect(place)

        return guarded

    return around


def typed(request: HttpRequest, name: str, most: int) -> str:
    """What was typed into a field, without what no database keeps as text."""
    return str(request.POST.get(name, "")).replace("\x00", "")[:most]


def number_in(text: str) -> int | None:
    """The number of something, out of an address; None where it is none."""
    return int(text) if text.isdecimal() and len(text) < _DIGITS else None


def user_of(request: HttpRequest) -> User:
    """Who acts."""
    user: User = request.acting.user  # type: ignore[attr-defined]
    return user


def warehouse_of(request: HttpRequest) -> Warehouse:
    """The current build.

    Raises:
        UserError: There is none yet.
    """
    warehouse: Warehouse | None = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        raise UserError("There are no records yet", remedy="load files, and build")
    return warehouse


def hold(allowed: bool) -> None:
    """For whoever it is not allowed there is no such thing.

    Raises:
        Http404: It is not allowed.
    """
    if not allowed:
        raise Http404
