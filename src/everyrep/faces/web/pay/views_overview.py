"""The first page of pay, by who looks: one's own, one's team's, or what waits for finance."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.disputes import OPEN
from everyrep.faces.web.pay.models import PlanVersion, Run
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.periods import open_periods
from everyrep.faces.web.pay.plans import SIDES
from everyrep.faces.web.pay.runs import UNDER_WAY
from everyrep.faces.web.pay.sight import Sight, opens_pay

_MINE = 24
_A_PAGE = 50
_State = PlanVersion.State


@require_GET
@opens_pay
def overview(request: HttpRequest) -> HttpResponse:
    """What is mine, what is my team's, and what waits for me."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    context: dict[str, Any] = {"sight": sight, "waits": _waits(sight)}
    if sight.own:
        mine = sight.payslips().filter(
            payee__in=sight.payees({sight.own}), run__state__in=("approved", "locked")
        )
        context["mine"] = mine.order_by("-run__first", "plan")[:_MINE]
        context["to_accept"] = _to_accept(sight)
    if sight.leads:
        context |= _team(request, sight)
    if sight.runs_pay:
        context["runs"] = Run.objects.exclude(state=Run.State.DROPPED)[:6]
        periods = {one.name: one for one in open_periods(BOOK).values()}
        context["open"] = sorted(periods.values(), key=lambda one: one.first)
    return render(request, "everyrep/pay.html", context)


def _team(request: HttpRequest, sight: Sight) -> dict[str, Any]:
    """The latest pay of those whom somebody leads, by name."""
    people = sight.payees(((sight.people or frozenset()) | sight.leavers) - {sight.own})
    slips = sight.payslips().filter(payee__in=people, run__state__in=("approved", "locked"))
    names = names_of_people(request, people)
    listed = slips.order_by("-run__first").values_list("run__period", flat=True)
    periods = list(dict.fromkeys(listed.distinct()))
    period = request.GET.get("period", "")
    period = period if period in periods else next(iter(periods), "")
    of_period = slips.filter(run__period=period).values_list("pk", "payee", "plan")
    rows = sorted(of_period.order_by(), key=lambda row: (names.get(row[1], ""), *row[1:]))
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    whole = slips.in_bulk([number for number, *_ in page])
    shown = [whole[number] for number, *_ in page]
    looked(request, (slip.payee for slip in shown), "pay")
    return {
        "team": [(slip, names.get(slip.payee, slip.payee), slip.payee in sight.leavers)
                 for slip in shown],
        "page": page, "periods": periods, "period": period,
        "kept": urlencode({"period": period}),
    }  # fmt: skip


def _to_accept(sight: Sight) -> list[PlanVersion]:
    """Versions in force that are somebody's and that they have not accepted."""
    mine = PlanVersion.objects.filter(state=_State.IN_FORCE, members__person=sight.own)
    return list(mine.exclude(acceptances__person=sight.own).distinct())


def _waits(sight: Sight) -> list[tuple[str, str, int]]:
    """What waits for who looks: in words, the name of its page, and its number (0: none)."""
    found: list[tuple[str, str, int]] = []
    role = sight.acting.role.name if sight.acting.role else ""
    side = SIDES.get(role)
    if side is not None and sight.can("approve_plan"):
        for one in PlanVersion.objects.filter(state=_State.SUBMITTED):
            said = one.approvals.filter(side=side).exists()
            if not said and one.written_by_id != sight.acting.user.pk:
                found.append((f"{one} waits for the consent of {side.label}", "pay_plan", one.pk))
    if sight.runs_pay:
        under_way = Run.objects.filter(state__in=(*UNDER_WAY, Run.State.APPROVED))
        found += [(f"{one} is {one.get_state_display()}", "pay_run", one.pk) for one in under_way]
        signed = PlanVersion.objects.filter(state=_State.APPROVED)
        found += [(f"{one} can be put in force", "pay_plan", one.pk) for one in signed]
        waiting = sight.disputes().filter(state__in=OPEN).order_by("due")
        late = waiting.filter(due__lt=localdate()).count()
        if waiting.count():
            more = f", {late} of them late" if late else ""
            found.append((f"{waiting.count()} disputes are open{more}", "pay_disputes", 0))
    return found
