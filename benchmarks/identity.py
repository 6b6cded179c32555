"""Who is who on simulated messy rosters: precision, recall, queue, CPU and peak memory.

Each run resolves the records of three systems in a process of its own, with the libraries loaded
and one small resolution done beforehand, as in a build that goes on to other work. Precision and
recall count pairs of records against the generator's truth; the peak is the whole process's,
about 150 MB of it the libraries'.

    python -m benchmarks.identity [--people 10000] [--seeds 3] [--profile mild] [--json]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from everyrep.warehouse.identity import Resolution, resolve
from tests.warehouse.identity.mess import PROFILES, judge, make_mess

PEOPLE = 10_000
SEEDS = 3
_COLUMNS = ("records", "precision", "estimated", "recall", "queue", "cpu_s", "peak_mb")


def measure(profile: str, people: int, seed: int) -> dict[str, float]:
    """Return the figures of one run."""
    mess = make_mess(people, PROFILES[profile], seed)
    with tempfile.TemporaryDirectory() as folder:
        source, links = Path(folder) / "records.parquet", Path(folder) / "links.parquet"
        pq.write_table(mess.records, source)
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            figures = pool.apply(_resolve, (source, links))
        verdict = judge(pq.read_table(links), mess.truth)
    return {
        "records": mess.records.num_rows,
        "precision": verdict.precision,
        "recall": verdict.recall,
        **figures,
    }


def _resolve(source: Path, links: Path) -> dict[str, float]:
    """Resolve a file of records, write the links, and return what it took."""
    _warm_up()
    connection = duckdb.connect()
    connection.execute(f"create view records as select * from read_parquet('{source}')")
    start = time.process_time()
    resolution = resolve(connection, "records")
    cpu = time.process_time() - start
    pq.write_table(resolution.person_links, links)
    return {
        "estimated": _estimated(resolution),
        "queue": resolution.identity_queue.num_rows,
        "cpu_s": cpu,
        "peak_mb": _peak_mb(),
    }


def _warm_up() -> None:
    """Load the libraries and tables of names."""
    connection = duckdb.connect()
    connection.register("records", make_mess(20).records)
    resolve(connection, "records")


def _estimated(resolution: Resolution) -> float:
    """Return the estimated precision over all systems, by their linked records."""
    rows = [row for row in resolution.quality.to_pylist() if row["estimated_precision"]]
    linked = sum(row["linked"] for row in rows)
    weighed = sum(row["estimated_precision"] * row["linked"] for row in rows)
    return weighed / linked if linked else float("nan")


def _peak_mb() -> float:
    """Return the peak resident memory of this process, in MB.

    Not from getrusage, whose peak a new process inherits from the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--profile", choices=list(PROFILES), action="append")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = [
        {"profile": profile, "seed": seed, **measure(profile, asked.people, seed)}
        for profile in asked.profile or PROFILES
        for seed in range(asked.seeds)
    ]
    if asked.json:
        print(json.dumps(found, indent=2))
    else:
        _print(found)


def _print(found: list[dict[str, float | str]]) -> None:
    print(f"{'profile':14} {'seed':>4} " + " ".join(f"{name:>10}" for name in _COLUMNS))
    for run in found:
        cells = (_cell(name, float(run[name])) for name in _COLUMNS)
        print(f"{run['profile']:14} {run['seed']:>4} " + " ".join(f"{cell:>10}" for cell in cells))


def _cell(name: str, value: float) -> str:
    if name in ("records", "queue"):
        return f"{value:,.0f}"
    return f"{value:.5f}" if name in ("precision", "estimated", "recall") else f"{value:.2f}"


if __name__ == "__main__":
    main()
