"""A report in a file, a browser that reads it, and the checker of accessibility where it is had."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from everyrep.faces.reports import write_report
from tests.faces.reports.companies import AUDITOR, CLOCK, lively

NARROWEST = 500


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a company with a little of everything, and names that mean harm."""
    company = lively(tmp_path_factory.mktemp("company"))
    with company.open() as warehouse:
        return write_report(warehouse, AUDITOR, company.folder / "report.html", clock=CLOCK)


@dataclass(frozen=True)
class Browser:
    """Chromium, one page at a time.

    Attributes:
        command: Starts it without a window and without a network.
        folder: Where what it makes goes.
    """

    command: list[str]
    folder: Path

    def shot(self, page: Path, name: str, *, width: int, height: int, dark: bool = False) -> Path:
        """A picture of the page."""
        picture = self.folder / f"{name}.png"
        self._run(page, *_window(width, height, dark), f"--screenshot={picture}")
        return picture

    def printed(self, page: Path) -> Path:
        """The page on paper, as PDF."""
        paper = self.folder / "report.pdf"
        self._run(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
        return paper

    def tell(self, page: Path, *scripts: str, width: int = 1280, dark: bool = False) -> Any:
        """What a script says of the page; it calls `tell(value)` once it knows.

        The page's own policy allows no script, so the scripts stand before it in a copy: a policy
        in a page holds for what comes after it.
        """
        copy = self.folder / "told.html"
        head = "".join(f"<script>{script}</script>" for script in (_TELL, *scripts))
        html = page.read_text(encoding="utf-8")
        copy.write_text(html.replace("<head>", f"<head>{head}", 1), encoding="utf-8")
        if width < NARROWEST:
            copy = self._framed(copy, width)
        dom = self._run(
            copy, *_window(width, 900, dark), "--virtual-time-budget=20000", "--dump-dom"
        )
        found = re.search(r'data-told="([^"]*)"', dom)
        assert found, dom[-500:]
        return json.loads(base64.b64decode(found.group(1)))

    def _framed(self, page: Path, width: int) -> Path:
        """A page with the page in a frame: no window of Chromium is as narrow as a phone."""
        frame = self.folder / "framed.html"
        listen = "addEventListener('message', event => tell(event.data));"
        frame.write_text(
            f"<!doctype html><script>{_TELL}{listen}</script>"
            f'<iframe src="{page.as_uri()}" style="border:0;width:{width}px;height:880px">',
            encoding="utf-8",
        )
        return frame

    def _run(self, page: Path, *options: str) -> str:
        done = subprocess.run(
            [*self.command, *options, page.as_uri()],
            capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


_TELL = """
window.violations = [];
document.addEventListener("securitypolicyviolation", e => violations.push(
  e.violatedDirective + " " + e.blockedURI));
function tell(value) {
  if (parent !== window) { parent.postMessage(value, "*"); return; }
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  document.documentElement.dataset.told = btoa(String.fromCharCode(...bytes));
}
"""


@pytest.fixture
def browser(chromium: list[str], tmp_path: Path) -> Browser:
    """Chromium, without a network."""
    return Browser(chromium, tmp_path)


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which no wheel of ours carries; the lock of the tests brings it."""
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def _window(width: int, height: int, dark: bool) -> tuple[str, str]:
    scheme = 0 if dark else 1
    return f"--window-size={width},{height}", f"--blink-settings=preferredColorScheme={scheme}"
