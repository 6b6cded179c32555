"""A report in a file, a browser that reads it, and the checker of accessibility where it is had."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from everyrep.faces.reports import write_report
from tests.faces.reports.companies import AUDITOR, CLOCK, lively

AXE = "axe-core@4.14.1"
AXE_SHA512 = (
    "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73"
    "4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5"
)
NARROWEST = 500
NO_AXE = "axe-core could not be had: name its axe.min.js in EVERYREP_AXE, or install npm"


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
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, which no wheel of ours carries."""
    named = os.environ.get("EVERYREP_AXE")
    if named:
        return Path(named).read_text(encoding="utf-8")
    folder = tmp_path_factory.mktemp("axe")
    if not _packed(folder):
        pytest.skip(NO_AXE)
    return (folder / "axe.min.js").read_text(encoding="utf-8")


def _packed(folder: Path) -> bool:
    """Fetch the pinned package with npm, and take the one file out of it."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    done = subprocess.run(
        [npm, "pack", "--ignore-scripts", AXE],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    archives = list(folder.glob("axe-core-*.tgz"))
    if done.returncode or not archives:
        return False
    found = hashlib.sha512(archives[0].read_bytes()).hexdigest()
    assert found == AXE_SHA512, f"{AXE} is not the package that was reviewed: {found}"
    with tarfile.open(archives[0]) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        (folder / "axe.min.js").write_bytes(member.read())
    return True


def _window(width: int, height: int, dark: bool) -> tuple[str, str]:
    scheme = 0 if dark else 1
    return f"--window-size={width},{height}", f"--blink-settings=preferredColorScheme={scheme}"
