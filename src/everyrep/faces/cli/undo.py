"""`everyrep undo`: take a load back."""

from __future__ import annotations

from typing import Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, who, workspace_at


def undo(
    load: Annotated[str, typer.Argument(help="The load's id, or its number.", show_default=False)],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a load back; the next build is as if it had never landed."""
    from everyrep.warehouse.landing import loads
    from everyrep.warehouse.landing import undo as take_back

    place = workspace_at(workspace)
    with place.writing():
        before = {x.load_id for x in loads(place)}
        taken = take_back(place, load, by=who())
        after = loads(place)
    back = [x.load_id for x in after if x.load_id not in before]
    stays = [x.load_id for x in after if taken.load_id in x.replaces]
    if as_json:
        output.print_json({"undone": taken.load_id, "brought_back": back, "replaced_by": stays})
        return
    output.say(f"Taken back: {taken.load_id}. It is kept under landing/undone.")
    if back:
        output.say(f"Loads it had replaced count again: {', '.join(back)}")
    if stays:
        output.say(
            f"Its data stay: {stays[-1]} is the same file, loaded later in its place. "
            f"To take that back too: everyrep undo {stays[-1]}",
            style="yellow",
        )
    output.hint(f"Next: {output.command()} build")
