"""Killing a worker, or the app, at random points: what was committed stays, every job ends."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from everyrep.assembly import build_demo
from everyrep.faces.web import place as places
from everyrep.warehouse.landing import loads
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.processes import children, free_port, lives, wait_until

pytestmark = pytest.mark.slow

_ROUNDS = 12
_PEOPLE = """Employee ID,Name,Email,Title,Hire Date
9001,Ada Example,ada@velano.example,Account Executive,2025-01-15
9002,Bea Example,bea@velano.example,Account Executive,2025-01-15
"""
_CLAIM = """
import sys, time
from everyrep.faces.web import serve
from everyrep.faces.web.place import place
serve.setup(place().workspace)
from everyrep.faces.web.jobs import queue
idle = 0
while idle < 20:
    job = queue.claim(sys.argv[1])
    if job is None:
        idle += 1
        time.sleep(0.01)
    else:
        print(job.pk)
        assert queue.done(job, {})
"""
_ASK = """
import json, sys
from everyrep.faces.web import serve
from everyrep.faces.web.place import place
serve.prepare(place().workspace)
from everyrep.faces.web.jobs import queue
for kind, arguments in json.loads(sys.argv[1]):
    queue.ask(kind, arguments, by="test", about="upload:" + arguments.get("upload", ""))
"""


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    place = Workspace(tmp_path / "company")
    build_demo(place, people=30, months=8, seed=5, progress=lambda *_: None)
    return place


def environment(place: Workspace) -> dict[str, str]:
    told = {k: v for k, v in os.environ.items() if k != places.DATABASE}
    return {**told, places.WORKSPACE: str(place.root), "PYTHONWARNINGS": "ignore"}


def ask(place: Workspace, *jobs: tuple[str, dict[str, Any]]) -> None:
    subprocess.run(
        [sys.executable, "-c", _ASK, json.dumps(jobs)], env=environment(place), check=True
    )


def upload(place: Workspace, number: int) -> str:
    token = f"{number:032x}"
    folder = place.root / "app" / "uploads" / token
    folder.mkdir(parents=True)
    rows = _PEOPLE.replace("900", f"9{number}0")
    (folder / f"people-{number}.csv").write_text(rows, encoding="utf-8")
    return token


def rows(place: Workspace, sql: str) -> list[tuple[Any, ...]]:
    file = place.root / "app" / "app.sqlite3"
    with closing(sqlite3.connect(file, timeout=20)) as connection:
        return connection.execute(sql).fetchall()


def ask_again(place: Workspace) -> None:
    """Put back what gave up after some kills, as a person would."""
    with closing(sqlite3.connect(place.root / "app" / "app.sqlite3", timeout=20)) as connection:
        connection.execute(
            "UPDATE jobs_job SET state = 'queued', attempts = 0, error = '' "
            "WHERE state = 'failed' AND error LIKE '%It was tried 3 times.'"
        )
        connection.commit()


def over(place: Workspace) -> bool:
    left = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
    return rows(place, left)[0][0] == 0


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that a test started; none outlives it."""
    found: list[subprocess.Popen[bytes]] = []
    yield found
    for process in found:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def worker(place: Workspace, name: str, before: str) -> subprocess.Popen[bytes]:
    told = [sys.executable, "-m", "everyrep.faces.web.jobs", name, str(os.getpid()), before]
    return subprocess.Popen(told, env=environment(place))


def test_each_job_is_taken_by_one_worker_alone(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    ask(place, *[("build", {})] * 100)
    told = [sys.executable, "-c", _CLAIM]
    hands = [
        subprocess.Popen(
            [*told, f"hand-{n}"], env=environment(place), stdout=subprocess.PIPE, text=True
        )
        for n in range(4)
    ]
    taken = [number for hand in hands for number in hand.communicate()[0].split()]
    assert [hand.returncode for hand in hands] == [0] * 4
    assert sorted(map(int, taken)) == list(range(1, 101))


def test_kill_of_a_worker_loses_nothing_and_leaves_no_job_running(
    company: Workspace, started: list[subprocess.Popen[bytes]]
) -> None:
    chance = random.Random(20)
    before = {load.load_id for load in loads(company)}
    tokens = [upload(company, number) for number in (1, 2)]
    wanted = [("load", {"upload": token}) for token in tokens]
    ask(company, *wanted, ("build", {"whole": True}), ("backup", {}))
    name = ""
    for number in range(_ROUNDS):
        name, last = f"worker-{number}", name
        started.append(worker(company, name, last))
        time.sleep(chance.uniform(0.5, 7.0))
        started[-1].send_signal(signal.SIGKILL)
        started[-1].wait()
        with Warehouse.open(company) as warehouse:  # Whoever reads sees a whole build, always.
            assert warehouse.rows("opportunities") > 0
        assert rows(company, "PRAGMA integrity_check") == [("ok",)]
        ask_again(company)
    started.append(worker(company, "the-last", name))
    wait_until(lambda: over(company), 200, "a job waits or runs for ever")
    ask_again(company)  # One that the last kill was one too many for.
    wait_until(lambda: over(company), 200, "a job waits or runs for ever")
    states = rows(company, "SELECT kind, state, error FROM jobs_job")
    assert {state for _, state, _ in states} == {"done"}, states
    landed = [load.source for load in loads(company) if load.load_id not in before]
    assert sorted(landed) == ["people-1.csv", "people-2.csv"]  # each once, whatever was killed
    assert list((company.root / "backups").glob("backup-*/manifest.json"))


def test_the_app_brings_back_whatever_of_it_is_killed(
    company: Workspace, started: list[subprocess.Popen[bytes]]
) -> None:
    main = "from everyrep.faces.cli import main; main()"
    words = ["serve", "--port", str(free_port()), "-w", str(company.root)]
    told = [sys.executable, "-c", main, *words]
    started.append(subprocess.Popen(told, env=environment(company), stdout=subprocess.DEVNULL))
    serve = started[0]

    def pids() -> tuple[int, int] | None:
        """The process that answers, and its worker."""
        for web in children(serve.pid):
            for one in children(web):
                return web, one
        return None

    wait_until(lambda: pids() is not None, 60, "no worker was started")
    first = pids()
    assert first is not None
    seen = "SELECT name FROM jobs_worker"
    wait_until(lambda: bool(rows(company, seen)), 60, "the worker was not seen")
    os.kill(first[1], signal.SIGKILL)
    wait_until(lambda: (pids() or first)[1] != first[1], 60, "the worker did not come back")
    second = pids()
    assert second is not None
    assert second[0] == first[0]
    time.sleep(3)
    os.kill(second[0], signal.SIGKILL)
    wait_until(
        lambda: (now := pids()) is not None and now[0] != second[0], 60, "the app did not come back"
    )
    # The worker of the one that was killed sees that it is nobody's child, and ends.
    wait_until(lambda: not lives(second[1]), 60, "an old worker lives on")
    ask(company, ("build", {"whole": True}))
    wait_until(lambda: over(company), 120, "the job waits for ever")
    last = pids()
    serve.terminate()
    serve.wait(30)
    assert last is not None
    wait_until(lambda: not lives(last[1]), 20, "the worker outlives the app")
