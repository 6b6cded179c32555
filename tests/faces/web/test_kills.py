"""The app as people have it, over loopback, killed at random: what was answered is there, once.

Somebody uploads and loads files, decides on pairs of records and asks about their data, while the
process that answers, its worker, or all of it is killed. Whatever the app had answered must be
there once afterwards; what it had not may be there, but not twice, and nothing may be half.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import requests

from everyrep.assembly import build_warehouse, load_files
from everyrep.backups.address import Address
from everyrep.faces.web import place as places
from everyrep.sources.files.loading import Wish
from everyrep.warehouse.identity import read_decisions
from everyrep.warehouse.landing import loads
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.processes import children, free_port, lives, wait_until

pytestmark = pytest.mark.long

SERVER = os.environ.get("EVERYREP_TEST_DATABASE", "")
_MAIN = "import sys; from everyrep.faces.cli import main; sys.exit(main())"
_HEAD = "Employee ID,Full Name,Email,Title,Hire Date\n"
_FIRST = 40
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def rows_of(numbers: range) -> str:
    return _HEAD + "".join(f"{n},Person {n:05d},p{n}@example.org,AE,2020-01-15\n" for n in numbers)


@dataclass
class App:
    """`everyrep serve` of a workspace."""

    place: Workspace
    url: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    first_link: str = ""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        told = {k: v for k, v in os.environ.items() if not k.startswith(("EVERYREP", "DJANGO"))}
        told |= {places.WORKSPACE: str(self.place.root), "PYTHONWARNINGS": "ignore"}
        return told | ({places.DATABASE: self.url} if self.url else {})

    def start(self) -> None:
        words = ["serve", "--port", str(self.port), "-w", str(self.place.root)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _MAIN, *words],
            env={**self.environment, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "/join/" in line and not self.first_link:
                self.first_link = line.rpartition(" ")[2].strip()
            if line.startswith("Everyrep is at"):
                break
        wait_until(self.answers, 90, "the app does not answer")

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.base}/account/login/", timeout=10).status_code == 200
        except requests.RequestException:
            return False

    def parts(self) -> tuple[list[int], list[int]]:
        """The processes that answer, and their workers."""
        assert self.process is not None
        web = children(self.process.pid)
        return web, [worker for one in web for worker in children(one)]

    def kill(self, what: str) -> None:
        """Kill a part; what nobody brings back is started again."""
        assert self.process is not None
        web, workers = self.parts()
        doomed = {"worker": workers, "web": web, "all": [self.process.pid, *web, *workers]}[what]
        for pid in doomed:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if what == "all":
            self.process.wait(10)
            wait_until(lambda: not any(map(lives, doomed)), 30, "a killed process lives on")
            self.start()
        elif what == "web":
            wait_until(lambda: not any(map(lives, doomed)), 30, "a killed process lives on")
            wait_until(self.answers, 90, "the app did not come back")

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        everything = [pid for part in self.parts() for pid in part]
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        wait_until(lambda: not any(map(lives, everything)), 60, "a part outlives the app")

    def sql(self, statement: str) -> list[Any]:
        """Ask the app's records, past the app."""
        if self.url:
            with psycopg.connect(self.url) as server:
                return [list(row) for row in server.execute(statement).fetchall()]
        file = self.place.root / "app" / "app.sqlite3"
        with closing(sqlite3.connect(file, timeout=30)) as records:
            return [list(row) for row in records.execute(statement).fetchall()]


