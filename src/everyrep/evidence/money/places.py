"""Where in the text of a case something stands: by its line, for messages."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    """Lines of a text in TOML.

    Attributes:
        text: The text.
        where: Name of the file.
    """

    text: str
    where: str

    def key(self, name: str) -> str:
        """A key at the top: "case.toml, years (line 8)"."""
        written = rf"(?:{re.escape(name)}|\"{re.escape(name)}\")"
        return self._at(name, rf"^[ \t]*(?:{written}[ \t]*[=.]|\[\[?[ \t]*{written}[ \t]*\])", 1)

    def table(self, name: str) -> str:
        """A table: "case.toml, base (line 14)"."""
        return self.key(name)

    def one_of(self, name: str, number: int) -> str:
        """The so-manieth of several tables: "case.toml, benefit 2 (line 26)"."""
        return self._at(f"{name} {number}", rf"^[ \t]*\[\[[ \t]*{name}[ \t]*\]\]", number)

    def _at(self, what: str, pattern: str, number: int) -> str:
        found = list(re.finditer(pattern, self.text, re.MULTILINE))
        if len(found) < number:
            return f"{self.where}, {what}"
        line = self.text.count("\n", 0, found[number - 1].start()) + 1
        return f"{self.where}, {what} (line {line})"
