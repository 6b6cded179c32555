"""Runs of pay, for who runs pay: started as jobs, reviewed, approved, locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay import runs
from everyrep.faces.web.pay.acts import acts, hold, user_of, warehouse_of
from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.by_hand import added_to
from everyrep.faces.web.pay.models import Run, RunPart
from everyrep.faces.web.pay.naming import in_words, named, names_of_lines, names_of_people
from everyrep.faces.web.pay.periods import open_periods
from everyrep.faces.web.pay.sight import POSTED, Sight, only, opens_pay

_A_PAGE = 50
Left = tuple[str, int, list[tuple[str, str]]]
"""A reason, how many were left out by it, and some of them: name, and the id behind it."""


def runs_pay(sight: Sight) -> bool:
    """Whether somebody runs pay."""
    return sight.runs_pay


@require_GET
@opens_pay
@only(runs_pay)
def listed(request: HttpRequest) -> HttpResponse:
    """All runs, and the periods that are open."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    page = Paginator(sight.runs().select_related("asked_by"), _A_PAGE).get_page(
        request.GET.get("page")
    )
    known = {one.name: one for one in open_periods(BOOK).values()}
    periods = sorted(known.values(), key=lambda one: one.first)
    context = {"sight": sight, "page": page, "runs": page.object_list, "open": periods}
    return render(request, "everyrep/pay_runs.html", context)


@require_GET
@opens_pay
@only(runs_pay)
def run(request: HttpRequest, number: int) -> HttpResponse:
    """One run: how far it is, what it comes to, what changed and what was left out."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    found = get_object_or_404(sight.runs().select_related(*_PEOPLE), pk=number)
    slips = found.payslips.order_by("plan", "payee")
    wanted = request.GET.get("q", "").strip()[:80]
    before = _before(found)
    names = names_of_people(request, slips.values_list("payee", flat=True))
    rows = [slip for slip in slips if _is_like(wanted, names.get(slip.payee, ""), slip.payee)]
    parts = list(found.parts.select_related("version"))
    rows.sort(key=lambda slip: -abs(slip.paid - before.get((slip.payee, slip.plan), 0)))
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    looked(request, (slip.payee for slip in page), "pay")
    context = {
        "sight": sight, "run": found, "page": page, "q": wanted,
        "job": Job.objects.filter(about=f"pay:{found.pk}").order_by("-pk").first(),
        "sums": _sums(found),
        "parts": [(part, added_to(part.version.plan, found.period)) for part in parts],
        "left": [_left(request, part, names) for part in parts],
        "rows": [(slip, names[slip.payee], before.get((slip.payee, slip.plan))) for slip in page],
        "same": found.reviewed_by_id is not None and found.reviewed_by_id == found.approved_by_id,
    }  # fmt: skip
    return render(request, "everyrep/pay_run.html", context)


def _left(
    request: HttpRequest, part: RunPart, payees: Mapping[str, str]
) -> tuple[RunPart, list[Left], list[str]]:
    """What a part left out, with examples by name; what else is to be known, of whom by name."""
    shown = {word for _, _, some in part.left for one in some for word in (one, *one.split())}
    names = names_of_people(request, shown) | names_of_lines(part.run_id, part.version.plan)
    left = [
        (reason, many, [(in_words(names, one), id_) for one, id_ in named(names, some)])
        for reason, many, some in part.left
    ]
    return part, left, [in_words(payees, note) for note in part.notes]


_PEOPLE = ("asked_by", "reviewed_by", "approved_by", "locked_by")


def _is_like(wanted: str, name: str, payee: str) -> bool:
    return not wanted or wanted.casefold() in name.casefold() or wanted == payee


def _before(run: Run) -> dict[tuple[str, str], int]:
    """What each was paid in the run before, by payee and plan."""
    earlier = Run.objects.filter(state__in=POSTED, first__lt=run.first).order_by("-first").first()
    if earlier is None:
        return {}
    rows = earlier.payslips.values_list("payee", "plan", "paid")
    return {(payee, plan): paid for payee, plan, paid in rows}


def _sums(run: Run) -> list[dict[str, Any]]:
    """Sums by plan."""
    names = ("earned", "released", "draw", "recovered", "clawed_back", "carried", "paid", "held")
    rows = run.payslips.values("plan", "currency", "version__title").order_by("plan")
    summed = rows.annotate(many=Count("pk"), **{f"sum_{one}": Sum(one) for one in names})
    return [
        {**{one: row[f"sum_{one}"] for one in names}, "plan": row["plan"], "many": row["many"],
         "title": row["version__title"], "currency": row["currency"]}
        for row in summed
    ]  # fmt: skip


def _at(number: int) -> str:
    return reverse("pay_run", args=[number])


def _all() -> str:
    return reverse("pay_runs")


def _of(request: HttpRequest, number: int) -> Run:
    sight: Sight = request.sight  # type: ignore[attr-defined]
    return get_object_or_404(sight.runs(), pk=number)


@acts(back=_all)
def ask(request: HttpRequest) -> tuple[str, str]:
    """Have a period calculated."""
    hold(request.sight.runs_pay)  # type: ignore[attr-defined]
    period = request.POST.get("period", "")[:60]
    found = runs.ask(period, user_of(request), warehouse_of(request))
    return "", _at(found.pk)


@acts(back=_at)
def review(request: HttpRequest, number: int) -> tuple[str, str]:
    """Reviewed."""
    found = _of(request, number)
    runs.review(found, user_of(request))
    return "It is reviewed, and waits to be approved.", _at(number)


@acts(back=_at)
def approve(request: HttpRequest, number: int) -> tuple[str, str]:
    """Approved, and so posted."""
    found = _of(request, number)
    runs.approve(found, user_of(request))
    return "It is posted: payees see their statements.", _at(number)


@acts(back=_at)
def lock(request: HttpRequest, number: int) -> tuple[str, str]:
    """Locked."""
    found = _of(request, number)
    runs.lock(found, user_of(request))
    return f"{found.period} is locked: what was stated for it never changes.", _at(number)


@acts(back=_at)
def drop(request: HttpRequest, number: int) -> tuple[str, str]:
    """Dropped."""
    found = _of(request, number)
    runs.drop(found, user_of(request))
    return "It is dropped; the ledger never knew of it.", _all()
