"""What a person waits for: a demo company, help, and the answer to a question.

The demo is made as `everyrep demo` makes it, in a process of its own, and so is help; questions are
asked in this process, where the first of each carries what Python loads for it, and once more on
the command line, with the start of a process and all its imports.

    python -m benchmarks.everyday [--people 400] [--folder DIR]

Where the folder is a workspace with a build, such as one of `benchmarks.panel`, that one is asked.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("win_rate", ()),
    ("win_rate", ("team",)),
    ("pipeline", ()),
    ("cycle_length", ()),
    ("velocity", ("team",)),
    ("attainment", ()),
    ("turnover", ()),
    ("stage_conversion", ()),
    ("accounts_touched", ()),
    ("calls_per_rep_week", ("team",)),
    ("course_completion", ()),
)


def command(*words: str) -> tuple[float, float, int]:
    """Wall and CPU seconds and peak MiB of one `everyrep` command; modules are kept compiled."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    child = subprocess.Popen(
        [str(Path(sys.executable).with_name("everyrep")), *words],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"everyrep {words[0]} failed; see above")
    wall = time.perf_counter() - start
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def ask(folder: Path) -> None:
    """Ask every question twice in this process, and print the CPU seconds."""
    from everyrep.measures import query
    from everyrep.values import Scope
    from everyrep.warehouse.reader import Warehouse

    scope = Scope.everything("a benchmark")
    with Warehouse.open(folder) as warehouse:
        query(warehouse, "bookings", scope=scope)
        for name, by in QUESTIONS:
            first, again = (_seconds(query, warehouse, name, by, scope) for _ in range(2))
            asked = " by ".join([name, *by])
            print(f"{asked:<28} {first:6.3f} s CPU, asked again {again:6.3f}")


def _seconds(query: Any, warehouse: Any, name: str, by: tuple[str, ...], scope: Any) -> float:
    start = time.process_time()
    query(warehouse, name, by=by, scope=scope)
    return time.process_time() - start


def measure(folder: Path, people: int) -> None:
    """Make the demo where there is none yet, then ask."""
    if not (folder / "warehouse").exists():
        wall, cpu, peak = command("demo", "--people", str(people), "--workspace", str(folder))
        print(f"{f'demo, {people} people':<28} {cpu:6.1f} s CPU {wall:6.1f} s wall {peak} MiB")
    command("--help")
    _, cpu, _ = command("--help")
    print(f"{'everyrep --help':<28} {cpu:6.3f} s CPU")
    _, cpu, _ = command("measure", "win_rate", "--workspace", str(folder))
    print(f"{'everyrep measure win_rate':<28} {cpu:6.3f} s CPU")
    ask(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--folder", type=Path, help="kept; default: a temporary one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        measure(asked.folder or Path(temporary) / "company", asked.people)


if __name__ == "__main__":
    main()
