"""`everyrep doctor`: is this machine and workspace fit, and what would make it so."""

from __future__ import annotations

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at


def doctor(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Look at the machine and the workspace, and say what to mend."""
    from everyrep import backups
    from everyrep.assembly import diagnose
    from everyrep.faces.web import upkeep

    place = workspace_at(workspace)
    symptoms = [*diagnose(place), *backups.symptoms(place), *upkeep.unsafe(place.root)]
    if as_json:
        output.print_json([vars(symptom) for symptom in symptoms])
    else:
        output.print_table(
            "",
            ("", "what", "found", "what to do"),
            [("ok" if x.well else "!!", x.what, x.found, x.remedy) for x in symptoms],
        )
    if not all(symptom.well for symptom in symptoms):
        raise typer.Exit(1)
