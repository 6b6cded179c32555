"""Proving a backup: restored into a folder of its own, built from, and held against what was."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import everyrep
from everyrep.assembly import build_warehouse
from everyrep.backups.database import DUMP, whole_dump
from everyrep.backups.holding import holding
from everyrep.backups.kept import Backup, Held, read
from everyrep.backups.proving import disproved, proven
from everyrep.backups.restoring import restore
from everyrep.values import DataError, UserError
from everyrep.warehouse.engine import ENGINE_VERSION
from everyrep.warehouse.workspace import Workspace

Progress = Callable[[str, float], None]
_TRIAL = "everyrep-verify-"
_LEFT = 24 * 3600
"""Seconds after which no trial goes on any more."""
_ROOM = 3
"""A restored and built backup takes about so many times its size."""


@dataclass(frozen=True)
class Verdict:
    """Whether a backup would serve.

    Attributes:
        backup: Its name.
        well: Whether it can be restored and built, to the same tables where that can be told.
        files: How many files were held against their hashes.
        tables: How many tables were compared.
        differs: Where a table is not as it was, as sentences.
        note: What could not be told, and why.
    """

    backup: str
    well: bool
    files: int
    tables: int
    differs: tuple[str, ...] = ()
    note: str = ""

    @property
    def said(self) -> str:
        """The verdict as a sentence or two."""
        if not self.well:
            return f"{self.backup} differs: {'; '.join(self.differs[:5])}."
        told = f"{self.backup} is whole: {self.files} files are as they were"
        told += (
            f", and {self.tables} tables built from them hold the same rows."
            if self.tables
            else "."
        )
        return f"{told} {self.note}".strip()


def verify(
    folder: Path, *, beside: Path | None = None, progress: Progress = lambda *_: None
) -> Verdict:
    """Restore a backup into a folder that goes again, build there, and compare.

    Args:
        folder: The backup's.
        beside: Where that folder is made; None: where the machine keeps such folders.
        progress: Told what is done, and how much of all.

    Raises:
        DataError: The backup is damaged.
        UserError: There is no room, or a program is missing that reads the app's records.
    """
    backup = read(folder)
    try:
        verdict = _verdict(backup, beside, progress)
    except DataError:
        disproved(backup)
        raise
    (proven if verdict.well else disproved)(backup)
    return verdict


def _verdict(backup: Backup, beside: Path | None, progress: Progress) -> Verdict:
    folder = backup.folder
    place = beside or Path(tempfile.gettempdir())
    if shutil.disk_usage(place).free < _ROOM * backup.size:
        raise UserError(
            f"there is no room to restore {backup.name} for a trial",
            where=str(place),
            remedy="free some space, or set TMPDIR to a folder on a larger disk",
        )
    _sweep(place)
    with tempfile.TemporaryDirectory(prefix=_TRIAL, dir=place) as trial:
        progress("Restoring", 0.0)
        workspace = restore(folder, Path(trial) / "workspace")
        if DUMP in backup.files and (said := whole_dump(workspace.root / DUMP)):
            return Verdict(backup.name, False, len(backup.files), 0, (f"{DUMP}: {said}",))
        if not any(name.startswith("landing/") for name in backup.files):
            return Verdict(backup.name, True, len(backup.files), 0, note="It holds no loads.")
        build_warehouse(
            workspace,
            whole=True,
            progress=lambda step, share: progress(f"Building {step}", 0.2 + 0.7 * share),
        )
        progress("Comparing", 0.9)
        return _judge(backup, workspace)


def _sweep(place: Path) -> None:
    """Drop what trials left that were killed: it is a copy of the company."""
    for left in place.glob(f"{_TRIAL}*"):
        try:
            about = left.lstat()
        except FileNotFoundError:
            continue
        old = time.time() - about.st_mtime > _LEFT
        if old and about.st_uid == os.getuid() and stat.S_ISDIR(about.st_mode):
            shutil.rmtree(left, ignore_errors=True)


def _judge(backup: Backup, workspace: Workspace) -> Verdict:
    if not backup.build:
        note = "No build was current when it was made, so there is nothing to compare with."
        return Verdict(backup.name, True, len(backup.files), 0, note=note)
    _, now = holding(workspace)
    same = (backup.version, backup.engine) == (everyrep.__version__, ENGINE_VERSION)
    differs = tuple(_differences(backup.tables, now, digests=same))
    note = "" if same else "It was made by another version: rows were counted, not compared."
    return Verdict(backup.name, not differs, len(backup.files), len(backup.tables), differs, note)


def _differences(before: dict[str, Held], now: dict[str, Held], *, digests: bool) -> Iterator[str]:
    for name in sorted(before.keys() | now.keys()):
        was, found = before.get(name, Held(0, "")), now.get(name, Held(0, ""))
        if was.rows != found.rows:
            yield f"{name} has {found.rows:,} rows instead of {was.rows:,}"
        elif digests and was.digest != found.digest:
            yield f"{name} has other rows than it had"
