"""`everyrep sign-in`: what has to be done once for single sign-on."""

from __future__ import annotations

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import WorkspaceOption, workspace_at

app = typer.Typer(help="Set up single sign-on.", no_args_is_help=True)


@app.command("seal")
def seal(workspace: WorkspaceOption = None) -> None:
    """Seal each client secret that stands open in app/sign-in.toml, in place."""
    from everyrep.faces.web import upkeep

    count = upkeep.seal_secrets(workspace_at(workspace).root)
    output.say(f"{count} sealed." if count else "Nothing stood open.")


@app.command("key")
def key(workspace: WorkspaceOption = None) -> None:
    """Make the key that SAML assertions are encrypted for, in app/sign-in.toml, and seal it."""
    from everyrep.faces.web import upkeep

    upkeep.make_saml_key(workspace_at(workspace).root)
    output.say("Made. Start the app anew, then give the provider its metadata anew.")
