"""What is committed can be read anywhere: no path of one machine, no package host, no mirror."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

THIS = "tests/architecture/test_words.py"
TOO_LARGE = 2_000_000

BANNED = {
    "an absolute path of one machine": re.compile(
        r"""(?:^|[\s"'`(=:,])/(?:work|home|root|tmp|Users|private|mnt)/[\w.~-]+""", re.MULTILINE
    ),
    "the host of a package registry": re.compile(
        r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.org|npmjs\.com|registry\.npm|deb\.debian\.org)\b"
    ),
    "a drive letter with a user's folder": re.compile(r"\b[A-Z]:\\Users\\", re.IGNORECASE),
}


def committed(root: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: what is committed cannot be listed")
    return [name for name in listed.stdout.split("\0") if name and name != THIS]


def text_of(path: Path) -> str:
    """The text of a file; empty where it is gone, large, or not text."""
    if not path.is_file() or path.stat().st_size > TOO_LARGE:
        return ""
    raw = path.read_bytes()
    return "" if b"\0" in raw else raw.decode("utf-8", errors="replace")


def test_nothing_committed_names_one_machine(repository: Path) -> None:
    found = [
        f"{name}: {what}: {match.group().strip()}"
        for name in committed(repository)
        for what, pattern in BANNED.items()
        for match in pattern.finditer(text_of(repository / name))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "cd /work/everyrep",
        'open("/tmp/x.csv")',
        "see /home/ann/data",
        "from https://pypi.org/simple",
    ],
)
def test_the_rule_bites(line: str) -> None:
    assert any(pattern.search(line) for pattern in BANNED.values())


def test_the_rule_lets_web_addresses_pass() -> None:
    line = "https://example.com/home/page and docs/tmp/notes"
    assert not any(pattern.search(line) for pattern in BANNED.values())
