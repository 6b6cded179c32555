"""The key of a simulated company: what is known beside what is estimated."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.analysis.known_truth import BesideTruth, beside_truth
from everyrep.faces.reports.numbers import shown, unit_word
from everyrep.faces.web.pages.asking import Asked
from everyrep.faces.web.pages.beside import difference, exact
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.truth_file import known_truth
from everyrep.measures import load_catalogue


@require_GET
@opens("truth")
def truth(request: HttpRequest) -> HttpResponse:
    """Estimates beside the truth, where the company is simulated and the truth lies beside it."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    known = known_truth() if warehouse is not None and warehouse.settings.simulated else None
    found = beside_truth(warehouse, known, request.acting.scope) if known else ()  # type: ignore[attr-defined]
    ranges = [one for one in found if one.inside is not None and not one.counted]
    counts = [one for one in found if one.counted]
    context = {
        "lines": [line_of(one) for one in found],
        "inside": sum(bool(one.inside) for one in ranges),
        "ranges": len(ranges),
        "same": sum(bool(one.inside) for one in counts),
        "counts": len(counts),
        "known": known is not None,
    }
    return render(request, "everyrep/truth.html", context)


def line_of(one: BesideTruth) -> dict[str, Any]:
    """An estimate and the truth as a line of the page; of a full count nothing is rounded away."""
    measure = load_catalogue()[one.measure]
    group = (("stage", one.group),) if one.group else ()
    figure = shown(one.estimate, measure.grain)
    counted = exact(one.estimate.number() or 0.0, measure.unit) if one.counted else ""
    return {
        "name": measure.name,
        "title": measure.title,
        "group": one.group,
        "figure": figure,
        "value": counted or figure.value,
        "unit": "" if counted else figure.unit or unit_word(measure.unit),
        "truth": exact(one.truth, measure.unit),
        "held": _held(one),
        "address": Asked(("stage",) if group else (), group=group).address(),
    }


def _held(one: BesideTruth) -> str:
    if one.inside is None:
        return "not judged"
    if one.counted:
        return difference(one)
    return "inside the range" if one.inside else "outside the range"
