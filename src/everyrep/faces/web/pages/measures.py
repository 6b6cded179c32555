"""The catalogue of measures: every definition, and any figure at any grain."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from everyrep.faces.reports.numbers import Shown, shown
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.opening import opens
from everyrep.measures import Answer, Measure, load_catalogue, query
from everyrep.measures.dimensions import TIME
from everyrep.values import EveryrepError

KINDS = (
    ("leading", "Leading", "come before revenue"),
    ("competency", "Competency", "tell how well something is done"),
    ("outcome", "Outcome", "are what it is done for"),
)
_MOST_ROWS = 500


@require_GET
@opens("measures")
def catalogue(request: HttpRequest) -> HttpResponse:
    """All measures by kind; those that a text is in."""
    wanted = request.GET.get("q", "").strip().lower()[:80]
    known = [m for m in load_catalogue().values() if not wanted or wanted in _text(m)]
    groups = [
        {"title": title, "says": says, "measures": [m for m in known if m.kind == kind]}
        for kind, title, says in KINDS
    ]
    return render(
        request, "everyrep/measures.html", {"groups": groups, "q": wanted, "found": len(known)}
    )


@dataclass(frozen=True)
class Line:
    """One row of an answer as it is shown."""

    groups: tuple[str, ...]
    figure: Shown


@require_GET
@opens("measures")
def measure(request: HttpRequest, name: str) -> HttpResponse:
    """One measure: what it means, and its figures at the grain that is asked for."""
    known = load_catalogue()
    if name not in tuple(known):
        raise Http404
    one = known[name]
    asked = _asked(request)
    answer, problem = _answer(request, name, asked)
    context: dict[str, Any] = {
        "measure": one,
        "asked": asked,
        "problem": problem,
        "dimensions": [*one.dimensions, *(TIME if one.timed else ())],
        "answer": answer,
        "lines": _lines(answer, one) if answer else (),
        "more": max(0, len(answer) - _MOST_ROWS) if answer else 0,
        "sql": _sql(answer),
        "query": request.GET.urlencode(),
    }
    return render(request, "everyrep/measure.html", context)


@require_GET
@opens("measures")
def download(request: HttpRequest, name: str) -> HttpResponse:
    """The figures of a measure as CSV, for those who may take figures away."""
    known = load_catalogue()
    acting = request.acting  # type: ignore[attr-defined]
    if name not in tuple(known):
        raise Http404
    if not acting.scope.can("export"):
        return render(request, "everyrep/refused.html", status=403)
    answer, problem = _answer(request, name, _asked(request))
    if answer is None:
        return HttpResponse(problem, status=400, content_type="text/plain; charset=utf-8")
    record(acting.who, "exported", name, query=request.GET.urlencode()[:200])
    response = HttpResponse(_csv(answer), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.csv"'
    return response


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {
        "by": [name for name in request.GET.getlist("by") if name][:4],
        "period": request.GET.get("period", "").strip()[:40],
        "where": request.GET.get("where", "").strip()[:400],
    }


def _answer(request: HttpRequest, name: str, asked: dict[str, Any]) -> tuple[Answer | None, str]:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        return None, ""
    try:
        found = query(
            warehouse,
            name,
            by=asked["by"],
            where=asked["where"] or None,
            period=asked["period"] or None,
            scope=request.acting.scope,  # type: ignore[attr-defined]
        )
    except EveryrepError as problem:
        return None, str(problem)
    return found, ""


def _lines(answer: Answer, measure: Measure) -> list[Line]:
    return [
        Line(
            tuple(answer.label(name, row.keys[name]) for name in answer.by),
            shown(row.estimate, measure.grain),
        )
        for row in answer.rows[:_MOST_ROWS]
    ]


def _sql(answer: Answer | None) -> str:
    if answer is None or not answer.rows:
        return ""
    working = answer.rows[0].estimate.provenance
    return working.sql if working is not None else ""


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*answer.by, "value", "low", "high", "n", "unit", "grade", "reason"])
    for row in answer.rows:
        e = row.estimate
        groups = [harmless(answer.label(name, row.keys[name])) for name in answer.by]
        reason = e.reason.sentence if e.reason else ""
        numbers = [_plain(x) for x in (e.value, e.low, e.high)]
        writer.writerow([*groups, *numbers, e.n, e.unit, e.grade.value, harmless(reason)])
    return out.getvalue()


def _plain(value: Any) -> str:
    return "" if value is None else str(getattr(value, "decimal", value))


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    begins = text.lstrip(" \u00a0\u3000")[:1]
    return f"'{text}" if begins in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20") else text


def _text(measure: Measure) -> str:
    parts = (measure.name, measure.title, measure.sentence, *measure.synonyms)
    return " ".join(parts).lower()
