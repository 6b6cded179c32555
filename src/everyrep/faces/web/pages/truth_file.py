"""What a simulation knows of its company, where it lies beside it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from everyrep.faces.web.place import place


def known_truth() -> dict[str, Any] | None:
    """What the simulation knows; None where it left nothing that can be read."""
    file = place().workspace / "exports" / "truth.json"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=2)
def _read(file: Path, changed: int) -> dict[str, Any] | None:
    """The file, read again where it has changed."""
    del changed
    found = json.loads(file.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else None
