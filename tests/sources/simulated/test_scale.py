"""A large company is written part by part: memory follows the part, not the company."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import json, resource, sys
from pathlib import Path
from everyrep.sources.simulated import LARGE, simulate
made = simulate(Path(sys.argv[1]), people=2000, months=36, scale=LARGE, format="parquet")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"rows": made.rows, "peak_kb": peak}))
"""


@pytest.mark.slow
def test_a_fifth_of_the_large_company_needs_little_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    rows = told["rows"]
    assert rows["crm/opportunities.parquet"] > 200_000
    assert rows["crm/opportunity_history.parquet"] > 900_000
    assert rows["crm/tasks.parquet"] + rows["crm/events.parquet"] > 1_900_000
    assert rows["lms/statements.parquet"] > 3_800_000
    assert told["peak_kb"] < 1_500_000
    known = json.loads((tmp_path / "truth.json").read_text())["facts"]
    won, closed = duckdb.sql(
        "select count(*) filter (IsWon), count(*) filter (IsClosed) from"
        f" (select distinct * from '{tmp_path}/crm/opportunities.parquet')"
    ).fetchall()[0]
    assert won / closed == pytest.approx(known["win_rate"], abs=1e-9)
