"""Pages of those who keep the app: rights and audit."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from everyrep.faces.web import company
from everyrep.faces.web.access import limits_guessing as guessing
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.audit.chain import verify
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.audit.telling import kinds, told, words
from everyrep.faces.web.pages.opening import opens

_A_PAGE = 50


@require_GET
@opens("rights")
def rights(request: HttpRequest) -> HttpResponse:
    """Who holds which roles, and circles in who reports to whom."""
    wanted = request.GET.get("q", "").strip()[:80]
    users = User.objects.prefetch_related("grants").order_by("email")
    if wanted:
        users = users.filter(Q(email__icontains=wanted) | Q(name__icontains=wanted))
    page = Paginator(users, _A_PAGE).get_page(request.GET.get("page"))
    today = localdate()
    held = [(user, user.roles_on(today)) for user in page.object_list]
    shut = guessing.locked(user.email for user in page.object_list)
    warehouse = request.warehouse  # type: ignore[attr-defined]
    circles = company.organisation(warehouse, warehouse.as_of).circles() if warehouse else ()
    context = {
        "held": held, "shut": shut, "page": page, "q": wanted, "roles": ROLES.values(),
        "circles": circles,
    }  # fmt: skip
    return render(request, "everyrep/rights.html", context)


@require_GET
@opens("audit")
def audit(request: HttpRequest) -> HttpResponse:
    """Who did and saw what, the latest first."""
    wanted = request.GET.get("q", "").strip()[:80]
    entries = Entry.objects.order_by("-number")
    if wanted:
        entries = entries.filter(
            Q(who__icontains=wanted)
            | Q(what__icontains=wanted)
            | Q(about__icontains=wanted)
            | Q(what__in=words(wanted))
            | Q(what="job_asked", about__regex=f"^({'|'.join(kinds(wanted)) or '-'}) ")
        )
    page = Paginator(entries, _A_PAGE).get_page(request.GET.get("page"))
    head = request.GET.get("head", "").strip().lower()[:80]
    verdict = verify(head) if request.GET.get("verify") else None
    lines = [(entry, told(entry)) for entry in page.object_list]
    context = {"page": page, "lines": lines, "q": wanted, "verdict": verdict, "head": head}
    return render(request, "everyrep/audit.html", context)
