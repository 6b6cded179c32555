"""The landing: what a source delivered, kept as it came, one immutable folder a load.

A source hands over a `Delivery`: raw Parquet files with the columns the source has, the mapping
that says what they mean, and where the bytes came from. A load is there once its folder has its
final name; taking it back moves the folder aside. Nothing inside is ever edited, save that the name
of a person is struck where the law asks for it (`striking`).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from everyrep.values import Clock, InternalError, SystemClock, UnknownName
from everyrep.warehouse.mapping import Mapping, Match, parse_mapping, to_toml
from everyrep.warehouse.workspace import (
    UNFINISHED,
    Workspace,
    disk_errors,
    finish_folder,
    write_json,
)

_LOAD = re.compile(r"^(\d{6})-[a-z0-9_]+$")
UNDONE = "undone.json"
"""In the folder of a load that was taken back: who did it, and when."""


@dataclass(frozen=True)
class RawTable:
    """One table as delivered.

    Attributes:
        name: the file's, sheet's or member's name.
        file: name of the Parquet file in the load's folder.
        rows: number of rows.
        columns: the source's own column names, in order.
        first_line: line of the first row in the source; lines follow one another from there.
        line_column: column that holds each row's line, where they do not.
    """

    name: str
    file: str
    rows: int
    columns: tuple[str, ...]
    first_line: int = 2
    line_column: str | None = None

    def relation(self, folder: Path) -> str:
        """SQL that yields the source's columns and `_line`."""
        path = str(folder / self.file).replace("'", "''")
        if self.line_column:
            line = f'"{self.line_column}"'
            return f"(SELECT * EXCLUDE ({line}), {line} AS _line FROM read_parquet('{path}'))"
        return (
            f"(SELECT * EXCLUDE (file_row_number), file_row_number + {self.first_line} AS _line "
            f"FROM read_parquet('{path}', file_row_number = true))"
        )


@dataclass(frozen=True)
class Reject:
    """A row or cell that could not be taken as it stands."""

    line: int
    column: str
    value: str
    reason: str
    remedy: str
    whole_row: bool = True


