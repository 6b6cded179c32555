"""`everyrep sign-in`: what has to be done once for single sign-on."""

from __future__ import annotations

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import WorkspaceOption, workspace_at

app = typer.Typer(help="Set up single sign-on.", no_args_is_help=True)


@app.callback()
def _signin() -> None:
    """Keep `seal` a command of its own."""


@app.command("seal")
def seal(workspace: WorkspaceOption = None) -> None:
    """Seal each client secret that stands open in app/sign-in.toml, in place."""
    from everyrep.faces.web import upkeep

    count = upkeep.seal_secrets(workspace_at(workspace).root)
    output.say(f"{count} sealed." if count else "Nothing stood open.")
