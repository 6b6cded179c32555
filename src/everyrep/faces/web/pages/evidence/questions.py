"""Questions: the list of them, the form of a new one, and one finding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from everyrep.evidence.asking import Question
from everyrep.evidence.register import Register, Registered, read_register, register_question
from everyrep.faces.reports.numbers import plural
from everyrep.faces.reports.pages.finding import asked_of
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.evidence.asked import (
    Line,
    command_of,
    grid,
    lines_of,
    may_see,
    parts_of,
    question_of,
)
from everyrep.faces.web.pages.evidence.broken import tells
from everyrep.faces.web.pages.evidence.choices import outcomes, teams, treatments
from everyrep.faces.web.pages.evidence.form import Form, form_of, question_in
from everyrep.faces.web.pages.evidence.named import question_name
from everyrep.faces.web.pages.evidence.under_way import at_once
from everyrep.faces.web.pages.evidence.worked import wanted, worked
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.values import EveryrepError, SystemClock
from everyrep.warehouse.workspace import Workspace

_AT_ONCE = 40
"""Questions that are answered anew by one press of the button."""
UNITS = ("person", "team", "territory", "manager")
_A_PAGE = 10


def _register() -> Register:
    return read_register(Workspace(place().workspace))


@require_GET
@opens("evidence")
@tells
def questions(request: HttpRequest) -> HttpResponse:
    """All questions: those registered before looking, and those asked since."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    context = {} if warehouse is None else _listed(request)
    return render(request, "everyrep/evidence_questions.html", context)


def _listed(request: HttpRequest) -> dict[str, Any]:
    scope = request.acting.scope  # type: ignore[attr-defined]
    lines = lines_of(_register(), request.warehouse, scope)  # type: ignore[attr-defined]
    first = [one for one in lines if one.cell.before_looking]
    since = [one for one in reversed(lines) if not one.cell.before_looking]
    heads, rows = grid(lines)
    page = Paginator(since, _A_PAGE).get_page(request.GET.get("page"))
    return {"lines": lines, "first": first, "page": page, "since": page.object_list,
            "heads": heads, "rows": rows, "late": len(_late(lines))}  # fmt: skip


def _late(lines: list[Line]) -> list[Question]:
    """Questions that were answered, but not from this build."""
    late = [one for one in lines if one.cell.answers and not one.shown.current]
    return [one.cell.question for one in late][:_AT_ONCE]


@require_POST
@opens("evidence")
@tells
def again(request: HttpRequest) -> HttpResponse:
    """Have questions answered from this build whose answers are of an earlier one."""
    warehouse, scope = request.warehouse, request.acting.scope  # type: ignore[attr-defined]
    late = [] if warehouse is None else _late(lines_of(_register(), warehouse, scope))
    for question in late:
        wanted("answer", question_name(question.key), _arguments(question), request)
    messages.info(request, f"{len(late)} {plural('question', len(late))} will be answered anew.")
    return redirect("evidence_questions")


@require_http_methods(["GET", "POST"])
@opens("evidence")
@tells
def new(request: HttpRequest) -> HttpResponse:
    """The form: a question is registered before looking, or asked at once."""
    warehouse, acting = request.warehouse, request.acting  # type: ignore[attr-defined]
    if warehouse is None:
        return render(request, "everyrep/evidence_questions.html", {})
    groups = treatments(warehouse, acting.scope)
    posted = request.method == "POST"
    given = request.POST if posted else request.GET
    form = form_of({name: given[name] for name in Form.__dataclass_fields__ if name in given},
                   given.getlist("teams"))  # fmt: skip
    problem = ""
    if posted:
        try:
            question = question_in(form, groups, warehouse, acting.scope)
            if given.get("do") == "register":
                _registered(request, question, form.why)
            else:
                _asked(request, question)
            return redirect("evidence_question", question.key)
        except EveryrepError as error:
            problem = error.told
    context = {
        "form": form, "groups": groups, "outcomes": list(outcomes()), "problem": problem,
        "teams": teams(warehouse, acting.scope), "units": UNITS,
    }  # fmt: skip
    return render(request, "everyrep/evidence_new.html", context, status=400 if problem else 200)


def _registered(request: HttpRequest, question: Question, why: str) -> None:
    """Write a question down before looking, and say where it stands."""
    who = request.acting.who  # type: ignore[attr-defined]
    entry = Registered(question, who, SystemClock().now(), why)
    standing = register_question(Workspace(place().workspace), entry)
    record(who, "question_registered", _about(question), key=question.key)
    messages.success(request, standing.sentence(question))


def _asked(request: HttpRequest, question: Question) -> None:
    """Have a question answered, as a job."""
    wanted("answer", question_name(question.key), _arguments(question), request)
    record(request.acting.who, "question_asked", _about(question), key=question.key)  # type: ignore[attr-defined]


def _arguments(question: Question) -> dict[str, Any]:
    return {"question": question.to_dict(), "key": question.key}


def _about(question: Question) -> str:
    return f"{question.treatment.text} on {question.outcome}"[:254]


@require_POST
@opens("evidence")
@tells
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Look at a question that stands in the register."""
    question = _known(request, key)[1]
    _asked(request, question)
    return redirect("evidence_question", key)


def _known(request: HttpRequest, key: str) -> tuple[Register, Question]:
    register = _register()
    question = question_of(register, key)
    if question is None or request.warehouse is None:  # type: ignore[attr-defined]
        raise Http404
    return register, question


@require_GET
@opens("evidence")
@tells
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question and what was found, worked out anew for each build that somebody looks at."""
    register, asked = _known(request, key)
    scope = request.acting.scope  # type: ignore[attr-defined]
    name, answers = question_name(key), register.answers(asked)
    if answers:
        found = at_once("answer", name, _arguments(asked), request)
    else:
        found = worked("answer", name, request.warehouse, scope)  # type: ignore[attr-defined]
    seen = [one for one in reversed(answers) if may_see(one, scope, found.data)]
    context = {
        "key": key, "asked": asked, "title": asked_of(asked), "parts": list(parts_of(asked)),
        "found": found, "standing": register.standing(asked).sentence(asked), "answers": seen,
        "changed": seen[0].changed_from(seen[1]) if len(seen) > 1 else "",
        "command": command_of(asked), "looked": bool(answers),
    }  # fmt: skip
    return render(request, "everyrep/evidence_question.html", context)


@require_GET
@opens("evidence")
@tells
def charts(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of a finding as a specification, for the page to make it answer."""
    scope = request.acting.scope  # type: ignore[attr-defined]
    found = setting.pictures(question_name(key), _with_build(request), scope)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/json")


def _with_build(request: HttpRequest) -> Any:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        raise Http404
    return warehouse
