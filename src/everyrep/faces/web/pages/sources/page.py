"""The page of sources: systems, loads, and below them what the report says of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from everyrep.faces.web import uploads
from everyrep.faces.web.jobs.models import OVER, Job
from everyrep.faces.web.jobs.views import may, shown
from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.sources.waiting import for_a_build, to_review
from everyrep.faces.web.place import place
from everyrep.measures.computable import Computability, Verdict, computable
from everyrep.values import EveryrepError
from everyrep.warehouse.checks import SystemCard, load_card, quality
from everyrep.warehouse.landing import Load, loads
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

_A_PAGE = 25
_GOING_ON = 3


_MOST_FIELDS = 5
_BAR = 72
"""Pixels of a bar that is full."""


@dataclass(frozen=True)
class Line:
    """One load as the list shows it: rows of its file, each once, however many tables it feeds."""

    load: Load
    landed_at: datetime
    rows: int
    rejected: int
    blanked: int
    built: bool
    """Whether the current build holds it."""


@require_GET
@opens("sources")
def sources(request: HttpRequest) -> HttpResponse:
    """What landed, what is under way, what is wrong."""
    return render(request, "everyrep/sources.html", context_of(request))


def context_of(request: HttpRequest, problem: str = "") -> dict[str, Any]:
    """What the page shows; with what was wrong with an upload."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    scope = request.acting.scope  # type: ignore[attr-defined]
    going_on = Job.objects.filter(kind__in=("load", "undo", "build")).exclude(state__in=OVER)
    at_work = [shown(job) for job in going_on[:_GOING_ON]]
    try:
        landed, broken = loads(Workspace(place().workspace)), ""
    except EveryrepError as found:
        # A load that is being taken back is in two places for a moment.
        landed, broken = (), "" if at_work else found.told
    page = Paginator(landed[::-1], _A_PAGE).get_page(request.GET.get("page"))
    built = set(warehouse.record.loads) if warehouse else set()
    return {
        "problem": problem or broken,
        "systems": _systems(warehouse) if warehouse else (),
        "page": page,
        "lines": [line_of(load, built) for load in page.object_list],
        "waits": () if at_work else for_a_build(warehouse),  # each of these ends in a build
        "may_build": may(request, "build"),
        "going_on": at_work,
        "limit": uploads.limit(),
        "may_load": may(request, "load"),
        "to_review": to_review(warehouse),
        "figures": setting.known("sources", warehouse, scope) if warehouse else None,
    }


@require_GET
@opens("sources")
def can_be_computed(request: HttpRequest) -> HttpResponse:
    """Every measure and capability: whether the data allow it, and what is missing."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        raise Http404
    found = computable(warehouse)
    groups = [_group(found, "measure", "Measures"), _group(found, "capability", "Later versions")]
    return render(request, "everyrep/sources_computable.html", {"groups": groups})


def _group(found: tuple[Computability, ...], kind: str, title: str) -> dict[str, Any]:
    order = list(Verdict)[::-1]
    of_kind = [verdict for verdict in found if verdict.kind == kind]
    ranked = sorted(of_kind, key=lambda v: (order.index(v.verdict), v.title))
    counts = ((state.value, sum(v.verdict is state for v in of_kind)) for state in Verdict)
    told = ", ".join(f"{count} {word}" for word, count in counts if count)
    return {"title": title, "counts": told, "verdicts": ranked}


def _systems(warehouse: Warehouse) -> list[dict[str, Any]]:
    """A card a system; worked out once a build, since it reads every table."""
    key = f"systems:{warehouse.snapshot}"
    known = cache.get(key)
    if known is None:
        known = [_card(card) for card in quality(warehouse)]
        cache.set(key, known, timeout=None)
    found: list[dict[str, Any]] = known
    return found


def _card(card: SystemCard) -> dict[str, Any]:
    newest = max((load.landed_at for load in card.loads), default="")
    return {
        "system": card.system,
        "last_day": card.last_day,
        "behind": card.days_behind,
        "landed_at": datetime.fromisoformat(newest) if newest else None,
        "loads": len(card.loads),
        "rows": sum(card.rows.values()),
        "rejected": sum(load.rejected for load in card.loads),
        "records": card.records,
        "match_rate": None if card.match_rate is None else round(100 * card.match_rate),
        "queued": card.queued,
        "precision": None if card.precision is None else 100 * card.precision,
        "filled": _filled(card),
    }


def _filled(card: SystemCard) -> list[dict[str, Any]]:
    """The emptiest of the fields that figures lean on, with the width of a bar for each."""
    found = sorted(card.filled.items(), key=lambda item: item[1])[:_MOST_FIELDS]
    return [
        {
            "field": f"{table.replace('_', ' ')}: {_field(column)}",
            "share": int(100 * share),
            "width": round(_BAR * share, 1),
        }
        for (table, column), share in found
    ]


def _field(column: str) -> str:
    """A stored column in a reader's words: "amount_base_minor" is "amount"."""
    for tail in ("_base_minor", "_minor", "_ref", "_id", "_at"):
        column = column.removesuffix(tail)
    return column.replace("_", " ")


def line_of(load: Load, built: set[str]) -> Line:
    """A load with its counts."""
    landed_at = datetime.fromisoformat(load.landed_at)
    if landed_at.tzinfo is None:
        landed_at = timezone.make_aware(landed_at)
    card = load_card(load)
    built_in = load.load_id in built
    return Line(load, landed_at, card.rows, card.rejected, card.blanked, built_in)
