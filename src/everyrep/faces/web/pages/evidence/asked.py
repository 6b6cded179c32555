"""Questions as pages show them: who asked, what is believed, and the last answer one may see."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.evidence.asking import Question
from everyrep.evidence.findings import DESIGNS, Claim
from everyrep.evidence.register import Answered, Cell, Register, matrix
from everyrep.faces.reports.pages.finding import asked_of, outcome_of, treatment_of
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.pages.evidence.kept import told_of
from everyrep.faces.web.pages.evidence.named import question_name
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse

_TONES = {Claim.CAUSAL: "computable", Claim.SUGGESTIVE: "weak"}


@dataclass(frozen=True)
class Shown:
    """An answer as a list shows it.

    Attributes:
        claim: As a heading; empty where nobody has looked.
        tone: Of the claim, as in the style sheet.
        sentence: The finding; what the claim means where it was not written down.
        effect: With its range and n; empty where it is withheld.
        design: As a heading.
        snapshot: The build that was read.
        current: Whether that is the newest build.
        withheld: Whether figures are withheld, since they were worked out under wider rights.
    """

    claim: str = ""
    tone: str = "not"
    sentence: str = ""
    effect: str = ""
    design: str = ""
    snapshot: str = ""
    current: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Line:
    """One question.

    Attributes:
        cell: As the register knows it.
        title: In a few words.
        parts: What else it says: which facts, people, months.
        shown: The last answer.
        changed: What has changed since the answer before it; empty where nothing has.
    """

    cell: Cell
    title: str
    parts: tuple[str, ...]
    shown: Shown
    changed: str


def lines_of(register: Register, warehouse: Warehouse, scope: Scope) -> list[Line]:
    """Every question of a register, in the order in which they first came up."""
    cells = matrix(register).cells
    names = [question_name(one.question.key) for one in cells]
    kept = told_of(names, warehouse, scope)
    return [
        _line(register, cell, kept.get(name), warehouse.snapshot, scope)
        for cell, name in zip(cells, names, strict=True)
    ]


def _line(
    register: Register, cell: Cell, kept: dict[str, Any] | None, snapshot: str, scope: Scope
) -> Line:
    answers = register.answers(cell.question)
    last = answers[-1] if answers else None
    open_ = all(may_see(one, scope, kept) for one in answers[-2:])
    shown = _kept(kept) if kept else Shown() if last is None else _last(last, snapshot, scope)
    parts = tuple(parts_of(cell.question))
    return Line(cell, asked_of(cell.question), parts, shown, cell.changed if open_ else "")


def may_see(one: Answered, scope: Scope, kept: Mapping[str, Any] | None = None) -> bool:
    """Whether an answer that somebody got may be shown to who sees groups alone.

    Args:
        one: The answer.
        scope: Who looks.
        kept: What was worked out for who sees as much; the same may be shown in any case.
    """
    if scope.min_group <= 1 or (kept is not None and kept["shown"] == one.shown):
        return True
    return one.treated is not None and not scope.suppresses(one.treated)


def _kept(told: dict[str, Any]) -> Shown:
    claim = Claim(told["claim"])
    return Shown(
        claim.heading(), tone_of(claim), told["sentence"], _effect(claim, told["shown"]),
        _design(told["design"]), told["snapshot"], current=True,
    )  # fmt: skip


def _last(one: Answered, snapshot: str, scope: Scope) -> Shown:
    seen = may_see(one, scope)
    refused = one.shown if one.claim is Claim.REFUSED else ""
    sentence = (one.sentence or refused) if seen else ""
    return Shown(
        one.claim.heading(), tone_of(one.claim), sentence or one.claim.sentence,
        _effect(one.claim, one.shown) if seen else "", _design(one.design), one.snapshot,
        one.snapshot == snapshot, not seen,
    )  # fmt: skip


def _effect(claim: Claim, shown: str) -> str:
    return "" if claim is Claim.REFUSED else shown


def tone_of(claim: Claim) -> str:
    """How a claim is marked, as in the style sheet."""
    return _TONES.get(claim, "not")


def _design(name: str) -> str:
    return DESIGNS[name].title if name in DESIGNS else ""


def parts_of(question: Question) -> Iterator[str]:
    """What a question says beyond treatment and outcome, in words."""
    if question.outcome_where:
        yield f"facts where {question.outcome_where}"
    if question.people:
        yield f"people where {question.people}"
    if question.period:
        yield f"in {question.period}"
    if question.lag:
        yield f"from month {question.lag + 1} on"
    if question.horizon != 12:
        yield f"{question.horizon} months after it"
    if question.unit:
        yield f"assigned by {question.unit}"
    if question.ramp != 9:
        yield f"the first {question.ramp} months after hire left out"
    if question.unmoved:
        yield f"held against {', '.join(question.unmoved)}, which it cannot move"


def grid(lines: Sequence[Line]) -> tuple[list[str], list[tuple[str, list[list[Line]]]]]:
    """The matrix: outcomes across, drivers down, and the questions of each pair."""
    outcomes = list(dict.fromkeys(one.cell.question.outcome for one in lines))
    drivers = {one.cell.question.treatment.text: one.cell.question.treatment for one in lines}
    rows = [
        (treatment_of(what), [_at(lines, text, outcome) for outcome in outcomes])
        for text, what in drivers.items()
    ]
    return [outcome_of(one) for one in outcomes], rows


def _at(lines: Sequence[Line], driver: str, outcome: str) -> list[Line]:
    return [
        one
        for one in lines
        if (one.cell.question.treatment.text, one.cell.question.outcome) == (driver, outcome)
    ]


def question_of(register: Register, key: str) -> Question | None:
    """The question of a key, registered, answered or just asked; None where there is none."""
    asked = [one.question for one in register.registered]
    asked += [one.question for one in register.answered]
    found = next((one for one in asked if one.key == key), None)
    if found is not None:
        return found
    job = Job.objects.filter(kind="answer", arguments__key=key).order_by("-pk").first()
    return Question.from_dict(job.arguments["question"]) if job else None


def command_of(question: Question) -> str:
    """The line that asks the same on the command line."""
    parts = ["everyrep", "evidence", "ask", question.treatment.text, question.outcome]
    given = (
        ("--where", question.outcome_where), ("--people", question.people),
        ("--period", question.period), ("--lag", question.lag or None),
        ("--horizon", None if question.horizon == 12 else question.horizon),
        ("--smallest", question.smallest), ("--unit", question.unit),
        ("--ramp", None if question.ramp == 9 else question.ramp),
        *(("--unmoved", one) for one in question.unmoved),
    )  # fmt: skip
    for name, value in given:
        parts += [] if value is None else [name, str(value)]
    return shlex.join(parts)
