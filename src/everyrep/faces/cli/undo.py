"""`everyrep undo`: take a load back."""

from __future__ import annotations

from typing import Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at


def undo(
    load: Annotated[str, typer.Argument(help="The load's id, or its number.", show_default=False)],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a load back; the next build is as if it had never landed."""
    from everyrep.warehouse.landing import undo as take_back

    place = workspace_at(workspace)
    with place.writing():
        taken = take_back(place, load)
    if as_json:
        output.print_json({"undone": taken.load_id, "brought_back": taken.replaces})
        return
    output.say(f"Taken back: {taken.load_id}. It is kept under landing/undone.")
    if taken.replaces:
        output.say(f"Loads it had replaced count again: {', '.join(taken.replaces)}")
    output.hint("Next: everyrep build")
