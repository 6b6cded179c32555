"""Striking a name out of files that landed: the one thing that is ever changed in them.

A raw file with somebody's name or mail address in it is written anew beside itself, with their
number in the place of the name, and renamed over the old one; its manifest says so. Rows about the
person lose what the mapping calls personal. Ids stay, since the next export will name them too, and
nobody would know it. A file that is linked from a backup is not touched: the backup keeps the old.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from everyrep.values import InternalError
from everyrep.warehouse.build.feeds import feed
from everyrep.warehouse.build.lookups import UNSTATED
from everyrep.warehouse.engine import connect
from everyrep.warehouse.erasure import FILE_NAME, Erasure, Struck
from everyrep.warehouse.known import Known, pattern
from everyrep.warehouse.landing import UNDONE, Load, read_load
from everyrep.warehouse.mapping import TableMapping, columns_of
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import TABLES
from everyrep.warehouse.staging import raw_types
from everyrep.warehouse.workspace import (
    UNFINISHED,
    Workspace,
    flush_folder,
    write_json,
    write_whole,
)

_NAMES = ("full_name", "first_name", "last_name", "email", "other_emails")
_BESIDE = ("rejects.csv", UNDONE)
"""What lies beside the rows of a load, as text."""
_NESTED = re.compile(r"[(\[]|^JSON$")


@dataclass
class Done:
    """What was struck: files written anew, cells changed, and files with a name left in them."""

    files: int = 0
    rows: int = 0
    left: list[str] = field(default_factory=list)


def strike(workspace: Workspace, known: Known, erasure: Erasure) -> Done:
    """Strike somebody out of every file that landed, and out of what was decided about them.

    Args:
        workspace: Where; its writer's place must be held.
        known: What they are known by.
        erasure: As it was written down.
    """
    done = Done()
    text = pattern(known)
    for folder in _folders(workspace):
        if _strike_load(workspace, read_load(folder), text, erasure, done):
            done.files += 1
    for file in sorted(workspace.decisions.glob("*.jsonl")):
        if file.name != FILE_NAME:
            _strike_decisions(file, known, text, erasure)
    for file in (workspace.settings_file, *sorted(workspace.mappings.glob("*.toml"))):
        if file.exists() and text.search(file.read_text(encoding="utf-8", errors="replace")):
            done.left.append(str(file.relative_to(workspace.root)))
    return done


def _folders(workspace: Workspace) -> Iterator[Path]:
    """Every load that there is, also those taken back and those that others replaced."""
    for top in (workspace.landing, workspace.undone):
        for folder in sorted(top.iterdir()) if top.exists() else ():
            if not folder.name.startswith(UNFINISHED) and (folder / "manifest.json").exists():
                yield folder


def _strike_load(
    workspace: Workspace, load: Load, text: re.Pattern[str], erasure: Erasure, done: Done
) -> bool:
    with connect(workspace.spill) as connection:
        connection.execute("SET preserve_insertion_order = true")
        changes = _changes(connection, load, text, erasure)
        rows = _write_anew(connection, load, changes) if changes else 0
    done.rows += rows
    manifest = load.folder / "manifest.json"
    beside = [_strike_text(load.folder / name, text, erasure) for name in _BESIDE]
    if not rows and not any(beside) and not text.search(manifest.read_text(encoding="utf-8")):
        return False
    content = json.loads(text.sub(erasure.name, manifest.read_text(encoding="utf-8")))
    note = f"{erasure.name} was struck out of {rows} rows on {erasure.when[:10]}."
    if note not in content["notes"]:
        content["notes"].append(note)
    write_json(manifest, content)
    return True


def _strike_text(file: Path, text: re.Pattern[str], erasure: Erasure) -> bool:
    """Strike a name out of a file of text; whether it was in there."""
    told = file.read_text(encoding="utf-8") if file.exists() else ""
    if not text.search(told):
        return False
    write_whole(file, text.sub(erasure.name, told))
    return True


def _changes(
    connection: duckdb.DuckDBPyConnection, load: Load, text: re.Pattern[str], erasure: Erasure
) -> dict[str, str]:
    """SQL of the new value of each column in which there is something to be struck."""
    types = raw_types(connection, load.relation)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS SELECT * FROM {load.relation}")
    lines = _lines_about(connection, load, types, erasure)
    found: dict[str, str] = {}
    for name, kind in types.items():
        if name == "_line":
            continue
        has_words = kind == "VARCHAR" or _NESTED.search(kind)
        new = _without(connection, name, kind, text, erasure) if has_words else None
        blank = lines.get(name)
        if blank is not None:
            new = f"CASE WHEN _line IN (FROM about) THEN {blank} ELSE {new or identifier(name)} END"
        if new:
            found[name] = new
    return found


def _without(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    kind: str,
    text: re.Pattern[str],
    erasure: Erasure,
) -> str | None:
    """SQL of a column without somebody's name; None where it is not in there."""
    column = f"CAST({identifier(name)} AS VARCHAR)"
    told = f"SELECT DISTINCT {column} FROM raw WHERE {identifier(name)} IS NOT NULL"
    cells = connection.execute(told)
    hits: dict[str, str] = {}
    while chunk := cells.fetchmany(50_000):
        hits |= {cell: text.sub(erasure.name, cell) for (cell,) in chunk if text.search(cell)}
    if not hits:
        return None
    table = identifier(f"hits of {name}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} (old VARCHAR, new VARCHAR)")
    connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", list(hits.items()))
    new = f"coalesce((SELECT new FROM {table} WHERE old = {column}), {column})"
    return new if kind == "VARCHAR" else f"CAST({new} AS {kind})"


