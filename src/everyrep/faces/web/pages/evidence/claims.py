"""The claim ledger: what is claimed, how it is tested, and what these records say of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from everyrep.evidence.claims import (
    NOT_YET,
    By,
    Claimed,
    Filed,
    Ledger,
    Verdict,
    add_claim,
    in_words,
    of_ones_own,
    read_ledger,
)
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs.doing.claims import finding_of
from everyrep.faces.web.pages.evidence import kept
from everyrep.faces.web.pages.evidence.broken import tells
from everyrep.faces.web.pages.evidence.choices import measures, written
from everyrep.faces.web.pages.evidence.fields import number, text
from everyrep.faces.web.pages.evidence.worked import Worked, wanted, worked
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.values import Busy, UnknownName, UserError
from everyrep.warehouse.workspace import Workspace

WORDS = (*(one.value for one in Verdict), NOT_YET)
_FILTERS = ("verdict", "topic", "source")
_ALL = "claims"


@require_GET
@opens("evidence")
@tells
def claims(request: HttpRequest) -> HttpResponse:
    """All claims with where each stands, those that are asked for."""
    ledger = _ledger()
    chosen = {name: request.GET.get(name, "") for name in _FILTERS}
    rows = [_row(request, ledger, one) for one in ledger.claims]
    shown = [row for row in rows if all(row[n] == w for n, w in chosen.items() if w)]
    context = {
        "rows": shown,
        "all": len(rows),
        "chosen": chosen,
        "filters": [(name, *_choices(name, rows)) for name in _FILTERS],
        "counts": [(word, sum(row["verdict"] == word for row in rows)) for word in WORDS],
        "ready": len(_ready(request, ledger)),
        "worked": _worked(request, _ALL),
    }
    return render(request, "everyrep/evidence_claims.html", context)


@require_GET
@opens("evidence")
@tells
def claim(request: HttpRequest, name: str) -> HttpResponse:
    """One claim: its test, its trap, and every verdict with the finding behind the last."""
    ledger = _ledger()
    one = _known(ledger, name)
    return render(request, "everyrep/evidence_claim.html", _one(request, ledger, one))


@require_POST
@opens("evidence")
@tells
def test(request: HttpRequest, name: str) -> HttpResponse:
    """Ask that a claim be tested on the current build."""
    ledger = _ledger()
    one = _known(ledger, name)
    about = text(request, "about")
    try:
        if about and one.test.by is By.QUESTION:
            about = _treatment(about)
        _hold_testable(one, about)
        arguments = {"claims": [one.id], "about": about}
        wanted("test_claims", f"claim {one.id}", arguments, request, once=False)
    except UserError as problem:
        context = _one(request, ledger, one) | {"problem": problem.told, "about": about}
        return render(request, "everyrep/evidence_claim.html", context, status=400)
    return redirect("evidence_claim", name=one.id)


@require_POST
@opens("evidence")
@tells
def test_all(request: HttpRequest) -> HttpResponse:
    """Ask that all claims be tested that need nothing more and were not on this build."""
    ready = _ready(request, _ledger())
    if ready:
        wanted("test_claims", _ALL, {"claims": ready}, request)
    return redirect("evidence_claims")


@opens("evidence")
@tells
def new(request: HttpRequest) -> HttpResponse:
    """A form for a claim of one's own; sent, it is in the ledger."""
    given = {key: str(value) for key, value in request.POST.items()}
    context: dict[str, Any] = {"given": given}
    if request.method == "POST":
        try:
            return _added(request)
        except (UserError, Busy) as problem:
            context["problem"] = problem.told
    context |= {
        "outcomes": measures(),
        "treatments": written(request),
        "topics": sorted({one.topic for one in _ledger().claims if one.topic}),
    }
    status = 400 if "problem" in context else 200
    return render(request, "everyrep/evidence_claim_new.html", context, status=status)


