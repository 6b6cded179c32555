"""What every test may lean on, and a loud word where it is absent: real tables, a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from everyrep.faces.one_thread import keep_to_one_thread
from tests import sharing, timing

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("EVERYREP_SHARED_DATA", ROOT.parent / "shared" / "data"))
SHARING = (
    "tests/browser/web",
    "tests/faces/payroll",
    "tests/faces/reports",
    "tests/sources/simulated",
)
"""Folders of tests that ask one company, which takes seconds to make."""
OF_THE_APP = ("tests/faces/web", "tests/browser")
"""Folders of tests of the web app, whose lines coverage does not watch."""
NO_TABLES = "the folder of real tables is absent"
NO_BROWSER = "no Chromium was found"

_MANY = 300
"""Tests of a run from which on it is told what they cost."""

REMEDIES = {
    NO_TABLES: "known answers went unchecked. Put the tables in shared/data beside the checkout, "
    "or name their folder in EVERYREP_SHARED_DATA.",
    NO_BROWSER: "pages went unseen. Install Chromium, or name its program in EVERYREP_CHROMIUM.",
}


keep_to_one_thread()
# How long an example takes says something of the machine, and nothing of the code.
settings.register_profile("everyrep", deadline=None)
settings.load_profile("everyrep")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real tables that nobody of this project wrote; the test is skipped without it.

    It is `EVERYREP_SHARED_DATA`, or `shared/data` beside the checkout. The tables are not ours to
    commit, so a clone may not have them; the summary then counts what went unchecked.
    """
    if not SHARED_DATA.is_dir():
        pytest.skip(NO_TABLES)
    return SHARED_DATA


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout, for tests about the house itself."""
    return ROOT


@pytest.fixture
def chromium(tmp_path: Path) -> list[str]:
    """The command that starts headless Chromium with a new profile and without any network."""
    return [
        the_browser(),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={tmp_path / 'chromium'}",
    ]


def the_browser() -> str:
    """The program of Chromium; without it the test fails in CI, and is skipped elsewhere."""
    named = os.environ.get("EVERYREP_CHROMIUM", "")
    names = (named, "chromium", "chromium-browser", "google-chrome")
    program = next((path for path in map(shutil.which, names) if path), None)
    if program is None and os.environ.get("CI") == "true":
        pytest.fail(f"{NO_BROWSER}: CI must have it, see .ci/run", pytrace=False)
    if program is None:
        pytest.skip(NO_BROWSER)
    return program


def pytest_configure(config: pytest.Config) -> None:
    """Makes the folder that the processes of this run share."""
    if not hasattr(config, "workerinput"):
        sharing.open_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Removes it, once all of them have ended."""
    if not hasattr(config, "workerinput"):
        sharing.remove_folder()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests of the web app by their place, before marks are chosen by."""
    folders = [ROOT / folder for folder in OF_THE_APP]
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in folders):
            item.add_marker("web")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Notes what a test costs, and of one that is too long, and not marked so, what to do."""
    before = timing.cpu_seconds()
    yield
    spent = timing.cpu_seconds() - before
    item.user_properties.append(("cpu", spent))
    marks = {mark.name for mark in item.iter_markers()}
    traced = bool(item.config.getoption("cov_source", None))
    told = timing.too_long(spent, marks, traced=traced)
    if told:
        item.user_properties.append(("too long", told))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Gives a file to one worker, and folders whose tests share a company as a whole.

    A worker that gets some tests of a file makes all that the file's tests share.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByWhatIsShared(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return next((folder for folder in SHARING if file.startswith(folder)), file)

    return ByWhatIsShared(config, log)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Says which files cost most, and in the open what was not checked and what would check it."""
    spent = [
        (report.nodeid, seconds)
        for report in terminalreporter.stats.get("passed", [])
        for name, seconds in report.user_properties
        if name == "cpu" and report.when == "call"
    ]
    if len(spent) > _MANY:
        whole = sum(seconds for _, seconds in spent)
        terminalreporter.write_sep("-", f"{whole:.0f} CPU seconds in tests; the dearest files")
        for line in timing.dearest(spent):
            terminalreporter.write_line(line)
    for report in terminalreporter.stats.get("passed", []):
        told = dict(report.user_properties).get("too long")
        if told and report.when == "call":
            terminalreporter.write_line(f"{report.nodeid}: {told}", yellow=True)
    skipped = terminalreporter.stats.get("skipped", [])
    for what, remedy in REMEDIES.items():
        count = sum(what in str(report.longrepr) for report in skipped)
        if count:
            terminalreporter.write_sep("!", what, yellow=True, bold=True)
            terminalreporter.write_line(f"{count} tests were skipped: {remedy}", yellow=True)
