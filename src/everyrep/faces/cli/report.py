"""`everyrep report`: the figures of a first look, as one page for the browser or as PDF."""

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
            help="Where the report is written. A name that ends in .pdf makes it PDF.",
            show_default="report.html in the workspace",
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Write PDF: report.pdf, if no file is named.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report: one HTML page that needs no network, or sheets of paper as PDF."""
    from everyrep.faces.reports import kind_of_file, write_report
    from everyrep.values import Scope
    from everyrep.warehouse.reader import Warehouse

    place = workspace_at(workspace)
    kind = "pdf" if pdf else (kind_of_file(out) if out else None) or "html"
    target = out or place.root / f"report.{kind}"
    with Warehouse.open(place) as warehouse, output.progress("Writing the report"):
        written = write_report(warehouse, Scope.everything("the command line"), target, kind=kind)
    if as_json:
        output.print_json({"report": str(written), "kind": kind, "bytes": written.stat().st_size})
        return
    output.say(f"The report: {written}")
