"""The working of a figure that no single measure gives: what it says, and how it came about."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages import me, setting
from everyrep.faces.web.pages.areas import BY_NAME
from everyrep.faces.web.pages.asking import whole
from everyrep.faces.web.pages.methods import METHODS, Method
from everyrep.faces.web.pages.opening import View, opens


@require_GET
def of_figure(request: HttpRequest, name: str, method: str) -> HttpResponse:
    """One figure of an analysis opened, for whoever may open the page that it is on."""
    if method not in METHODS or (name != "me" and name not in setting.PAGES):
        raise Http404
    return _of_page(name, METHODS[method])(request)


def _of_page(name: str, method: Method) -> View:
    @opens(name)
    def view(request: HttpRequest) -> HttpResponse:
        context: dict[str, Any] = {
            "method": method,
            "area": BY_NAME[name],
            "figure": me.best_told(request) if name == "me" else _told(request, name),
            "address": request.GET.urlencode(),
        }
        part = request.headers.get("HX-Request") == "true"
        template = "everyrep/method_part.html" if part else "everyrep/method.html"
        return render(request, template, context)

    return view


def _told(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """The figure as the page shows it; None where the page shows another build by now."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None or "at" not in request.GET:
        return None
    scope = request.acting.scope  # type: ignore[attr-defined]
    build = request.GET.get("build", "")[:80]
    return setting.told_at(name, whole(request.GET["at"]), build, warehouse, scope)
