"""Running a way of doing something in a process of its own, and what it took there."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

Figures = dict[str, float | str]


def measured(module: str, way: str, folder: Path) -> Figures:
    """Wall and CPU seconds and peak memory of one way, in a process of its own.

    Args:
        module: what to run: it takes `--run WAY --folder FOLDER`, and calls `say`.
        way: its way.
        folder: where it works.
    """
    start = time.perf_counter()
    command = [sys.executable, "-m", module, "--run", way, "--folder", str(folder)]
    # Where modules are not kept compiled, compiling them would be most of a small way.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    home = Path(__file__).parent.parent
    child = subprocess.run(
        command, cwd=home, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if child.returncode:
        raise SystemExit(f"{way} failed; see above")
    *_, cpu, peak = child.stdout.split()
    wall = round(time.perf_counter() - start, 1)
    return {"way": way, "wall s": wall, "cpu s": float(cpu), "peak MiB": int(peak)}


def say() -> None:
    """Print what this process took so far: CPU seconds, user and system, and peak MiB.

    The peak is not from getrusage, whose peak a new process inherits from the one that started it.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    print(f"{used.ru_utime + used.ru_stime:.2f} {round(int(line.split()[1]) / 1024)}", flush=True)
