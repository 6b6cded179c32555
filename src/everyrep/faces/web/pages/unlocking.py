"""Letting somebody in again who is locked out by wrong passwords, their own or others'."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from everyrep.faces.web.access import limits_guessing as guessing
from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.opening import opens


@require_POST
@opens("rights")
def unlock(request: HttpRequest, user: int) -> HttpResponse:
    """Forget the wrong passwords of an account."""
    locked = get_object_or_404(User, pk=user)
    count = guessing.unlock(locked.email)
    record(request.acting.who, "unlocked", locked.email, tries=count)  # type: ignore[attr-defined]
    messages.success(request, f"{locked} may try a password again.")
    return redirect("rights")
