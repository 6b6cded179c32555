"""The style sheet of figures: made from the report's, so that both look the same."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_GET

from everyrep.faces.reports.html import look


@lru_cache(maxsize=1)
def _sheet() -> tuple[str, str]:
    text = look()
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'


@login_not_required
@require_GET
@condition(etag_func=lambda _: _sheet()[1])
def sheet(_: HttpRequest) -> HttpResponse:
    """The sheet; a browser that has it already is told so."""
    response = HttpResponse(_sheet()[0], content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response
