"""Disputes: those in sight, one of them, and what is decided."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay import disputes
from everyrep.faces.web.pay.acts import acts, hold, typed, user_of, warehouse_of
from everyrep.faces.web.pay.adjusting import minor_of
from everyrep.faces.web.pay.models import Dispute
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.sight import Sight, opens_pay
from everyrep.faces.web.pay.statement import statement_of
from everyrep.values import Currency, Money, UserError

_A_PAGE = 50
_OPEN = ("open", "answered")


@require_GET
@opens_pay
def listed(request: HttpRequest) -> HttpResponse:
    """Disputes, open ones by the day that an answer is due."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    found = sight.disputes()
    if state != "all":
        found = found.filter(state__in=_OPEN).order_by("due", "pk")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    names = names_of_people(request, (one.payee for one in page))
    looked(request, (one.payee for one in page), "pay")
    rows = [(one, names[one.payee]) for one in page]
    context = {"sight": sight, "rows": rows, "page": page, "all": state == "all",
               "kept": "state=all" if state == "all" else "", "today": localdate()}  # fmt: skip
    return render(request, "everyrep/pay_disputes.html", context)


@require_GET
@opens_pay
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One dispute: what is said on both sides, and the line."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    found = get_object_or_404(sight.disputes(), pk=number)
    looked(request, [found.payee], "pay")
    slip = sight.payslips().filter(run=found.run, payee=found.payee, plan=found.plan).first()
    line = statement_of(slip).line(found.move) if slip is not None else None
    context = {
        "line": line[1] if line is not None else None,
        "sight": sight, "dispute": found, "slip": slip, "today": localdate(),
        "name": names_of_people(request, [found.payee])[found.payee],
        "decides": sight.runs_pay and found.is_open and not sight.is_own(found.payee)
        and found.opened_by_id != sight.acting.user.pk,
        "replies": found.state == "answered" and found.opened_by_id == sight.acting.user.pk,
        "withdraws": found.is_open and found.opened_by_id == sight.acting.user.pk,
    }  # fmt: skip
    return render(request, "everyrep/pay_dispute.html", context)


def _at(number: int) -> str:
    return reverse("pay_dispute", args=[number])


def _of(request: HttpRequest, number: int) -> Dispute:
    sight: Sight = request.sight  # type: ignore[attr-defined]
    return get_object_or_404(sight.disputes(), pk=number)


@acts(back=_at)
def decide(request: HttpRequest, number: int) -> tuple[str, str]:
    """Answer, grant or refuse."""
    found = _of(request, number)
    hold(request.sight.runs_pay)  # type: ignore[attr-defined]
    disputes.refuse_deciding(found, user_of(request), request.warehouse)  # type: ignore[attr-defined]
    text, what = typed(request, "text", 4000), request.POST.get("what", "")
    if what == "answer":
        disputes.answer(found, text, user_of(request))
        return "Your answer is sent.", _at(number)
    if what == "refuse":
        disputes.refuse(found, text, user_of(request))
        return "The dispute is refused.", _at(number)
    if what == "grant":
        minor = minor_of(request.POST.get("amount", ""), found.currency)
        disputes.grant(found, minor, text, user_of(request), warehouse_of(request))
        amount = Money(minor, Currency.of(found.currency)).format()
        return f"{amount} is granted: a line of its own stands in the open period.", _at(number)
    raise UserError("Nothing was chosen", remedy="answer, grant or refuse it")


@acts(back=_at)
def reply(request: HttpRequest, number: int) -> tuple[str, str]:
    """Say more on one's own, once it is answered."""
    disputes.reply(_of(request, number), typed(request, "text", 4000), user_of(request))
    return "It is open again, with what you said.", _at(number)


@acts(back=_at)
def withdraw(request: HttpRequest, number: int) -> tuple[str, str]:
    """Take one's own back."""
    disputes.withdraw(_of(request, number), user_of(request))
    return "It is withdrawn.", _at(number)
