"""`everyrep evidence combinations`: what does more together than the sum of its parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption
from everyrep.faces.cli.questioning import PeopleOption, RampOption, UnitOption

if TYPE_CHECKING:
    from everyrep.evidence.combinations import Combined, Line

_SHOWN = 10


def combinations(  # noqa: PLR0913 - a search has as many terms
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", help="A measure that it is held against; win_rate by default."),
    ] = None,
    people: PeopleOption = None,
    period: PeriodOption = None,
    margin: Annotated[
        float,
        typer.Option("--margin", help="Smallest joint effect worth having, a share of the usual."),
    ] = 0.1,
    behaviours: Annotated[
        bool,
        typer.Option("--behaviours/--courses-only", help="Whether activities count as well."),
    ] = True,
    unit: UnitOption = None,
    ramp: RampOption = 9,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search pairs of courses and behaviours: one half of the people proposes, the other confirms.

    What is told is what having both adds beyond the sum of each by itself.
    """
    from everyrep.evidence.combinations import BEHAVIOURS, OUTCOMES, Terms
    from everyrep.evidence.combinations import combinations as searched

    with opened(workspace) as (warehouse, scope):
        found = searched(
            warehouse, scope, outcomes=outcome or OUTCOMES,
            behaviours=tuple(BEHAVIOURS) if behaviours else (), people=people, period=period,
            ramp=ramp, terms=Terms(margin=margin, unit=unit),
        )  # fmt: skip
        snapshot = warehouse.snapshot
    if as_json:
        output.print_json({"outcomes": [one.to_dict() for one in found], "snapshot": snapshot})
        return
    for one in found:
        _print(one)
    output.hint(f"Snapshot {snapshot}")


def _print(found: Combined) -> None:
    output.say(f"{found.title}: {found.sentence}", style="bold")
    if found.reason is not None:
        output.say(f"To tell more: {found.reason.remedy}")
        return
    hung = "" if found.assigned == "person" else f", in {found.units} {found.assigned}s"
    sets = " and ".join(f"{count:,} {name}" for name, count in found.searched.items())
    output.say(
        f"{len(found.things)} learning objects and behaviours, {found.people} people, "
        f"{found.months} months{hung}; {sets} searched."
    )
    if found.announced:
        _table(found, "Announced: beyond the sum of the parts, in the other half", found.announced)
    _print_open(found)


def _print_open(found: Combined) -> None:
    for reason, count in found.unasked.items():
        output.say(f"Not asked about: {count:,}, since {reason}.")
    if found.searched.get("pairs"):
        output.say(
            f"No worthwhile joint effect: {found.equal:,}. A usual pair would be found four times "
            f"of five if it added {found.text(found.detectable)}; worth having is "
            f"{found.text(found.margin)}."
        )
    rest = [one for one in found.lines if one not in found.announced]
    if rest:
        output.say()
        _table(found, "Seen in one half alone: cannot tell", rest[:_SHOWN])


def _table(found: Combined, title: str, lines: Sequence[Line]) -> None:
    output.print_table(
        title,
        ("together", "verdict", "beyond the sum", "drawn back", "false if kept", "why"),
        [
            (found.titles_of(one), one.phrase, found.figure(one).describe(),
             found.text(one.shrunken) if math.isfinite(one.shrunken) else "",
             f"{one.q:.0%}", one.why)
            for one in lines
        ],
        numbers=("drawn back", "false if kept"),
    )  # fmt: skip
