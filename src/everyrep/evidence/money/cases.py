"""Business cases that are kept in a workspace: one TOML file each, written whole."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from everyrep.evidence.money.casefile import CaseFile, parse_case
from everyrep.evidence.money.moved import hold_apart
from everyrep.values import EveryrepError, UnknownName, UserError
from everyrep.warehouse.workspace import Workspace, disk_errors, write_whole

FOLDER = "cases"
_LARGEST = 100_000
"""Characters that a case may have; the template has about two thousand."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Kept:
    """One case as it lies there.

    Attributes:
        name: Of the file, without its ending.
        text: What it holds.
        case: What it says; None where it cannot be read.
        problem: Why it cannot be read.
    """

    name: str
    text: str
    case: CaseFile | None = None
    problem: str = ""

    @property
    def title(self) -> str:
        """As people call it."""
        return self.case.name if self.case is not None else self.name

    @property
    def digest(self) -> str:
        """Tells this text from any other."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:24]


def kept_cases(workspace: Workspace) -> tuple[Kept, ...]:
    """All cases there are, by name."""
    return tuple(recall_case(workspace, name) for name in case_names(workspace))


def case_names(workspace: Workspace) -> list[str]:
    """Names of the cases that are kept."""
    return sorted(path.stem for path in _folder(workspace).glob("*.toml"))


def recall_case(workspace: Workspace, name: str) -> Kept:
    """One case, whether or not it can be read as one.

    Raises:
        UnknownName: There is none of that name; near names are offered.
    """
    known = case_names(workspace)
    if name not in known:
        raise UnknownName("case", name, known)
    path = _folder(workspace) / f"{name}.toml"
    with disk_errors(path):
        text = path.read_text(encoding="utf-8", errors="replace")
    try:
        return Kept(name, text, checked_case(text, path.name))
    except EveryrepError as problem:
        return Kept(name, text, problem=problem.told)


def keep_case(workspace: Workspace, name: str, text: str, *, seen: str = "") -> Kept:
    """Write a case into the workspace.

    Args:
        workspace: Whose.
        name: Of the file, without its ending: small letters, digits and hyphens.
        text: What it shall hold.
        seen: Digest of the text that was changed; empty for a new case.

    Raises:
        UserError: The text is no case, the name is taken, or somebody changed it meanwhile.
        Busy: Somebody else is writing.
    """
    if not _NAME.fullmatch(name):
        raise UserError(
            f"{name!r} cannot be the name of a file of a case",
            remedy="write it in small letters, digits and hyphens, such as value-selling",
        )
    text = text.replace("\r\n", "\n").rstrip() + "\n"
    if len(text) > _LARGEST:
        raise UserError("The case is too long", remedy=f"write at most {_LARGEST:,} characters")
    case = checked_case(text, f"{name}.toml")
    path = _folder(workspace) / f"{name}.toml"
    with workspace.writing(), disk_errors(workspace.root):
        _hold_unchanged(path, seen)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    return Kept(name, text, case)


def checked_case(text: str, where: str) -> CaseFile:
    """A text as a case in which no money stands twice.

    Raises:
        UserError: It is none; the message names the place.
    """
    case = parse_case(text, where)
    hold_apart(case.benefits)
    return case


def name_of(title: str) -> str:
    """A name of a file for a case of a title."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60].strip("-")


def _hold_unchanged(path: Path, seen: str) -> None:
    if not path.exists():
        return
    if not seen:
        raise UserError(
            f"There is a case {path.stem!r} already",
            where=f"{FOLDER}/{path.name}",
            remedy="change that one, or give this one another name",
        )
    if Kept(path.stem, path.read_text(encoding="utf-8", errors="replace")).digest != seen:
        raise UserError(
            "Somebody has changed this case in the meantime",
            where=f"{FOLDER}/{path.name}",
            remedy="open it again and put together what is right",
        )


def _folder(workspace: Workspace) -> Path:
    return workspace.root / FOLDER
