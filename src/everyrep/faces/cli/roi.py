"""`everyrep evidence roi`: what something brings against what it takes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import close_with, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at

if TYPE_CHECKING:
    from everyrep.evidence.money import Business
    from everyrep.faces.reports.business import Number
    from everyrep.warehouse.workspace import Workspace


def roi(
    case: Annotated[
        Path | None,
        typer.Argument(
            help="The business case: a TOML file, or the name of one in the workspace's cases/."
        ),
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Print a case to start from, and stop.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="List the cases in the workspace's cases/, and stop.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the file among the cases of the workspace.")
    ] = False,
    table: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write all lines as CSV, too.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether something pays: benefits against costs, with the effect's range carried through.

    Effects come from questions, answered from the records; one that is no claim of cause is marked.
    """
    from everyrep.evidence import money
    from everyrep.evidence.register import read_register
    from everyrep.faces.reports.business import csv_of, rows_of
    from everyrep.warehouse.workspace import disk_errors

    if listed:
        _list(workspace_at(workspace), as_json=as_json)
        return
    if template or case is None:
        output.say(money.template().rstrip())
        if case is None and not template:
            output.hint("This is a case to start from: save it, change it, and name the file.")
        return
    name, text = _read(workspace_at(workspace), case)
    parsed = money.checked_case(text, name)
    if keep:
        money.keep_case(workspace_at(workspace), money.name_of(case.stem), text)
    with opened(workspace) as (warehouse, scope):
        register = read_register(workspace_at(workspace))
        found = money.business(
            warehouse,
            parsed,
            scope,
            registered=lambda asked: register.standing(asked).before_looking,
        )
        if table is not None:
            with disk_errors(table):
                table.write_text(csv_of(rows_of(found)), encoding="utf-8-sig", newline="")
        if as_json:
            output.print_json(found.to_dict())
            return
        _print(found)
        close_with(found.notes, warehouse.snapshot)


def _read(workspace: Workspace, case: Path) -> tuple[str, str]:
    """A case by its file, or by its name among those of the workspace."""
    from everyrep.evidence.money import case_names, recall_case
    from everyrep.warehouse.workspace import disk_errors

    if not case.exists() and str(case) in case_names(workspace):
        return f"{case}.toml", recall_case(workspace, str(case)).text
    with disk_errors(case):
        return case.name, case.read_text(encoding="utf-8")


def _list(workspace: Workspace, *, as_json: bool) -> None:
    """The cases of the workspace, with why one cannot be read."""
    from everyrep.evidence.money import kept_cases

    found = kept_cases(workspace)
    if as_json:
        output.print_json(
            [{"name": one.name, "title": one.title, "problem": one.problem} for one in found]
        )
        return
    output.print_table(
        "Business cases", ("name", "title", "cannot be read"),
        [(one.name, one.title, one.problem) for one in found],
    )  # fmt: skip
    if not found:
        output.hint(f"Keep one: {output.command()} evidence roi FILE --keep")


def _print(found: Business) -> None:
    from everyrep.faces.reports.business import ends_of, lines_of

    output.say(found.sentence, style="bold")
    if found.returned is None:
        return
    output.say()
    output.print_table(
        f"{found.name}: {found.treated:,} had it; {found.currency.code}",
        ("", "", "kind", "low", "likely", "high", "grade", ""),
        [
            (part, line, kind, *(_cell(one) for one in ends_of(figure)), figure.grade.value, mark)
            for part, line, kind, figure, mark in lines_of(found, found.returned)
        ],
        numbers=("low", "likely", "high"),
    )
    returned = found.returned
    told = found.roi.estimable and found.word.value != "cannot tell"
    if returned.payback is not None and told:
        output.say(f"Months until benefits have paid the costs: {returned.payback:.1f}")
    if returned.tornado:
        output.say()
        unit = f"{found.currency.code}, net, at its low and its high end"
        output.print_table(
            "What moves it most",
            ("input", unit, "assumed"),
            [
                (one.name, f"{_major(found, one.low)} to {_major(found, one.high)}",
                 "yes" if one.assumed else "")
                for one in returned.tornado
            ],
        )  # fmt: skip


def _cell(number: Number) -> str:
    """Amounts without their decimals, ratios with two."""
    if number is None:
        return ""
    return f"{number:,.0f}" if isinstance(number, Decimal) else f"{number:.2f}"


def _major(found: Business, minor: float) -> str:
    return f"{minor / 10**found.currency.digits:,.0f}"
