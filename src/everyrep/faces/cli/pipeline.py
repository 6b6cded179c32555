"""`everyrep pipeline`: what it takes to hit the target, what moved, and what needs a look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import (
    PeriodOption,
    WhereOption,
    close_with,
    opened,
    refuse,
    told,
)
from everyrep.faces.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from everyrep.analysis.pipeline.figures import PipelineTruth
    from everyrep.analysis.pipeline.to_see import Attention

app = typer.Typer(
    help="What it takes to hit the target, what moved, and what needs a look.",
    no_args_is_help=True,
)


@app.command()
def coverage(
    period: Annotated[
        str, typer.Option("--period", metavar="P", help="A period that goes on, or is to come.")
    ] = "this fiscal quarter",
    chance: Annotated[
        float, typer.Option("--chance", help="Chosen chance of hitting the target.")
    ] = 0.8,
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Coverage of the target beside the coverage needed, and the chance of hitting it."""
    from everyrep.analysis.pipeline.truth import pipeline_truth

    with opened(workspace) as (warehouse, scope):
        found = pipeline_truth(warehouse, scope, period=period, chance=chance, where=where)
        if as_json:
            output.print_json(found.to_dict())
            return
        _print_truth(found)
        close_with(found.notes, warehouse.snapshot)


_WHEN = {"before": "before the period"}


def _ahead(found: PipelineTruth) -> list[tuple[str, str]]:
    """What is due before a period that is still to come."""
    if found.ahead.estimable and not found.ahead.number():
        return []
    return [("Due before the period, not in coverage", told(found.ahead))]


def _print_truth(found: PipelineTruth) -> None:
    output.print_table(
        f"{found.period}, as of {found.as_of}",
        ("", "figure"),
        [
            ("Left of the target", told(found.remaining)),
            ("Pipeline due", told(found.due)),
            ("Overdue, not in coverage", told(found.overdue)),
            *_ahead(found),
            ("Coverage", told(found.coverage)),
            (f"Coverage needed for a chance of {found.chosen:.0%}", told(found.needed)),
            ("Coverage that breaks even", told(found.break_even)),
            ("Chance that open deals bring it", told(found.chance)),
            ("The same, with deals still to be opened", told(found.chance_with_later)),
            ("What open deals will bring", told(found.expected)),
            ("Weighted pipeline, beside it", told(found.weighted)),
        ],
    )
    output.say()
    output.print_table(
        "By stage",
        ("stage", "due", "pipeline", "coverage", "chance", "expected"),
        [
            (
                stage.stage,
                "yes" if stage.due else _WHEN.get(stage.when, stage.when),
                told(stage.pipeline),
                told(stage.coverage),
                told(stage.chance),
                told(stage.expected),
            )
            for stage in found.stages
        ],
    )


@app.command()
def moves(
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="The first day; a week before by default."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DAY", help="The second day; the last known by default."),
    ] = None,
    period: PeriodOption = None,
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """What moved the pipeline between two days: new, won, lost, slipped, grown and so on."""
    from everyrep.analysis.pipeline.moves import what_moved

    first, last = _day("--since", since), _day("--until", until)
    with opened(workspace) as (warehouse, scope):
        found = what_moved(warehouse, scope, since=first, until=last, period=period, where=where)
        if as_json:
            output.print_json(found.to_dict())
            return
        output.print_table(
            f"From {found.since} to {found.until}",
            ("", "pipeline"),
            [
                (f"On {found.since}", told(found.before)),
                *((part.name.replace("_", " "), told(part.effect)) for part in found.parts),
                (f"On {found.until}", told(found.after)),
            ],
        )
        close_with(found.notes, warehouse.snapshot)


def _day(option: str, text: str | None) -> date | None:
    from everyrep.values import UserError

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as problem:
        raise UserError(f"{option} is {text!r}", remedy="write a day as 2026-03-31") from problem


@app.command()
def attention(
    period: PeriodOption = None,
    where: WhereOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many deals at most.")] = 25,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open deals that need a look, and why: aged, overdue, without next step and so on."""
    from everyrep.analysis.pipeline.attention import needs_attention

    with opened(workspace) as (warehouse, scope):
        found = needs_attention(warehouse, scope, where=where, period=period, most=limit)
        if as_json:
            output.print_json(found.to_dict())
            return
        _print_attention(found)
        close_with(found.notes, warehouse.snapshot)


def _print_attention(found: Attention) -> None:
    from everyrep.analysis.pipeline.hygiene import RULES

    output.print_table(
        f"{found.open_deals:,} open deals, {found.as_of}",
        ("what is wrong", "deals"),
        [(RULES[name], told(count)) for name, count in found.counts.items()],
    )
    _print_ages(found)
    if found.withheld is not None:
        refuse(found.withheld)
        return
    output.say()
    output.print_table(
        f"The first {len(found.deals):,} of {found.marked:,} to look at",
        ("deal", "stage", "days in it", "owner", "amount", "to close on", "why"),
        [
            (
                deal.name or deal.deal,
                deal.stage,
                deal.age.days,
                deal.owner_name or deal.owner,
                deal.amount,
                deal.close_on,
                ", ".join(reason.replace("_", " ") for reason in deal.reasons),
            )
            for deal in found.deals
        ],
        numbers=("days in it", "amount"),
    )


def _print_ages(found: Attention) -> None:
    """What the age of a deal is held against."""
    known = [stage for stage in found.stages if stage.limit.estimable]
    if not known:
        return
    output.say()
    output.print_table(
        "Days that the whole company's winners took",
        ("stage", "half had left by", f"{found.limits.aged:.0%} had left by", "open deals beyond"),
        [
            (
                stage.stage,
                told(stage.half),
                told(stage.limit),
                "withheld" if stage.aged is None else f"{stage.aged:,} of {stage.open_deals:,}",
            )
            for stage in known
        ],
    )
