"""`everyrep evidence register` and `questions`: what is believed, written down before looking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, who, workspace_at
from everyrep.faces.cli.questioning import (
    FactsOption,
    HorizonOption,
    LagOption,
    OutcomeArgument,
    PeopleOption,
    RampOption,
    SmallestOption,
    TreatmentArgument,
    UnitOption,
    UnmovedOption,
)

if TYPE_CHECKING:
    from everyrep.evidence.register import Cell, Matrix


def register(  # noqa: PLR0913 - a question has as many parts
    treatment: TreatmentArgument,
    outcome: OutcomeArgument,
    why: Annotated[str, typer.Option("--why", help="What is believed, and why.")],
    where: FactsOption = None,
    people: PeopleOption = None,
    period: PeriodOption = None,
    lag: LagOption = 0,
    horizon: HorizonOption = 12,
    smallest: SmallestOption = None,
    unit: UnitOption = None,
    ramp: RampOption = 9,
    unmoved: UnmovedOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register a question before looking at its answer: who asks, when, and what is believed."""
    from everyrep.evidence.asking import Question
    from everyrep.evidence.asking import treatment as read
    from everyrep.evidence.register import Registered, register_question
    from everyrep.measures import load_catalogue
    from everyrep.values import SystemClock

    question = Question(
        read(treatment), load_catalogue()[outcome].name, where, people, period, lag, horizon,
        smallest, unit, ramp, tuple(unmoved or ()),
    )  # fmt: skip
    entry = Registered(question, who(), SystemClock().now(), why)
    standing = register_question(workspace_at(workspace), entry)
    if as_json:
        output.print_json(entry.to_dict() | {"before_looking": standing.before_looking})
        return
    output.say(standing.sentence(question))
    output.hint(f"All questions: {output.command()} evidence questions")


def questions(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show what was asked: drivers by outcomes, who asked before looking, and the last answers."""
    from everyrep.evidence.register import matrix, read_register

    found = matrix(read_register(workspace_at(workspace)))
    if as_json:
        output.print_json(found.to_dict())
        return
    if not found.cells:
        output.say("No question has been registered or asked here.")
        output.hint(f"Register one: {output.command()} evidence register TREATMENT OUTCOME --why")
        return
    _print(found)


def _print(found: Matrix) -> None:
    output.print_table(
        "Drivers by outcomes",
        ("", *found.outcomes),
        [
            (driver, *("\n".join(map(_brief, found.at(driver, one))) for one in found.outcomes))
            for driver in found.drivers
        ],
    )
    output.say()
    output.print_table(
        "Questions",
        ("driver", "outcome", "asked by", "on", "what is believed", "answer"),
        [
            (one.question.treatment.text, one.question.outcome, one.asked_by, one.asked_on,
             one.why or "not registered", one.shown)
            for one in found.cells
        ],
    )  # fmt: skip
    for one in found.cells:
        if one.changed:
            output.say(f"{one.question.treatment.text} on {one.question.outcome}: {one.changed}")


def _brief(one: Cell) -> str:
    """How far a question has come, in a few words."""
    claim = one.claim.replace("_", " ")
    if one.status == "registered":
        return "registered"
    if one.before_looking:
        return f"answered: {claim}"
    after = "registered after looking" if one.status == "answered" else "not registered"
    return f"{claim} ({after})"
