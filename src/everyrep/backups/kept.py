"""A backup as it lies on a disk: a folder, its files, and a manifest with a hash of each."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from everyrep.values import DataError

MANIFEST = "manifest.json"
FOLDER = "EVERYREP_BACKUPS"
FORMAT = 1
_NAMED = "backup-%Y%m%d-%H%M%S"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class File:
    """One file of a backup: its hash and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Held:
    """What a table of the build held.

    Attributes:
        rows: How many rows.
        digest: Of all rows together, whatever their order; empty where it was not taken.
    """

    rows: int
    digest: str


@dataclass(frozen=True)
class Backup:
    """One backup.

    Attributes:
        folder: Where it lies.
        made_at: When, ISO 8601 in UTC.
        version: Of Everyrep.
        engine: Version of the engine, on which digests of rows depend.
        build: The build that was current; empty where none was, or loads had changed since.
        database: "sqlite", "postgresql", or empty where the app was never started.
        files: By path in the folder, with forward slashes.
        tables: What the build held.
    """

    folder: Path
    made_at: str
    version: str
    engine: str
    build: str
    database: str
    files: dict[str, File] = field(default_factory=dict)
    tables: dict[str, Held] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its folder's name."""
        return self.folder.name

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files.values())

    def to_dict(self) -> dict[str, Any]:
        """The manifest."""
        return {
            "format": FORMAT,
            "made_at": self.made_at,
            "version": self.version,
            "engine": self.engine,
            "build": self.build,
            "database": self.database,
            "files": {name: vars(file) for name, file in self.files.items()},
            "tables": {name: vars(held) for name, held in self.tables.items()},
        }


def default_folder(root: Path) -> Path:
    """Where backups of a workspace lie unless somebody says otherwise.

    `EVERYREP_BACKUPS` names another place, best on another disk.
    """
    given = os.environ.get(FOLDER, "")
    return Path(given).resolve() if given else root / "backups"


def same_disk(root: Path, folder: Path) -> bool:
    """Whether backups lie on the disk of what they are of, so that both can be lost at once."""
    there = next(x for x in (folder, *folder.parents) if x.exists())
    return root.stat().st_dev == there.stat().st_dev


def newest_at(folder: Path, now: datetime) -> datetime | None:
    """When the newest backup in a folder was made, told from names alone; None: there is none.

    One from the future says nothing: it was made before the clock was set back.
    """
    found = [at for at in map(_made_at, folder.glob(f"backup-*/{MANIFEST}")) if at and at <= now]
    return max(found, default=None)


def _made_at(manifest: Path) -> datetime | None:
    try:
        return datetime.strptime(manifest.parent.name, _NAMED).replace(tzinfo=UTC)
    except ValueError:
        return None


def backups_in(folder: Path) -> list[Backup]:
    """The backups in a folder, the latest first; what is no backup is passed over."""
    found = []
    for manifest in folder.glob(f"backup-*/{MANIFEST}"):
        try:
            found.append(read(manifest.parent))
        except DataError:
            continue
    return sorted(found, key=lambda backup: backup.name, reverse=True)


def read(folder: Path) -> Backup:
    """The backup in a folder.

    Raises:
        DataError: There is none, its manifest is damaged, or it names files outside of it.
    """
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise DataError(
                f"this backup has the format {content['format']}",
                where=str(folder),
                remedy=f"use a version of Everyrep that reads it; this one reads {FORMAT}",
            )
        files = {_inside(name, folder): File(**file) for name, file in content["files"].items()}
        told = {name: str(content[name]) for name in _TOLD}
        tables = {name: Held(**held) for name, held in content["tables"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise DataError(
            "there is no backup here, or its manifest is damaged",
            where=str(folder / MANIFEST),
            remedy="name the folder of a backup, backup-YYYYMMDD-HHMMSS",
        ) from problem
    return Backup(folder, files=files, tables=tables, **told)


_TOLD = ("made_at", "version", "engine", "build", "database")


def _inside(name: str, folder: Path) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise DataError(
            f"the manifest names a file outside of the backup: {name!r}",
            where=str(folder / MANIFEST),
            why="putting it back could overwrite something else",
            remedy="do not use this backup; somebody has changed it",
        )
    return name


def hash_of(file: Path) -> File:
    """A file's hash and size."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return File(digest.hexdigest(), size)


def changed(backup: Backup) -> Iterator[str]:
    """What is not as the manifest says, as sentences."""
    there = {
        file.relative_to(backup.folder).as_posix()
        for file in backup.folder.rglob("*")
        if file.is_symlink() or not file.is_dir()
    } - {MANIFEST}
    yield from (f"{name} is missing" for name in sorted(backup.files.keys() - there))
    yield from (f"{name} does not belong to it" for name in sorted(there - backup.files.keys()))
    for name in sorted(backup.files.keys() & there):
        file = backup.folder / name
        if file.is_symlink():
            yield f"{name} points elsewhere"
        elif hash_of(file) != backup.files[name]:
            yield f"{name} has changed"
