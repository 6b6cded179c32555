"""`everyrep compare` and `everyrep miss`: units side by side, and what a miss is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import (
    PeriodOption,
    WhereOption,
    close_with,
    key_of,
    opened,
    refuse,
    told,
)
from everyrep.faces.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from everyrep.analysis.comparison import Compared, Comparison, Miss


def compare(
    name: Annotated[str, typer.Argument(help="A share or mean of the catalogue.")] = "win_rate",
    units: Annotated[
        str, typer.Option("--units", metavar="DIMENSION", help="What is compared.")
    ] = "team",
    mix: Annotated[
        list[str] | None,
        typer.Option(
            "--mix", metavar="DIMENSION", help="Adjusted for; may be given several times."
        ),
    ] = None,
    period: PeriodOption = None,
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare teams or people at the same mix, with the chance that an order is right."""
    from everyrep.analysis import comparison
    from everyrep.analysis.comparison.groups import MIX

    within = None if units == "person" else "person"
    groups = comparison.Groups(units, within, mix=tuple(mix) if mix else MIX)
    with opened(workspace) as (warehouse, scope):
        found = comparison.compare(
            warehouse, scope, name, groups=groups, where=where, period=period
        )
        if as_json:
            output.print_json(found.to_dict())
            return
        _print(found)
        close_with(found.notes, warehouse.snapshot)


def _print(found: Comparison) -> None:
    if found.reason is not None:
        refuse(found.reason)
    output.print_table(
        f"{found.measure}, adjusted for {', '.join(found.mix) or 'nothing'}",
        (found.unit, "adjusted", "by itself", "its mix expects", "places"),
        [_row(row) for row in found.rows],
    )
    if found.shares is not None:
        shares = ", ".join(f"{name} {share:.0%}" for name, share in found.shares.share.items())
        output.say(f"Where differences come from: {shares}.")
    output.say(found.verdict)


def _row(row: Compared) -> tuple[str, str, str, str, str]:
    places = "" if row.places is None else f"{row.places[0]} to {row.places[1]}"
    return (
        row.label,
        told(row.adjusted),
        "" if row.alone is None else told(row.alone),
        "" if row.expected is None else told(row.expected),
        places,
    )


def miss(
    name: Annotated[str, typer.Argument(help="The team or person, by name or id.")],
    unit: Annotated[str, typer.Option("--unit", help="team, person, region ...")] = "team",
    period: Annotated[
        str, typer.Option("--period", metavar="P", help="The days to explain.")
    ] = "last fiscal quarter",
    against: Annotated[
        str, typer.Option("--against", help="before, year_before, peers or target.")
    ] = "before",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a miss is made of: capacity, volume, territory, mix, conversion, size, and luck."""
    from everyrep.analysis.comparison import explain_miss

    with opened(workspace) as (warehouse, scope):
        key = key_of(warehouse, scope, unit, name)
        found = explain_miss(warehouse, scope, key, unit=unit, against=against, period=period)
        if as_json:
            output.print_json(found.to_dict())
            return
        _print_miss(found)
        close_with(found.notes, warehouse.snapshot)


def _print_miss(found: Miss) -> None:
    output.say(found.verdict)
    if found.reason is not None:
        return
    rows = [(part.title, told(part.amount)) for part in found.parts]
    rows.append(("Together", str(found.gap)))
    output.print_table(f"{found.label}, {found.period}", ("part", "amount"), rows)
