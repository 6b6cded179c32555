"""`everyrep evidence review`: which learning objects work, which can go, which deserve a trial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption
from everyrep.faces.cli.questioning import PeopleOption

if TYPE_CHECKING:
    from everyrep.evidence.curriculum import Line, Reviewed

_SHOWN = 10


def review(
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", help="A measure that it is held against; several by default."),
    ] = None,
    people: PeopleOption = None,
    period: PeriodOption = None,
    margin: Annotated[
        float, typer.Option("--margin", help="Smallest effect worth having, a share of the usual.")
    ] = 0.1,
    workspace: WorkspaceOption = None,
    shown: Annotated[
        int, typer.Option("--shown", min=1, help="How many that cannot be told are listed.")
    ] = _SHOWN,
    as_json: JsonOption = False,
) -> None:
    """Review all learning objects at once: works, no worthwhile effect, harms, cannot tell."""
    from everyrep.evidence.curriculum import OUTCOMES
    from everyrep.evidence.curriculum import review as reviewed

    with opened(workspace) as (warehouse, scope):
        found = reviewed(
            warehouse, scope, outcomes=outcome or OUTCOMES, people=people, period=period,
            margin=margin,
        )  # fmt: skip
        if as_json:
            output.print_json(found.to_dict() | {"snapshot": warehouse.snapshot})
            return
        _print(found, shown)
        output.hint(f"Snapshot {warehouse.snapshot}")


def _print(found: Reviewed, shown: int) -> None:
    from everyrep.evidence.inference import Worth

    numbers = range(len(found.objects))
    output.say(
        f"{len(found.objects)} learning objects, {found.people} people, {found.months} months, "
        "all estimated together."
    )
    for word in (Worth.WORKS, Worth.HARMS, Worth.NO_WORTHWHILE_EFFECT):
        named = [at for at in numbers if found.word(at) is word]
        told = [line for at in named for line in found.of(at) if line.word is word]
        output.say()
        output.say(f"{word.value.capitalize()}: {len(named)}", style="bold")
        if told:
            _table(found, told)
    if found.hours_back:
        output.say(f"Without these, {found.hours_back:,.0f} hours a year would be given back.")
    _print_open(found, shown)


def _print_open(found: Reviewed, shown: int) -> None:
    from everyrep.evidence.inference import Worth

    worth = found.trials_worth_running()
    open_ = sum(found.word(at) is Worth.CANNOT_TELL for at in range(len(found.objects)))
    output.say()
    output.say(f"Cannot tell: {open_}; worth most to know first", style="bold")
    _table(found, worth[:shown])
    if len(worth) > shown:
        output.say(
            f"{shown} of {len(worth)} are listed; all of them with --shown {len(worth)}, and every "
            "line against every outcome with --json."
        )
    if open_ > len(worth):
        output.say(f"Of {open_ - len(worth)} nothing can be estimated, so they are not listed.")


def _table(found: Reviewed, lines: Sequence[Line]) -> None:
    output.print_table(
        "",
        ("object", "outcome", "effect", "range", "people", "false if kept", "why"),
        [
            (found.objects.titles[line.object], line.outcome, *_sizes(found, line),
             f"{line.treated}", f"{line.q:.0%}", line.why)
            for line in lines
        ],
        numbers=("effect", "people", "false if kept"),
    )  # fmt: skip


def _sizes(found: Reviewed, line: Line) -> tuple[str, str]:
    """The effect and its range, in the outcome's unit: points, or major units of money."""
    from everyrep.evidence.findings import size_in

    size = size_in(found.units[found.outcomes.index(line.outcome)])
    return size(line.value), f"{size(line.low)} to {size(line.high)}"
