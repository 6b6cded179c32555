"""A CSV of ten million rows: the engine into a table, the engine into Parquet, and us.

Every way runs in a process of its own over the same file in one go, so that ratios compare.
Our reading does more than the engine's: it recognises the file, hashes its bytes, keeps every cell
as text and knows the line of every row. The whole load also guesses what the columns mean, reads
every cell as what it should be, looks for what is wrong, and keeps all of it in the landing.

    python -m benchmarks.csv_read [--rows 10000000] [--json]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

ROWS = 10_000_000
_QUERY = """
    SELECT 'OP' || lpad(i::VARCHAR, 8, '0') AS opportunity_id,
        'Rep ' || hash(i) % 500 AS sales_agent,
        ['GTX', 'GTX Pro', 'MG Special', 'GTK 500'][(1 + hash(i + 1) % 4)::INTEGER] AS product,
        'Account number ' || hash(i + 2) % 7000 AS account,
        (DATE '2015-01-01' + (hash(i + 3) % 3000)::INTEGER)::VARCHAR AS engage_date,
        ['Won', 'Lost', 'Engaging', 'Prospecting'][(1 + hash(i + 4) % 4)::INTEGER] AS deal_stage,
        round((hash(i + 5) % 1000000) / 100.0, 2) AS close_value
    FROM range(?) AS t(i)
"""


def engine_to_table(source: Path, work: Path) -> None:
    """The engine's own reading: sniffed, typed, into a table of a database file."""
    connection = duckdb.connect(str(work / "engine.duckdb"))
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{source}')")


def engine_to_parquet(source: Path, work: Path) -> None:
    """The engine's own copy of all cells as text into Parquet."""
    target = work / "engine.parquet"
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute(
        f"COPY (SELECT * FROM read_csv('{source}', all_varchar = true)) TO '{target}' "
        "(FORMAT parquet)"
    )


def everyrep_to_raw(source: Path, work: Path) -> None:
    """Ours: recognised, hashed, every cell as text, every row with its line."""
    from everyrep.sources.files import to_raw

    to_raw(source, work)


def everyrep_load(source: Path, work: Path) -> None:
    """All that `everyrep load` does."""
    from everyrep.sources.files import loading
    from everyrep.warehouse.workspace import Workspace

    workspace = Workspace(work / "company")
    with workspace.writing():
        [table] = loading.load_files(workspace, [source], loading.Wish())
    if table.error is not None:
        raise table.error


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "DuckDB, CREATE TABLE AS": engine_to_table,
    "DuckDB, COPY to Parquet": engine_to_parquet,
    "Everyrep, to raw Parquet": everyrep_to_raw,
    "Everyrep, the whole load": everyrep_load,
}


def measured(way: str, source: Path) -> dict[str, float | str]:
    """Wall and CPU seconds and peak memory of one way, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (way, source))


def _measure(way: str, source: Path) -> dict[str, float | str]:
    with tempfile.TemporaryDirectory(dir=source.parent) as work:
        wall, cpu = time.perf_counter(), time.process_time()
        WAYS[way](source, Path(work))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"way": way, "wall s": round(wall, 2), "cpu s": round(cpu, 2), "peak MiB": round(peak)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--scale", type=float, default=1.0, help="a share of these rows")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = round(asked.rows * asked.scale)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pipeline.csv"
        duckdb.execute(f"COPY ({_QUERY.replace('?', str(rows))}) TO '{source}' (HEADER)")
        mebibytes = source.stat().st_size / 2**20
        found = [measured(way, source) for way in WAYS]
    if asked.json:
        print(json.dumps({"rows": rows, "MiB": round(mebibytes), "ways": found}))
        return
    print(f"{rows:,} rows, {mebibytes:,.0f} MiB")
    for row in found:
        ratio = float(row["cpu s"]) / float(found[0]["cpu s"])
        print(
            f"{row['way']:<26} {row['wall s']:>7} s wall {row['cpu s']:>7} s CPU "
            f"{row['peak MiB']:>6} MiB  {ratio:.2f} x the table's CPU"
        )


if __name__ == "__main__":
    main()
