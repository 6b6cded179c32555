"""Fails when a data file of the package did not make it into the wheel.

Usage: python .ci/wheel_contents.py WHEEL
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
LEFT_BEHIND = {"__pycache__"}


def expected() -> set[str]:
    """Every file of the package, as the path it should have in the wheel."""
    return {
        path.relative_to(SOURCE).as_posix()
        for path in (SOURCE / "everyrep").rglob("*")
        if path.is_file() and not LEFT_BEHIND.intersection(path.parts)
    }


def main(wheel: str) -> int:
    """Compares the wheel with the tree; names what is missing."""
    with zipfile.ZipFile(wheel) as archive:
        missing = sorted(expected() - set(archive.namelist()))
    for name in missing:
        sys.stderr.write(f"Not in the wheel: {name}. Is it ignored by git?\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
