"""`everyrep evidence`: whether it causes better selling, for whom, and after how long."""

from __future__ import annotations

import typer

from everyrep.faces.cli import (
    calibrate,
    chain,
    claim,
    combinations,
    curriculum,
    drivers,
    gains,
    register,
    roi,
    trial,
)
from everyrep.faces.cli.answered import kept, tell
from everyrep.faces.cli.asking import PeriodOption, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at
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

app = typer.Typer(
    help="Whether something causes better selling, for whom, after how long.",
    no_args_is_help=True,
)

app.command("register")(register.register)
app.command("questions")(register.questions)
app.command("drivers")(drivers.drivers)
app.command("gains")(gains.gains)
app.command("chain")(chain.chain)
app.add_typer(trial.app, name="trial")
app.command("review")(curriculum.review)
app.command("combinations")(combinations.combinations)
app.command("roi")(roi.roi)
app.add_typer(claim.app, name="claim")
app.command("calibrate")(calibrate.calibrate)


@app.command()
def ask(  # noqa: PLR0913 - a question has as many parts
    treatment: TreatmentArgument,
    outcome: OutcomeArgument,
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
    """Answer one question: the claim, the figure, what was tried on it, what it would take."""
    from everyrep.evidence.answering import ask as answered
    from everyrep.evidence.asking import Question
    from everyrep.evidence.asking import treatment as read
    from everyrep.evidence.register import read_register

    question = Question(
        read(treatment), outcome, where, people, period, lag, horizon, smallest, unit, ramp,
        tuple(unmoved or ()),
    )  # fmt: skip
    with opened(workspace) as (warehouse, scope):
        standing = read_register(workspace_at(workspace)).standing(question)
        found = answered(warehouse, question, scope, registered=standing.before_looking)
        told = kept(workspace_at(workspace), found, standing, warehouse.snapshot)
        tell(warehouse, scope, found, told, as_json=as_json)
