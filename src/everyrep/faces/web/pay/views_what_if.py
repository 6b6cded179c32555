"""The page "if I close this deal": a form, and what the payee would be paid more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay import what_if
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.sight import Sight, opens_pay
from everyrep.values import UserError


@require_GET
@opens_pay
def page(request: HttpRequest, number: int) -> HttpResponse:
    """What a deal would bring, by the plan and the records of the payslip's run."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    slip = get_object_or_404(sight.payslips(), pk=number)
    looked(request, [slip.payee], "pay")
    part = what_if.part_of(slip)
    if part is None:
        raise Http404
    asked = {key.removeprefix("f."): value for key, value in request.GET.items()
             if key.startswith("f.")}  # fmt: skip
    fields = what_if.fields_of(part, slip.payee, asked)
    found, problem = None, ""
    if asked:
        try:
            found = what_if.if_closed(part, slip.payee, fields)
        except UserError as error:
            problem = error.told
    context = {
        "sight": sight, "slip": slip, "run": slip.run, "fields": fields, "found": found,
        "problem": problem, "currency": slip.currency, "own": sight.is_own(slip.payee),
        "name": names_of_people(request, [slip.payee])[slip.payee],
        "first_money": next((one.name for one in fields if one.kind == "number"), ""),
    }  # fmt: skip
    return render(request, "everyrep/pay_what_if.html", context)
