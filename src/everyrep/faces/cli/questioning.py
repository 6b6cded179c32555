"""The parts of a question about cause, as arguments and options of commands."""

from __future__ import annotations

from typing import Annotated

import typer

TreatmentArgument = Annotated[
    str,
    typer.Argument(
        help="course:NAME, certificate:NAME, lessons[:NAME], coaching[:SKILL], content:NAME, "
        "activity:KIND, program:NAME[@ARM] or change:DAY[@TEAM] (also tool:, process:, plan:)."
    ),
]
OutcomeArgument = Annotated[str, typer.Argument(help="A measure of the catalogue.")]
FactsOption = Annotated[
    str | None,
    typer.Option("--where", metavar="EXPR", help="Which facts of the outcome count."),
]
PeopleOption = Annotated[
    str | None, typer.Option("--people", metavar="EXPR", help="Which people, by their facts.")
]
LagOption = Annotated[int, typer.Option("--lag", help="Months until it is expected to work.")]
HorizonOption = Annotated[int, typer.Option("--horizon", help="Months it is looked at after.")]
SmallestOption = Annotated[
    float | None,
    typer.Option("--smallest", help="Smallest effect worth having, in the outcome's unit."),
]
UnitOption = Annotated[
    str | None, typer.Option("--unit", help="What was assigned: person, team, territory.")
]
RampOption = Annotated[int, typer.Option("--ramp", help="Months after hire left out.")]
UnmovedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unmoved",
        metavar="MEASURE",
        help="An outcome that it cannot move ('MEASURE where EXPR'): shows who came. Repeatable.",
    ),
]
