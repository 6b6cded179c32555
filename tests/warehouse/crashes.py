"""Kills a process that loads, takes back and builds, again and again, and looks at what is left.

Run as a program, so that what is killed is a process of its own:

    python -m tests.warehouse.crashes FOLDER steps 1 2 3 ...   killed before its nth file operation
    python -m tests.warehouse.crashes FOLDER times 60 SEED     killed after 60 random times

Each worker goes on where the killed one stopped. After each kill another process checks the
workspace and prints what is wrong as a line of JSON; nothing wrong prints an empty list.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from everyrep.warehouse.build import current_build, read_record
from everyrep.warehouse.landing import Load, loads
from tests.warehouse.company import Company

MONTHS = 5
KILLS_EACH = 6
_OPERATIONS = ("fsync", "rename", "replace", "link", "mkdir", "unlink", "rmdir")


def file_of(number: int) -> str:
    return f"deals-{number:03}.csv"


def rows_of(source: str) -> list[dict[str, str]]:
    """What a file holds: deals of its own, and one that all files share and move about."""
    number = int(source.removeprefix("deals-").removesuffix(".csv"))
    day = f"2026-{number % MONTHS + 1:02}-10"
    own = [f"{number}a", f"{number}b"]
    return [{"id": name, "amount": str(number), "created_on": day} for name in (*own, "shared")]


def work(company: Company, told: Path) -> None:
    """Load, build, load, take back, build, and so on; each thing that is done is told."""
    while True:
        number = 1 + max((load.number for load in _all_loads(company)), default=0)
        source = file_of(number)
        load = company.put("opportunities", rows_of(source), file=source)
        _tell(told, {"landed": load.load_id})
        if number % 4 == 0:
            company.undo(load)
            _tell(told, {"undone": load.load_id})
        record = company.build(whole=number % 7 == 0)
        _tell(told, {"built": record.loads})


def _all_loads(company: Company) -> list[Load]:
    landing, undone = company.workspace.landing, company.workspace.undone
    folders = [*landing.glob("0*"), *undone.glob("0*")]
    return [_numbered(folder) for folder in folders]


def _numbered(folder: Path) -> Any:
    class Numbered:
        number = int(folder.name[:6])

    return Numbered


def _tell(told: Path, what: dict[str, Any]) -> None:
    with told.open("a") as file:
        file.write(json.dumps(what) + "\n")


def what_is_wrong(company: Company, told: Path) -> list[str]:
    """Everything that a kill must not do, where it was done."""
    said = [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []
    wrong = [*_wrong_with_loads(company, said), *_wrong_with_build(company, said)]
    record = company.build()
    if record.loads != [load.load_id for load in loads(company.workspace)]:
        wrong.append("the next build is not of the loads in force")
    wrong += [f"after the next build: {x}" for x in _wrong_rows(company, record.loads)]
    told.write_text(json.dumps({"built": record.loads}) + "\n")
    return [*wrong, *(f"{left.name} is left behind" for left in company.folder.rglob(".*"))]


def _wrong_with_loads(company: Company, said: Sequence[dict[str, Any]]) -> list[str]:
    wrong = []
    there = {load.load_id: load.source for load in loads(company.workspace)}
    if len(set(there.values())) != len(there):
        wrong.append("a file is there twice")
    undone = {one["undone"] for one in said if "undone" in one}
    for one in said:
        name = one.get("landed")
        if name and name not in undone and name not in there and not _taken_back(company, name):
            wrong.append(f"{name} had landed and is gone")
    wrong += [f"{name} had been taken back and is there" for name in undone & set(there)]
    return wrong


def _taken_back(company: Company, name: str) -> bool:
    """Killed after it was taken back, and before that was told."""
    return (company.workspace.undone / name).exists()


def _wrong_with_build(company: Company, said: Sequence[dict[str, Any]]) -> list[str]:
    """What readers see is the last build that was told, or one of what is in force now."""
    folder = current_build(company.workspace)
    built = [one["built"] for one in said if "built" in one]
    if folder is None:
        return ["a build was told and there is none"] if built else []
    seen = read_record(folder).loads
    now = [load.load_id for load in loads(company.workspace)]
    if seen != now and not (built and seen == built[-1]):
        return [f"readers see neither the state before nor the one after: {seen}"]
    return _wrong_rows(company, seen)


def _wrong_rows(company: Company, names: Sequence[str]) -> list[str]:
    wanted: dict[str, tuple[int, str]] = {}
    for name in names:
        source = f"{name[7:].replace('_', '-')}.csv"
        for row in rows_of(source):
            wanted[f"crm:{row['id']}"] = (int(row["amount"]) * 100, row["created_on"])
    found = company.rows(
        "SELECT id, amount_minor, CAST(created_on AS VARCHAR) FROM opportunities ORDER BY id"
    )
    rows = [(name, *cells) for name, cells in sorted(wanted.items())]
    return [] if found == rows else [f"rows differ: {found} instead of {rows}"]


def killed_at(step: int, company: Company, told: Path) -> None:
    """Work, and die before the nth file operation."""
    done = 0

    def counted(operation: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return operation(*args, **kwargs)

        return call

    for name in _OPERATIONS:
        setattr(os, name, counted(getattr(os, name)))
    work(company, told)


def _fork(job: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            job()
        finally:
            os._exit(1)
    return child


def _check(company: Company, told: Path) -> None:
    """Check in a process of its own, and print what is wrong."""

    def job() -> None:
        try:
            wrong = what_is_wrong(company, told)
        except BaseException as problem:
            wrong = [f"{type(problem).__name__}: {problem}"]
        print(json.dumps(wrong), flush=True)  # noqa: T201
        os._exit(0)

    os.waitpid(_fork(job), 0)


def main(folder: Path, how: str, *numbers: int) -> None:
    if how == "steps":
        for n, step in enumerate(numbers):
            company, told = _place(folder, n)
            os.waitpid(_fork(lambda s=step, c=company, t=told: killed_at(s, c, t)), 0)
            _check(company, told)
        return
    count, seed = numbers
    chance = random.Random(seed)
    for n in range(count):
        company, told = _place(folder, n)
        child = _fork(lambda c=company, t=told: work(c, t))
        time.sleep(chance.uniform(0.01, 1.0))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        _check(company, told)


def _place(folder: Path, kill: int) -> tuple[Company, Path]:
    """Where the nth kill happens: a workspace outlives a few, and then a new one begins."""
    place = folder / f"{kill // KILLS_EACH}"
    place.mkdir(exist_ok=True)
    return Company(place / "company"), place / "told"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
