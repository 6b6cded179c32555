"""Journals: what people decided or registered, one line each, only ever appended to.

A line is on disk before `append_entry` returns. A last line torn by a kill was never acknowledged:
it is passed over, and closed before the next one. Whoever writes holds the writer's place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from everyrep.values import DataError, EveryrepError
from everyrep.warehouse.workspace import flush_folder

First = TypeVar("First")
Other = TypeVar("Other")


def append_entry(path: Path, entry: Mapping[str, Any]) -> None:
    """Append one entry and wait until it is on disk; a torn last line is closed first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    text = json.dumps(entry, ensure_ascii=False) + "\n"
    with path.open("ab+") as file:
        if file.tell() and not _ends_with_newline(file):
            text = "\n" + text
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        flush_folder(path.parent)


def _ends_with_newline(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")


def read_entries(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Entries in the order of the file, each with its place; none where there is no file.

    Raises:
        DataError: A whole line is not an entry.
    """
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    found = []
    for number, line in enumerate(lines, start=1):
        where = f"{path}, line {number}"
        if line.strip() and (entry := _read(line, where)) is not None:
            found.append((where, entry))
    return found


def parted(
    entries: Iterable[tuple[str, Mapping[str, Any]]],
    kind: str,
    first: Callable[[Mapping[str, Any]], First],
    other: Callable[[Mapping[str, Any]], Other],
    *,
    what: str,
    why: str,
) -> tuple[tuple[First, ...], tuple[Other, ...]]:
    """Entries of a journal that holds two kinds, read, each kind in the order of the file.

    Args:
        entries: Each with its place.
        kind: What the entry's `kind` says where it is of the first kind.
        first: Reads one of the first kind.
        other: Reads one of the other kind.
        what: What a line is that can be read as neither, for the refusal.
        why: Why such a line is not passed over.

    Raises:
        DataError: An entry cannot be read.
    """
    ones: list[First] = []
    others: list[Other] = []
    for where, entry in entries:
        try:
            if entry["kind"] == kind:
                ones.append(first(entry))
            else:
                others.append(other(entry))
        except (KeyError, TypeError, ValueError, EveryrepError) as problem:
            raise DataError(
                f"This line is {what}: {problem}",
                where=where,
                why=why,
                remedy="put the line right from a backup, or remove it",
            ) from problem
    return tuple(ones), tuple(others)


def _read(line: str, where: str) -> dict[str, Any] | None:
    """The entry of one line, or None for a torn one."""
    try:
        entry = json.loads(line)
    except ValueError:
        if line.startswith("{") and not line.rstrip().endswith("}"):
            return None
        entry = None
    if isinstance(entry, dict):
        return entry
    raise DataError(
        f"This line is no entry: {line[:80]!r}",
        where=where,
        why="what people registered is never guessed at",
        remedy="put the line right from a backup, or remove it",
    )
