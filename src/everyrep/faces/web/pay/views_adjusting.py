"""Adjustments by hand: those that stand, those that are parked, and a new one."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay import adjusting
from everyrep.faces.web.pay.acts import acts, hold, typed, user_of, warehouse_of
from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.models import PlanVersion
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.periods import in_force
from everyrep.faces.web.pay.plans import plan_of
from everyrep.faces.web.pay.sight import Sight, only, opens_pay
from everyrep.faces.web.pay.views_runs import runs_pay
from everyrep.pay.ledger import parked
from everyrep.values import Currency, Money

_A_PAGE = 50


@require_GET
@opens_pay
@only(runs_pay)
def listed(request: HttpRequest) -> HttpResponse:
    """All adjustments, and the form for another."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    page = Paginator(sight.adjustments(), _A_PAGE).get_page(request.GET.get("page"))
    waiting = set(parked(BOOK)["key"])
    names = names_of_people(request, (one.payee for one in page))
    looked(request, (one.payee for one in page), "pay")
    versions = [found[-1] for found in in_force().values()]
    people = _people(versions)
    context = {
        "sight": sight, "page": page, "many_parked": len(waiting),
        "rows": [(one, names[one.payee], f"adjustment/manual-{one.pk}" in waiting)
                 for one in page],
        "plans": [(one, plan_of(one).pay) for one in versions],
        "people": _apart(names_of_people(request, people)),
    }  # fmt: skip
    return render(request, "everyrep/pay_adjustments.html", context)


def _apart(names: dict[str, str]) -> list[tuple[str, str]]:
    """People by name, in its order; of two who are called the same, the id beside it."""
    many = Counter(names.values())
    told = {one: f"{name} ({one})" if many[name] > 1 else name for one, name in names.items()}
    return sorted(told.items(), key=lambda one: one[1])


def _people(versions: list[PlanVersion]) -> set[str]:
    return {person for one in versions for person in one.members.values_list("person", flat=True)}


def _at(**_: int) -> str:
    return reverse("pay_adjustments")


@acts(back=_at)
def add(request: HttpRequest) -> tuple[str, str]:
    """Add one."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    hold(sight.runs_pay)
    given = {name: typed(request, name, 700).strip() for name in
             ("payee", "component", "amount", "about")}  # fmt: skip
    plan, _, component = given["component"].partition("/")
    version, _period = adjusting.open_of(plan)
    minor = adjusting.minor_of(given["amount"], version.currency)
    why = typed(request, "why", 4000)
    made = adjusting.add(
        given["payee"], plan, component, minor, why, user_of(request), warehouse_of(request),
        given["about"],
    )  # fmt: skip
    amount = Money(minor, Currency.of(version.currency)).format()
    name = names_of_people(request, [made.payee])[made.payee]
    return (
        f"{amount} for {name} stands in {made.period}; calculate the period again to pay it.",
        _at(),
    )


@acts(back=_at)
def withdraw(request: HttpRequest, number: int) -> tuple[str, str]:
    """Take one back."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    hold(sight.runs_pay)
    found = get_object_or_404(sight.adjustments(), pk=number)
    adjusting.withdraw(found, user_of(request), warehouse_of(request))
    return "It is taken back in the open period.", _at()
