"""Trials: planned on what the records allow, drawn and frozen, watched while they run."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from everyrep.evidence.conducting import (
    ASSIGNMENTS,
    MAPPING,
    PLAN,
    STRATA,
    UNITS,
    Draft,
    Frozen,
    conclusions,
    ended,
    folder,
    names_people,
    recall,
    trials,
    untouched,
)
from everyrep.evidence.findings import Claim
from everyrep.evidence.history import courses, hold_course
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.views import may
from everyrep.faces.web.pages.evidence import choices
from everyrep.faces.web.pages.evidence.broken import tells
from everyrep.faces.web.pages.evidence.drafts import (
    conclusion_name,
    draft_in,
    draft_name,
    query_of,
    told,
    trial_name,
)
from everyrep.faces.web.pages.evidence.worked import Worked, wanted, worked
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.measures import load_catalogue
from everyrep.values import DataError, UnknownName, UserError
from everyrep.warehouse.workspace import Workspace

_FILES = {PLAN: "application/toml", MAPPING: "application/toml", ASSIGNMENTS: "text/csv"}


@require_GET
@opens("evidence")
@tells
def listed(request: HttpRequest) -> HttpResponse:
    """All trials with a frozen plan, and the way to another one."""
    rows = [_row(request, name) for name in trials(_workspace())]
    return render(request, "everyrep/evidence_trials.html", {"rows": rows})


@opens("evidence")
@tells
def plan(request: HttpRequest) -> HttpResponse:
    """The form of a trial, and beneath it what such a trial would tell; sent, it is worked out."""
    context: dict[str, Any] = {"given": _given(request), **_offers(request)}
    if request.method == "GET" and not request.GET.get("outcome"):
        return render(request, "everyrep/evidence_trial_plan.html", context)
    try:
        draft = draft_in(request)
        _hold_course(request, draft)
        if request.method == "POST":
            return _asked(request, draft)
        context |= _planned(request, draft)
    except UserError as problem:
        context["problem"] = problem.told
        return render(request, "everyrep/evidence_trial_plan.html", context, status=400)
    return render(request, "everyrep/evidence_trial_plan.html", context)


@require_POST
@opens("evidence")
@tells
def draw(request: HttpRequest) -> HttpResponse:
    """Ask that lots be drawn and the plan be frozen."""
    context: dict[str, Any] = {"given": _given(request), **_offers(request)}
    try:
        draft = draft_in(request)
        _hold_new(draft)
        _hold_course(request, draft)
        wanted("draw_trial", f"draw {_slug(draft)}", {"draft": told(draft)}, request)
    except UserError as problem:
        context["problem"] = problem.told
        return render(request, "everyrep/evidence_trial_plan.html", context, status=400)
    return redirect(f"{reverse('evidence_trial_plan')}?{urlencode(query_of(request))}")


@require_GET
@opens("evidence")
@tells
def trial(request: HttpRequest, name: str) -> HttpResponse:
    """One trial: its frozen plan, and where it stands."""
    frozen, assignments = _known(name)
    return render(request, "everyrep/evidence_trial.html", _one(request, name, frozen, assignments))


@require_POST
@opens("evidence")
@tells
def look(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for a look at a running trial."""
    frozen, _ = _known(name)
    if request.warehouse is not None:  # type: ignore[attr-defined]
        wanted("watch_trial", trial_name(frozen), {"trial": frozen.program}, request)
    return redirect("evidence_trial", name=name)


@require_POST
@opens("evidence")
@tells
def end(request: HttpRequest, name: str) -> HttpResponse:
    """Ask that a trial be concluded; before its planned end only where that is asked for."""
    frozen, _ = _known(name)
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is not None:
        early = request.POST.get("early") == "yes"
        told = {"trial": frozen.program, "early": early}
        wanted("conclude_trial", conclusion_name(frozen), told, request)
    return redirect("evidence_trial", name=name)


@require_POST
@opens("evidence")
@tells
def load(request: HttpRequest, name: str) -> HttpResponse:
    """Ask that the assignments be loaded as they were drawn."""
    frozen, _ = _known(name)
    if not may(request, "load_trial"):
        return render(request, "everyrep/refused.html", status=403)
    who = request.acting.who  # type: ignore[attr-defined]
    queue.ask("load_trial", {"trial": frozen.program}, by=who, about=f"trial:{name}", once=True)
    return redirect("jobs")


