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


FolderOption = Annotated[
    Path | None,
    typer.Option(
        help="The folder that backups lie in, best on another disk.",
        envvar="EVERYREP_BACKUPS",
        show_default="backups, in the workspace",
    ),
]


@app.command()
def make(
    to: FolderOption = None,
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
    if backups.same_disk(place.root, made.folder):
        output.say(
            "It lies on the disk of the data themselves: one loss takes both.", style="yellow"
        )
    output.hint(f"Next: {output.command()} backup verify {made.folder}; then copy it elsewhere")


@app.command("list")
def list_all(
    to: FolderOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """List the backups there are, the newest first, and which of them were proved."""
    from everyrep import backups

    place = workspace_at(workspace)
    folder = (to or backups.default_folder(place.root)).resolve()
    found, proved = backups.backups_in(folder), backups.proofs(folder)
    if as_json:
        output.print_json(
            [{"backup": str(x.folder), "made_at": x.made_at, "bytes": x.size,
              "proved": x.name in proved} for x in found]
        )  # fmt: skip
        return
    output.print_table(
        str(folder),
        ("backup", "made", "MB", "proved"),
        [
            (x.name, x.made_at, f"{x.size / 1e6:,.1f}", "yes" if x.name in proved else "not yet")
            for x in found
        ],
    )
    if place.root.exists() and backups.same_disk(place.root, folder):
        output.hint("They lie on the disk of the data themselves: keep copies elsewhere too.")


@app.command()
def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    to: FolderOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Drop backups that newer ones of the same day, week and month stand for.

    How many are kept is said under [backups] in everyrep.toml. The newest stays always, and so do
    the newest that was proved and those that are younger than a day.
    """
    from everyrep import backups
    from everyrep.warehouse.settings import read_settings

    place = workspace_at(workspace)
    folder = (to or backups.default_folder(place.root)).resolve()
    gone = backups.prune(folder, read_settings(place).backups, dry_run=dry_run)
    if as_json:
        output.print_json({"dry_run": dry_run, "dropped": [str(one.folder) for one in gone]})
        return
    for one in gone:
        output.say(f"{'Would drop' if dry_run else 'Dropped'}: {one.folder}")
    if not gone:
        output.say("Nothing goes: every backup that is there is to be kept.")


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
