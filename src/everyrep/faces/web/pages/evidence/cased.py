"""From a finding to money: a business case that begins with the finding's own question."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.evidence.asking import Question
from everyrep.evidence.money.case import BenefitKind
from everyrep.evidence.money.moved import MOVED
from everyrep.evidence.register import read_register
from everyrep.faces.reports.pages.finding import asked_of, treatment_of
from everyrep.faces.web.pages.evidence.asked import question_of
from everyrep.faces.web.pages.evidence.broken import tells
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.warehouse.workspace import Workspace

_ORDER = (BenefitKind.CONVERSION, BenefitKind.SIZE, BenefitKind.CYCLE, BenefitKind.VOLUME)
_REST = """\
years = [0.75, 1.0, 2.0]             # how long it lasts, after the lag
margin = [0.6, 0.7, 0.75]            # share of bookings that stays; 1 counts bookings themselves
level = 0.8                          # share of all cases that lies between low and high

# Bookings a year of those who had it, as they were before.
[base]
from = "records"

[[benefit]]
"""
_COSTS = """
# What it took; put your own numbers here, as one number or as [low, likely, high].
[[cost]]
name = "Seats"
kind = "seats"
each = 300                           # for each person
people = "treated"                   # those who had it, or a number

[[cost]]
name = "Content and trainers"
kind = "making"
amount = [20_000, 25_000, 40_000]

[[cost]]
name = "Hours out of field"
kind = "time"
hours = [12, 16, 20]                 # of each person
people = "treated"
hour = [55, 70, 95]                  # what an hour costs
"""


def case_for(question: Question) -> str:
    """A business case as text whose one benefit is what a question finds."""
    head = [
        "# What it brings against what it took. Change what is not yours; amounts are in the",
        "# reporting currency, where none is named.",
        "format = 1",
        f"name = {_text(treatment_of(question.treatment))}",
        f"treatment = {_text(question.treatment.text)}",
    ]
    head += [f"people = {_text(question.people)}"] if question.people else []
    return "\n".join(head) + "\n" + _REST + "\n".join(_benefit(question)) + "\n" + _COSTS


def _benefit(question: Question) -> Iterator[str]:
    held = MOVED.get(question.outcome, frozenset())
    kind = next((one for one in _ORDER if one in held), BenefitKind.OTHER)
    yield f"name = {_text(asked_of(question))}"
    yield f"kind = {_text(kind.value)}"
    yield f"from = {{ {', '.join(_parts(question))} }}"
    if not held:
        yield "worth = 0    # a year, that one unit of the outcome is worth for each person: yours"


def _parts(question: Question) -> Iterator[str]:
    """What a question says, as keys of a case; what it leaves to chance is left out."""
    given = {
        "outcome": question.outcome, "where": question.outcome_where, "period": question.period,
        "lag": question.lag or None, "horizon": question.horizon, "smallest": question.smallest,
        "unit": question.unit, "ramp": question.ramp,
    }  # fmt: skip
    for name, value in given.items():
        if value is not None:
            yield f"{name} = {_text(value) if isinstance(value, str) else value}"


def _text(text: str) -> str:
    """A text as TOML quotes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


@require_GET
@opens("evidence")
@tells
def case(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a business case, begun with a question."""
    question = question_of(read_register(Workspace(place().workspace)), key)
    if question is None:
        raise Http404
    context = {"text": case_for(question), "name": ""}
    return render(request, "everyrep/evidence_case_new.html", context)
