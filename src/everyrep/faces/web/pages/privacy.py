"""For those who answer for privacy: what people ask, the notice, the register of models."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.pages.holding import FILE_NAME, holding
from everyrep.faces.web.pages.models import PrivacyRequest
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place

_A_PAGE = 25
_ANSWERS = ("granted", "part", "refused")


@require_GET
@opens("privacy")
def privacy(request: HttpRequest) -> HttpResponse:
    """Requests, open ones first; the notice; the register; what must be kept and why."""
    why = holding(place().workspace)
    found = PrivacyRequest.objects.select_related("user", "answered_by").order_by(
        "answered_at", "made_at"
    )
    waiting = found.filter(state="open").order_by("made_at")
    done = found.exclude(state="open").order_by("-made_at")
    context = {
        "waiting": Paginator(waiting, _A_PAGE).get_page(request.GET.get("page")),
        "done": done[:_A_PAGE],
        "why": why,
        "must_keep": [(name, one) for name, one in sorted(why.tables.items()) if one.must_keep],
        "file": FILE_NAME,
    }
    return render(request, "everyrep/privacy.html", context)


@require_POST
@opens("privacy")
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a request, once; nobody answers their own."""
    user = request.acting.user  # type: ignore[attr-defined]
    state, text = request.POST.get("state", ""), request.POST.get("answer", "").strip()[:4000]
    with transaction.atomic():
        # Locked by itself: PostgreSQL locks no rows that an outer join may lack.
        asked = get_object_or_404(PrivacyRequest.objects.select_for_update(), pk=number)
        if asked.user_id == user.pk:
            return render(request, "everyrep/refused.html", status=403)
        if state in _ANSWERS and text and asked.is_open:
            asked.state, asked.answer = state, text
            asked.answered_by, asked.answered_at = user, timezone.now()
            asked.save()
            record(user.email, f"answered_{asked.kind}", asked.user.email, state=state)
            if asked.kind == "erase" and state == "granted":
                queue.ask("erase", {"request": asked.pk}, by=user.email, about=asked.matter)
            return redirect("privacy")
    if text and not asked.is_open:
        messages.warning(request, _meanwhile(asked, text))
    return redirect("privacy")


def _meanwhile(asked: PrivacyRequest, text: str) -> str:
    """For who answers what is answered already: by whom, how, and their own words back."""
    if asked.answered_by is None:
        found = f"{asked.user} has taken this request back meanwhile."
    else:
        found = f"{asked.answered_by} has answered {asked.user} meanwhile: "
        found += f"{asked.get_state_display()}, “{asked.answer[:300]}”."
    return f"{found} What you wrote was not kept: “{text}”"
