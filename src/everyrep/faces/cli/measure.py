"""`everyrep measure`: figures, each with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at

if TYPE_CHECKING:
    from everyrep.measures import Answer


def measure(
    name: Annotated[str, typer.Argument(help="A measure of the catalogue.", show_default=False)],
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="DIMENSION", help="Cut by this; may be given several times."),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="P", help="Such as 2026Q1, FY2026, 'last 4 quarters'."),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option("--where", metavar="EXPR", help="Such as \"segment = 'Enterprise'\"."),
    ] = None,
    level: Annotated[float, typer.Option("--level", help="Confidence of the ranges.")] = 0.95,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute a measure: value, range, number of cases and grade, cut as you wish."""
    from everyrep.measures import query
    from everyrep.values import Scope
    from everyrep.warehouse.reader import Warehouse

    with Warehouse.open(workspace_at(workspace)) as warehouse:
        answer = query(
            warehouse,
            name,
            by=tuple(by or ()),
            where=where,
            period=period,
            scope=Scope.everything("the command line"),
            level=level,
        )
    if as_json:
        output.print_json(answer.to_dict())
        return
    _print(answer)


def _print(answer: Answer) -> None:
    rows = []
    for row in answer:
        groups = [answer.label(name, row.keys.get(name)) for name in answer.by]
        estimate = row.estimate
        if estimate.estimable:
            rows.append((*groups, estimate.describe(), ""))
        else:
            why = estimate.reason.sentence if estimate.reason else ""
            rows.append((*groups, "not estimable", why))
    output.print_table(", ".join(answer.measures), (*answer.by, "figure", ""), rows)
    for note in answer.notes:
        output.hint(note)
    output.hint(f"Snapshot {answer.snapshot}; about it: everyrep explain {answer.measures[0]}")
