"""Further tables kept with a build: what is derived from its rows, and takes long to derive.

They are no part of what was built: a build is whole without them, and who reads it then derives
them anew. So they may be written after readers have seen the build; a reader sees those that were
there when it opened.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from everyrep.warehouse.quoting import literal
from everyrep.warehouse.workspace import write_json

PREFIX = "kept_"
"""What the views of kept tables are called by."""
_FOLDER = "kept"
_INDEX = "kept.json"


@dataclass(frozen=True)
class Kept:
    """One kept table.

    Attributes:
        file: its file's name in the folder of kept tables.
        key: changes where its rows may.
        as_of: the last day that was known to it, ISO.
    """

    file: str
    key: str
    as_of: str


def read_kept(build: Path) -> dict[str, Kept]:
    """The tables kept with a build, by name; none where none were kept, or none can be read."""
    try:
        found = json.loads((build / _FOLDER / _INDEX).read_text(encoding="utf-8"))
        return {name: Kept(**about) for name, about in found.items()}
    except (OSError, ValueError, TypeError):
        return {}


def views(build: Path, as_of: date) -> dict[str, str]:
    """For each table kept of what is known on a day: the name of its view, and its SQL."""
    found = {}
    for name, kept in read_kept(build).items():
        file = build / _FOLDER / kept.file
        if kept.as_of == as_of.isoformat() and file.exists():
            found[name] = f"SELECT * FROM read_parquet({literal(str(file))})"
    return found


def take_over(name: str, key: str, before: Path, build: Path) -> Kept | None:
    """A table of an earlier build, linked into another where its rows would be the same."""
    kept = read_kept(before).get(name)
    if kept is None or kept.key != key:
        return None
    source, target = before / _FOLDER / kept.file, build / _FOLDER / kept.file
    target.parent.mkdir(exist_ok=True)
    try:
        if not target.exists():
            os.link(source, target)
    except FileNotFoundError:
        return None
    except OSError:
        shutil.copyfile(source, target)
    return kept


def write_kept(
    connection: duckdb.DuckDBPyConnection, name: str, key: str, as_of: date, sql: str, build: Path
) -> Kept:
    """Derive a table into a file, which is there whole or not at all."""
    folder = build / _FOLDER
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}-{key}.parquet"
    beside = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        connection.execute(f"COPY ({sql}) TO {literal(str(beside))} (FORMAT parquet)")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return Kept(file.name, key, as_of.isoformat())


def write_index(build: Path, kept: dict[str, Kept]) -> None:
    """Say which tables are kept with a build."""
    (build / _FOLDER).mkdir(exist_ok=True)
    write_json(build / _FOLDER / _INDEX, {name: asdict(about) for name, about in kept.items()})
