"""What every test may lean on: the folder of real tables, and a loud word where it is absent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("EVERYREP_SHARED_DATA", ROOT.parent / "shared" / "data"))
ABSENT = "the folder of real tables is absent"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real tables that nobody of this project wrote; the test is skipped without it.

    It is `EVERYREP_SHARED_DATA`, or `shared/data` beside the checkout. The tables are not ours to
    commit, so a clone may not have them; the summary then counts what went unchecked.
    """
    if not SHARED_DATA.is_dir():
        pytest.skip(ABSENT)
    return SHARED_DATA


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout, for tests about the house itself."""
    return ROOT


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Says in the open how many known answers were not checked, and what would check them."""
    skipped = terminalreporter.stats.get("skipped", [])
    unchecked = [report for report in skipped if ABSENT in str(report.longrepr)]
    if unchecked:
        terminalreporter.write_sep("!", "known answers not checked", yellow=True, bold=True)
        terminalreporter.write_line(
            f"{len(unchecked)} tests compare with real tables and were skipped: {ABSENT}. "
            "Put them in shared/data beside the checkout, or name their folder in "
            "EVERYREP_SHARED_DATA.",
            yellow=True,
        )
