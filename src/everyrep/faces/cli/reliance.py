"""`everyrep reliance`: how far the company leans on a few people, beside what luck alone gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import WhereOption, close_with, opened, refuse, told
from everyrep.faces.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from everyrep.analysis.heroes import Reliance


def reliance(
    period: Annotated[
        str, typer.Option("--period", metavar="P", help="Such as 2026, 'last 4 quarters'.")
    ] = "last 4 quarters",
    where: WhereOption = None,
    close: Annotated[
        float, typer.Option("--close", help="Share of the real gap to the top to be closed.")
    ] = 0.5,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how uneven sales are between people, how much of it is luck, and what lasts."""
    from everyrep.analysis import heroes

    with opened(workspace) as (warehouse, scope):
        lift = heroes.Lift(share_of_gap=close)
        found = heroes.reliance(warehouse, scope, period, where=where, lift=lift)
        if as_json:
            output.print_json(found.to_dict())
            return
        _print(found)
        close_with(found.notes, warehouse.snapshot)


def _print(found: Reliance) -> None:
    if found.reason is not None:
        refuse(found.reason)
        return
    output.say(found.verdict)
    output.print_table(
        f"{found.people} people, {found.period}",
        ("", "seen", "luck alone gives", "luck taken out"),
        [(one.title, told(one.seen), told(one.luck), told(one.real)) for one in found.figures],
    )
    output.say(f"Share of the spread between people that is no luck: {told(found.real)}")
    if found.later is not None:
        output.say()
        output.print_table(
            f"The same people, since {found.later.before}",
            ("", "then, of the mean", "now", "left since"),
            [(g.name, told(g.then), told(g.now), f"{g.left:.0%}") for g in found.later.groups],
        )
        output.say(f"Rank correlation, corrected for noise: {told(found.later.true_rank)}")
    if found.middle is not None:
        output.say(
            f"If the middle sold more by {told(found.middle.lift)}: {told(found.middle.worth)}"
        )
