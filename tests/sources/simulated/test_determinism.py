"""Equal options give equal bytes; switching one thing leaves all others as they were."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pytest

from everyrep.sources.simulated import SimulatedCompany, Traps, simulate
from everyrep.sources.simulated.options import Format
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


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[Format, SimulatedCompany]:
    """The same company in both formats."""
    folder = tmp_path_factory.mktemp("both")
    forms: tuple[Format, ...] = ("export", "parquet")
    return {form: simulate(folder / form, people=24, months=8, format=form) for form in forms}


@pytest.mark.parametrize("table", ["accounts", "tasks", "opportunity_history", "users"])
def test_parquet_has_the_rows_and_columns_of_the_export(
    both: dict[Format, SimulatedCompany], table: str
) -> None:
    of_csv = duckdb.read_csv(str(both["export"].out / f"crm/{table}.csv"), all_varchar=True)
    of_parquet = duckdb.read_parquet(str(both["parquet"].out / f"crm/{table}.parquet"))
    assert of_csv.columns == of_parquet.columns
    assert of_csv.project("Id").fetchall() == of_parquet.project("Id").fetchall()


def test_parquet_holds_as_many_statements_as_the_lines(
    both: dict[Format, SimulatedCompany],
) -> None:
    lines, columns = both["export"].rows, both["parquet"].rows
    assert lines["lms/statements.jsonl.gz"] == columns["lms/statements.parquet"]


def test_parquet_holds_the_same_results_as_the_lines(
    both: dict[Format, SimulatedCompany],
) -> None:
    """Scores, progress and durations of every statement, in the units of the JSON."""
    extension = "https://w3id.org/xapi/cmi5/result/extensions/progress"
    of_lines = duckdb.sql(
        f"""
        select id, verb.id, result->>'$.score.scaled', result->>'$.duration',
          json_extract_string(result, ['$.extensions."{extension}"'])[1]
        from read_json('{both["export"].out}/lms/statements.jsonl.gz',
          columns={{id: 'varchar', verb: 'struct(id varchar)', result: 'json'}})
        order by id
        """
    ).fetchall()
    of_parquet = duckdb.sql(
        f"""
        select id, "verb.id", "result.score.scaled", "result.duration",
          "result.extensions.{extension}"
        from '{both["parquet"].out}/lms/statements.parquet' order by id
        """
    ).fetchall()
    assert [numbered(row) for row in of_lines] == [numbered(row) for row in of_parquet]


def numbered(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row whose score and progress are numbers, however they were written."""
    name, verb, score, duration, progress = row
    floats = (None if value is None else float(value) for value in (score, progress))
    return (name, verb, duration, *floats)


def test_a_trap_that_is_off_leaves_people_and_luck_alone() -> None:
    on, off = company_of(200, 12), company_of(200, 12, Traps(managers_coach_slumps=False))
    np.testing.assert_array_equal(on.roster.skills, off.roster.skills)
    np.testing.assert_array_equal(on.lives.form, off.lives.form)
    assert on.who == off.who
    assert on.lives.sessions.dose.sum() != off.lives.sessions.dose.sum()