def _added(request: HttpRequest) -> HttpResponse:
    written = of_ones_own(
        text(request, "statement"), text(request, "outcome"),
        treatment=text(request, "treatment"), where=text(request, "where") or None,
        least=number(request, "least", "At least"), most=number(request, "most", "At most"),
        relative=request.POST.get("relative") == "1", source=text(request, "source"),
        trap=text(request, "trap"), topic=text(request, "topic").lower(),
    )  # fmt: skip
    added = add_claim(_workspace(), written)
    who = request.acting.who  # type: ignore[attr-defined]
    record(who, "claim_added", added.id, claim=added.statement[:200])
    messages.info(request, f"{added.id} is in the ledger.")
    return redirect("evidence_claim", name=added.id)


def _one(request: HttpRequest, ledger: Ledger, one: Claimed) -> dict[str, Any]:
    verdicts = ledger.verdicts(one.id)[::-1]
    return {
        "claim": one,
        "word": ledger.standing(one),
        "test": in_words(one.test),
        "verdicts": [(filed, _may_see(request, filed)) for filed in verdicts],
        "finding": _finding(request, verdicts[0]) if verdicts else "",
        "testable": one.test.by is not By.NONE,
        "needs_treatment": one.test.by is By.QUESTION and not one.test.treatment,
        "treatments": written(request),
        "about": verdicts[0].about if verdicts else "",
        "worked": _worked(request, f"claim {one.id}"),
    }


def _finding(request: HttpRequest, last: Filed) -> str:
    """The finding behind the last verdict, where it is of this build."""
    warehouse, scope = request.warehouse, request.acting.scope  # type: ignore[attr-defined]
    if warehouse is None or last.snapshot != warehouse.snapshot:
        return ""
    return kept.known(finding_of(last.claim, last.about), warehouse, scope) or ""


def _worked(request: HttpRequest, name: str) -> Worked:
    warehouse, scope = request.warehouse, request.acting.scope  # type: ignore[attr-defined]
    return worked("test_claims", name, warehouse, scope)


def _row(request: HttpRequest, ledger: Ledger, one: Claimed) -> dict[str, Any]:
    last = ledger.last(one.id)
    return {
        "claim": one,
        "verdict": ledger.standing(one),
        "topic": one.topic or "other",
        "source": one.source or "not said",
        "last": last,
        "figure": last.tested.figure if last is not None and _may_see(request, last) else "",
    }


def _may_see(request: HttpRequest, filed: Filed) -> bool:
    """Whether what was found may be shown: it was not worked out for a narrower sight."""
    scope = request.acting.scope  # type: ignore[attr-defined]
    return bool(filed.min_group >= scope.min_group)


def _choices(name: str, rows: list[dict[str, Any]]) -> tuple[str, list[str]]:
    found = {str(row[name]) for row in rows}
    order = [one for one in WORDS if one in found] if name == "verdict" else sorted(found)
    return name.capitalize(), order


def _ready(request: HttpRequest, ledger: Ledger) -> list[str]:
    """Claims that can be tested as they stand and were not on this build."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        return []
    found = []
    for one in ledger.claims:
        last, way = ledger.last(one.id), one.test
        able = way.by is not By.NONE and (way.by is not By.QUESTION or way.treatment)
        if able and (last is None or last.snapshot != warehouse.snapshot):
            found.append(one.id)
    return found


def _hold_testable(one: Claimed, about: str) -> None:
    if one.test.by is By.NONE:
        raise UserError(f"{one.id} cannot be tested here", why=one.test.why)
    if one.test.by is By.QUESTION and not (about or one.test.treatment):
        raise UserError(
            f"{one.id} does not say which course, program or other treatment here it is about",
            remedy="name it, as in course:NAME or coaching",
        )


def _treatment(given: str) -> str:
    from everyrep.evidence.asking import treatment

    return treatment(given).text


def _known(ledger: Ledger, name: str) -> Claimed:
    try:
        return ledger[name]
    except UnknownName:
        raise Http404 from None


def _ledger() -> Ledger:
    return read_ledger(_workspace())


def _workspace() -> Workspace:
    return Workspace(place().workspace)
