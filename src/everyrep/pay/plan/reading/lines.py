"""Which line of a TOML file each key, table and list element stands on.

The standard library's reader tells no lines for what it has read, and nests as deeply as a file
asks it to. So a file is gone through here first, piece by piece and without recursion: what comes
out is the line of each path, or the refusal of a file that nests too deeply. What is no TOML at all
is left to the reader, which says what is wrong with it.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from everyrep.values import UserError

Path = tuple[str | int, ...]
"""Keys, and places in lists from 0."""
DEEPEST = 20
MOST_PIECES = 400_000
_PIECE = re.compile(
    r"""[ \t\r]*(?:(?P<skip>\#[^\n]*)
    |(?P<end>\n)
    |(?P<text>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3,5}|'{3}.*?'{3,5}
        |"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
    |(?P<sign>[\[\]{},=.])
    |(?P<bare>[^\s\[\]{},=."'\#]+))""",
    re.VERBOSE | re.DOTALL,
)


class _Piece(NamedTuple):
    kind: str
    text: str
    line: int


class _NotToml(Exception):  # noqa: N818 - never leaves this module
    pass


def lines_of(text: str, where: str) -> dict[Path, int]:
    """The line, from 1, of each path of a file.

    Args:
        text: The file. Where it stops being TOML, the index ends.
        where: Its name, for the refusal.

    Raises:
        UserError: It nests more than 20 deep, or has more than 400,000 words and signs.
    """
    pieces = _pieces(text)
    if len(pieces) > MOST_PIECES:
        raise UserError(
            f"It has more than {MOST_PIECES:,} words and signs",
            where=where,
            remedy="Write a plan of its own for each group of people",
        )
    indexer = _Indexer(pieces, where)
    with suppress(_NotToml):
        indexer.whole()
    return indexer.lines


def _pieces(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    at, line = 0, 1
    for match in _PIECE.finditer(text):
        if match.start() != at or len(found) > MOST_PIECES:
            break
        kind = str(match.lastgroup)
        at = match.end()
        if kind == "skip":
            continue
        piece = match[kind]
        found.append(_Piece(kind, piece, line))
        if kind == "end":
            line += 1
        elif kind == "text":
            line += piece.count("\n")
    return [*found, _Piece("end", "", line)]


@dataclass
class _Inside:
    """A list or an inline table that is open; in a list, which element comes next."""

    path: Path
    is_list: bool
    next: int = 0


@dataclass
class _Indexer:
    pieces: list[_Piece]
    where: str
    lines: dict[Path, int] = field(default_factory=dict)
    sizes: dict[Path, int] = field(default_factory=dict)
    place: int = 0

    @property
    def now(self) -> _Piece:
        try:
            return self.pieces[self.place]
        except IndexError:
            raise _NotToml from None

    def took(self, text: str) -> bool:
        kind, found, _ = self.now
        if kind == "sign" and found == text:
            self.place += 1
            return True
        return False

    def need(self, text: str) -> None:
        if not self.took(text):
            raise _NotToml

    def whole(self) -> None:
        base: Path = ()
        while self.place < len(self.pieces):
            if self.now.kind == "end":
                self.place += 1
            elif self.took("["):
                base = self.header()
            else:
                self.value(self.key(base))

    def header(self) -> Path:
        """The path of `[a.b]`, or of one more `[[a.b]]`."""
        line, several = self.now.line, self.took("[")
        keys = self.keys()
        self.need("]")
        path: Path = ()
        for key in keys[:-1]:
            path = self.newest((*path, key))
        path = (*path, keys[-1])
        if several:
            self.need("]")
            self.sizes[path] = self.sizes.get(path, 0) + 1
        self.note(self.newest(path), line)
        return self.newest(path)

    def newest(self, path: Path) -> Path:
        return (*path, self.sizes[path] - 1) if path in self.sizes else path

    def keys(self) -> list[str]:
        line, found = self.now.line, [self.one_key()]
        while self.took("."):
            found.append(self.one_key())
            if len(found) > DEEPEST:
                raise self.too_deep(line)
        return found

    def one_key(self) -> str:
        piece = self.now
        self.place += 1
        if piece.kind == "bare":
            return piece.text
        if piece.kind != "text":
            raise _NotToml
        return _plain(piece.text)

    def key(self, base: Path) -> Path:
        line = self.now.line
        path = (*base, *self.keys())
        for end in range(len(base) + 1, len(path) + 1):
            self.note(path[:end], line)
        self.need("=")
        return path

    def note(self, path: Path, line: int) -> None:
        if len(path) > DEEPEST:
            raise self.too_deep(line)
        self.lines.setdefault(path, line)

    def too_deep(self, line: int) -> UserError:
        return UserError(
            f"It nests more than {DEEPEST} deep",
            where=f"{self.where}, line {line}",
            why="No plan needs that, and a file that goes on so would never be read to its end",
            remedy="Write the parts beside one another",
        )

    def value(self, path: Path) -> None:
        """Go past a value and note what is inside."""
        open_ones: list[_Inside] = []
        self.begin(path, open_ones)
        while open_ones:
            inside = open_ones[-1]
            while self.now.kind == "end":
                self.place += 1
            if self.took("]" if inside.is_list else "}"):
                open_ones.pop()
            elif not self.took(","):
                self.begin(self.inner(inside), open_ones)

    def inner(self, inside: _Inside) -> Path:
        """The path of what comes next within a list or an inline table."""
        if not inside.is_list:
            return self.key(inside.path)
        path = (*inside.path, inside.next)
        inside.next += 1
        self.note(path, self.now.line)
        return path

    def begin(self, path: Path, open_ones: list[_Inside]) -> None:
        """Open a list or an inline table, or go past a plain value."""
        if self.took("["):
            open_ones.append(_Inside(path, is_list=True))
        elif self.took("{"):
            open_ones.append(_Inside(path, is_list=False))
        else:
            self.plain()

    def plain(self) -> None:
        begun = self.place
        while self.now.kind in ("bare", "text") or self.now.text == ".":
            self.place += 1
        if self.place == begun:
            raise _NotToml


def _plain(text: str) -> str:
    """A quoted key as it is meant."""
    if "\\" not in text:
        return text[1:-1]
    try:
        return str(tomllib.loads(f"key = {text}")["key"])
    except tomllib.TOMLDecodeError:
        raise _NotToml from None
