"""The catalogue of measures: every definition, and any figure at any grain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from everyrep.faces.reports.numbers import Shown, shown
from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.asking import Asked, answered, asked_in, whole
from everyrep.faces.web.pages.beside import Truths
from everyrep.faces.web.pages.definitions import history
from everyrep.faces.web.pages.measure_charts import GRAINS, charted, pictures
from everyrep.faces.web.pages.measure_files import to_csv, to_excel
from everyrep.faces.web.pages.opening import opens
from everyrep.measures import Answer, Measure, load_catalogue
from everyrep.measures.dimensions import TIME
from everyrep.values import EveryrepError, Scope
from everyrep.warehouse.reader import Warehouse

KINDS = (
    ("leading", "Leading", "come before revenue"),
    ("competency", "Competency", "tell how well something is done"),
    ("outcome", "Outcome", "are what it is done for"),
)
THEMES = {
    "activity": "What sellers do", "deals": "Deals", "hygiene": "How records are kept",
    "stages": "Stages", "velocity": "Deals", "money": "Money", "prices": "Price and margin",
    "quotas": "Targets", "customers": "Customers", "market": "Marketing", "content": "Content",
    "learning": "Learning", "coaching": "Coaching", "people": "People", "ramp": "Starting",
}  # fmt: skip
"""By the module of its expression: what a measure is of."""
_A_PAGE = 100
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@opens("measures")
def catalogue(request: HttpRequest) -> HttpResponse:
    """All measures by kind and theme; those that a text is in."""
    wanted = request.GET.get("q", "").strip().lower()[:80]
    known = [m for m in load_catalogue().values() if not wanted or wanted in text_of(m)]
    groups = []
    for kind, title, says in KINDS:
        themes: dict[str, list[Measure]] = {}
        for measure in (m for m in known if m.kind == kind):
            themes.setdefault(theme_of(measure), []).append(measure)
        count = sum(map(len, themes.values()))
        groups.append({"title": title, "says": says, "themes": themes.items(), "count": count})
    return render(
        request, "everyrep/measures.html", {"groups": groups, "q": wanted, "found": len(known)}
    )


def theme_of(measure: Measure) -> str:
    """What a measure is of."""
    return THEMES.get(measure.expression.partition(":")[0], "Other")


@dataclass(frozen=True)
class Line:
    """One row of an answer as it is shown."""

    groups: tuple[str, ...]
    figure: Shown
    address: str
    truth: str = ""


@require_GET
@opens("measures")
def measure(request: HttpRequest, name: str) -> HttpResponse:
    """One measure: what it means, and its figures at the grain that is asked for."""
    one = _known(name)
    asked = asked_in(request)
    answer, problem = answered(request, name, asked)
    start = whole(request.GET.get("from"))
    start = start if answer and start < len(answer) else 0
    rest = len(answer) - start - _A_PAGE if answer else 0
    context: dict[str, Any] = {
        "measure": one,
        "theme": theme_of(one),
        "asked": asked,
        "problem": problem,
        "dimensions": one.dimensions,
        "grains": tuple(TIME) if one.timed else (),
        "chart_grains": GRAINS if one.timed else (),
        "answer": answer,
        "lines": _lines(answer, one, asked, _truths(request), start) if answer else (),
        "before": asked.address(**{"from": max(0, start - _A_PAGE)}) if start else "",
        "after": asked.address(**{"from": start + _A_PAGE}) if rest > 0 else "",
        "sql": _sql(answer),
        "query": asked.address(),
        "chart_query": asked.address(grain=_chart_grain(asked)),
        "charts": [(g.replace("_", " "), asked.address(grain=g)) for g in GRAINS],
        "chart_grain": _chart_grain(asked).replace("_", " "),
        "history": history(one),
        "may_test": request.acting.opens("leading") and one.kind != "outcome",  # type: ignore[attr-defined]
        "snippet": snippet(name, asked),
        "call": call(request, name, asked),
        "may_export": request.acting.scope.can("export"),  # type: ignore[attr-defined]
        "who_may_export": who_may_export(),
    }
    return render(request, "everyrep/measure.html", context)


@require_GET
@opens("measures")
def chart(request: HttpRequest, name: str) -> HttpResponse:
    """The measure in time with its limits, as a part of its page."""
    return HttpResponse(charted(*_of_chart(request, name)))


@require_GET
@opens("measures")
def chart_spec(request: HttpRequest, name: str) -> HttpResponse:
    """The same chart as a specification, for the page to make it answer."""
    try:
        found = pictures(*_of_chart(request, name))
    except EveryrepError as problem:
        return JsonResponse({"problem": problem.told}, status=400)
    return HttpResponse(found, content_type="application/json")


def _of_chart(request: HttpRequest, name: str) -> tuple[Measure, str, str, Warehouse, Scope]:
    one = _known(name)
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None or not one.timed:
        raise Http404
    grain = request.GET.get("grain", "month")
    scope = request.acting.scope  # type: ignore[attr-defined]
    return one, grain if grain in GRAINS else "month", asked_in(request).where, warehouse, scope


@require_GET
@opens("measures")
def download(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The figures of a measure as CSV or Excel, for those who may take figures away."""
    _known(name)
    acting = request.acting  # type: ignore[attr-defined]
    if not acting.scope.can("export"):
        return render(request, "everyrep/refused.html", status=403)
    asked = asked_in(request)
    answer, problem = answered(request, name, asked)
    if answer is None:
        return HttpResponse(problem, status=400, content_type="text/plain; charset=utf-8")
    record(acting.who, "exported", name, query=asked.address()[:200], form=form)
    if form == "xlsx":
        response = HttpResponse(to_excel(answer), content_type=_SHEET)
    else:
        response = HttpResponse(to_csv(answer), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{form}"'
    return response


def who_may_export() -> str:
    """Titles of the roles that may take figures away."""
    return ", ".join(role.title for role in ROLES.values() if "export" in role.abilities)


def _known(name: str) -> Measure:
    known = load_catalogue()
    if name not in tuple(known):
        raise Http404
    return known[name]


def _chart_grain(asked: Asked) -> str:
    return next((name for name in asked.by if name in GRAINS), "month")


def _truths(request: HttpRequest) -> Truths:
    return Truths.of(request.warehouse, request.acting.scope)  # type: ignore[attr-defined]


def _lines(
    answer: Answer, measure: Measure, asked: Asked, truths: Truths, start: int
) -> list[Line]:
    return [
        Line(
            tuple(answer.label(name, row.keys.get(name)) for name in answer.by),
            shown(row.estimate, measure.grain),
            asked.of(row.keys).address(),
            truths.mark(row.estimate, measure.name, asked.of(row.keys)),
        )
        for row in answer.rows[start : start + _A_PAGE]
    ]


def snippet(name: str, asked: Asked) -> str:
    """The same question for a notebook."""
    given = [repr(name)]
    if asked.by:
        given.append(f"by={list(asked.by)!r}" if len(asked.by) > 1 else f"by={asked.by[0]!r}")
    given += [f"{key}={text!r}" for key in ("where", "period") if (text := getattr(asked, key))]
    call = ", ".join(given)
    return f'import everyrep\n\ncompany = everyrep.open("workspace")\ncompany.measure({call})'


def call(request: HttpRequest, name: str, asked: Asked) -> str:
    """The same question for the API."""
    whole = Asked(asked.by, asked.period, asked.where, pool=asked.pool)
    query = urlencode([("measure", name), *whole.pairs()])
    address = request.build_absolute_uri(f"{reverse('api-1:figures')}?{query}")
    return f"curl -H \"Authorization: Bearer $EVERYREP_TOKEN\" \\\n  '{address}'"


def _sql(answer: Answer | None) -> str:
    if answer is None or not answer.rows:
        return ""
    working = answer.rows[0].estimate.provenance
    return working.sql if working is not None else ""


def text_of(measure: Measure) -> str:
    """What a measure is found by, in lower case."""
    parts = (measure.name, measure.title, measure.sentence, *measure.synonyms)
    return " ".join(parts).lower()
