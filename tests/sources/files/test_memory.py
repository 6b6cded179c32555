"""Memory does not grow with the length of a file: ten times the rows, about the same peak."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

_MEASURE = """
import resource, sys
from pathlib import Path
from everyrep.sources.files import ReadOptions, to_raw
to_raw(Path(sys.argv[1]), Path(sys.argv[2]), options=ReadOptions(memory="400MB"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak(folder: Path, rows: int, broken: str = "") -> int:
    """Peak memory in MiB of reading a file of so many rows, in a process of its own."""
    path = folder / f"{rows}.csv"
    duckdb.execute(
        "COPY (SELECT i AS id, 'Account ' || hash(i) % 7000 AS account, hash(i + 1) AS value, "
        f"'some words to fill the row' AS note FROM range({rows}) AS t(i)) TO '{path}' (HEADER)"
    )
    with path.open("a") as stream:
        stream.write(broken)
    out = folder / f"out{rows}"
    out.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path), str(out)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(ran.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["", "one,broken\n"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, broken: str) -> None:
    short = peak(tmp_path, 1_000_000, broken)
    long = peak(tmp_path, 10_000_000, broken)
    assert long < 600
    assert long < short * 2
