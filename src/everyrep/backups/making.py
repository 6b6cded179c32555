"""Making a backup: beside its final name first, so that it is there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import everyrep
from everyrep.backups.database import keep_database
from everyrep.backups.holding import holding
from everyrep.backups.kept import MANIFEST, Backup, File, hash_of
from everyrep.values import Clock, SystemClock, UserError
from everyrep.warehouse.engine import ENGINE_VERSION
from everyrep.warehouse.workspace import (
    UNFINISHED,
    Workspace,
    disk_errors,
    finish_folder,
    write_json,
)

Progress = Callable[[str, float], None]
_COPIED = ("everyrep.toml", "mappings", "decisions", "trials", "cases", "plans")
_APP = ("secret-key", "sign-in.toml")
"""Files of the app beside its database; the key is what sealed secrets are opened with."""


def make(
    workspace: Workspace,
    folder: Path,
    *,
    database_url: str = "",
    with_database: bool = True,
    clock: Clock | None = None,
    progress: Progress = lambda *_: None,
) -> Backup:
    """Keep what cannot be made again.

    Args:
        workspace: Of what; nobody may be writing to it.
        folder: Where the backup gets a folder of its own.
        database_url: Where PostgreSQL is; empty: the app's records are in the workspace.
        with_database: False leaves the app's records out.
        clock: Says when.
        progress: Told what is kept, and how much of all is.

    Raises:
        Busy: A load or a build is writing.
        UserError: There is nothing to keep, or the disk refuses.
    """
    if not workspace.exists():
        raise UserError(
            "there is nothing to keep", where=str(workspace.root), remedy="name its folder with -w"
        )
    moment = (clock or SystemClock()).now().astimezone(UTC)
    with workspace.writing(), disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        final = folder / f"backup-{moment:%Y%m%d-%H%M%S}"
        beside = folder / f"{UNFINISHED}{final.name}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(mode=0o700)
        try:
            made = _fill(workspace, beside, moment, database_url, with_database, progress)
            if final.exists():
                raise UserError("a backup was made this very second", remedy="make it again")
            finish_folder(beside, final)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Backup(final, **{k: v for k, v in vars(made).items() if k != "folder"})


def _fill(
    workspace: Workspace,
    beside: Path,
    moment: datetime,
    url: str,
    with_database: bool,
    progress: Progress,
) -> Backup:
    root = workspace.root
    progress("The app's records", 0.0)
    database = keep_database(root, beside, url) if with_database else ""
    for name in (*_COPIED, *(f"app/{name}" for name in _APP)):
        _keep(root / name, beside / name)
    landed = sorted(workspace.landing.iterdir()) if workspace.landing.exists() else []
    for at, load in enumerate(landed):
        progress(f"Load {load.name}", 0.1 + 0.5 * at / len(landed))
        if not load.name.startswith(UNFINISHED):
            _keep(load, beside / "landing" / load.name, link=True)
    hashes = _hashes(beside, progress)
    progress("What the tables hold", 0.9)
    build, tables = holding(workspace)
    made = Backup(
        beside,
        made_at=moment.isoformat(timespec="seconds"),
        version=everyrep.__version__,
        engine=ENGINE_VERSION,
        build=build,
        database=database,
        files=hashes,
        tables=tables,
    )
    write_json(beside / MANIFEST, made.to_dict())
    return made


def _hashes(beside: Path, progress: Progress) -> dict[str, File]:
    """Of every file, by its path within the backup; a step each, since they may be large."""
    files = sorted(file for file in beside.rglob("*") if file.is_file())
    found = {}
    for at, file in enumerate(files):
        progress("Hashes", 0.6 + 0.3 * at / len(files))
        found[file.relative_to(beside).as_posix()] = hash_of(file)
    return found


def _keep(source: Path, target: Path, *, link: bool = False) -> None:
    """A file, or a folder with all that is in it; what is not there is left out."""
    if source.is_symlink() or not source.exists():
        return
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        for entry in sorted(source.iterdir()):
            _keep(entry, target / entry.name, link=link)
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if link and _linked(source, target):
        return
    shutil.copy2(source, target)


def _linked(source: Path, target: Path) -> bool:
    """Loads never change, so on the same disk a link is as good as a copy."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True