def _lines_about(
    connection: duckdb.DuckDBPyConnection, load: Load, types: Mapping[str, str], erasure: Erasure
) -> dict[str, str]:
    """Make `about`, the lines that are about the person; what the personal columns become there."""
    connection.execute("CREATE OR REPLACE TEMP TABLE about (_line BIGINT)")
    struck = Struck((erasure,))
    blanks: dict[str, str] = {}
    for place, mapping in enumerate(load.mapping.tables):
        table = TABLES[mapping.table]
        whose = "id" if table.name == "people" else "person_ref"
        wanted = _personal(mapping)
        if not wanted:
            continue
        made = feed(load, mapping, dict(types), UNSTATED, place).projection
        mail = "email" if table.name == "people" else None
        connection.execute(
            f"INSERT INTO about SELECT line FROM ({made.rows(checked=False)}) "
            f"WHERE {struck.known(whose, mail)} IS NOT NULL"
        )
        blanks |= _blanks(mapping, wanted, "id" if table.name == "people" else "person", erasure)
        if table.name == "people":
            blanks |= dict.fromkeys(types.keys() - _read(load) - {"_line"}, "NULL")
    return blanks if _one(connection, "SELECT count(*) FROM about") else {}


def _read(load: Load) -> set[str]:
    """Source columns that anything reads; what else a record of a person holds nobody needs."""
    found: set[str] = set()
    for mapping in load.mapping.tables:
        found |= set(mapping.sources)
        found |= set(columns_of(mapping.condition)) if mapping.condition else set()
    return found


def _personal(mapping: TableMapping) -> list[str]:
    """Columns of a table that tell something personal of whoever a row is about."""
    table = TABLES[mapping.table]
    if table.name != "people" and "person" not in table.by_name:
        return []
    return [c.name for c in table.columns if c.forgotten and c.name in mapping.columns]


def _blanks(
    mapping: TableMapping, wanted: Sequence[str], whose: str, erasure: Erasure
) -> dict[str, str]:
    """What each source column holds afterwards in a line about the person.

    A column that is the person's id stays, unless the id is their name or mail address.
    """
    ids = mapping.columns[whose].sources if whose in mapping.columns else ()
    named = {s for name in wanted if name in _NAMES for s in mapping.columns[name].sources}
    found = {}
    for name in wanted:
        for source in mapping.columns[name].sources:
            if source not in ids and source not in found:
                found[source] = "NULL"
    for sources in (ids, mapping.columns["full_name"].sources if "full_name" in wanted else ()):
        for place, source in enumerate(sources):
            if source in named:
                found[source] = "NULL" if place else literal(erasure.name)
    return found


def _write_anew(
    connection: duckdb.DuckDBPyConnection, load: Load, changes: Mapping[str, str]
) -> int:
    """Write the raw file with changed columns, all rows in their order; how many rows changed."""
    file = load.folder / load.table.file
    beside = file.with_name(f"{file.name}.new")
    differs = " OR ".join(f"{identifier(c)} IS DISTINCT FROM ({new})" for c, new in changes.items())
    changed = _one(connection, f"SELECT count(*) FROM raw WHERE {differs}")
    if not changed:
        return 0
    replaced = ", ".join(f"{new} AS {identifier(name)}" for name, new in changes.items())
    out = "_line" if not load.table.line_column else ""
    line = load.table.line_column
    renamed = f"_line AS {identifier(line)}" if line else ""
    select = f"SELECT * {f'EXCLUDE ({out})' if out else ''} REPLACE ({replaced}) FROM raw"
    if renamed:
        select = f"SELECT * RENAME ({renamed}) FROM ({select})"
    connection.execute(f"COPY ({select} ORDER BY _line) TO {literal(str(beside))} (FORMAT parquet)")
    rows = _one(connection, f"SELECT count(*) FROM read_parquet({literal(str(beside))})")
    if rows != load.table.rows:
        beside.unlink()
        raise InternalError("a file would have lost rows", where=str(file))
    with beside.open("rb") as handle:
        os.fsync(handle.fileno())
    beside.replace(file)
    flush_folder(load.folder)
    return changed


def _strike_decisions(file: Path, known: Known, text: re.Pattern[str], erasure: Erasure) -> None:
    """Drop what was decided about the person's records, and their name in what is left."""
    kept = []
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            told = json.loads(line) if line else {}
        except ValueError:
            told = {}
        refs = {told.get("left_ref"), told.get("right_ref")} if isinstance(told, dict) else set()
        if not refs & set(known.refs):
            kept.append(text.sub(erasure.name, line))
    write_whole(file, "\n".join(kept))


def _one(connection: duckdb.DuckDBPyConnection, asked: str) -> int:
    found = connection.execute(asked).fetchone()
    return int(found[0]) if found else 0
