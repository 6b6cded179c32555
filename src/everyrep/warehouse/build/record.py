"""What a build says of itself: `build.json`, beside the tables it describes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import duckdb

from everyrep.values import InternalError
from everyrep.warehouse.workspace import Workspace, write_whole

CURRENT = "CURRENT"


@dataclass(frozen=True)
class TableRecord:
    """One table of a build.

    Attributes:
        context: fingerprint of everything but its loads that the table depends on.
        feeds: load id to fingerprint, for the loads in it.
        parts: part name to file names, relative to the table's folder.
        rows: number of rows.
        nulls: number of NULLs, by column.
        replaced: rows that a later row with the same key took the place of.
        repeated: a few of them: key, line kept, line replaced.
        lineage: changes when the table is built whole; stays when it is refreshed or linked.
        combined: rows that were put together from files of different columns.
    """

    context: str
    feeds: dict[str, str]
    parts: dict[str, list[str]]
    rows: int
    nulls: dict[str, int]
    replaced: int = 0
    repeated: list[dict[str, Any]] = field(default_factory=list)
    lineage: str = ""
    combined: int = 0


@dataclass(frozen=True)
class BuildRecord:
    """One build.

    Attributes:
        build_id: its id, which every figure from it names.
        built_at: when, ISO 8601 in UTC.
        loads: the loads it was built from.
        reporting_currency: the currency amounts are reported in.
        as_of: last day the data knows, ISO; None where nothing is dated.
        tables: by name.
        identity: quality of the matching of people, by system.
        seconds: how long it took.
        code: fingerprint of the code that built it.
        people_context: fingerprint of what the matching of people depends on.
        did: for each table, "linked", "refreshed" (some parts) or "built".
        struck: fingerprint of whose names are struck; empty: nobody's.
    """

    build_id: str
    built_at: str
    loads: list[str]
    reporting_currency: str
    as_of: str | None
    tables: dict[str, TableRecord]
    identity: dict[str, Any]
    seconds: float
    code: str
    people_context: str
    did: dict[str, str]
    struck: str = ""

    def to_json(self) -> str:
        """The record as text."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False)


def read_record(folder: Path) -> BuildRecord:
    """The record of the build in a folder.

    Raises:
        InternalError: It cannot be read, which no killed process can cause.
    """
    try:
        content = json.loads((folder / "build.json").read_text(encoding="utf-8"))
        tables = {name: TableRecord(**table) for name, table in content.pop("tables").items()}
        return BuildRecord(tables=tables, **content)
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise InternalError(
            "the record of a build cannot be read",
            where=str(folder / "build.json"),
            remedy="delete the warehouse folder and run: everyrep build",
        ) from problem


def current_build(workspace: Workspace) -> Path | None:
    """Folder of the build that readers see; None before the first."""
    pointer = workspace.warehouse / CURRENT
    if not pointer.exists():
        return None
    folder = workspace.warehouse / pointer.read_text(encoding="utf-8").strip()
    return folder if (folder / "build.json").exists() else None


def point_to(workspace: Workspace, build_id: str) -> None:
    """Let readers see a build: one rename, all of it or none of it."""
    write_whole(workspace.warehouse / CURRENT, build_id + "\n")


@cache
def code_fingerprint() -> str:
    """Changes where the code changes that turns raw rows into tables."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for file in sorted(_sources(resources.files("everyrep.warehouse")), key=str):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _sources(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry)
        elif entry.name.endswith((".py", ".sql", ".txt")):
            found.append(entry)
    return found


def fingerprint(*parts: object) -> str:
    """A short fingerprint of values that print the same when they are the same."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
