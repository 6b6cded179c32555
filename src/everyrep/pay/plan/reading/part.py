"""One part of a plan file: its keys are taken one by one, and what is wrong is kept with its line.

A key that is wrong gives something that stands in for it, so that the rest of the file can be read
and all mistakes be told together. What was read is only used where nothing was wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import NamedTuple, TypeVar

from everyrep.pay.plan.reading.lines import Path
from everyrep.pay.plan.reading.problems import MOST_TOLD, Problems
from everyrep.values import UnknownName, UserError
from everyrep.values.errors import near_names

Choice = TypeVar("Choice", bound=StrEnum)
_KINDS = {
    str: "a text in quotes", bool: "true or false", int: "a whole number", dict: "a table",
    list: "a list", date: "a day such as 2026-01-31", Decimal: "a number",
}  # fmt: skip


class Spot(NamedTuple):
    """A place in the file: its line, and its path in words."""

    line: int
    name: str


@dataclass
class Part:
    """A table of the file.

    Attributes:
        keys: What it holds.
        path: Where it stands, in keys and places from 0.
        name: Where it stands, in words for people, such as "pay.new-business".
        lines: Lines of all paths of the file.
        problems: Where problems are kept.
    """

    keys: Mapping[str, object]
    path: Path
    name: str
    lines: Mapping[Path, int]
    problems: Problems
    taken: set[str] = field(default_factory=set)
    missing: dict[str, UserError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.begun = len(self.problems)

    @property
    def line(self) -> int:
        """The line where it begins."""
        return self.lines.get(self.path, 1)

    @property
    def clean(self) -> bool:
        """Whether nothing was wrong since it was begun."""
        return len(self.problems) == self.begun

    def line_of(self, key: str) -> int:
        """The line of a key, or of the part where the key is not there."""
        return self.lines.get((*self.path, key), self.line)

    def named(self, key: str) -> str:
        """A key's path in words."""
        return f"{self.name}.{key}" if self.name else key

    def spot(self, key: str, at: int | None = None) -> Spot:
        """The place of a key, or of an element of the list behind it."""
        if at is None:
            return Spot(self.line_of(key), self.named(key))
        line = self.lines.get((*self.path, key, at), self.line_of(key))
        return Spot(line, f"{self.named(key)}[{at + 1}]")

    def wrong(self, key: str, problem: UserError) -> None:
        """Keep a problem with a key."""
        self.problems.add(problem, self.line_of(key), self.named(key))

    def wrong_here(self, problem: UserError) -> None:
        """Keep a problem with the part as a whole."""
        self.problems.add(problem, self.line, self.name or "top of the file")

    def has(self, key: str) -> bool:
        """Whether a key is there; it counts as known."""
        self.taken.add(key)
        return key in self.keys

    def raw(self, key: str, why: str = "", remedy: str = "", *, needed: bool = True) -> object:
        """What stands behind a key, or None with a problem where it is needed and not there."""
        if self.has(key):
            return self.keys[key]
        if needed:
            self.absent(key, why, remedy or f"add {key}")
        return None

    def absent(self, key: str, why: str, remedy: str) -> None:
        """Keep that a key is missing."""
        problem = UserError(f"{key!r} is missing", why=why or None, remedy=remedy)
        self.wrong(key, problem)
        self.missing[key] = problem

    def of_type(self, key: str, kind: type, why: str = "", *, needed: bool = True) -> object:
        """What stands behind a key, of one type; None where it is not."""
        found = self.raw(key, why, needed=needed)
        if found is None:
            return None
        if not _is(found, kind):
            self.wrong(key, mistyped(found, _KINDS[kind]))
            return None
        return found

    def text(self, key: str, why: str = "", *, needed: bool = True) -> str:
        """A text; empty where it is not there."""
        found = self.of_type(key, str, why, needed=needed)
        if isinstance(found, str) and not found.strip() and needed:
            self.wrong(key, UserError(f"{key!r} is empty", why=why or None))
        return found if isinstance(found, str) else ""

    def flag(self, key: str, why: str = "", *, default: bool | None = None) -> bool:
        """True or false; needed unless there is a default."""
        found = self.of_type(key, bool, why, needed=default is None)
        return found if isinstance(found, bool) else bool(default)

    def whole(self, key: str, why: str = "", *, default: int | None = None, least: int = 0) -> int:
        """A whole number from `least` on, up to 10,000."""
        found = self.of_type(key, int, why, needed=default is None)
        if not isinstance(found, int):
            return least if default is None else default
        if not least <= found <= 10_000:
            self.wrong(key, UserError(f"{found} lies outside {least} to 10,000"))
            return least
        return found

    def day(self, key: str, why: str = "", *, needed: bool = True) -> date | None:
        """A day; None where it is not there."""
        found = self.of_type(key, date, why, needed=needed)
        return found if isinstance(found, date) else None

    def choice(
        self, key: str, among: type[Choice], why: str = "", *, default: Choice | None = None
    ) -> Choice:
        """One of a list of words; needed unless there is a default."""
        words = [member.value for member in among]
        found = self.raw(key, why, f"write one of: {', '.join(words)}", needed=default is None)
        if found is None:
            return default or next(iter(among))
        if isinstance(found, str) and found in words:
            return among(found)
        self.wrong(key, not_among(key, found, words, why))
        return next(iter(among))

    def one_of(self, key: str, words: Iterable[str], why: str = "", default: str = "") -> str:
        """One of some words; needed unless there is a default."""
        allowed = list(words)
        found = self.raw(key, why, f"write one of: {', '.join(allowed)}", needed=not default)
        if found is None:
            return default or allowed[0]
        if isinstance(found, str) and found in allowed:
            return found
        self.wrong(key, not_among(key, found, allowed, why))
        return allowed[0]

    def texts(self, key: str, why: str = "", *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where it is not there."""
        found = self.of_type(key, list, why, needed=needed)
        if not isinstance(found, list):
            return ()
        for one in found:
            if not isinstance(one, str):
                self.wrong(key, mistyped(one, "a text in quotes"))
                return ()
        return tuple(map(str, found))

    def items(self, key: str, why: str = "", *, needed: bool = False) -> list[object]:
        """A list of anything."""
        found = self.of_type(key, list, why, needed=needed)
        return found if isinstance(found, list) else []

    def part(self, key: str, why: str = "", *, needed: bool = True) -> Part | None:
        """A table within this one."""
        found = self.of_type(key, dict, why, needed=needed)
        if not isinstance(found, dict):
            return None
        return Part(found, (*self.path, key), self.named(key), self.lines, self.problems)

    def parts(self, key: str, why: str = "", *, needed: bool = False) -> list[Part]:
        """A list of tables within this one; each is named by its place, from 1."""
        found = []
        for at, one in enumerate(self.items(key, why, needed=needed)):
            spot = self.spot(key, at)
            if isinstance(one, dict):
                path = (*self.path, key, at)
                found.append(Part(one, path, spot.name, self.lines, self.problems))
            else:
                self.problems.add(mistyped(one, "a table"), *spot)
        return found

    def named_parts(self, key: str) -> dict[str, Part]:
        """Tables within a table, such as all of `[table.NAME]`, by name."""
        outer = self.part(key, needed=False)
        if outer is None:
            return {}
        found = {name: outer.part(name) for name in outer.keys}
        return {name: part for name, part in found.items() if part is not None}

    def done(self) -> None:
        """Say which keys are unknown (20 at most); one near a missing one is that one misspelt."""
        for key, problem in self.missing.items():
            unknown = (name for name in self.keys if name not in self.taken)
            close = near_names(key, islice(unknown, MOST_TOLD), n=1)
            if close:
                self.taken.add(close[0])
                problem.message += f", and {close[0]!r} is not known"
                problem.remedy, problem.near = None, (key,)
                self.problems.move(problem, *self.spot(close[0]))
        known = sorted(self.taken)
        for key in [name for name in self.keys if name not in self.taken][:MOST_TOLD]:
            self.wrong(key, UnknownName("key", key, known, why=_IGNORED))


_IGNORED = "A word that is not known would be passed over in silence, and the plan pay otherwise"


def _is(found: object, kind: type) -> bool:
    if kind is date:
        return isinstance(found, date) and not isinstance(found, datetime)
    if kind is int:
        return isinstance(found, int) and not isinstance(found, bool)
    return isinstance(found, kind)


def mistyped(found: object, wanted: str) -> UserError:
    """Something of another type than is wanted."""
    return UserError(f"{shown(found)} stands where {wanted} is needed", remedy=f"write {wanted}")


def not_among(key: str, found: object, words: list[str], why: str) -> UserError:
    """A word that is not in the list."""
    if not isinstance(found, str):
        return mistyped(found, f"one of {', '.join(words)}")
    return UnknownName(
        key, found, words, why=why or None, remedy=f"Write one of: {', '.join(words)}"
    )


def shown(found: object) -> str:
    """A value of the file, short enough for a message."""
    words = {dict: "a table", list: "a list", bool: str(found).lower()}
    text = words.get(type(found)) or (repr(found) if isinstance(found, str) else str(found))
    return text if len(text) <= 60 else f"{text[:57]}..."
