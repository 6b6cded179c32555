"""`everyrep presets`: the few indicators to look at before revenue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, WhereOption, close_with, opened, told
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at

if TYPE_CHECKING:
    from everyrep.analysis.presets import Presets, PresetShown
    from everyrep.measures import Answer, Row


def presets(
    growth: Annotated[
        str | None,
        typer.Argument(help="under_10m, 10_to_30m, 30_to_75m or above_75m; lists all without."),
    ] = None,
    role: Annotated[str, typer.Option("--role", help="seller or manager.")] = "seller",
    motion: Annotated[str, typer.Option("--motion", help="hunting or farming.")] = "hunting",
    period: PeriodOption = None,
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the five to seven indicators of a growth stage, role and motion, before revenue."""
    from everyrep.analysis import presets as sets

    known = sets.load_presets(workspace_at(workspace).root)
    if growth is None:
        _list(known, as_json=as_json)
        return
    preset = known.of(growth, role, motion)
    with opened(workspace) as (warehouse, scope):
        found = sets.show(warehouse, scope, preset, period=period, where=where)
        if as_json:
            output.print_json(found.to_dict())
            return
        output.say(f"{preset.title}. {preset.sentence}")
        output.say(preset.why)
        for title, first, answers in (
            ("Look at these first", "indicator", found.leading),
            ("They come before", "outcome", found.outcomes),
        ):
            output.print_table(title, (first, "figure", "of"), _rows(found, answers))
        close_with(found.notes, warehouse.snapshot)


def _list(known: Presets, *, as_json: bool) -> None:
    if as_json:
        output.print_json([preset.to_dict() for preset in known])
        return
    output.print_table(
        "Presets",
        ("growth", "role", "motion", "indicators"),
        [(p.growth, p.role, p.motion, ", ".join(p.leading)) for p in known],
    )


def _rows(found: PresetShown, answers: tuple[Answer, ...]) -> list[tuple[str, str, str]]:
    from everyrep.measures import load_catalogue

    return [
        (
            ", ".join((load_catalogue()[row.measure].title, *_groups(answer, row))),
            told(row.estimate),
            str(found.periods[row.measure] or "all days"),
        )
        for answer in answers
        for row in answer
    ]


def _groups(answer: Answer, row: Row) -> list[str]:
    return [answer.label(name, row.keys.get(name)) for name in answer.by]
