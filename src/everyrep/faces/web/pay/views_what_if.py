"""The page "if I close this deal": a form of some deals, and what the payee would be paid more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay import what_if
from everyrep.faces.web.pay.acts import number_in
from everyrep.faces.web.pay.inputs import plan_of_part
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.sight import Sight, opens_pay
from everyrep.pay.plan.wording import written
from everyrep.values import UserError


@require_GET
@opens_pay
def page(request: HttpRequest, number: int) -> HttpResponse:
    """What deals would bring and when, by the plan and the records of the payslip's run."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    slip = get_object_or_404(sight.payslips(), pk=number)
    looked(request, [slip.payee], "pay")
    part = what_if.part_of(slip)
    if part is None:
        raise Http404
    typed = request.GET.dict()
    many = min(max(number_in(typed.get("deals", "")) or 1, 1), what_if.MOST_DEALS)
    deals = [what_if.fields_of(part, slip.payee, typed, at) for at in range(1, many + 1)]
    found, problem = None, ""
    names = names_of_people(request, [slip.payee])
    if any(key.startswith("f.") for key in typed):
        try:
            found = what_if.if_closed(part, slip.payee, deals, names)
        except UserError as error:
            problem = error.told
    context = {
        "sight": sight, "slip": slip, "run": slip.run, "deals": deals, "found": found,
        "problem": problem, "currency": slip.currency, "own": sight.is_own(slip.payee),
        "name": names[slip.payee], "names": names, "many": many,
        "first_money": next((one for one in deals[0] if one.kind == "number"), None),
        "more": _with_deals(request, many + 1) if many < what_if.MOST_DEALS else "",
        "fewer": _with_deals(request, many - 1) if many > 1 else "",
        "payment": written(plan_of_part(part)).get("payment", ""),
    }  # fmt: skip
    return render(request, "everyrep/pay_what_if.html", context)


def _with_deals(request: HttpRequest, many: int) -> str:
    """The same question with another number of deals."""
    asked = request.GET.copy()
    asked["deals"] = str(many)
    return f"?{asked.urlencode()}"
