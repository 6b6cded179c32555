"""The match queue: records of several systems that may be one person, for a person to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from everyrep.assembly import decide_match, match_queue
from everyrep.faces.web.jobs.models import OVER, Job
from everyrep.faces.web.jobs.views import may
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.sources.decided import write_down
from everyrep.faces.web.pages.sources.waiting import for_a_build
from everyrep.faces.web.place import place
from everyrep.values import Busy, EveryrepError
from everyrep.warehouse.identity import Decision, Ruling, read_decisions
from everyrep.warehouse.workspace import Workspace

_AT_ONCE = 20
_LATELY = 20


@require_GET
@opens("sources")
def matches(request: HttpRequest) -> HttpResponse:
    """Pairs to decide, the likeliest first, and what was decided since the last build."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        raise Http404
    workspace = Workspace(place().workspace)
    decided = _decided(workspace)
    quality, pairs = match_queue(workspace, _AT_ONCE + len(decided) + 1)
    open_pairs = [
        pair for pair in pairs if _pair(pair["left_ref"], pair["right_ref"]) not in decided
    ]
    context = {
        "pairs": open_pairs[:_AT_ONCE],
        "more": len(open_pairs) > _AT_ONCE,
        "quality": quality,
        "decided": _latest(decided),
        "waits": for_a_build(warehouse),
        "may_build": may(request, "build"),
        "going_on": Job.objects.filter(kind="build").exclude(state__in=OVER).exists(),
    }
    return render(request, "everyrep/matches.html", context)


@require_POST
@opens("sources")
def decide(request: HttpRequest) -> HttpResponse:
    """Keep a decision; whoever decides what another has just decided is told instead."""
    acting = request.acting  # type: ignore[attr-defined]
    if not acting.scope.can("decide_identity"):
        return render(request, "everyrep/refused.html", status=403)
    one, other = (request.POST.get(name, "")[:300] for name in ("one", "other"))
    ruling, seen = request.POST.get("ruling", ""), request.POST.get("seen", "0")
    if ruling not in set(Ruling) or not seen.isdigit():
        raise Http404
    why = request.POST.get("why", "").strip()[:300]
    try:
        decide_match(
            Workspace(place().workspace),
            ruling,
            one,
            other,
            who=acting.who,
            why=why,
            seen=int(seen),
            then=write_down,
        )
    except Busy:
        messages.warning(
            request,
            "A load or a build is writing just now. Nothing was kept: decide again after it.",
        )
    except EveryrepError as problem:
        messages.warning(request, problem.told)
    else:
        messages.info(
            request,
            f"Kept: {one} and {other} are {Ruling(ruling).says}. It holds from the next build on.",
        )
    return redirect("matches")


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def _decided(workspace: Workspace) -> dict[tuple[str, str], list[Decision]]:
    """All decisions by pair, each pair's in their order."""
    found: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in read_decisions(workspace.decisions / "identity.jsonl"):
        found[decision.pair].append(decision)
    return found


def _latest(decided: dict[tuple[str, str], list[Decision]]) -> list[dict[str, Any]]:
    counts = Counter({pair: len(made) for pair, made in decided.items()})
    last = sorted((made[-1] for made in decided.values()), key=lambda d: d.when, reverse=True)
    return [{"decision": decision, "seen": counts[decision.pair]} for decision in last[:_LATELY]]
