"""Who may open an area: the door that every view stands behind."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.address import noted
from everyrep.faces.web.pages.areas import BY_NAME

View = Callable[..., HttpResponse]


def opens(area: str) -> Callable[[View], View]:
    """A view of an area: for those whose role opens it; others are told so, with 403.

    What cannot be opened is not described, and the try is in the audit.
    """
    assert area in BY_NAME  # noqa: S101 - a slip in the code, found when it is loaded

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            why = shut(request, area)
            if why:
                return render(request, f"everyrep/{why}.html", status=403)
            noted(request)
            return view(request, *args, **kwargs)

        guarded.area = area  # type: ignore[attr-defined]
        return guarded

    return around


def shut(request: HttpRequest, area: str) -> Literal["", "refused", "looking_only"]:
    """Why an area is shut for who asks; empty where it is open. A try is in the audit."""
    acting = request.acting  # type: ignore[attr-defined]
    if acting is None or not acting.opens(area):
        if acting is not None:
            record(acting.who, "refused", quote(request.path)[:200], behind=_behind(acting))
        return "refused"
    if acting.behind is not None and request.method not in ("GET", "HEAD"):
        return "looking_only"
    return ""


def _behind(acting: Any) -> str:
    return acting.behind.email if acting.behind is not None else ""
