"""What went wrong, told to a program: problem details (RFC 9457) with our four parts."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from everyrep.faces.web.api.commands import Said
from everyrep.faces.web.pages.sources.receiving import Refused, TooLarge
from everyrep.faces.web.trouble import what_broke
from everyrep.values import Busy, EveryrepError, UserError

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("django.request")


class WrongValue(Schema):
    """One value that does not fit."""

    where: str = Field(description="Such as query.limit.")
    what: str


class Problem(Schema):
    """What is wrong: what was found, where, why it matters, what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: Said = Field(description="What was found.")
    where: str | None = None
    why: Said | None = Field(None, description="Why it matters.")
    remedy: Said | None = Field(None, description="What to do about it.")
    near: list[str] = Field([], description="Names close to one that is not known.")
    errors: list[WrongValue] = Field([], description="Values that do not fit, one by one.")


class No(UserError):  # noqa: N818 - reads as what happened
    """The API says no.

    Attributes:
        status: Of the answer.
        headers: More of its headers.
    """

    def __init__(
        self, status: int, message: str, *, headers: Mapping[str, str] | None = None, **parts: Any
    ) -> None:
        super().__init__(message, **parts)
        self.status = status
        self.headers = dict(headers or {})


def problem(
    status: int,
    found: EveryrepError,
    errors: list[WrongValue] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An error of ours as an answer."""
    told = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=found.message,
        where=found.where,
        why=found.why,
        remedy=found.remedy,
        near=list(found.near),
        errors=errors or [],
    )
    text = json.dumps(told.model_dump(), ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=headers)


def _ours(_: HttpRequest, found: EveryrepError) -> HttpResponse:
    if isinstance(found, No):
        return problem(found.status, found, headers=found.headers)
    if isinstance(found, Busy):
        return problem(409, found)
    if isinstance(found, UserError):
        return problem(422, found)
    return _broken(_, found)


def _values(_: HttpRequest, found: ValidationError) -> HttpResponse:
    errors = [
        WrongValue(where=".".join(str(part) for part in one["loc"]), what=str(one["msg"]))
        for one in found.errors
    ]
    said = No(422, "some values do not fit", remedy="mend what is listed under errors")
    return problem(422, said, errors)


def _refused_files(_: HttpRequest, found: Refused) -> HttpResponse:
    return problem(413 if isinstance(found.problem, TooLarge) else found.status, found.problem)


def _framework(_: HttpRequest, found: HttpError) -> HttpResponse:
    return problem(found.status_code, No(found.status_code, found.message))


def not_there(*_: object) -> HttpResponse:
    """Answer what does not exist, or may not be seen, which is not told apart."""
    return problem(
        404, No(404, "there is no such thing here", remedy="/api/ lists what can be asked")
    )


def _too_big(*_: object) -> HttpResponse:
    return problem(413, No(413, "that is more than is taken at once"))


def _unreadable(*_: object) -> HttpResponse:
    return problem(400, No(400, "the request cannot be read"))


def _broken(request: HttpRequest, found: Exception) -> HttpResponse:
    """What broke is in the log, with its insides."""
    _LOG.error("%s %s", request.method, request.path, exc_info=found)
    return in_trouble(found)


def in_trouble(found: BaseException | None) -> HttpResponse:
    """A defect of ours, a full disk, a database that is away: told without its insides."""
    status, title, says = what_broke(found)
    headers = {"Retry-After": "5"} if status == 503 else {}
    return problem(status, No(status, title, remedy=says), headers=headers)


_HANDLERS: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
    (EveryrepError, _ours),
    (ValidationError, _values),
    (Refused, _refused_files),
    (HttpError, _framework),
    (Http404, not_there),
    (RequestDataTooBig, _too_big),
    (SuspiciousOperation, _unreadable),
    (MultiPartParserError, _unreadable),
    (UnreadablePostError, _unreadable),
    (Exception, _broken),
)


def tell_problems(api: NinjaAPI) -> None:
    """Let an API answer every error in this form."""
    for kind, handler in _HANDLERS:
        api.add_exception_handler(kind, handler)
