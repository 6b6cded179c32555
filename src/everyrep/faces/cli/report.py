"""`everyrep report`: one page with the figures of a first look."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at


def report(
    out: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the page is written.",
            show_default="report.html in the workspace",
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report: one HTML page that needs no network, for screen and paper."""
    from everyrep.faces.reports import write_report
    from everyrep.values import Scope
    from everyrep.warehouse.reader import Warehouse

    place = workspace_at(workspace)
    target = out or place.root / "report.html"
    with Warehouse.open(place) as warehouse, output.progress("Writing the report"):
        written = write_report(warehouse, Scope.everything("the command line"), target)
    if as_json:
        output.print_json({"report": str(written), "bytes": written.stat().st_size})
        return
    output.say(f"The report: {written}")
