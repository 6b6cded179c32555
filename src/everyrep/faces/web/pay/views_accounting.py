"""Exports of locked periods, and the page that holds pay against the books."""

from __future__ import annotations

import pandas as pd
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pay import accounting
from everyrep.faces.web.pay.acts import number_in
from everyrep.faces.web.pay.models import Run
from everyrep.faces.web.pay.sight import POSTED, Sight, only, opens_pay
from everyrep.values import UserError

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exports_pay(sight: Sight) -> bool:
    """Whether somebody takes pay out of the house."""
    return sight.runs_pay and sight.can("export")


@require_GET
@opens_pay
@only(exports_pay)
def exports(request: HttpRequest) -> HttpResponse:
    """Locked periods, with what can be taken of each."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    runs = sight.runs().filter(state=Run.State.LOCKED).order_by("-first")
    context = {"sight": sight, "runs": runs, "codes": accounting.CODES.items()}
    return render(request, "everyrep/pay_exports.html", context)


@require_GET
@opens_pay
@only(exports_pay)
def export(request: HttpRequest, number: int, what: str, form: str) -> HttpResponse:
    """One file of a locked period."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    run = get_object_or_404(sight.runs(), pk=number, state=Run.State.LOCKED)
    try:
        rows = _rows(request, run, what)
    except UserError as problem:
        messages.warning(request, problem.told)
        return redirect("pay_exports")
    if form == "xlsx":
        content, kind = accounting.as_excel(rows, what), _EXCEL
    else:
        content, kind = accounting.as_csv(rows), "text/csv; charset=utf-8"
    record(sight.acting.who, "pay_exported", str(run.pk), file=what, form=form, period=run.period)
    answer = HttpResponse(content, content_type=kind)
    name = f"{what}-{run.first.isoformat()}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(request: HttpRequest, run: Run, what: str) -> pd.DataFrame:
    if what == "payroll":
        return accounting.payroll_of(run)
    if what == "journal":
        codes = {
            str(account): request.GET.get(str(account), "").strip()[:60] or code
            for account, code in accounting.CODES.items()
        }
        return accounting.journal_of(run, codes)
    contract, life = _whole(request, "contract", 12), _whole(request, "life", 36)
    renewals = request.GET.get("renewals") == "yes"
    return accounting.amortisation_of(run, contract, life, commensurate=renewals)


def _whole(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "").strip()
    if not text:
        return usual
    if not text.isdecimal() or len(text) > 6:
        raise UserError(f"{text[:20]!r} is no number of months", remedy="give a whole number")
    return int(text)


@require_GET
@opens_pay
@only(lambda sight: sight.runs_pay)
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Bookings, revenue where it is known, and what was paid by, of one period."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    runs = sight.runs().filter(state__in=(*POSTED, Run.State.CALCULATED, Run.State.REVIEWED))
    wanted = number_in(request.GET.get("run", ""))
    found = runs.first() if wanted is None else runs.filter(pk=wanted).first()
    context = {
        "sight": sight, "runs": runs[:60], "run": found,
        "parts": accounting.reconciled(found) if found is not None else (),
    }  # fmt: skip
    return render(request, "everyrep/pay_reconciliation.html", context)
