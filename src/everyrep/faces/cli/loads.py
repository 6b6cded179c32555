"""`everyrep loads`: what has landed."""

from __future__ import annotations

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at


def loads(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the loads that every build is made from."""
    from everyrep.warehouse.landing import loads as landed

    found = landed(workspace_at(workspace))
    if as_json:
        output.print_json(
            [
                {
                    "load": x.load_id,
                    "source": x.source,
                    "landed_at": x.landed_at,
                    "system": x.system,
                    "sha256": x.sha256,
                    "size": x.size,
                    "tables": x.counts,
                    "replaces": x.replaces,
                    "notes": x.notes,
                }
                for x in found
            ]
        )
        return
    rows = [
        (
            x.load_id,
            x.landed_at[:16].replace("T", " "),
            name,
            f"{count['rows']:,}",
            f"{count['rejected']:,}",
            f"{count['blanked']:,}",
        )
        for x in found
        for name, count in x.counts.items()
    ]
    numbers = ("rows", "rejected", "cells emptied")
    output.print_table("", ("load", "landed", "table", *numbers), rows, numbers=numbers)
    if not rows:
        output.hint(
            f"Nothing has landed here yet. Load files with: {output.command()} load FILE..."
        )
