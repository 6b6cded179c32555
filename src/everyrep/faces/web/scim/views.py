"""SCIM's addresses. Whoever calls shows a token with the scope `scim`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from everyrep.faces.web.scim import directory, reading, words
from everyrep.faces.web.scim.words import ScimError, said
from everyrep.faces.web.tokens.keeping import holder

_USUAL = 100


def _scim(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for who shows a token; what goes wrong is said in SCIM's form.

    No cookie counts here, so that nothing can be forged across sites: no CSRF token is needed.
    """

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = holder(request, "scim")
            if user is None:
                return words.refused(ScimError(401, "A token with the scope scim is needed."))
            if request.method not in methods:
                answer = words.refused(ScimError(405, f"{request.method} is not for this."))
                answer["Allow"] = ", ".join(methods)
                return answer
            request.scim_by = user.email  # type: ignore[attr-defined]
            try:
                return view(request, *args, **kwargs)
            except ScimError as problem:
                return words.refused(problem)

        return guarded

    return around


@_scim("GET", "POST")
def users(request: HttpRequest) -> HttpResponse:
    """People by filter and page, or somebody new."""
    base = _base(request)
    if request.method == "POST":
        entry = directory.add(reading.person(_body(request)), _by(request))
        answer = said(directory.written(entry, base), 201)
        answer["Location"] = f"{base}/Users/{entry.uid}"
        return answer
    everybody = directory.found(request.GET.get("filter", "").strip()[:400])
    start = max(1, _number(request, "startIndex", 1))
    count = min(words.MOST, max(0, _number(request, "count", _USUAL)))
    page = everybody[start - 1 : start - 1 + count]
    told = [directory.written(entry, base) for entry in page]
    return said(words.listed(told, everybody.count(), start))


@_scim("GET", "PUT", "PATCH", "DELETE")
def user(request: HttpRequest, uid: str) -> HttpResponse:
    """Somebody: read, replaced, changed, or deactivated, which is what DELETE does here.

    Nobody is deleted: what they did stays in the audit under their name.
    """
    entry = directory.one(uid)
    now = directory.described(entry)
    if request.method == "DELETE":
        from dataclasses import replace

        directory.change(entry, replace(now, active=False), _by(request))
        return HttpResponse(status=204)
    if request.method == "PUT":
        entry = directory.change(entry, reading.person(_body(request)), _by(request))
    elif request.method == "PATCH":
        entry = directory.change(entry, reading.changed(now, _body(request)), _by(request))
    return said(directory.written(entry, _base(request)))


@_scim("GET")
def config(request: HttpRequest) -> HttpResponse:
    """What this provider can do."""
    return said(words.config(_base(request)))


@_scim("GET")
def kinds(request: HttpRequest, name: str = "") -> HttpResponse:
    """What can be provisioned."""
    return _one_or_all(words.kinds(_base(request)), name)


@_scim("GET")
def schemas(request: HttpRequest, name: str = "") -> HttpResponse:
    """What is known of somebody."""
    return _one_or_all(words.schemas(_base(request)), name)


@_scim("GET", "POST", "PUT", "PATCH", "DELETE")
def nothing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - all are answered the same
    """Addresses of SCIM that are not here, such as groups."""
    raise ScimError(404, "There is no such resource here; people are at /Users.")


def _one_or_all(known: list[dict[str, Any]], name: str) -> HttpResponse:
    if not name:
        return said(words.listed(known, len(known), 1))
    for one in known:
        if one["id"] == name:
            return said(one)
    raise ScimError(404, "There is no such thing.")


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except RequestDataTooBig:
        raise ScimError(413, "That is more than is taken at once.", "tooMany") from None
    except (ValueError, RecursionError):
        raise ScimError(400, "The body is not JSON.", "invalidSyntax") from None


def _number(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "").strip()
    try:
        return max(-1, min(int(text[:12]), 2**31)) if text else usual
    except ValueError:
        raise ScimError(400, f"{name} is a whole number.", "invalidValue") from None


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/scim/v2")


def _by(request: HttpRequest) -> str:
    return request.scim_by  # type: ignore[attr-defined, no-any-return]
