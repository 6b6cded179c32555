"""`everyrep build`: the warehouse from what has landed."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at


def build(
    whole: Annotated[
        bool, typer.Option("--whole", help="Build everything anew, taking nothing over.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Derive the warehouse from what has landed, and swap it in when it is whole.

    Only what changed is built. Whoever reads meanwhile sees the warehouse of before.
    """
    from everyrep.assembly import build_warehouse
    from everyrep.values import UserError

    place = workspace_at(workspace)
    if not place.exists():
        raise UserError(
            "there is nothing to build from",
            where=str(place.root),
            why="no file was ever loaded into this folder",
            remedy="load files first (everyrep load FILE...), or name another with --workspace",
        )
    with output.progress("Building") as told:
        record = build_warehouse(place, whole=whole, progress=told)
    if as_json:
        output.print_json(
            {
                "build": record.build_id,
                "seconds": record.seconds,
                "as_of": record.as_of,
                "reporting_currency": record.reporting_currency,
                "loads": record.loads,
                "tables": {n: t.rows for n, t in record.tables.items()},
                "did": record.did,
            }
        )
        return
    did = Counter(
        record.did[name] for name, t in record.tables.items() if t.rows and name in record.did
    )
    done = ", ".join(f"{count} {what}" for what, count in sorted(did.items()))
    output.say(f"Build {record.build_id} in {record.seconds:.1f} s from {len(record.loads)} loads")
    rows = [
        (n, f"{t.rows:,}", f"{t.replaced:,}" if t.replaced else "", record.did.get(n, "built"))
        for n, t in record.tables.items()
        if t.rows
    ]
    output.print_table("", ("table", "rows", "replaced", ""), rows, numbers=("rows", "replaced"))
    known = f"Data up to {record.as_of}" if record.as_of else "Nothing is dated"
    output.say(f"{known}; amounts in {record.reporting_currency}; {done or 'empty'}")
    output.hint(f"Next: {output.command()} check, {output.command()} report")
