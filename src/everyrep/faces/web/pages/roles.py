"""Changing the role one acts in, and looking as somebody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from everyrep.faces.web.access.acting import choose_role, look_as, may_look_as_others
from everyrep.faces.web.access.models import User


@require_POST
def act_in(request: HttpRequest, grant: int) -> HttpResponse:
    """Act in another of one's own roles."""
    acting = request.acting  # type: ignore[attr-defined]
    held = {g.pk: g for g in acting.user.roles_on(localdate())}
    if grant not in held:
        raise Http404
    choose_role(request, request.user, held[grant])  # type: ignore[arg-type]
    return redirect("home")


@require_POST
def look(request: HttpRequest, user: int) -> HttpResponse:
    """Look as somebody else; for administrators, and in the audit."""
    if not may_look_as_others(request.user):  # type: ignore[arg-type]
        return render(request, "everyrep/refused.html", status=403)
    other = get_object_or_404(User, pk=user, is_active=True)
    look_as(request, request.user, other)  # type: ignore[arg-type]
    return redirect("home")


@require_POST
def look_no_more(request: HttpRequest) -> HttpResponse:
    """Be oneself again, where one chose whom to look as."""
    look_as(request, request.user, None)  # type: ignore[arg-type]
    return redirect("rights")