@dataclass(frozen=True)
class Delivery:
    """What a source hands to the landing.

    Attributes:
        source: what was delivered, such as a file's name.
        sha256: hash of the delivered bytes.
        size: number of delivered bytes.
        folder: unfinished folder with the raw file in it (see `receiving`).
        table: the raw table; a file of several sheets or members is as many deliveries.
        mapping: what its columns mean.
        notes: what was repaired or assumed while reading.
        by: who hands it over; empty where nobody is named.
    """

    source: str
    sha256: str
    size: int
    folder: Path
    table: RawTable
    mapping: Mapping
    notes: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Load:
    """A load that has landed."""

    load_id: str
    folder: Path
    source: str
    sha256: str
    size: int
    landed_at: str
    system: str
    table: RawTable
    mapping_text: str
    replaces: tuple[str, ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    by: str = ""

    @property
    def number(self) -> int:
        """Place in the order of loads; a later one wins over an earlier one."""
        return int(self.load_id[:6])

    @property
    def relation(self) -> str:
        """SQL that yields the raw rows and their `_line`."""
        return self.table.relation(self.folder)

    @property
    def mapping(self) -> Mapping:
        """What the columns mean, as it was when the load landed."""
        return parse_mapping(self.mapping_text, f"{self.load_id}/manifest.json")


@contextmanager
def receiving(workspace: Workspace) -> Iterator[Path]:
    """An unfinished folder to write raw files into; gone afterwards unless it was landed."""
    with disk_errors(workspace.root):
        workspace.landing.mkdir(parents=True, exist_ok=True)
        folder = workspace.landing / f"{UNFINISHED}{next_number(workspace):06d}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def next_number(workspace: Workspace) -> int:
    """The number of the next load; numbers of loads taken back are not given again."""
    taken = [
        int(match.group(1))
        for folder in (workspace.landing, workspace.undone)
        if folder.exists()
        for entry in folder.iterdir()
        if (match := _LOAD.match(entry.name))
    ]
    return max(taken, default=0) + 1


def already_landed(workspace: Workspace, sha256: str, mapping: Mapping) -> Load | None:
    """The load in force that has the same bytes read in the same way, if there is one."""
    for load in loads(workspace):
        if load.sha256 == sha256 and _reads_alike(load.mapping, mapping):
            return load
    return None


def _reads_alike(one: Mapping, other: Mapping) -> bool:
    """Whether two mappings read the same bytes the same way, whatever files they are for."""
    return replace(one, match=Match()) == replace(other, match=Match())


def land(
    workspace: Workspace,
    delivery: Delivery,
    counts: dict[str, dict[str, int]],
    clock: Clock | None = None,
) -> Load:
    """Give a delivery its place; from then on it is part of every build.

    The same bytes read in another way replace the earlier load, so that nothing is there twice.

    Args:
        workspace: where; its writer's place must be held.
        delivery: what was delivered.
        counts: rows landed and rejected, cells blanked, for each canonical table.
        clock: says when.
    """
    moment: datetime = (clock or SystemClock()).now()
    word = re.sub(r"[^a-z0-9]+", "_", Path(delivery.source).stem.lower()).strip("_")[:40] or "load"
    load_id = f"{next_number(workspace):06d}-{word}"
    manifest: dict[str, Any] = {
        "load_id": load_id,
        "source": delivery.source,
        "sha256": delivery.sha256,
        "size": delivery.size,
        "landed_at": moment.isoformat(timespec="seconds"),
        "system": delivery.mapping.system,
        "table": asdict(delivery.table),
        "mapping": to_toml(delivery.mapping),
        # Also those that are replaced already: taking back one in between must not revive them.
        "replaces": [x.load_id for x in _landed(workspace) if x.sha256 == delivery.sha256],
        "counts": counts,
        "notes": list(delivery.notes),
        "by": delivery.by,
    }
    with disk_errors(workspace.root):
        write_json(delivery.folder / "manifest.json", manifest)
        finish_folder(delivery.folder, workspace.landing / load_id)
    return read_load(workspace.landing / load_id)


def read_load(folder: Path) -> Load:
    """The load in a folder.

    Raises:
        InternalError: The manifest is missing or damaged, which no killed process can cause.
    """
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        table = {**content["table"], "columns": tuple(content["table"]["columns"])}
        return Load(
            load_id=content["load_id"],
            folder=folder,
            source=content["source"],
            sha256=content["sha256"],
            size=content["size"],
            landed_at=content["landed_at"],
            system=content["system"],
            table=RawTable(**table),
            mapping_text=content["mapping"],
            replaces=tuple(content["replaces"]),
            counts=content["counts"],
            notes=tuple(content["notes"]),
            by=str(content.get("by", "")),  # Older ones name nobody.
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise InternalError(
            "the manifest of a load cannot be read",
            where=str(folder / "manifest.json"),
            why="without it nobody knows what its columns mean",
            remedy=f"restore it from a backup, or take the load back: everyrep undo {folder.name}",
        ) from problem


def loads(workspace: Workspace) -> tuple[Load, ...]:
    """The loads in force, oldest first: landed, not taken back, not replaced by another."""
    landed = _landed(workspace)
    replaced = {name for load in landed for name in load.replaces}
    return tuple(load for load in landed if load.load_id not in replaced)


def _landed(workspace: Workspace) -> list[Load]:
    """The loads that were not taken back, oldest first, those replaced by another among them."""
    return [read_load(folder) for folder in load_folders(workspace.landing).values()]


def load_folders(top: Path) -> dict[int, Path]:
    """Folders of loads by number, oldest first, of the landing or of what was taken back."""
    found = (x for x in top.iterdir() if _LOAD.match(x.name)) if top.exists() else ()
    return {int(folder.name[:6]): folder for folder in sorted(found)}


def taken_back(folder: Path) -> tuple[str, str]:
    """Who took a load back and when, as ISO text; empty where nobody wrote it down."""
    try:
        content = json.loads((folder / UNDONE).read_text(encoding="utf-8"))
        return str(content["by"]), str(content["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def undo(workspace: Workspace, load_id: str, *, by: str = "", clock: Clock | None = None) -> Load:
    """Take a load back; the next build is as if it had never landed.

    Args:
        workspace: where; its writer's place must be held.
        load_id: the load's id, or its number.
        by: who takes it back.
        clock: says when.

    Raises:
        UnknownName: There is no such load.
    """
    if not workspace.landing.exists():
        raise UnknownName("load", load_id, [])
    landed = {x.name: x for x in workspace.landing.iterdir() if _LOAD.match(x.name)}
    number = load_id.lstrip("0") if load_id.isdigit() else None
    found = [
        name for name in landed if name == load_id or (number and name[:6].lstrip("0") == number)
    ]
    if not found:
        raise UnknownName("load", load_id, sorted(landed))
    folder = landed[found[0]]
    load = read_at_least_its_name(folder)
    at = (clock or SystemClock()).now().isoformat(timespec="seconds")
    with disk_errors(workspace.root):
        workspace.undone.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # A full disk keeps nobody from taking a load back.
            write_json(folder / UNDONE, {"by": by, "at": at})
        finish_folder(folder, workspace.undone / folder.name)
    return load


def read_at_least_its_name(folder: Path) -> Load:
    """A load whose manifest is damaged can still be taken back, which is the way out of it."""
    try:
        return read_load(folder)
    except InternalError:
        return Load(folder.name, folder, folder.name, "", 0, "", "", RawTable("", "", 0, ()), "")
