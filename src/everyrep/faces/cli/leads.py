"""`everyrep leads`: which indicators lead here, by how long, and which are demoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, WhereOption, close_with, opened, told
from everyrep.faces.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from everyrep.analysis.leading.leads import Lead, Leads


def leads(
    indicator: Annotated[
        list[str] | None,
        typer.Option("--indicator", help="A measure to try; all that may lead by default."),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", help="What it is to lead; won deals and bookings by default."),
    ] = None,
    period: PeriodOption = None,
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Test which indicators come before which outcomes in this company, out of sample."""
    from everyrep.analysis.leading.which import which_lead

    with opened(workspace) as (warehouse, scope):
        found = which_lead(
            warehouse,
            scope,
            indicators=indicator or None,
            outcomes=tuple(outcome or ("won_deals", "bookings")),
            period=period,
            where=where,
        )
        if as_json:
            output.print_json(found.to_dict())
            return
        _print(found)
        close_with(found.notes, warehouse.snapshot)


def _print(found: Leads) -> None:
    output.print_table(
        f"{found.pairs} pairs, {found.period}, by {found.unit}",
        ("indicator", "outcome", "verdict", "months ahead", "forecasts better by"),
        [_row(lead) for lead in found.leads],
        numbers=("months ahead",),
    )
    if found.demoted:
        output.say(f"Demoted, since they lead nothing here: {', '.join(found.demoted)}.")
    if found.left_out:
        output.say(f"Not looked at: {', '.join(found.left_out)}; see --json for why.")
    output.say(f"With people exchanged at random, {found.placebo} pairs seemed to lead.")


def _row(lead: Lead) -> tuple[str, str, str, str, str]:
    lag = lead.finding.lag
    return (
        lead.indicator,
        lead.outcome,
        lead.sentence,
        "" if lag is None else str(lag),
        told(lead.gain) if lead.gain.estimable else "",
    )
