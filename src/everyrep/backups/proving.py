"""Which backups were proved, and when: noted beside them, for whoever asks anywhere."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from everyrep.backups.kept import MANIFEST, Backup, hash_of
from everyrep.values import Clock, SystemClock
from everyrep.warehouse.workspace import write_json

_PROOFS = "proved.json"


def proven(backup: Backup, clock: Clock | None = None) -> None:
    """Note beside a backup that it would serve; where nothing can be written, it is not noted."""
    at = (clock or SystemClock()).now().isoformat(timespec="seconds")
    told = {"sha256": hash_of(backup.folder / MANIFEST).sha256, "at": at}
    _note(backup.folder.parent, {**_read(backup.folder.parent), backup.name: told})


def disproved(backup: Backup) -> None:
    """Note that a backup would not serve after all: a proof of before counts no more."""
    known = _read(backup.folder.parent)
    if known.pop(backup.name, None) is not None:
        _note(backup.folder.parent, known)


def proved_at(folder: Path) -> dict[str, datetime | None]:
    """The backups in a folder that were proved and are what they were then, with the moment.

    None is a moment that was not noted.
    """
    return {
        name: _moment(told)
        for name, told in _read(folder).items()
        if (folder / name / MANIFEST).is_file()
        and hash_of(folder / name / MANIFEST).sha256 == _digest(told)
    }


def proofs(folder: Path) -> frozenset[str]:
    """Names of the backups in a folder that were proved, and are what they were then."""
    return frozenset(proved_at(folder))


def _digest(told: Any) -> str:
    return str(told.get("sha256", "")) if isinstance(told, dict) else str(told)


def _moment(told: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(told["at"])
    except (KeyError, TypeError, ValueError):
        return None


def _read(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / _PROOFS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): told for name, told in found.items()} if isinstance(found, dict) else {}


def _note(folder: Path, known: dict[str, Any]) -> None:
    with suppress(OSError):
        write_json(folder / _PROOFS, known)
