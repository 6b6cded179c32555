"""Equal options give equal bytes; switching one thing leaves all others as they were."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pytest

from everyrep.sources.simulated import Traps, simulate
from tests.sources.simulated.lived import company_of

if TYPE_CHECKING:
    from pathlib import Path


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_equal_seeds_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        simulate(tmp_path / name, people=24, months=8, seed=5)
    one, two = digests(tmp_path / "one"), digests(tmp_path / "two")
    assert len(one) > 30
    assert one == two


def test_another_seed_gives_other_people_and_deals(tmp_path: Path) -> None:
    for seed in (5, 6):
        simulate(tmp_path / str(seed), people=24, months=8, seed=seed)
    one, two = digests(tmp_path / "5"), digests(tmp_path / "6")
    for name in ("hr/employees.csv", "crm/opportunities.csv", "lms/statements.jsonl.gz"):
        assert one[name] != two[name]


@pytest.mark.parametrize("table", ["opportunities", "tasks", "opportunity_history", "users"])
def test_parquet_has_the_rows_and_columns_of_the_export(tmp_path: Path, table: str) -> None:
    for form in ("export", "parquet"):
        simulate(tmp_path / form, people=24, months=8, mess=False, format=form)
    of_csv = duckdb.sql(f"from read_csv('{tmp_path}/export/crm/{table}.csv', all_varchar=true)")
    of_parquet = duckdb.sql(f"from '{tmp_path}/parquet/crm/{table}.parquet'")
    assert of_csv.columns == of_parquet.columns
    assert of_csv.project("Id").fetchall() == of_parquet.project("Id").fetchall()


def test_parquet_holds_as_many_statements_as_the_lines(tmp_path: Path) -> None:
    rows = {
        form: simulate(tmp_path / form, people=24, months=8, format=form).rows
        for form in ("export", "parquet")
    }
    assert rows["export"]["lms/statements.jsonl.gz"] == rows["parquet"]["lms/statements.parquet"]


def test_a_trap_that_is_off_leaves_people_and_luck_alone() -> None:
    on, off = company_of(200, 12), company_of(200, 12, Traps(managers_coach_slumps=False))
    np.testing.assert_array_equal(on.roster.skills, off.roster.skills)
    np.testing.assert_array_equal(on.lives.form, off.lives.form)
    assert on.who == off.who
    assert on.lives.sessions.dose.sum() != off.lives.sessions.dose.sum()
