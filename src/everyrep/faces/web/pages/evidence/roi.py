"""The ledger of returns: business cases of the workspace, and what each comes to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from everyrep.evidence.money import (
    Kept,
    keep_case,
    kept_cases,
    name_of,
    parse_case,
    recall_case,
    template,
)
from everyrep.faces.reports.business import csv_of
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs.doing.cases import case_made
from everyrep.faces.web.pages.evidence.broken import tells
from everyrep.faces.web.pages.evidence.casebook import to_excel
from everyrep.faces.web.pages.evidence.worked import Worked, wanted, worked
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.values import Busy, EveryrepError, UnknownName
from everyrep.warehouse.workspace import Workspace

_ALL = "cases"
_LARGEST = 100_000
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@opens("evidence")
@tells
def cases(request: HttpRequest) -> HttpResponse:
    """All cases with what each comes to."""
    rows = [{"case": one, **_shown(_worked(request, one))} for one in kept_cases(_workspace())]
    context = {
        "rows": rows,
        "open": len(_open(request)),
        "worked": worked("weigh_cases", _ALL, *_who(request)),
    }
    return render(request, "everyrep/evidence_roi.html", context)


@opens("evidence")
@tells
def new(request: HttpRequest) -> HttpResponse:
    """A case to start from; sent, it is kept and worked out."""
    context: dict[str, Any] = {"text": template(), "name": ""}
    if request.method == "POST":
        context["text"] = text = _given(request)
        context["name"] = name = str(request.POST.get("name", "")).strip()[:60]
        try:
            name = name or name_of(parse_case(text, "case.toml").name)
            return _kept(request, name, text, seen="")
        except (EveryrepError, Busy) as problem:
            context["problem"] = problem.told
    status = 400 if "problem" in context else 200
    return render(request, "everyrep/evidence_case_new.html", context, status=status)


@require_GET
@opens("evidence")
@tells
def case(request: HttpRequest, name: str) -> HttpResponse:
    """One case: what it comes to, and the text that it stands in."""
    return render(request, "everyrep/evidence_case.html", _one(request, _known(name)))


@require_POST
@opens("evidence")
@tells
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Change a case; it is worked out anew."""
    known, text = _known(name), _given(request)
    try:
        return _kept(request, known.name, text, seen=str(request.POST.get("seen", "")) or "none")
    except (EveryrepError, Busy) as problem:
        context = _one(request, known) | {"problem": problem.told, "text": text}
        return render(request, "everyrep/evidence_case.html", context, status=400)


@require_POST
@opens("evidence")
@tells
def weigh(request: HttpRequest, name: str) -> HttpResponse:
    """Ask that a case be worked out on the current build."""
    known = _known(name)
    if known.case is not None and request.warehouse is not None:  # type: ignore[attr-defined]
        wanted("weigh_cases", case_made(known), {"cases": [known.name]}, request)
    return redirect("evidence_case", name=name)


@require_POST
@opens("evidence")
@tells
def weigh_all(request: HttpRequest) -> HttpResponse:
    """Ask that all cases be worked out that were not on this build."""
    names = _open(request)
    if names:
        wanted("weigh_cases", _ALL, {"cases": names}, request)
    return redirect("evidence_roi")


@require_GET
@opens("evidence")
@tells
def download(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """All lines of a case as CSV or Excel, for those who may take figures away."""
    known, acting = _known(name), request.acting  # type: ignore[attr-defined]
    if not acting.scope.can("export"):
        return render(request, "everyrep/refused.html", status=403)
    found = _worked(request, known).data
    if found is None:
        raise Http404
    record(acting.who, "exported", f"case {name}"[:254], form=form)
    if form == "xlsx":
        response = HttpResponse(to_excel(found["rows"], known.title), content_type=_SHEET)
    else:
        content = "\ufeff" + csv_of(found["rows"])
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{form}"'
    return response


def _given(request: HttpRequest) -> str:
    """The text that was pasted, or that of the file that was handed over."""
    file = request.FILES.get("file")
    if file is None:
        return str(request.POST.get("text", ""))[: _LARGEST + 1]
    return file.read(_LARGEST + 1).decode("utf-8-sig", errors="replace")


def _kept(request: HttpRequest, name: str, text: str, *, seen: str) -> HttpResponse:
    kept = keep_case(_workspace(), name, text, seen=seen)
    who = request.acting.who  # type: ignore[attr-defined]
    record(who, "case_kept", kept.name, now=kept.digest)
    if request.warehouse is not None:  # type: ignore[attr-defined]
        wanted("weigh_cases", case_made(kept), {"cases": [kept.name]}, request)
    messages.info(request, f"Kept: cases/{kept.name}.toml.")
    return redirect("evidence_case", name=kept.name)


def _one(request: HttpRequest, known: Kept) -> dict[str, Any]:
    found = _worked(request, known)
    return {
        "case": known,
        "text": known.text,
        "problem": known.problem,
        "worked": found,
        "told": _shown(found),
        "may_export": request.acting.scope.can("export"),  # type: ignore[attr-defined]
    }


def _shown(found: Worked) -> dict[str, Any]:
    """What a list shows of a case."""
    told = found.data or {}
    marks = told.get("marks", [])
    return {
        "told": told,
        "basis": "; ".join(marks) if marks else ("a claim of cause" if told else ""),
        "under_way": found.under_way,
        "failed": found.failed,
    }


def _worked(request: HttpRequest, known: Kept) -> Worked:
    return worked("weigh_cases", case_made(known), *_who(request))


def _who(request: HttpRequest) -> tuple[Any, Any]:
    return request.warehouse, request.acting.scope  # type: ignore[attr-defined]


def _open(request: HttpRequest) -> list[str]:
    """Cases that can be read and were not worked out on this build."""
    if request.warehouse is None:  # type: ignore[attr-defined]
        return []
    return [
        one.name
        for one in kept_cases(_workspace())
        if one.case is not None and _worked(request, one).data is None
    ]


def _known(name: str) -> Kept:
    try:
        return recall_case(_workspace(), name)
    except UnknownName:
        raise Http404 from None


def _workspace() -> Workspace:
    return Workspace(place().workspace)
