"""Mappings of the workspace as people edit them: read with what they were, written whole."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from everyrep.values import EveryrepError
from everyrep.warehouse.mapping import Mapping, parse_mapping
from everyrep.warehouse.workspace import Workspace, disk_errors, write_whole

_LARGEST = 200_000
"""Characters that a mapping may have; the largest that ship have a few thousand."""


@dataclass(frozen=True)
class MappingFile:
    """One mapping as it lies there.

    Attributes:
        name: Of the file, without its ending.
        text: What it holds.
        digest: Tells this text from any other.
        mapping: What it says; None where it cannot be read.
        problem: Why it cannot be read.
    """

    name: str
    text: str
    digest: str
    mapping: Mapping | None = None
    problem: str = ""


class Overtaken(Exception):  # noqa: N818 - it is no error of anybody's
    """Somebody else has saved the mapping in the meantime."""


def names(workspace: Workspace) -> list[str]:
    """Names of all mappings there are."""
    return sorted(file.stem for file in workspace.mappings.glob("*.toml"))


def read(workspace: Workspace, name: str) -> MappingFile | None:
    """A mapping; None where there is none of that name, whatever else the name may point at."""
    if name not in names(workspace):
        return None
    text = (workspace.mappings / f"{name}.toml").read_text(encoding="utf-8")
    try:
        return MappingFile(name, text, digest_of(text), parse_mapping(text, f"{name}.toml"))
    except EveryrepError as problem:
        return MappingFile(name, text, digest_of(text), problem=problem.told)


def write(workspace: Workspace, name: str, text: str, seen: str) -> MappingFile:
    """Put a text in the place of a mapping that still is what was seen.

    Args:
        workspace: Whose mapping.
        name: Of the mapping, which is there.
        text: What it shall hold.
        seen: Digest of the text that was changed.

    Raises:
        Overtaken: It is another by now.
        EveryrepError: The text is no mapping, or the disk does not take it.
    """
    text = text.replace("\r\n", "\n").rstrip() + "\n"
    mapping = parse_mapping(text[:_LARGEST], f"{name}.toml")
    path = workspace.mappings / f"{name}.toml"
    with _alone(workspace.mappings), disk_errors(path):
        now = read(workspace, name)
        if now is None or now.digest != seen:
            raise Overtaken
        write_whole(path, text)
    return MappingFile(name, text, digest_of(text), mapping)


def digest_of(text: str) -> str:
    """A few letters that another text does not have."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else writes a mapping within; a lock that goes with who holds it."""
    with (folder / ".editing").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
