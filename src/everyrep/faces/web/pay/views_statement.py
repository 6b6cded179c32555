"""Statements: what somebody is paid for a period, each line with how it comes about."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay import disputes
from everyrep.faces.web.pay.acts import acts, hold, typed, user_of
from everyrep.faces.web.pay.by_hand import added_in, by_hand
from everyrep.faces.web.pay.credits import credits_of
from everyrep.faces.web.pay.inputs import facts_of
from everyrep.faces.web.pay.models import BookMove, Dispute, ManualAdjustment, Payslip, RunPart
from everyrep.faces.web.pay.naming import names_of_lines, names_of_people
from everyrep.faces.web.pay.paper import balances_of, statement_pdf, summary_of
from everyrep.faces.web.pay.plans import plan_of
from everyrep.faces.web.pay.sight import Sight, opens_pay
from everyrep.faces.web.pay.statement import A_PAGE, Line, Statement, part_of, statement_of
from everyrep.faces.web.pay.taking_back import takes_back
from everyrep.faces.web.pay.taking_back import told as told_back
from everyrep.pay.explanation import Step, explain
from everyrep.pay.plan.wording import written
from everyrep.values import UnknownName, UserError

_OPEN = (Dispute.State.OPEN, Dispute.State.ANSWERED)


def _slip(request: HttpRequest, number: int) -> Payslip:
    """A payslip in sight of who asks; that they looked is written down for the payee."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    found = get_object_or_404(sight.payslips(), pk=number)
    looked(request, [found.payee], "pay")
    return found


@require_GET
@opens_pay
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """A statement: sums, what was reached, lines a page at a time, balances, quotas and plan."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    slip = _slip(request, number)
    found = statement_of(slip)
    count = found.count
    pages = max(1, -(-count // A_PAGE))
    page = _page(request, pages)
    lines = found.lines((page - 1) * A_PAGE)
    taken = found.taken()
    keys = {line.key for line in (*lines, *taken)}
    open_now = sight.disputes().filter(payee=slip.payee, key__in=keys)
    context = {
        "sight": sight, "slip": slip, "run": slip.run, "statement": found, "lines": lines,
        "count": count, "page": page, "pages": pages, "parts": found.parts(),
        "taken": taken, "taken_minor": sum(one.minor for one in taken),
        "name": names_of_people(request, [slip.payee])[slip.payee],
        "own": sight.is_own(slip.payee), "may_dispute": _may_dispute(sight, slip),
        "disputed": {one.key: one for one in open_now if one.is_open},
        "adjusted": _by_hand(slip), "quotas": _said_of(found, "quota."),
        "payment": _said_of(found, "draw.", "clawback", "payment"),
        "summary": summary_of(slip), "balances": balances_of(slip),
        "changes": _changes(slip), "until": disputes.last_day(slip.run),
        "others": _others(sight, slip),
    }  # fmt: skip
    return render(request, "everyrep/pay_statement.html", context)


def _page(request: HttpRequest, pages: int) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), pages) if text.isdecimal() and len(text) < 9 else 1


def _others(sight: Sight, slip: Payslip) -> list[Payslip]:
    """The same person's payslips of the periods beside it."""
    mine = sight.payslips().filter(payee=slip.payee, plan=slip.plan)
    return list(mine.filter(run__state__in=("approved", "locked")).order_by("-run__first")[:12])


def _may_dispute(sight: Sight, slip: Payslip) -> bool:
    """One's own lines, once they are posted."""
    return sight.can("dispute") and sight.is_own(slip.payee) and slip.run.posted


def _by_hand(slip: Payslip) -> list[ManualAdjustment]:
    """Adjustments that were made in the period, with their reasons."""
    rows = ManualAdjustment.objects.select_related("made_by")
    return list(rows.filter(payee=slip.payee, plan=slip.plan, period=slip.run.period))


def _said_of(found: Statement, *begins: str) -> list[str]:
    """Sentences of the plan about some of its parts."""
    return [said for path, said in written(found.plan).items() if path.startswith(begins)]


def _changes(slip: Payslip) -> list[dict[str, Any]]:
    """What each kind of change did to this payee's pay since the run before, by parts."""
    told = []
    for part in slip.run.parts.filter(version__plan=slip.plan):
        for share in part.changes.get("shares", ()):
            minor = share["by_payee"].get(slip.payee, 0)
            if minor:
                told.append({"name": share["name"], "says": share["says"], "minor": minor})
    return told + added_in(slip)


