"""Exports of locked periods, and the page that holds pay against the books."""

from __future__ import annotations

import pandas as pd
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pay import accounting, amortising
from everyrep.faces.web.pay.acts import number_in
from everyrep.faces.web.pay.models import Run
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.sight import POSTED, Sight, only, opens_pay
from everyrep.pay.accounts import Term
from everyrep.values import UserError

_MOST_ROWS = 200_000
"""Rows of a workbook: a sheet has at most 1,048,576, and far fewer take minutes to write."""
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
    runs = sight.runs().filter(state=Run.State.LOCKED).order_by("-first", "-pk")
    wanted = number_in(request.GET.get("run", ""))
    found = runs.first() if wanted is None else get_object_or_404(runs, pk=wanted)
    context = {"sight": sight, "runs": runs, "run": found, "codes": accounting.CODES.items()}
    if found is not None:
        context |= {"elements": _elements(found), "facts": amortising.terms_in(found)}
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
        if form == "xlsx" and len(rows) > _MOST_ROWS:
            raise UserError(
                f"{len(rows):,} rows are too many for one sheet", remedy="take it as CSV"
            )
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
        rows = accounting.payroll_of(run)
        names = names_of_people(request, rows["payee"])
        rows.insert(1, "name", [names[one] for one in rows["payee"]])
        return rows
    if what == "journal":
        codes = {
            str(account): request.GET.get(str(account), "").strip()[:60] or code
            for account, code in accounting.CODES.items()
        }
        rows = accounting.journal_of(run, codes)
        called: dict[str, list[str]] = {}
        for account, code in codes.items():
            called.setdefault(code, []).append(account.replace("_", " "))
        rows.insert(3, "account", [", ".join(called[code]) for code in rows["code"]])
        return rows
    usual = _term(request, Term(12, 36, commensurate=False))
    known = amortising.elements_of(run)
    own = {(plan, one): _term(request, usual, f".{plan}.{one}") for plan, one in known}
    fact, by_deal = request.GET.get("fact", ""), request.GET.get("by") == "deal"
    return amortising.amortisation_of(run, usual, own, fact, by_deal=by_deal)


def _elements(run: Run) -> list[tuple[str, str, str]]:
    """What the plans pay for deals: plan, element, and the end of the names of its fields."""
    known = amortising.elements_of(run)
    return [(plan, title, f".{plan}.{one}") for (plan, one), title in known.items()]


def _term(request: HttpRequest, usual: Term, of: str = "") -> Term:
    """A term as it was typed; what nothing was typed for is as usual."""
    renewals = request.GET.get(f"renewals{of}", "")
    return Term(
        _whole(request, f"contract{of}", usual.contract),
        _whole(request, f"life{of}", usual.life),
        commensurate=renewals == "yes" if renewals else usual.commensurate,
    )


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
