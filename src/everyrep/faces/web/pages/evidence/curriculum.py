"""The review of the curriculum: which learning objects work, which can go, which to try."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.evidence.curriculum import OUTCOMES
from everyrep.faces.reports.spreadsheets import harmless
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.address import complain, not_known
from everyrep.faces.web.pages.asking import whole
from everyrep.faces.web.pages.evidence.choices import outcomes
from everyrep.faces.web.pages.evidence.kept import told
from everyrep.faces.web.pages.evidence.named import MARGIN, review_name
from everyrep.faces.web.pages.evidence.under_way import at_once
from everyrep.faces.web.pages.measures import who_may_export
from everyrep.faces.web.pages.opening import opens

MOST = 5
"""Outcomes at once: with more, every one is judged more strictly."""
_MARGINS = (5, 10, 20)


@dataclass(frozen=True)
class Asked:
    """What a review is held against.

    Attributes:
        outcomes: Names of measures.
        margin: Smallest effect worth having, in percent of what is usual.
    """

    outcomes: tuple[str, ...]
    margin: int

    @property
    def name(self) -> str:
        """Under which it is kept."""
        return review_name(self.outcomes, self.margin)

    @property
    def address(self) -> str:
        """The end of its address."""
        return urlencode([*(("outcome", one) for one in self.outcomes), ("margin", self.margin)])

    def arguments(self) -> dict[str, Any]:
        """Of its job."""
        return {"outcomes": list(self.outcomes), "margin": self.margin}


def asked_in(request: HttpRequest) -> Asked:
    """The review that an address asks for; what it cannot take is said on the page."""
    known = {name: title for _, named in outcomes() for name, title in named}
    given = tuple(dict.fromkeys(one for one in request.GET.getlist("outcome") if one))
    for one in given:
        if one not in known:
            complain(request, not_known("outcome", one[:80], known))
    named = tuple(one for one in given if one in known)
    if len(named) > MOST:
        complain(request, f"A review takes {MOST} outcomes at the most; the rest was left out.")
    margin = whole(request.GET.get("margin"))
    if request.GET.get("margin") and not 1 <= margin <= 100:
        complain(request, "The smallest effect worth having is 1 to 100 percent; 10 was taken.")
    return Asked(named[:MOST] or OUTCOMES, margin if 1 <= margin <= 100 else MARGIN)


@require_GET
@opens("evidence")
def curriculum(request: HttpRequest) -> HttpResponse:
    """All learning objects against a few outcomes: works, no worthwhile effect, harms, not told."""
    asked = asked_in(request)
    context: dict[str, Any] = {"asked": asked, "outcomes": list(outcomes()), "margins": _MARGINS}
    if request.warehouse is not None:  # type: ignore[attr-defined]
        context |= {
            "found": at_once("review", asked.name, asked.arguments(), request),
            "may_export": request.acting.scope.can("export"),  # type: ignore[attr-defined]
            "who_may_export": who_may_export(),
        }
    return render(request, "everyrep/evidence_curriculum.html", context)


@require_GET
@opens("evidence")
def download(request: HttpRequest) -> HttpResponse:
    """The review as CSV, for those who may take figures away."""
    acting = request.acting  # type: ignore[attr-defined]
    if not acting.scope.can("export"):
        return render(request, "everyrep/refused.html", status=403)
    asked = asked_in(request)
    held = told(asked.name, _with_build(request), acting.scope)
    if held is None:
        said = "This review is not worked out yet: open its page first."
        return HttpResponse(said, status=404, content_type="text/plain; charset=utf-8")
    record(acting.who, "exported", "curriculum", query=asked.address[:200], form="csv")
    response = HttpResponse(_csv(held), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="curriculum.csv"'
    return response


def _csv(held: dict[str, Any]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(held["heads"])
    for row in held["rows"]:
        writer.writerow([_cell(cell) for cell in row])
    return out.getvalue()


def _cell(cell: Any) -> Any:
    """A text that cannot act as a formula; numbers, also those below zero, stay numbers."""
    return harmless(cell) if isinstance(cell, str) and not _number(cell) else cell


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _with_build(request: HttpRequest) -> Any:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        raise Http404
    return warehouse
