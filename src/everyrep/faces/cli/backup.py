"""`everyrep backup`: keep what cannot be made again, prove that it serves, put it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at

app = typer.Typer(help="Keep, prove and put back what cannot be made again.", no_args_is_help=True)

BackupArgument = Annotated[
    Path, typer.Argument(metavar="BACKUP", help="The backup's folder.", show_default=False)
]


@app.command()
def make(
    to: Annotated[
        Path | None,
        typer.Option(
            help="Where its folder is made, best on another disk.",
            envvar="EVERYREP_BACKUPS",
            show_default="backups, in the workspace",
        ),
    ] = None,
    without_database: Annotated[
        bool, typer.Option("--without-database", help="Leave the app's records out.")
    ] = False,
    database: Annotated[
        str,
        typer.Option(
            "--database", envvar="EVERYREP_DATABASE_URL", help="PostgreSQL of the app.", hidden=True
        ),
    ] = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep settings, mappings, decisions, loads and the app's records; the rest is made of them."""
    from everyrep import backups

    place = workspace_at(workspace)
    with output.progress("Keeping") as told:
        made = backups.make(
            place,
            (to or backups.default_folder(place.root)).resolve(),
            database_url=database,
            with_database=not without_database,
            progress=told,
        )
    if as_json:
        output.print_json({"backup": str(made.folder), **made.to_dict()})
        return
    output.say(f"Kept: {made.folder}")
    output.say(
        f"{len(made.files)} files, {made.size / 1e6:,.1f} MB; records: {made.database or 'none'}"
    )
    output.hint(f"Next: {output.command()} backup verify {made.folder}; then copy it elsewhere")


@app.command()
def verify(backup: BackupArgument, as_json: JsonOption = False) -> None:
    """Restore a backup into a folder that goes again, build there, and compare with what was."""
    from everyrep import backups

    with output.progress("Verifying") as told:
        verdict = backups.verify(backup.resolve(), progress=told)
    if as_json:
        output.print_json({**vars(verdict), "said": verdict.said})
    else:
        output.say(verdict.said, style=None if verdict.well else "red")
    if not verdict.well:
        raise typer.Exit(1)


@app.command()
def restore(
    backup: BackupArgument,
    to: Annotated[Path, typer.Argument(help="A folder that is not there yet.", show_default=False)],
    as_json: JsonOption = False,
) -> None:
    """Put a backup into a folder of its own; nothing is ever overwritten."""
    from everyrep import backups
    from everyrep.backups.restoring import how_to_restore_dump

    place = backups.restore(backup.resolve(), to.absolute())
    left = how_to_restore_dump(backups.read(backup.resolve()))
    if as_json:
        output.print_json({"workspace": str(place.root), "left_to_do": left})
        return
    output.say(f"Put back: {place.root}")
    if left:
        output.say(left, style="yellow")
    output.hint(f"Next: {output.command()} build -w {place.root}")
