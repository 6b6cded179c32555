"""The working of a figure: what it says, how it came about, and the facts behind it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.reports.numbers import joined, number_and_unit, shown
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.asking import Asked, answered, asked_in, whole
from everyrep.faces.web.pages.beside import Truths
from everyrep.faces.web.pages.lately import lately
from everyrep.faces.web.pages.opening import opens
from everyrep.measures import FactRows, Measure, load_catalogue, rows
from everyrep.measures.answer import Row
from everyrep.values import Estimate, EveryrepError, Money, shown_ref

_A_PAGE = 25


@require_GET
@opens("home")
def working(request: HttpRequest, name: str) -> HttpResponse:
    """One figure opened: the whole page, or the part that a page puts in."""
    known = load_catalogue()
    if name not in tuple(known):
        raise Http404
    asked = asked_in(request).settled()
    answer, problem = answered(request, name, asked)
    row = next((row for row in answer or () if is_asked(row, asked)), None)
    estimate = row.estimate if row else None
    seen(request, name, asked)
    context: dict[str, Any] = {
        "measure": known[name],
        "asked": asked,
        "address": asked.address(),
        "groups": [(n, answer.label(n, k)) for n, k in row.keys.items()] if answer and row else (),
        "problem": problem or ("" if row else missing(known[name], asked)),
        "figure": shown(estimate, known[name].grain) if estimate else None,
        "estimate": estimate,
        "truth": _truth(request, estimate, name, asked),
        "raw": _raw(estimate),
        "period": answer.period if answer else None,
        "notes": answer.notes if answer else (),
        "facts": _facts(request, name, asked) if row else None,
    }
    part = request.headers.get("HX-Request") == "true"
    template = "everyrep/working_part.html" if part else "everyrep/working.html"
    return render(request, template, context)


def seen(request: HttpRequest, name: str, asked: Asked) -> None:
    """Write down who opened a figure about one person, for that person to see."""
    acting = request.acting  # type: ignore[attr-defined]
    person = dict(asked.group).get("person")
    if person and acting.user.person != person and acting.scope.allows_person(str(person)):
        behind = acting.behind.email if acting.behind else ""
        record(acting.who, "looked", str(person), behind=behind, measure=name)


def is_asked(row: Row, asked: Asked) -> bool:
    """Whether a figure is of the very group that is asked for, no dimension more or less."""
    group = dict(asked.group)
    return row.keys.keys() == group.keys() and all(
        (row.keys[name] if key is None else str(row.keys[name])) == key
        for name, key in group.items()
    )


def missing(measure: Measure, asked: Asked) -> str:
    """Why there is no figure of the group that is asked for."""
    parts = [name for name in measure.always_by if name not in dict(asked.group)]
    if parts:
        return f"It is told by {' and '.join(parts)} alone. Open the figure of one of its groups."
    return "There is no such figure any more."


def _truth(request: HttpRequest, estimate: Estimate | None, name: str, asked: Asked) -> str:
    truths = Truths.of(request.warehouse, request.acting.scope)  # type: ignore[attr-defined]
    return truths.mark(estimate, name, asked) if estimate else ""


def _raw(estimate: Estimate | None) -> str:
    """The figure before it was drawn towards its like."""
    if estimate is None or estimate.raw is None:
        return ""
    plain = Estimate(estimate.raw, unit=estimate.unit, n=estimate.n)
    return joined(*number_and_unit(plain))


def _facts(request: HttpRequest, name: str, asked: Asked) -> dict[str, Any]:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    scope = request.acting.scope  # type: ignore[attr-defined]
    start, of = whole(request.GET.get("from")), request.GET.get("of", "")[:60]
    find = partial(
        rows, warehouse, name, by=asked.by, where=asked.where or None,
        period=asked.period or None, group=dict(asked.group), scope=scope, of=of or None,
        limit=_A_PAGE, offset=start,
    )  # fmt: skip
    try:
        found = lately(f"rows {[name, asked.address(), of, start]}", warehouse, scope, find)
    except EveryrepError as problem:
        return {"problem": problem.told}
    last = found.first + len(found.rows)
    known = load_catalogue()
    return {
        "found": found,
        "lines": [[_cell(found, i, cell) for i, cell in enumerate(row)] for row in found.rows],
        "first": found.first + 1,
        "last": last,
        "before": asked.address(of=found.measure, **{"from": max(0, start - _A_PAGE)}),
        "after": asked.address(of=found.measure, **{"from": last}) if last < found.total else "",
        "parts": [
            (known[part].title, asked.address(of=part), part == found.measure)
            for part in found.parts
        ] if len(found.parts) > 1 else (),
    }  # fmt: skip


def _cell(found: FactRows, place: int, cell: Any) -> Any:
    if isinstance(cell, Money):
        return str(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:,.4g}"
    if not isinstance(cell, str):
        return cell
    name, column = found.label(found.columns[place], cell), found.columns[place]
    is_id = name == cell and (column == "id" or column.endswith("_id"))
    return shown_ref(name) if is_id else name
