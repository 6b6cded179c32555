"""The key of a simulated company: what is known beside what is estimated."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.analysis.known_truth import BesideTruth, beside_truth
from everyrep.faces.reports.numbers import in_unit, joined, shown, unit_word
from everyrep.faces.web.pages.asking import Asked
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.measures import load_catalogue


@require_GET
@opens("truth")
def truth(request: HttpRequest) -> HttpResponse:
    """Estimates beside the truth, where the company is simulated and the truth lies beside it."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    known = known_truth() if warehouse is not None and warehouse.settings.simulated else None
    found = beside_truth(warehouse, known, request.acting.scope) if known else ()  # type: ignore[attr-defined]
    judged = [one.inside for one in found if one.inside is not None]
    context = {
        "lines": [_line(one) for one in found],
        "inside": sum(judged),
        "judged": len(judged),
        "known": known is not None,
    }
    return render(request, "everyrep/truth.html", context)


def known_truth() -> dict[str, Any] | None:
    """What the simulation knows, where it lies beside the company."""
    file = place().workspace / "exports" / "truth.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _line(one: BesideTruth) -> dict[str, Any]:
    measure = load_catalogue()[one.measure]
    group = (("stage", one.group),) if one.group else ()
    return {
        "name": measure.name,
        "title": measure.title,
        "group": one.group,
        "figure": shown(one.estimate, measure.grain),
        "truth": joined(in_unit(one.truth, measure.unit), unit_word(measure.unit)),
        "inside": one.inside,
        "address": Asked(("stage",) if group else (), group=group).address(),
    }
