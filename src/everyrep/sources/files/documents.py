"""Files that people lay beside their exports: licences, descriptions, pictures."""

from __future__ import annotations

import re
from pathlib import Path

_ENDINGS = frozenset(
    (".md", ".rst", ".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".html", ".htm",
     ".png", ".jpg", ".jpeg", ".gif", ".svg", ".py", ".r", ".sql", ".ipynb", ".sh", ".log",
     ".toml", ".yml", ".yaml")
)  # fmt: skip
_NAMES = re.compile(
    r"(read.?me|licen[cs]e|copying|notice|authors?|change.?log|contributing|citation|"
    r"data.?dictionary|code.?book)\b",
    re.IGNORECASE,
)


def is_document(path: Path) -> bool:
    """Whether a name is that of a text or picture about data, and not of data.

    A name alone passes over nothing: it is asked where the content could not be read as a table.
    """
    return path.suffix.lower() in _ENDINGS or _NAMES.match(path.name) is not None
