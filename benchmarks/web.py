"""The web app under 50 people who click once each five seconds, beside its limits.

A workspace that is built already is served as `everyrep serve` serves it; people of every role sign
in and open the pages that are theirs, one click each five seconds. Each answer is timed from the
request to its last byte on loopback. Pages of figures are set beforehand, as the worker does after
a build, and how long that took is printed; so that this ends, those who click share some accounts.
A manager's page is then asked for again and again by one, for the processor's time of it.

    python -m benchmarks.web WORKSPACE [--database URL] [--people 50] [--accounts 10]
                             [--roles rep,manager] [--seconds 60] [--json]

The app's records go into WORKSPACE, or into the PostgreSQL database at URL; use a copy.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from everyrep.faces.one_thread import keep_to_one_thread

SECONDS_A_CLICK = 5.0
PORT = 8769
LIMITS = {"page p95 ms": 150, "part p95 ms": 60, "manager cpu ms": 30, "memory MiB": 700}
SHARES = (
    *(("rep", 20), ("manager", 12), ("second_line", 4), ("enablement", 3), ("revops", 4)),
    *(("finance", 3), ("executive", 2), ("administrator", 1), ("auditor", 1)),
)
"""Of fifty."""
PAGES = {
    "home": "/", "pipeline": "/pipeline/", "conversion": "/conversion/",
    "attainment": "/attainment/", "comparison": "/comparison/", "heroes": "/heroes/",
    "leading": "/leading/", "learning": "/learning/", "people": "/people/", "deals": "/deals/",
    "me": "/me/", "mine": "/my-data/", "measures": "/measures/", "sources": "/sources/",
    "jobs": "/jobs/", "health": "/health/", "rights": "/rights/", "audit": "/audit/",
}  # fmt: skip
"""Address of each area's page."""
_NEEDS = "/".join(("", "home", "needs", ""))
_OF_FIGURES = ("pipeline", "conversion", "attainment", "comparison", "heroes", "leading")
PARTS = {
    **{area: (f"/figures/{area}/",) for area in _OF_FIGURES},
    "home": ("/figures/home/", _NEEDS), "me": ("/me/figures/",),
    "jobs": ("/jobs/list/",), "people": ("/people/charts/",), "sources": ("/figures/sources/",),
    "measures": ("/measures/win_rate/chart/", "/measures/win_rate/working/"),
}  # fmt: skip
"""What htmx asks for on it."""


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session, and what they may open."""

    role: str
    session: str
    pages: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """One timed answer."""

    role: str
    path: str
    part: bool
    status: int
    ms: float


# ---------------------------------------------------------- people, in a process of Django's


def prepare(people: int, roles: frozenset[str]) -> None:
    """Make accounts and sessions, set pages of figures, and print all that as JSON."""
    workspace = Path(os.environ["EVERYREP_WORKSPACE"])
    from everyrep.faces.web import serve

    serve.prepare(workspace)
    from everyrep.faces.web import company

    warehouse = company.current()
    if warehouse is None:
        raise SystemExit(f"Nothing is built in {workspace}")
    known = company.organisation(warehouse, warehouse.as_of)
    visitors = [_visitor(role, who, n) for n, (role, who) in enumerate(_cast(known, people, roles))]
    begun, used = time.perf_counter(), time.process_time()
    told = _set_pages()
    figures = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - used}
    print(json.dumps({"visitors": [vars(v) for v in visitors], "set": {**figures, "told": told}}))


def _cast(known: Any, people: int, roles: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Roles in their shares, with people of the company who have such a place."""
    leaders = sorted(p for p in known.places if len(known.reports(p)) >= 4)
    first = [p for p in leaders if not any(r in set(leaders) for r in known.reports(p))]
    second = sorted({known.places[p].manager for p in first} - {None})
    reps = sorted(p for leader in first[:40] for p in known.reports(leader))
    pools = {"rep": reps, "manager": first, "second_line": second}
    for role, share in ((role, share) for role, share in SHARES if not roles or role in roles):
        pool = pools.get(role)
        for n in range(max(1, round(share * people / 50))):
            yield role, pool[n * 7 % len(pool)] if pool else ""


def _visitor(role: str, person: str, number: int) -> Visitor:
    from django.test import Client

    from everyrep.faces.web.access.models import Grant, User
    from everyrep.faces.web.access.roles import ROLES

    address = f"bench-{number}@example.org"
    user = User.objects.filter(email=address).first() or User.objects.create_user(
        address, person=person
    )
    Grant.objects.get_or_create(user=user, role=role)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    areas = [area for area in PAGES if area in ROLES[role].pages]
    parts = tuple(part for area in areas for part in PARTS.get(area, ()))
    session = client.cookies["sessionid"].value
    return Visitor(role, session, tuple(PAGES[area] for area in areas), parts)


def _set_pages() -> str:
    from everyrep.faces.web.jobs import queue
    from everyrep.faces.web.jobs.worker import Hand
    from everyrep.faces.web.place import place

    job = queue.ask("set_pages", {}, by="benchmark", about="pages")
    Hand("bench", place().workspace).work_once()
    job.refresh_from_db()
    return f"{job.state}: {job.result or job.error}"


# ------------------------------------------------------------------------------ clicking


def clicked(visitor: Visitor, path: str, connection: http.client.HTTPConnection) -> Answer:
    """One click, timed to the last byte."""
    part = path in visitor.parts
    headers = {"Cookie": f"sessionid={visitor.session}", "Accept-Encoding": "gzip"}
    headers |= {"HX-Request": "true"} if part else {}
    begun = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    ms = (time.perf_counter() - begun) * 1000
    return Answer(visitor.role, path, part, answer.status, ms)


