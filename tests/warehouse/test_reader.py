"""Reading a build: one state from first to last, whatever happens beside it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from everyrep.values import InternalError, UnknownName, UserError
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.schema import TABLES
from tests.warehouse.company import Company

DEALS = [
    {"id": "d1", "created_on": "2026-01-05", "amount": "10", "outcome": "open"},
    {"id": "d2", "created_on": "2026-02-05", "close_on": "2026-03-01", "outcome": "won"},
]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    company = Company(tmp_path / "company")
    company.put("opportunities", DEALS)
    return company


def test_before_the_first_build_there_is_nothing_to_read(company: Company) -> None:
    with pytest.raises(UserError, match="there is no warehouse here yet") as told:
        company.open()
    assert "everyrep build" in str(told.value.remedy)


def test_every_table_is_there_with_all_its_columns(company: Company) -> None:
    company.build()
    with company.open() as warehouse:
        for name, table in TABLES.items():
            if not table.landing_only:
                described = warehouse.connection.execute(f"DESCRIBE {name}").fetchall()
                assert [(row[0], row[1]) for row in described] == list(table.stored()), name


def test_rows_and_filled_cells_are_known_without_a_look(company: Company) -> None:
    company.build()
    with company.open() as warehouse:
        assert warehouse.rows("opportunities") == 2
        assert warehouse.rows("quotas") == warehouse.rows("no_such_table") == 0
        assert warehouse.filled("opportunities", "created_on") == 1
        assert warehouse.filled("opportunities", "close_on") == 0.5
        assert warehouse.filled("opportunities", "region") == 0
        assert warehouse.filled("opportunities", "no_such_column") == 0
        assert warehouse.filled("quotas", "amount_minor") == 0


def test_today_is_the_last_day_the_data_knows(company: Company) -> None:
    company.build()
    with company.open() as warehouse:
        assert warehouse.as_of == date(2026, 3, 1)


def test_today_is_what_the_settings_say(company: Company) -> None:
    company.settings("[company]\nas_of = 2026-02-10\n")
    company.build()
    with company.open() as warehouse:
        assert warehouse.as_of == date(2026, 2, 10)


def test_days_to_come_are_not_known_yet(tmp_path: Path) -> None:
    company = Company(tmp_path / "company")
    company.put("opportunities", [*DEALS, {"id": "d3", "created_on": "2030-01-01"}])
    company.build()
    with company.open() as warehouse:
        assert warehouse.as_of == date(2026, 3, 1)


def test_without_any_day_today_is_the_day_of_the_build(tmp_path: Path) -> None:
    company = Company(tmp_path / "company")
    company.put("opportunities", [{"id": "d1"}])
    company.build()
    with company.open() as warehouse:
        assert warehouse.as_of == date(2026, 7, 1)


def test_what_is_held_in_memory_is_what_the_files_say(company: Company) -> None:
    company.build()
    with company.open() as warehouse:
        asked = "SELECT * FROM opportunities ORDER BY id"
        before = warehouse.connection.execute(asked)
        columns, rows = before.description, before.fetchall()
        for _ in range(2):
            warehouse.hold(["opportunities", "quotas"])
            held = warehouse.connection.execute(asked)
            assert (held.description, held.fetchall()) == (columns, rows)
        credited = warehouse.connection.execute("SELECT count(*) FROM credits").fetchone()
        assert credited == (0,), "what is made of it reads it too"


def test_large_tables_are_not_held(company: Company) -> None:
    company.build()
    with company.open() as warehouse:
        warehouse.hold(["opportunities"], most_rows=1)
        held = warehouse.connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'held%'"
        ).fetchone()
        assert held == (0,)


def test_a_reader_sees_its_build_while_two_more_are_made(company: Company) -> None:
    first = company.build()
    with company.open() as warehouse:
        for day in ("2026-01-07", "2026-01-08"):
            company.put("opportunities", [{"id": day, "created_on": day}], file=f"{day}.csv")
            company.build()
        assert warehouse.snapshot == first.build_id
        count = warehouse.connection.execute("SELECT count(*) FROM opportunities").fetchone()
        assert count == (2,)
    assert company.rows("SELECT count(*) FROM opportunities") == [(4,)]


def test_builds_of_long_ago_are_dropped(company: Company) -> None:
    built = [company.build(whole=True).build_id for _ in range(5)]
    folders = [path.name for path in company.workspace.warehouse.iterdir() if path.is_dir()]
    assert sorted(folders) == built[-3:]


def test_a_named_build_is_read(company: Company) -> None:
    first = company.build()
    company.put("opportunities", [{"id": "d3"}], file="more.csv")
    company.build()
    with Warehouse.open(company.folder, first.build_id) as warehouse:
        assert warehouse.rows("opportunities") == 2
    with pytest.raises(UnknownName) as told:
        Warehouse.open(company.folder, first.build_id + "0")
    assert first.build_id in str(told.value)


def test_a_build_of_an_earlier_version_is_read(company: Company) -> None:
    """Tables and columns that it did not know are empty."""
    record = company.workspace.warehouse / company.build().build_id / "build.json"
    content = json.loads(record.read_text())
    content["code"] = "an earlier one"
    del content["tables"]["quotas"]
    record.write_text(json.dumps(content))
    assert company.rows("SELECT count(*) FROM quotas") == [(0,)]
    assert company.rows("SELECT count(id), count(region) FROM opportunities") == [(2, 0)]


def test_a_damaged_record_says_what_to_do(company: Company) -> None:
    folder = company.workspace.warehouse / company.build().build_id
    (folder / "build.json").write_text("{")
    with pytest.raises(InternalError, match=r"build\.json") as told:
        company.open()
    assert "everyrep build" in str(told.value.remedy)
