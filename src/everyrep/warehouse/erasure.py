"""People whose names were struck: who they were is forgotten, what they sold is not.

`decisions/erasure.jsonl` holds one line a person: a number, and marks by which later files' rows
about them are known. A mark is a salted hash of an id or of a mail address, so that the file does
not say what it helps to forget. The build puts `erased:<number>` wherever a mark is met, before
anybody is matched with anybody: all of one person's ids become one, and figures stay what they
were. Names in the files that landed before are struck by `striking`.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from everyrep.values import DataError
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.workspace import Workspace, flush_folder

FILE_NAME = "erasure.jsonl"
SYSTEM = "erased"
NAME = "Former person"
"""What somebody is called afterwards, with their number."""
_SALT_BYTES = 16


@dataclass(frozen=True)
class Erasure:
    """One person whose name is struck.

    Attributes:
        number: What they are told apart by.
        salt: Of the marks; the same in every line of a file.
        marks: Of their ids, as "system:id", and of their mail addresses.
        when: With its offset from UTC.
        why: On what request or ground, in a few words that name nobody.
    """

    number: int
    salt: str
    marks: tuple[str, ...]
    when: str
    why: str = ""

    @property
    def name(self) -> str:
        """What they are called from now on."""
        return f"{NAME} {self.number}"

    @property
    def person(self) -> str:
        """Their person id from now on."""
        return f"person:{SYSTEM}:{self.number}"


def is_erased(person: str) -> bool:
    """Whether a person's id is that of somebody whose name is struck."""
    return person.startswith(f"person:{SYSTEM}:")


def file_of(workspace: Workspace) -> Path:
    """Where erasures are written down."""
    return workspace.decisions / FILE_NAME


def read_erasures(workspace: Workspace) -> tuple[Erasure, ...]:
    """Everybody whose name is struck; none where there is no file.

    Raises:
        DataError: A whole line cannot be read: passing over it would bring somebody back.
    """
    file = file_of(workspace)
    if not file.exists():
        return ()
    lines = file.read_text(encoding="utf-8").split("\n")
    return tuple(_read(line, f"{file}, line {n}") for n, line in enumerate(lines, 1) if line)


def write_erasure(
    workspace: Workspace,
    *,
    refs: Iterable[str],
    mails: Iterable[str],
    when: datetime,
    why: str = "",
    number: int | None = None,
) -> Erasure:
    """Write down that somebody's name is struck, once; the writer's place must be held.

    Args:
        workspace: Where.
        refs: Every id by which a file names them, as "system:id".
        mails: Their mail addresses.
        when: With its offset from UTC.
        why: In a few words that name nobody.
        number: What they are told apart by, where that is settled; the next one else.
    """
    before = read_erasures(workspace)
    known = next((one for one in before if one.number == number), None)
    if known is not None:
        return known
    salt = before[0].salt if before else secrets.token_hex(_SALT_BYTES)
    marks = {mark(salt, "ref", ref) for ref in refs}
    marks |= {mark(salt, "mail", mail.strip().lower()) for mail in mails if mail.strip()}
    number = number or max((one.number for one in before), default=0) + 1
    made = Erasure(number, salt, tuple(sorted(marks)), when.isoformat(timespec="seconds"), why)
    file = file_of(workspace)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(made), ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
    flush_folder(file.parent)
    return made


def mark(salt: str, kind: str, value: str) -> str:
    """The mark of an id ("ref") or a mail address in small letters ("mail")."""
    return hashlib.sha256(f"{salt} {kind} {value}".encode()).hexdigest()


def _read(line: str, where: str) -> Erasure:
    try:
        found = json.loads(line)
        return Erasure(int(found["number"]), str(found["salt"]), tuple(found["marks"]),
                       str(found["when"]), str(found.get("why", "")))  # fmt: skip
    except (ValueError, KeyError, TypeError) as problem:
        raise DataError(
            f"This line is not an erasure: {line[:40]!r}.",
            where=where,
            why="Whoever it is about would come back with the next build.",
            remedy="Put the file back from a backup that was made after the erasure.",
        ) from problem


@dataclass(frozen=True)
class Struck:
    """SQL that puts numbers in the place of those whose names are struck."""

    erasures: Sequence[Erasure]

    @property
    def print(self) -> str:
        """Changes where somebody is added; empty where nobody is struck."""
        told = [[one.number, one.salt, *one.marks] for one in self.erasures]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16] if told else ""

    def ref(self, ref: str) -> str:
        """SQL of a reference, with the number of who is struck in its place."""
        return f"coalesce({self.known(ref)}, {ref})" if self.erasures else ref

    def known(self, ref: str, mail: str | None = None) -> str:
        """SQL of `erased:<number>` where a reference or a mail address is struck, else NULL.

        What stands after the system in a reference may itself be a mail address, or the name that
        was put into an old file.
        """
        value = f"substr({ref}, strpos({ref}, ':') + 1)"
        tests = [self._of("ref", ref), self._of("mail", f"lower(trim({value}))")]
        if mail is not None:
            tests.append(self._of("mail", f"lower(trim({mail}))"))
        named = rf"regexp_extract({value}, '^{NAME} (\d+)$', 1)"
        tests.append(f"{literal(SYSTEM + ':')} || nullif({named}, '')")
        return f"coalesce({', '.join(tests)})"

    def _of(self, kind: str, value: str) -> str:
        marks = {made: one.number for one in self.erasures for made in one.marks}
        salt = self.erasures[0].salt
        pairs = ", ".join(f"{literal(m)}: {literal(f'{SYSTEM}:{n}')}" for m, n in marks.items())
        hashed = f"sha256({literal(f'{salt} {kind} ')} || {value})"
        listed = ", ".join(literal(m) for m in marks)
        return f"CASE WHEN {hashed} IN ({listed}) THEN MAP {{{pairs}}}[{hashed}] END"