def click_on(visitor: Visitor, seconds: float, seed: int, answers: list[Answer]) -> None:
    """Click once each five seconds, somewhat unevenly, until the time is over."""
    rng = random.Random(seed)
    until = time.monotonic() + seconds
    time.sleep(rng.uniform(0, SECONDS_A_CLICK))
    while time.monotonic() < until:
        choices = visitor.parts if visitor.parts and rng.random() < 0.5 else visitor.pages
        # The server ends a connection on which nothing is asked for longer than a click takes.
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        answers.append(clicked(visitor, rng.choice(choices), connection))
        connection.close()
        time.sleep(max(0.0, rng.gauss(SECONDS_A_CLICK, 1.0)))


def crowd(visitors: list[Visitor], people: int, seconds: float) -> list[Answer]:
    """What everybody was answered."""
    answers: list[Answer] = []
    threads = [
        threading.Thread(
            target=click_on, args=(visitors[seed % len(visitors)], seconds, seed, answers)
        )
        for seed in range(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


# -------------------------------------------------------------------------------- server


@contextmanager
def served(workspace: Path) -> Iterator[tuple[int, float]]:
    """The app as people start it; its process, and seconds until its first answer."""
    command = [sys.executable, "-c", "from everyrep.faces.cli import main; main()", "serve"]
    command += ["--workspace", str(workspace), "--port", str(PORT), "--no-worker"]
    begun = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not _answers():
            if server.poll() is not None:
                raise SystemExit("The server ended; see above")
            time.sleep(0.02)
        yield server.pid, time.perf_counter() - begun
    finally:
        server.terminate()
        server.wait(30)


def _answers() -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        connection.request("GET", "/account/login/")
        return connection.getresponse().status < 500
    except OSError:
        return False


def family(pid: int) -> list[int]:
    """A process and those below it."""
    found = [pid]
    for one in found:
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += [int(child) for child in children.split()]
    return found


def cpu_of(pid: int) -> float:
    """CPU seconds of a family so far."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    """Peak MiB of a family: what each has for itself, and the largest share of what they share."""
    total = 0.0
    for one in family(pid):
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="utf-8")
        [line] = [line for line in rollup.splitlines() if line.startswith("Pss:")]
        total += int(line.split()[1]) / 1024
    return total


# ------------------------------------------------------------------------------- figures


def percentile(values: list[float], share: float) -> float:
    """The value that so large a share does not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def alone(visitor: Visitor, path: str, pid: int, times: int = 40) -> float:
    """CPU milliseconds of the server for one page of one person, asked for again and again."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for _ in range(3):
        clicked(visitor, path, connection)
    before = cpu_of(pid)
    for _ in range(times):
        clicked(visitor, path, connection)
    return (cpu_of(pid) - before) / times * 1000


def run(given: argparse.Namespace) -> dict[str, Any]:
    """All figures."""
    workspace, people, seconds = given.workspace, given.people, given.seconds
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.web", "--prepare", str(given.accounts),
         "--roles", given.roles, str(workspace)],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    told = json.loads(made.stdout.splitlines()[-1])
    visitors = [
        Visitor(v["role"], v["session"], tuple(v["pages"]), tuple(v["parts"]))
        for v in told["visitors"]
    ]
    with served(workspace) as (pid, cold):
        warm = [a for v in visitors for a in _each_once(v)]
        used = cpu_of(pid)
        answers = crowd(visitors, people, seconds)
        used = cpu_of(pid) - used
        manager = next(v for v in visitors if v.role == "manager")
        own = {path: alone(manager, path, pid) for path in ("/", "/pipeline/", "/people/")}
        memory = memory_of(pid)
    pages = [a.ms for a in answers if not a.part]
    parts = [a.ms for a in answers if a.part]
    bad = {f"{a.status} {a.role} {a.path}" for a in [*warm, *answers] if a.status != 200}
    return {
        "set": told["set"], "cold start s": cold, "answers": len(answers), "not 200": sorted(bad),
        "page p50 ms": percentile(pages, 0.5), "page p95 ms": percentile(pages, 0.95),
        "part p50 ms": percentile(parts, 0.5), "part p95 ms": percentile(parts, 0.95),
        "slowest": _slowest(answers), "first": _slowest(warm), "cpu share": used / seconds,
        "manager cpu ms": own, "memory MiB": memory,
    }  # fmt: skip


def _each_once(visitor: Visitor) -> list[Answer]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
    return [clicked(visitor, p, connection) for p in (*visitor.pages, *visitor.parts)]


def _slowest(answers: list[Answer], most: int = 8) -> dict[str, float]:
    by_path: dict[str, list[float]] = {}
    for answer in answers:
        by_path.setdefault(f"{answer.role} {answer.path}", []).append(answer.ms)
    slow = sorted(by_path, key=lambda path: -percentile(by_path[path], 0.5))[:most]
    return {path: round(percentile(by_path[path], 0.5), 1) for path in slow}


def main() -> None:
    """Run it as the usage says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--accounts", type=int, default=10)
    parser.add_argument("--roles", default="", help="only these, by commas; all by default")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--prepare", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    os.environ["EVERYREP_WORKSPACE"] = str(given.workspace.resolve())
    if given.database:
        os.environ["EVERYREP_DATABASE_URL"] = given.database
    keep_to_one_thread()
    if given.prepare:
        prepare(given.prepare, frozenset(filter(None, given.roles.split(","))))
        return
    figures = run(given)
    print(json.dumps(figures, indent=None if given.json else 2))
    for name, limit in LIMITS.items():
        got = figures[name]
        worst = max(got.values()) if isinstance(got, dict) else got
        print(f"{name}: {worst:.0f}, limit {limit}{'' if worst <= limit else '  MISSED'}")


if __name__ == "__main__":
    main()
