"""`everyrep audit`: whether what is written of who did what is whole."""

from __future__ import annotations

from typing import Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at
from everyrep.values import DataError, UserError

app = typer.Typer(help="Check the record of who did and saw what.", no_args_is_help=True)


@app.callback()
def _audit() -> None:
    """Keep `verify` a command of its own."""


@app.command("verify")
def verify(
    head: Annotated[
        str,
        typer.Option(help="One that was written down before: an entry must still end in it."),
    ] = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read the whole chain of entries, and say whether one was changed or taken out.

    Write the head down elsewhere: an end that was cut off shows against nothing else.
    """
    from everyrep.faces.web import upkeep

    root = workspace_at(workspace).root
    if not upkeep.has_begun(root):
        raise UserError(
            "There is no audit here.",
            where=str(root),
            why="the web app writes it, and was never started in this folder",
            remedy="check --workspace",
        )
    head = head.strip().lower()
    chain = upkeep.audit_of(root, head)
    if as_json:
        output.print_json(vars(chain))
    elif chain.broken_at is None:
        output.say(f"{chain.entries} entries, whole. Head: {chain.head}")
        if chain.met_at is not None:
            output.say(
                f"{head[:16]} is entry {chain.met_at}; {_since(chain.entries - chain.met_at)}."
            )
    if chain.broken_at is not None:
        raise DataError(
            f"The audit is broken at entry {chain.broken_at}: {chain.why}.",
            why="from there on nobody can say what was written at the time",
            remedy="compare with a backup: everything before this entry is as it was",
        )
    if head and chain.met_at is None:
        raise DataError(
            f"The audit is whole, but none of its entries ends in {head[:16]}.",
            why="its end was cut off since that head was written down, or it is another audit's",
            remedy="compare the number of entries with what you wrote down; a head has 64 signs",
        )


def _since(later: int) -> str:
    """What came after the entry whose head was asked for."""
    if not later:
        return "nothing came since"
    return f"{later} entr{'y' if later == 1 else 'ies'} since, each bound to the one before"
