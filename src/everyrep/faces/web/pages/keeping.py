"""Pages of those who keep the app: rights and audit."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from everyrep.faces.web import company
from everyrep.faces.web.access import limits_guessing as guessing
from everyrep.faces.web.access.joining import has_joined
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.audit.chain import verify
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.audit.telling import kinds, told, words
from everyrep.faces.web.pages.opening import opens
from everyrep.warehouse.organisation import names_of

_A_PAGE = 50


@require_GET
@opens("rights")
def rights(request: HttpRequest) -> HttpResponse:
    """Who holds which roles, and circles in who reports to whom."""
    return render(request, "everyrep/rights.html", context_of(request))


def context_of(request: HttpRequest) -> dict[str, Any]:
    """What the page of rights shows."""
    wanted = request.GET.get("q", "").strip()[:80]
    users = User.objects.prefetch_related("grants", "invitations").order_by("email")
    if wanted:
        users = users.filter(Q(email__icontains=wanted) | Q(name__icontains=wanted))
    page = Paginator(users, _A_PAGE).get_page(request.GET.get("page"))
    today = localdate()
    held = [(user, user.roles_on(today), _invitation(user)) for user in page.object_list]
    ids = {one for user, grants, _ in held for one in (user.person, *(g.head for g in grants))}
    shut = guessing.locked(user.email for user in page.object_list)
    warehouse = request.warehouse  # type: ignore[attr-defined]
    circles = company.organisation(warehouse, warehouse.as_of).circles() if warehouse else ()
    ids.update(one for circle in circles for one in circle)
    names = names_of(warehouse, ids - {""}) if warehouse else {}
    return {
        "held": [
            (user, [(g, _known(g.head, names)) for g in grants], invited,
             _known(user.person, names)) for user, grants, invited in held
        ],
        "shut": shut, "page": page, "q": wanted, "roles": ROLES.values(),
        "circles": [[_known(one, names) for one in circle] for circle in circles],
    }  # fmt: skip


def _known(person: str, names: dict[str, str]) -> str:
    """Somebody by name; where the records have none (any more), that is said with the id."""
    return names.get(person) or (f"somebody the records do not name ({person})" if person else "")


def _invitation(user: User) -> dict[str, Any] | None:
    """How it stands with the link of somebody who has not joined yet; None of who has."""
    if has_joined(user):
        return None
    now = timezone.now()
    ends = [one.ends_at for one in user.invitations.all() if not one.used_at and one.ends_at > now]
    return {"ends_at": max(ends, default=None)}


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
