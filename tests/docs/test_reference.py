"""The generated reference says what the code says."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_the_reference_is_fresh(repository: Path) -> None:
    result = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
