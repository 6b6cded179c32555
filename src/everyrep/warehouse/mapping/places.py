"""On which line of a mapping file something stands, so that a message can point at it.

The parser of the standard library keeps no positions; this walks the lines beside it. It knows the
few forms that a mapping uses, and falls back to the header above where it cannot tell.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"""^\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*[.=]""")


class Places:
    """Line numbers of headers and keys, by (header, occurrence of [[table]], key)."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, int, str], int] = {}
        header, table = "", -1
        for number, line in enumerate(text.splitlines(), start=1):
            if found := _HEADER.match(line):
                header = found[2]
                table += found[1] == "[["
                self._lines.setdefault((header, table, ""), number)
            elif found := _KEY.match(line):
                key = found[1].strip("\"'")
                self._lines.setdefault((header, table, key), number)

    def line(self, header: str, table: int = -1, key: str = "") -> int:
        """The line of a key, else that of its header, else of its table, else 1."""
        for place in ((header, table, key), (header, table, ""), ("table", table, "")):
            if place in self._lines:
                return self._lines[place]
        return 1
