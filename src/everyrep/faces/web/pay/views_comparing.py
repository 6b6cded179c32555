"""Two runs of one's choice beside each other, and why they differ."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay import comparing
from everyrep.faces.web.pay.acts import number_in
from everyrep.faces.web.pay.models import RunPart
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.sight import Sight, only, opens_pay
from everyrep.faces.web.pay.views_runs import runs_pay
from everyrep.values import UserError

_A_PAGE = 50


@require_GET
@opens_pay
@only(runs_pay)
def page(request: HttpRequest) -> HttpResponse:
    """Choose a plan and two of its runs; the difference by kind of change and by payee."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    plans = list(RunPart.objects.order_by().values_list("version__plan", flat=True).distinct())
    plan = request.GET.get("plan", "")
    plan = plan if plan in plans else min(plans, default="")
    parts = comparing.parts_of_plan(plan)
    before, after = _chosen(request, parts)
    context: dict[str, Any] = {
        "sight": sight, "plans": sorted(plans), "plan": plan, "parts": parts,
        "before": before, "after": after,
    }  # fmt: skip
    if before is not None and after is not None and "before" in request.GET:
        try:
            context |= _difference(request, before, after)
        except UserError as problem:
            context["problem"] = problem.told
    return render(request, "everyrep/pay_compare.html", context)


def _chosen(request: HttpRequest, parts: list[RunPart]) -> tuple[RunPart | None, RunPart | None]:
    """The two that were chosen; the last two where nothing is."""
    by_run = {part.run_id: part for part in parts}
    before = by_run.get(number_in(request.GET.get("before", "")) or 0)
    after = by_run.get(number_in(request.GET.get("after", "")) or 0)
    later = after or (parts[0] if parts else None)
    return before or (parts[1] if len(parts) > 1 else None), later


def _difference(request: HttpRequest, before: RunPart, after: RunPart) -> dict[str, Any]:
    found = comparing.compared(before, after)
    rows = comparing.moved(found)
    payee = request.GET.get("payee", "")
    one = next((row for row in rows if row.payee == payee), None)
    some = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    shown = [row.payee for row in some] if one is None else [one.payee]
    looked(request, shown, "pay")
    names = names_of_people(request, shown)
    chosen = {"plan": before.version.plan, "before": before.run_id, "after": after.run_id}
    told = {
        "chosen": urlencode(chosen), "currency": found.currency.code, "minor": found.difference,
        "was": sum(found.before.values()), "now": sum(found.after.values()),
        "shares": [(share, comparing.says(share)) for share in found.shares if share.minor],
        "still": [share.name for share in found.shares if not share.minor],
        "order": [share.name for share in found.shares], "shown": True,
    }  # fmt: skip
    if one is not None:
        lines = comparing.moved_lines((before, after), payee)
        return {**told, "one": one, "name": names[payee], "lines": lines}
    return {**told, "page": some, "rows": [(row, names[row.payee]) for row in some]}
