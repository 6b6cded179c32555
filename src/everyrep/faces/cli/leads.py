"""`everyrep leads`: which indicators lead here, by how long, and which are demoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, WhereOption, close_with, opened, told
from everyrep.faces.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from everyrep.analysis.leading.leads import Lead, Leads

_NAMED = 3


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
    if found.leads:
        output.print_table(
            f"{_pairs(found.pairs)}, {found.period}, by {found.unit}",
            ("indicator", "outcome", "verdict", "months ahead", "forecasts better by"),
            [_row(lead) for lead in found.leads],
            numbers=("months ahead",),
        )
    else:
        output.say("No pair could be looked at.")
    if found.demoted:
        output.say(f"Demoted, since they lead nothing here: {', '.join(found.demoted)}.")
    if found.left_out:
        output.print_table("Not looked at", ("why", "measures", ""), _left_out(found))
    if found.leads:
        seemed = _pairs(found.placebo)
        output.say(f"With people exchanged at random, {seemed} seemed to lead.")


def _pairs(count: int) -> str:
    return "1 pair" if count == 1 else f"{count:,} pairs"


def _left_out(found: Leads) -> list[tuple[str, str, str]]:
    """Measures that were not looked at, by the reason, those with most first."""
    kinds: dict[str, list[str]] = {}
    for name, why in found.left_out.items():
        kinds.setdefault(why, []).append(name)
    return [
        (why, str(len(names)), ", ".join(names[:_NAMED]) + (" ..." if names[_NAMED:] else ""))
        for why, names in sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    ]


def _row(lead: Lead) -> tuple[str, str, str, str, str]:
    lag = lead.finding.lag
    return (
        lead.indicator,
        lead.outcome,
        lead.sentence,
        str(lag) if lead.leads and lag is not None else "",
        told(lead.gain) if lead.gain.estimable else "",
    )
