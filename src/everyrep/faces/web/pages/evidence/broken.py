"""What is shown where a file of evidence was damaged: what is wrong with it, and what mends it."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from everyrep.faces.web.pages.opening import View
from everyrep.values import DataError


def tells(view: View) -> View:
    """A view that tells of a damaged file instead of breaking."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DataError as problem:
            context = {"problem": problem.told}
            return render(request, "everyrep/evidence_broken.html", context, status=409)

    return guarded
