"""What is held about the one who asks, why, and who looked; and what they can ask for."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from everyrep.faces.web import company
from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.audit.telling import told
from everyrep.faces.web.pages.holding import holding
from everyrep.faces.web.pages.lately import lately
from everyrep.faces.web.pages.models import Look, PrivacyRequest
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.measures.about import Held, held_about, rows_about
from everyrep.measures.dimensions import DIMENSIONS
from everyrep.measures.labels import looked_up
from everyrep.values import shown_ref
from everyrep.warehouse.organisation import Placement
from everyrep.warehouse.reader import Warehouse

_ENTRIES = 50
_LONGEST = 4_000
_MOST_OPEN = 20


def standing(warehouse: Warehouse | None, place: Placement | None) -> list[tuple[str, str]]:
    """Somebody's place in the company, in words: team and territory by their names."""
    if warehouse is None or place is None:
        return []

    def called(dimension: str, one: str | None) -> str:
        label = DIMENSIONS[dimension].label
        names = looked_up(warehouse, label, [one]) if one and label else {}
        return names.get(one or "") or shown_ref(one or "")

    found = [
        ("Name", shown_ref(place.name)), ("Title", place.title), ("Role", place.role),
        ("Team", called("team", place.team)), ("Territory", called("territory", place.territory)),
        ("Region", place.region),
    ]  # fmt: skip
    return [(title, text or "not recorded") for title, text in found]


@require_GET
@opens("mine")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own place, every table one is in and why, who looked, and one's requests."""
    user = request.acting.user  # type: ignore[attr-defined]
    warehouse = request.warehouse  # type: ignore[attr-defined]
    places = company.organisation(warehouse, warehouse.as_of).places if warehouse else {}
    why = holding(place().workspace)
    held = _held(request) if warehouse and user.person else ()
    page = Paginator(_looked(user), _ENTRIES).get_page(request.GET.get("page"))
    context = {
        "place": standing(warehouse, places.get(user.person)),
        "held": [(one, why.of(one.table)) for one in held],
        "rows": sum(one.rows for one in held),
        "page": page,
        "done": [(entry, told(entry)) for entry in page],
        "looks": _looks(user),
        "requests": PrivacyRequest.objects.filter(user=user),
        "about": request.GET.get("about", "")[:300],
        "models": why.models,
        "notice": why,
    }
    return render(request, "everyrep/mine.html", context)


def _held(request: HttpRequest) -> tuple[Held, ...]:
    """How much of oneself is in which table; every table is read for it."""
    acting, warehouse = request.acting, request.warehouse  # type: ignore[attr-defined]
    person = acting.user.person
    count = partial(held_about, warehouse, person)
    return lately(f"held about {person}", warehouse, acting.scope, count)


@require_POST
@opens("mine")
@transaction.atomic
def ask(request: HttpRequest) -> HttpResponse:
    """Contest a figure, or ask for erasure."""
    user, warehouse = request.acting.user, request.warehouse  # type: ignore[attr-defined]
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "").strip()[:_LONGEST]
    open_now = PrivacyRequest.objects.filter(user=user, state="open").count()
    if kind in PrivacyRequest.KINDS and text and open_now < _MOST_OPEN:
        asked = PrivacyRequest.objects.create(
            user=user, person=user.person, kind=kind, text=text,
            about=request.POST.get("about", "").strip()[:300],
            snapshot=warehouse.snapshot if warehouse else "",
        )  # fmt: skip
        record(user.email, f"asked_{kind}", user.email, number=asked.pk)
    return redirect("mine")


@require_POST
@opens("mine")
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a request of one's own that is open."""
    user = request.acting.user  # type: ignore[attr-defined]
    own = PrivacyRequest.objects.filter(pk=number, user=user)
    with transaction.atomic():
        # In one statement, so that an answer of this very moment is not written over.
        if own.filter(state="open").update(state="withdrawn"):
            record(user.email, "withdrew", user.email, number=number)
            return redirect("mine")
    asked = get_object_or_404(own)
    messages.warning(request, f"Not taken back: it is {asked.get_state_display()} already.")
    return redirect("mine")


@require_POST
@opens("mine")
def export(request: HttpRequest) -> HttpResponse:
    """Everything about me as a ZIP of JSON files: the records, and what the app itself holds."""
    user, warehouse = request.acting.user, request.warehouse  # type: ignore[attr-defined]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("account.json", _json(_account(user)))
        if warehouse and user.person:
            for one in held_about(warehouse, user.person):
                rows = list(rows_about(warehouse, user.person, one.table))
                packed.writestr(f"records/{one.table}.json", _json(rows))
    record(user.email, "exported_own_data", user.email)
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


def _looked(user: User) -> QuerySet[Entry]:
    """Entries about somebody, by account or by who they are in the records."""
    about = Q(about=user.email)
    if user.person:
        about |= Q(about=user.person)
    return Entry.objects.filter(about).order_by("-number")


def _looks(user: User) -> QuerySet[Look]:
    """Who saw one's figures by name."""
    if not user.person:
        return Look.objects.none()
    return Look.objects.filter(person=user.person).select_related("viewer", "seen_as")[:_ENTRIES]


def _account(user: User) -> dict[str, Any]:
    requests = PrivacyRequest.objects.filter(user=user)
    return {
        "email": user.email,
        "name": user.name,
        "person": user.person,
        "joined_at": user.joined_at,
        "roles": [
            {"role": g.role, "since": g.since, "until": g.until, "given_at": g.given_at}
            for g in user.grants.all()
        ],
        "audit": [
            {"at": e.at, "who": e.behind or e.who, "what": e.what} for e in _looked(user).iterator()
        ],
        "looks": [
            {"day": look.day, "who": look.viewer.email, "at": look.at} for look in _looks(user)
        ],
        "sign_ins": list(user.sign_ins.values("at", "address", "browser", "how")),
        "requests": list(
            requests.values("kind", "about", "text", "state", "answer", "made_at", "answered_at")
        ),
    }


def _json(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False, indent=1)


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
