"""`everyrep demo`: a simulated company whose truth is known, loaded like any other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at


def demo(
    people: Annotated[int, typer.Option("--people", min=20, help="About how many people.")] = 400,
    months: Annotated[int, typer.Option("--months", min=6, help="How many months.")] = 36,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same bytes.")] = 1,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Simulate a company, load its files, build, and write the report.

    Its exports lie in exports/, with their mess; the truth behind them in exports/truth.json.
    """
    from everyrep.assembly import build_demo
    from everyrep.faces.reports import write_report
    from everyrep.values import Scope
    from everyrep.warehouse.reader import Warehouse

    place = workspace_at(workspace)
    with output.progress("Simulating") as told:
        made = build_demo(place, people=people, months=months, seed=seed, progress=told)
    with Warehouse.open(place) as warehouse:
        report = write_report(
            warehouse, Scope.everything("the command line"), place.root / "report.html"
        )
    if as_json:
        output.print_json({**made, "report": str(report)})
        return
    output.say(f"A simulated company of about {people} people over {months} months (seed {seed})")
    output.say(f"  its exported files:  {place.root / 'exports'}")
    output.say(f"  the truth behind it: {place.root / 'exports' / 'truth.json'}")
    output.say(f"The report: {report}")
    output.hint(
        f"Try: {output.command()} measure win_rate --by team --workspace {_near(place.root)}"
    )


def _near(folder: Path) -> Path:
    """The folder as it is written from here, where it lies below."""
    whole = folder.absolute()
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else folder
