"""The workspace: one folder that holds everything of one company, and the rules for writing to it.

Whatever is written is written beside its final place, flushed to disk and then renamed, so that a
process that is killed leaves the state of before. One process writes at a time; readers never
wait, because what they read is never changed in place.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from everyrep.values import Busy, UserError

UNFINISHED = ".unfinished-"
"""Prefix of folders that are still being written; swept by the next writer."""
_BESIDE = ".writing-"
"""Prefix of files that are still being written, likewise."""


@dataclass(frozen=True)
class Workspace:
    """Paths of a workspace; creates nothing until something is written."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """`everyrep.toml`."""
        return self.root / "everyrep.toml"

    @property
    def mappings(self) -> Path:
        """Folder of editable mappings."""
        return self.root / "mappings"

    @property
    def landing(self) -> Path:
        """Folder of loads, one sub-folder a load."""
        return self.root / "landing"

    @property
    def undone(self) -> Path:
        """Folder of loads that were taken back."""
        return self.landing / "undone"

    @property
    def warehouse(self) -> Path:
        """Folder of builds and the pointer to the current one."""
        return self.root / "warehouse"

    @property
    def decisions(self) -> Path:
        """Folder of what people decided."""
        return self.root / "decisions"

    @property
    def spill(self) -> Path:
        """Folder for what does not fit into memory while a build runs."""
        return self.root / "spill"

    def exists(self) -> bool:
        """True where something was landed or settings were written."""
        return self.settings_file.exists() or self.landing.exists()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the workspace's only writer's place, and sweep what killed writers left.

        Raises:
            Busy: Another process is writing.
            UserError: The folder cannot be written to.
        """
        with disk_errors(self.root):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(handle, self.root)
            with disk_errors(self.root):
                self._sweep()
            yield
        finally:
            os.close(handle)

    def _sweep(self) -> None:
        for folder in (self.landing, self.warehouse):
            for left in folder.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left, ignore_errors=True)
        for folder in (self.root, self.mappings, self.warehouse):
            for left in folder.glob(f"{_BESIDE}*"):
                left.unlink(missing_ok=True)
        shutil.rmtree(self.spill, ignore_errors=True)


def _take(handle: int, root: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        holder = os.pread(handle, 64, 0).decode(errors="replace").strip()
        raise Busy(
            f"another process{f' ({holder})' if holder else ''} is writing to this workspace",
            where=str(root),
            why="two writers at once could mix their results",
            remedy="wait until it has finished, then run the command again",
        ) from problem
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"process {os.getpid()}".encode(), 0)


@contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """Turn errors of the disk into ones that say what to do."""
    try:
        yield
    except OSError as problem:
        raise disk_error(problem, place) from problem


def disk_error(problem: OSError, place: Path) -> UserError:
    """The error of ours for an error of the disk; what was there before is untouched."""
    found, remedy = _DISK.get(
        problem.errno or 0,
        (f"the disk answered: {problem.strerror or problem}", "mend what it says, then try again"),
    )
    return UserError(
        found,
        where=str(problem.filename or place),
        why="nothing was written; what was there before is unchanged",
        remedy=remedy,
    )


_DISK = {
    errno.ENOSPC: ("the disk is full", "free some space, then run the command again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, then run the command again"),
    errno.EROFS: (
        "the folder is on a read-only disk",
        "choose another folder with --workspace, or mount it for writing",
    ),
    errno.EACCES: (
        "permission to write here is missing",
        "choose another folder with --workspace, or change its permissions",
    ),
    errno.EPERM: (
        "permission to write here is missing",
        "choose another folder with --workspace, or change its permissions",
    ),
    errno.ENOTDIR: ("a file stands where a folder is needed", "choose another folder"),
    errno.EISDIR: ("a folder stands where a file is to be written", "name a file"),
    errno.EEXIST: ("a file stands where a folder is needed", "choose another folder"),
}


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all; a text as UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{_BESIDE}{path.name}-{os.getpid()}")
    try:
        with beside.open("wb") as handle:
            handle.write(content.encode("utf-8") if isinstance(content, str) else content)
            handle.flush()
            os.fsync(handle.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def write_json(path: Path, content: Any) -> None:
    """Write JSON whole or not at all, with sorted keys."""
    write_whole(path, json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def finish_folder(unfinished: Path, final: Path) -> None:
    """Flush every file of a folder and rename it to its final name: all of it or none of it."""
    for file in unfinished.rglob("*"):
        if file.is_file():
            _flush(file)
    for folder in (unfinished, *(f for f in unfinished.rglob("*") if f.is_dir())):
        flush_folder(folder)
    unfinished.rename(final)
    for folder in {final.parent, unfinished.parent}:
        flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """Make renames in a folder last through a loss of power."""
    _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