@require_GET
@opens("evidence")
@tells
def file(request: HttpRequest, name: str, which: str) -> HttpResponse:
    """A file of a trial as it was written; the one that lists people, for who may see them."""
    frozen, assignments = _known(name)
    if which == ASSIGNMENTS and not _may_take(request, assignments):
        return render(request, "everyrep/refused.html", status=403)
    path = folder(_workspace(), frozen.program) / which
    if not path.is_file():
        raise Http404
    acting = request.acting  # type: ignore[attr-defined]
    record(acting.who, "exported", f"trial {name}"[:254], form=which)
    response = HttpResponse(path.read_bytes(), content_type=f"{_FILES[which]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}-{which}"'
    return response


def _asked(request: HttpRequest, draft: Draft) -> HttpResponse:
    data = told(draft)
    wanted("plan_trial", draft_name(data), {"draft": data}, request)
    return redirect(f"{reverse('evidence_trial_plan')}?{urlencode(query_of(request))}")


def _planned(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What is known of a draft: what it would tell, and whether it is drawn already."""
    found = _worked(request, "plan_trial", draft_name(told(draft)))
    drawing = _worked(request, "draw_trial", f"draw {_slug(draft)}")
    there = _slug(draft) in trials(_workspace())
    return {
        "worked": drawing if drawing.under_way or (drawing.failed and not there) else found,
        "html": found.html,
        "can_draw": bool(found.data and found.data["can_tell"]) and not there,
        "drawn": _slug(draft) if there else "",
        "asked": query_of(request),
    }


def _one(request: HttpRequest, name: str, frozen: Frozen, assignments: str) -> dict[str, Any]:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    looking = _worked(request, "watch_trial", trial_name(frozen))
    concluding = _worked(request, "conclude_trial", conclusion_name(frozen))
    return {
        "name": name,
        "frozen": frozen,
        "title": load_catalogue()[frozen.asked().outcome].title,
        "arms": [
            (arm, frozen.units.get(arm, 0), people) for arm, people in sorted(frozen.people.items())
        ],
        "analysis": frozen.content()["analysis"],
        "untouched": untouched(frozen, assignments),
        "worked": concluding if concluding.under_way or concluding.failed else looking,
        "looks": looking.html,
        "conclusion": concluding.html,
        "concluded": [_concluded(one) for one in conclusions(_workspace(), frozen.program)],
        "ended": warehouse is not None and ended(warehouse, frozen),
        "may_take": _may_take(request, assignments),
        "may_load": may(request, "load_trial"),
        "question": frozen.asked().key,
    }  # fmt: skip


def _concluded(one: dict[str, Any]) -> dict[str, Any]:
    """A conclusion as a line: what was claimed, and not its figures, which may be of few."""
    claim = Claim(one["finding"]["claim"]).heading()
    return {"when": one["when"][:10], "early": one["early"], "claim": claim,
            "who": one["concluded_by"], "snapshot": one["snapshot"]}  # fmt: skip


def _row(request: HttpRequest, name: str) -> dict[str, Any]:
    try:
        frozen, _ = recall(_workspace(), name)
    except (DataError, UserError) as problem:
        return {"name": name, "problem": problem.told}
    looks = _worked(request, "watch_trial", trial_name(frozen)).data or {}
    title = load_catalogue()[frozen.asked().outcome].title
    return {"name": name, "frozen": frozen, "title": title, "sentence": looks.get("sentence", "")}


def _given(request: HttpRequest) -> dict[str, Any]:
    """The form as it was filled in."""
    given = request.POST if request.method == "POST" else request.GET
    plain = {"by": "person", "waves": "0", "every": "2", "share": "50", "months": "6",
             "before": "12", "seed": "1"}  # fmt: skip
    return plain | {key: str(given[key]) for key in given} | {"strata": given.getlist("strata")}


def _offers(request: HttpRequest) -> dict[str, Any]:
    """What the form offers."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    return {
        "courses": [] if warehouse is None else courses(warehouse),
        "outcomes": list(choices.outcomes()),
        "units": UNITS,
        "strata": STRATA,
        "no_data": warehouse is None,
    }


def _hold_new(draft: Draft) -> None:
    if _slug(draft) in trials(_workspace()):
        raise UserError(
            f"There is a trial {draft.program!r} already",
            why="a frozen plan is never written over",
            remedy="give the trial another name",
        )


def _hold_course(request: HttpRequest, draft: Draft) -> None:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if draft.course and warehouse is not None:
        hold_course(warehouse, draft.course)


def _may_take(request: HttpRequest, assignments: str) -> bool:
    """Whether who asks may take the list away, and see people where it names some."""
    scope = request.acting.scope  # type: ignore[attr-defined]
    bare = bool(assignments) and not names_people(assignments)
    return bool(scope.can("export") and (bare or scope.can("see_people")))


def _worked(request: HttpRequest, kind: str, name: str) -> Worked:
    return worked(kind, name, request.warehouse, request.acting.scope)  # type: ignore[attr-defined]


def _slug(draft: Draft) -> str:
    return folder(_workspace(), draft.program).name


def _known(name: str) -> tuple[Frozen, str]:
    if name not in trials(_workspace()):
        raise Http404
    try:
        return recall(_workspace(), name)
    except UnknownName:
        raise Http404 from None


def _workspace() -> Workspace:
    return Workspace(place().workspace)
