"""The web app in a process of its own, and the Chromium that is there, driven by Playwright."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import ROOT, the_browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_SETTLED = "[aria-busy=true], .htmx-request, .waiting"
_STARTS_WITHIN = 180


@dataclass(frozen=True)
class App:
    """The app as it runs.

    Attributes:
        address: Where, without a slash at the end.
        sessions: The session of everybody of the cast.
        things: Addresses of things that have a number or a name of their own.
        password: Everybody's.
    """

    address: str
    sessions: dict[str, str]
    things: dict[str, str]
    password: str


@pytest.fixture(scope="session")
def app() -> Iterator[App]:
    """The app of the small company, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.browser.web.start", str(port)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("EVERYREP_WORKSPACE")}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, "the app ended before it said anything: what is above says why"
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        yield App(address=address, **json.loads(first))
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while True:
        try:
            urllib.request.urlopen(f"{address}/account/login/", timeout=5).close()
        except OSError:
            assert time.monotonic() < until, "the app does not answer"
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Chromium, without a window and with no host but this machine.

    It is ended with each file: what drives it keeps a loop of events in this process, and while
    there is one Django refuses to ask its database.
    """
    program = the_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
        yield browser
        browser.close()


@dataclass
class Looker:
    """Somebody with a browser, and what it said of the pages that they opened.

    Attributes:
        context: Theirs alone.
        address: Of the app.
        said: What the browser complains of, and what was asked of other hosts.
    """

    context: BrowserContext
    address: str
    said: list[str] = field(default_factory=list)

    def open(self, path: str, *, may_refuse: bool = False) -> Page:
        """A page, once all its parts are there."""
        page = self.context.new_page()
        self._listen(page)
        answer = page.goto(path, wait_until="load")
        assert answer is not None
        assert answer.status < 400 or may_refuse, f"{path}: {answer.status}"
        settled(page)
        return page

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on(
            "console",
            lambda told: told.type in ("error", "warning") and self.said.append(told.text),
        )
        page.on("request", lambda asked: self._own(asked.url))

    def _own(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.said.append(f"asked of {urlsplit(url).hostname}: {url}")


def settled(page: Page) -> None:
    """Waits until every part that comes later has come."""
    page.locator(_SETTLED).first.wait_for(state="detached", timeout=120_000)


@dataclass(frozen=True)
class Doors:
    """Opens the app for people of the cast."""

    chrome: Browser
    app: App

    @contextmanager
    def look(self, who: str, **options: Any) -> Iterator[Looker]:
        """A browser of one of them, in which they are signed in; "" is nobody."""
        options = {"viewport": WIDE, "reduced_motion": "reduce", **options}
        context = self.chrome.new_context(base_url=self.app.address, **options)
        context.set_default_timeout(30_000)
        if who:
            session = {"name": "sessionid", "value": self.app.sessions[who]}
            context.add_cookies([{**session, "url": self.app.address}])
        try:
            yield Looker(context, self.app.address)
        finally:
            context.close()


@pytest.fixture(scope="module")
def doors(chrome: Browser, app: App) -> Doors:
    """Opens the app for people of the cast."""
    return Doors(chrome, app)


@pytest.fixture(scope="module")
def checker() -> str:
    """The source of axe-core."""
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def found_by(checker: str, page: Page) -> list[str]:
    """What axe-core finds on a page as it is now: rule, and where.

    The checker comes through the debugger, which the policy of the page does not bind.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(checker)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, "
        "resultTypes: ['violations']})",
        RULES,
    )
    return [
        f"{rule['id']}: {node['html'][:140]} {node['any'][:1] and node['any'][0]['message']}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
