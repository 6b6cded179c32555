"""Killed at any moment, a workspace is as it was before, or as it would have been after."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def kill(folder: Path, how: str, *numbers: int) -> list[list[str]]:
    """What is wrong after each kill."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.warehouse.crashes", str(folder), how, *map(str, numbers)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_a_killed_load_and_a_killed_build_leave_nothing_half(tmp_path: Path) -> None:
    steps = (40,)
    assert kill(tmp_path, "steps", *steps) == [[]] * len(steps)


@pytest.mark.slow
def test_killed_before_any_file_operation(tmp_path: Path) -> None:
    """A load, a build, and the first of the next ones take about a hundred and fifty."""
    steps = range(1, 160, 2)
    assert kill(tmp_path, "steps", *steps) == [[]] * len(steps)


@pytest.mark.slow
def test_killed_at_random_times(tmp_path: Path) -> None:
    assert kill(tmp_path, "times", 60, 1) == [[]] * 60