@dataclass
class Person:
    """Somebody at a browser, who remembers what the app has answered."""

    app: App
    browser: requests.Session = field(default_factory=requests.Session)
    kept: set[str] = field(default_factory=set)
    """What the app said is done."""
    tried: list[str] = field(default_factory=list)
    done: Event = field(default_factory=Event)
    wrong: list[str] = field(default_factory=list)

    def get(self, path: str) -> str:
        answer = self.browser.get(self.app.base + path, timeout=60)
        if answer.status_code >= 500:
            self.wrong.append(f"{path}: {answer.status_code} {answer.text[:300]}")
        answer.raise_for_status()
        return answer.text

    def post(self, path: str, page: str, data: dict[str, str], **more: Any) -> requests.Response:
        """Send a form of a page; without following where it leads."""
        found = _TOKEN.search(page)
        assert found is not None, page[:500]
        answer = self.browser.post(
            self.app.base + path,
            data={**data, "csrfmiddlewaretoken": found[1]},
            headers={"Referer": self.app.base + path},
            allow_redirects=False,
            timeout=60,
            **more,
        )
        if answer.status_code >= 500:
            self.wrong.append(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer

    def join(self) -> None:
        path = self.app.first_link.removeprefix(self.app.base)
        words = {"password": "a long pass phrase", "again": "a long pass phrase"}
        assert self.post(path, self.get(path), words).status_code == 302
        home = self.get("/")
        for grant in re.findall(r"/act-in/(\d+)/", home):
            self.post(f"/act-in/{grant}/", home, {})
            if self.browser.get(f"{self.app.base}/sources/", timeout=60).status_code == 200:
                return
        raise AssertionError("nobody may load")

    def work(self, chance: random.Random) -> None:
        """Do one thing after the other, whatever is killed meanwhile."""
        number = 0
        while not self.done.is_set():
            number += 1
            doing = chance.choice((self.ask, self.ask, self.decide, self.decide, self.upload))
            try:
                doing(number)
            except requests.RequestException:
                time.sleep(0.2)  # Nobody answers just now.

    def ask(self, number: int) -> None:
        """Ask about one's own data, and take it back so that it can be asked again."""
        page = self.get("/my-data/")
        note = f"note-{number:05d}"
        self.tried.append(note)
        asked = self.post("/my-data/ask/", page, {"kind": "contest", "text": note})
        if asked.status_code == 302:
            self.kept.add(note)
        page = self.get("/my-data/")
        for open_one in re.findall(r"/my-data/ask/(\d+)/withdraw/", page):
            self.post(f"/my-data/ask/{open_one}/withdraw/", page, {})

    def decide(self, number: int) -> None:
        page = self.get("/people/")
        why = f"why-{number:05d}"
        one, other = f"hr:{number % _FIRST}", f"hr:{(number * 7 + 1) % _FIRST}"
        given = {"one": one, "other": other, "ruling": "ignore", "seen": "999", "why": why}
        self.tried.append(why)
        if self.post("/sources/matches/decide/", page, given).status_code == 302 and (
            f"Kept: {one} and {other} are left as they are" in self.get("/sources/matches/")
        ):
            self.kept.add(why)

    def upload(self, number: int) -> None:
        name = f"people-{number:05d}.csv"
        content = rows_of(range(1000 + 2 * number, 1002 + 2 * number))
        page = self.get("/sources/")
        sent = self.post("/sources/upload/", page, {}, files={"files": (name, content)})
        if sent.status_code != 302:
            return
        token = sent.headers["Location"].rstrip("/").rpartition("/")[2]
        page = self.get(f"/sources/upload/{token}/")
        self.tried.append(name)
        if self.post(f"/sources/upload/{token}/load/", page, {}).status_code == 302:
            self.kept.add(name)

    def try_failed_again(self) -> None:
        """As people do with jobs that gave up after three kills."""
        page = self.get("/people/")
        for (number,) in self.app.sql(
            "SELECT id FROM jobs_job WHERE state = 'failed' AND error LIKE '%It was tried%'"
        ):
            self.post(f"/jobs/{number}/retry/", page, {})


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    place = Workspace(tmp_path / "company")
    file = tmp_path / "people.csv"
    file.write_text(rows_of(range(_FIRST)), encoding="utf-8")
    load_files(place, [file], Wish())
    build_warehouse(place, whole=False, progress=lambda *_: None)
    with database() as url:
        found = App(place, url)
        try:
            found.start()
            yield found
        finally:
            found.stop()


class database:  # noqa: N801 - reads as what it gives
    """A database of PostgreSQL where the tests run on that; nothing for SQLite."""

    def __enter__(self) -> str:
        if not SERVER:
            return ""
        self.name = f"killed_{uuid4().hex[:8]}"
        self._told("createdb", self.name)
        head, _, query = SERVER.partition("?")
        return f"{head.rpartition('/')[0]}/{self.name}?{query}".rstrip("?")

    def __exit__(self, *_: object) -> None:
        if SERVER:
            self._told("dropdb", "--force", self.name)

    def _told(self, *words: str) -> None:
        environment = {**os.environ, **Address.of(SERVER).environment(), "PGDATABASE": "postgres"}
        subprocess.run(words, env=environment, check=True)


def killed(app: App, kills: int, seed: int, longest: float) -> Person:
    """Let somebody work while parts of the app are killed, and then let all of it end."""
    chance = random.Random(seed)
    person = Person(app)
    person.join()
    at_work = Thread(target=person.work, args=(random.Random(seed),))
    at_work.start()
    try:
        for number in range(kills):
            time.sleep(chance.uniform(0.2, longest))
            app.kill(("web", "worker", "all")[number % 3])
    finally:
        person.done.set()
        at_work.join(120)
    ends = time.monotonic() + 300
    while left := app.sql(
        "SELECT id FROM jobs_job WHERE state IN ('queued', 'running') "
        "OR state = 'failed' AND error LIKE '%It was tried%'"
    ):
        assert time.monotonic() < ends, f"jobs never end: {left}"
        person.try_failed_again()
        time.sleep(0.5)
    app.stop()
    return person


def check(app: App, person: Person) -> None:
    """What was answered is there once, what was not at most once; and nothing is half."""
    assert person.wrong == []
    assert person.kept, "nothing was answered at all"
    notes = Counter(text for (text,) in app.sql("SELECT text FROM pages_privacyrequest"))
    made = read_decisions(app.place.decisions / "identity.jsonl")
    landed = [load.source for load in loads(app.place) if load.source != "people.csv"]
    there = notes + Counter(one.why for one in made) + Counter(landed)
    assert {what: there[what] for what in person.kept} == dict.fromkeys(person.kept, 1)
    assert set(there) <= set(person.tried)
    assert set(there.values()) == {1}

    # Pages of the last build may have been asked for, by the app itself, in the last moment.
    left = app.sql("SELECT kind, state, error FROM jobs_job WHERE state <> 'done'")
    assert [one for one in left if one != ["set_pages", "queued", one[2]]] == []
    with Warehouse.open(app.place) as warehouse:
        assert warehouse.rows("people") == _FIRST + 2 * len(landed)
    assert list(app.place.landing.glob(".unfinished-*")) == []

    told = subprocess.run(
        [sys.executable, "-c", _MAIN, "audit", "verify", "-w", str(app.place.root), "--json"],
        env=app.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(told.stdout)["broken_at"] is None
    asked = "SELECT count(*) FROM audit_entry WHERE what = 'asked_contest'"
    assert app.sql(asked) == [[sum(notes.values())]]  # An act and its entry: both or neither.
    if not app.url:
        assert app.sql("PRAGMA integrity_check") == [["ok"]]


def test_three_kills_lose_nothing_that_was_answered(app: App) -> None:
    check(app, killed(app, kills=3, seed=7, longest=1.0))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_tens_of_kills_lose_nothing_that_was_answered(app: App, seed: int) -> None:
    check(app, killed(app, kills=24, seed=seed, longest=5.0))
