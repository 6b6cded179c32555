"""The audit of dependencies: it fails on a known hole, and says aloud what nobody answered for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "audit-dependencies"
FINE = {"name": "fine", "version": "1.0", "vulns": []}
HOLED = {
    "name": "holed",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"], "description": ""}],
}
UNKNOWN = {"name": "unknown", "skip_reason": "not found"}


def ran(folder: Path, answer: str, *options: str) -> subprocess.CompletedProcess[str]:
    """The script beside a pip-audit that answers so."""
    (folder / "answer").write_text(answer, encoding="utf-8")
    program = folder / "pip-audit"
    program.write_text(f"#!/bin/sh\ncat {folder}/answer\n", encoding="utf-8")
    program.chmod(0o755)
    python = folder / "python"
    python.symlink_to(sys.executable)
    command = [str(python), str(SCRIPT), *options, "run.txt"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("found", "options", "code", "said"),
    [
        ([FINE], (), 0, "1 dependencies audited, 0 with known"),
        ([FINE, HOLED], (), 1, "holed 2.0: PYSEC-1, mended in 2.1"),
        ([FINE, UNKNOWN], (), 0, "NOT AUDITED: 1 dependencies"),
        ([FINE, UNKNOWN], ("--strict",), 1, "NOT AUDITED: 1 dependencies"),
        ([UNKNOWN], (), 0, "NOT AUDITED: all dependencies"),
    ],
)
def test_what_is_known_and_not_known_of_dependencies(
    tmp_path: Path, found: list[dict[str, Any]], options: tuple[str, ...], code: int, said: str
) -> None:
    told = ran(tmp_path, json.dumps({"dependencies": found}), *options)
    assert told.returncode == code
    assert said in told.stdout + told.stderr


def test_an_index_out_of_reach_is_said_aloud(tmp_path: Path) -> None:
    told = ran(tmp_path, "")
    assert told.returncode == 0
    assert "NOT AUDITED: all dependencies" in told.stderr
    (tmp_path / "strict").mkdir()
    assert ran(tmp_path / "strict", "", "--strict").returncode == 1
