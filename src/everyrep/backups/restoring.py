"""Putting a backup back: into an empty folder, and nowhere else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from everyrep.backups.database import DUMP, SQLITE, whole
from everyrep.backups.kept import Backup, changed, read
from everyrep.values import DataError, UserError
from everyrep.warehouse.workspace import UNFINISHED, Workspace, disk_errors, finish_folder

_MOST_SAID = 5


def restore(folder: Path, target: Path) -> Workspace:
    """Put a backup back, after every file was found to be what it was.

    Args:
        folder: The backup's.
        target: Where to; it must not be there, or be empty.

    Raises:
        DataError: The backup is damaged.
        UserError: There is something at the target, or the disk refuses.
    """
    backup = read(folder)
    _refuse_what_is_there(target)
    refuse_damaged(backup)
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f"{UNFINISHED}{target.name}-{os.getpid()}")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(mode=0o700)
        try:
            for name in backup.files:
                _put(folder / name, beside / name)
            if target.exists():
                target.rmdir()
            finish_folder(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Workspace(target)


def refuse_damaged(backup: Backup) -> None:
    """Hold every file against its hash, and the app's records against themselves.

    Raises:
        DataError: Something is not as it was.
    """
    wrong = list(changed(backup))
    if not wrong and SQLITE in backup.files and (said := whole(backup.folder / SQLITE)):
        wrong = [f"{SQLITE} is damaged: {said}"]
    if wrong:
        more = f", and {len(wrong) - _MOST_SAID} more" if len(wrong) > _MOST_SAID else ""
        raise DataError(
            f"this backup is not as it was made: {'; '.join(wrong[:_MOST_SAID])}{more}",
            where=str(backup.folder),
            why="what came of it would not be what was kept",
            remedy="use another backup, or a copy of this one from elsewhere",
        )


def how_to_restore_dump(backup: Backup) -> str:
    """What is left to do by hand where the app's records were in PostgreSQL; empty: nothing."""
    if DUMP not in backup.files:
        return ""
    return (
        "The app's records were in PostgreSQL. Make an empty database, then: "
        f"pg_restore --no-owner --dbname NAME {DUMP}"
    )


def _refuse_what_is_there(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        found = "it is not a folder"
    elif target.exists() and any(target.iterdir()):
        found = "there is something in it already"
    else:
        return
    raise UserError(
        f"a backup cannot be put here: {found}",
        where=str(target),
        why="nothing is ever overwritten",
        remedy="name a folder that does not exist yet, and start the app there",
    )


def _put(source: Path, target: Path) -> None:
    """A copy, never a link: what is restored must live on when the backup is gone."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copy2(source, target)
