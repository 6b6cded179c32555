"""Writes the reference pages from the declarations in code.

Usage:
    python docs/generate.py            writes docs/reference/*.md
    python docs/generate.py --check    fails when a page is stale, and says which
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generator import PAGES

REFERENCE = Path(__file__).resolve().parent / "reference"
NOTICE = "<!-- Written by docs/generate.py from the code. Edit there, then run `make docs`. -->\n\n"


def stale() -> list[str]:
    """Names of the pages that differ from what the code says now."""
    return [
        name
        for name, write in PAGES.items()
        if not (REFERENCE / name).is_file()
        or (REFERENCE / name).read_text(encoding="utf-8") != NOTICE + write()
    ]


def write_all(chosen: dict[str, Callable[[], str]]) -> None:
    """Writes the pages; leaves those alone that are as they should be."""
    for name, write in chosen.items():
        path, text = REFERENCE / name, NOTICE + write()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote docs/reference/{name}")


def main(arguments: list[str]) -> int:
    """Writes, or with --check only compares."""
    if "--check" not in arguments:
        write_all(PAGES)
        return 0
    for name in stale():
        print(f"docs/reference/{name} is stale: run `make docs` and commit it.", file=sys.stderr)
    return 1 if stale() else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
