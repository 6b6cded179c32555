"""`everyrep evidence chain`: from skill to behaviour to outcome, did each link move?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, close_with, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption
from everyrep.faces.cli.questioning import (
    FactsOption,
    HorizonOption,
    LagOption,
    PeopleOption,
    RampOption,
    SmallestOption,
    TreatmentArgument,
    UnitOption,
)

if TYPE_CHECKING:
    from everyrep.evidence.chain import Chain

OutcomeOption = Annotated[str, typer.Option("--outcome", help="The measure at the end.")]
SkillOption = Annotated[
    str | None, typer.Option("--skill", help="A measure of what was learned, such as test_score.")
]
BehaviourOption = Annotated[
    str | None, typer.Option("--behaviour", help="A measure of what people do, such as meetings.")
]
SkillFactsOption = Annotated[
    str | None,
    typer.Option("--skill-where", metavar="EXPR", help="Which facts of the skill count."),
]
BehaviourFactsOption = Annotated[
    str | None,
    typer.Option("--behaviour-where", metavar="EXPR", help="Which facts of behaviour count."),
]


def chain(  # noqa: PLR0913 - a question has as many parts
    treatment: TreatmentArgument,
    outcome: OutcomeOption,
    skill: SkillOption = None,
    behaviour: BehaviourOption = None,
    skill_where: SkillFactsOption = None,
    behaviour_where: BehaviourFactsOption = None,
    where: FactsOption = None,
    people: PeopleOption = None,
    period: PeriodOption = None,
    lag: LagOption = 0,
    horizon: HorizonOption = 12,
    smallest: SmallestOption = None,
    unit: UnitOption = None,
    ramp: RampOption = 9,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask whether skill, behaviour and outcome moved; join them only where a lot allows it."""
    from everyrep.evidence.asking import Question
    from everyrep.evidence.asking import treatment as read
    from everyrep.evidence.chain import chain as linked
    from everyrep.measures import load_catalogue

    catalogue = load_catalogue()
    named = {"skill": skill, "behaviour": behaviour, "outcome": outcome}
    measures = {level: catalogue[one].name for level, one in named.items() if one is not None}
    facts = {"skill": skill_where or "", "behaviour": behaviour_where or ""}
    question = Question(
        read(treatment), measures["outcome"], where, people, period, lag, horizon, smallest, unit,
        ramp,
    )  # fmt: skip
    with opened(workspace) as (warehouse, scope):
        found = linked(warehouse, question, measures, scope, where=facts)
    if as_json:
        output.print_json(found.to_dict())
        return
    _print(found)
    close_with((), found.snapshot)


def _print(found: Chain) -> None:
    output.say(found.sentence, style="bold")
    output.say()
    output.print_table(
        "",
        ("link", "measure", "", "effect"),
        [
            (one.level, one.measure, one.word, one.finding.estimate.describe())
            for one in found.links
        ],
    )
    for one in found.links:
        output.say(f"{one.level.capitalize()}: {one.finding.sentence}")
    for way in found.by:
        output.say(way.sentence)
    if found.why_not:
        output.say(found.why_not)
