"""The API's addresses, below /api/v1/."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from everyrep.faces.web.api import (
    about,
    deals,
    figures,
    jobs,
    loads,
    measures,
    pay,
    people,
    pipeline,
    truth,
    uploads,
    working,
)
from everyrep.faces.web.api.operations import OPERATIONS
from everyrep.faces.web.api.problems import No, not_there, problem, tell_problems
from everyrep.faces.web.api.schema import Api

__all__ = ["OPERATIONS", "api", "urlpatterns"]

api = Api(
    title="Everyrep",
    version="1",
    description="What the app shows and does, for programs, under the rights of who asks.",
    docs_url=None,
)
tell_problems(api)
for module in (
    about, measures, figures, working, people, deals, pipeline, truth, pay, loads, uploads, jobs,
):  # fmt: skip
    api.add_router("", module.router)


def _open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that sees to its own door, and whose answers nobody keeps."""

    @csrf_exempt  # The door asks for the token of a session.
    @login_not_required
    @wraps(view)
    def around(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            answer = not_there()
        if answer.status_code == 405:
            said = No(405, f"{request.method} is not for this", remedy=f"use {answer['Allow']}")
            answer = problem(405, said, headers={"Allow": answer["Allow"]})
        answer["Cache-Control"] = "no-store"
        patch_vary_headers(answer, ("Authorization", "Cookie"))
        return answer

    return around


def _opened(patterns: list[URLPattern]) -> list[URLPattern]:
    for one in patterns:
        one.callback = _open(one.callback)
    return patterns


_patterns, _app, _namespace = api.urls
urlpatterns = [
    path("", (_opened(_patterns), _app, _namespace)),
    re_path(r"^.*$", _open(not_there)),
]