@require_GET
@opens_pay
def line(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """How a line comes about, as sentences with the numbers in place."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    slip = _slip(request, number)
    found = statement_of(slip)
    known = found.line(move)
    if known is None:
        raise Http404
    row, told = known
    part = part_of(slip, row)
    people = names_of_people(request, [slip.payee])
    context = {
        "sight": sight, "slip": slip, "run": slip.run, "line": told, "row": row,
        "currency": slip.currency, "part": request.headers.get("HX-Request") == "true",
        "may_dispute": _may_dispute(sight, slip),
        "dispute": sight.disputes().filter(payee=slip.payee, key=row.key).first(),
        "name": people[slip.payee],
        **(_told_back(found, row, told, part) if takes_back(row)
           else _told(row, told, part, people)),
    }  # fmt: skip
    page = "pay_line_part" if context["part"] else "pay_line"
    return render(request, f"everyrep/{page}.html", context)


def _told(
    row: BookMove, line: Line, part: RunPart | None, people: dict[str, str]
) -> dict[str, Any]:
    """The explanation, with people by the names that may be told; or why there is none."""
    if line.by_hand:
        return _said_by_hand(row)
    if part is None:
        return {"none": "The run that it comes from is not kept."}
    try:
        names = names_of_lines(part.run_id, part.version.plan) | people
        return {"step": explained(part, row.key, names), "of_run": part.run, "names": names}
    except UnknownName:
        return {"none": "It is not paid for any more, so that what stood before is taken back."}
    except UserError as problem:
        return {"none": problem.told}


def _told_back(found: Statement, row: BookMove, line: Line, part: RunPart | None) -> dict[str, Any]:
    """How what is taken back of a deal comes about."""
    if part is None:
        return {"none": "The run that it comes from is not kept."}
    said = told_back(found.leaving(row), row, part, plan_of(part.version), line.of)
    return {"none": said, "of_run": part.run}


def _said_by_hand(row: BookMove) -> dict[str, Any]:
    """Who added an amount, and why."""
    found = by_hand(row)
    return {"none": row.posting.note} if found is None else {"who": found.who, "why": found.why}


def explained(part: RunPart, key: str, names: dict[str, str]) -> Step:
    """An amount step by step, by the plan and the records of the run that gave it."""
    plan, facts = facts_of(part)
    return explain(plan, facts, key, names)


@require_GET
@opens_pay
def credited(request: HttpRequest, number: int) -> HttpResponse:
    """What was credited in the period: the lines that count, with what they bring."""
    slip = _slip(request, number)
    pages, page = 1, 1
    rows, names, count = credits_of(slip)
    pages = max(1, -(-count // A_PAGE))
    page = _page(request, pages)
    context = {
        "sight": request.sight, "slip": slip, "run": slip.run, "names": names,  # type: ignore[attr-defined]
        "rows": rows((page - 1) * A_PAGE, A_PAGE), "count": count, "page": page, "pages": pages,
        "name": names_of_people(request, [slip.payee])[slip.payee],
    }  # fmt: skip
    return render(request, "everyrep/pay_credits.html", context)


@require_GET
@opens_pay
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The statement on paper: the same sums and lines."""
    slip = _slip(request, number)
    name = names_of_people(request, [slip.payee])[slip.payee]
    warehouse = request.warehouse  # type: ignore[attr-defined]
    company = warehouse.settings.company if warehouse is not None else ""
    content = statement_pdf(statement_of(slip), name, company)
    who = request.acting.who  # type: ignore[attr-defined]
    record(who, "pay_statement_taken", slip.payee, period=slip.run.period, plan=slip.plan)
    answer = HttpResponse(content, content_type="application/pdf")
    file = f"statement-{slip.run.first.isoformat()}-{slip.plan}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def _at(number: int, move: str) -> str:
    return reverse("pay_line", args=[number, move])


@acts(back=_at)
def dispute(request: HttpRequest, number: int, move: str) -> tuple[str, str]:
    """Dispute one's own line."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    slip = get_object_or_404(sight.payslips(), pk=number)
    hold(_may_dispute(sight, slip))
    found = statement_of(slip).line(move)
    if found is None:
        raise Http404
    text = typed(request, "text", 4000)
    case = disputes.raise_one(found[0], slip.run, text, user_of(request))
    return f"It is disputed; an answer is due by {case.due}.", reverse(
        "pay_dispute", args=[case.pk]
    )
