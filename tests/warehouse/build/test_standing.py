"""Rows with the same key: the latest stands, and files of different columns each tell a part."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.company import Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "w")


EMPLOYEES = [
    {"id": "7", "title": "Seller", "hired_on": "2020-01-01"},
    {"id": "8", "title": "Buyer", "hired_on": "2021-01-01"},
]
NAMES = [{"id": "7", "full_name": "Ann Lee"}, {"id": "8", "full_name": "Bo Ray"}]
ASKED = "SELECT full_name, title, hired_on::VARCHAR FROM people ORDER BY 1"


@pytest.mark.parametrize("names_first", [True, False])
def test_files_that_each_tell_a_part_are_put_together(company: Company, names_first: bool) -> None:
    files = [("employees.csv", EMPLOYEES), ("names.csv", NAMES)]
    for file, rows in reversed(files) if names_first else files:
        company.put("people", rows, system="hr", file=file)
    company.build()
    assert company.rows(ASKED) == [
        ("Ann Lee", "Seller", "2020-01-01"),
        ("Bo Ray", "Buyer", "2021-01-01"),
    ]


def test_a_later_file_says_nothing_about_columns_that_it_does_not_have(company: Company) -> None:
    company.put("people", EMPLOYEES, system="hr")
    company.put("people", NAMES, system="hr")
    company.put("people", [{"id": "7", "title": "", "hired_on": "2019-01-01"}], system="hr")
    company.build()
    assert company.rows(ASKED)[0] == ("Ann Lee", None, "2019-01-01")


def test_what_is_taken_back_takes_its_part_along(company: Company) -> None:
    company.put("people", EMPLOYEES, system="hr")
    names = company.put("people", NAMES, system="hr")
    company.build()
    company.undo(names)
    company.build()
    assert company.rows("SELECT full_name, title FROM people ORDER BY 2") == [
        (None, "Buyer"),
        (None, "Seller"),
    ]


def test_parts_do_not_count_as_replaced_and_versions_do(company: Company) -> None:
    company.put("opportunities", [{"id": "d1", "amount": "100"}])
    company.put("opportunities", [{"id": "d1", "name": "North"}])
    company.put("opportunities", [{"id": "d1", "amount": "120"}])
    record = company.build().tables["opportunities"]
    assert (record.rows, record.replaced, record.combined) == (1, 1, 1)
    kept = [(row["kept_load"][:6], row["replaced_load"][:6]) for row in record.repeated]
    assert kept == [("000003", "000001")]


def test_the_deals_of_a_part_that_came_later_are_those_of_a_full_build(company: Company) -> None:
    amounts = [{"id": "d1", "amount": "100", "is_won": "true", "created_on": "2024-01-05"}]
    company.put("opportunities", amounts)
    company.build()
    company.put("opportunities", [{"id": "d1", "name": "North"}, {"id": "d2", "name": "South"}])
    record = company.build()
    assert record.did["opportunities"] == "built"
    asked = "SELECT id, name, amount_minor, outcome FROM opportunities ORDER BY 1"
    expected = [("crm:d1", "North", 10000, "won"), ("crm:d2", "South", None, "open")]
    assert company.rows(asked) == expected
    company.build(whole=True)
    assert company.rows(asked) == expected


def test_other_columns_for_other_deals_are_a_refresh(company: Company) -> None:
    company.put("opportunities", [{"id": "d1", "amount": "100", "created_on": "2024-01-05"}])
    company.put("opportunities", [{"id": "d2", "name": "South"}])
    company.build()
    company.put("opportunities", [{"id": "d3", "amount": "7", "created_on": "2024-02-05"}])
    assert company.build().did["opportunities"] == "refreshed"


def test_a_deal_deleted_in_one_file_does_not_come_back_by_its_name(company: Company) -> None:
    deleted = [{"id": "d1", "amount": "100", "created_on": "2024-01-05", "deleted": "true"}]
    company.put("opportunities", deleted)
    company.build()
    company.put("opportunities", [{"id": "d1", "name": "North"}])
    company.build()
    assert company.rows("SELECT id FROM opportunities") == []


def test_the_currency_is_of_the_file_that_states_one(company: Company) -> None:
    rows = [{"id": "d1", "amount": "100", "currency": "EUR"}, {"id": "d2", "amount": "5"}]
    company.put("opportunities", rows)
    company.put("opportunities", [{"id": "d1", "cost": "60"}, {"id": "d2", "cost": "1"}])
    company.settings('[company]\nreporting_currency = "USD"\n')
    company.build()
    asked = "SELECT id, currency, amount_minor, cost_minor FROM opportunities ORDER BY 1"
    assert company.rows(asked) == [
        ("crm:d1", "EUR", 10000, 6000),
        ("crm:d2", "USD", 500, 100),
    ]


def test_positions_told_in_parts_stand_side_by_side(company: Company) -> None:
    """Department and pay change on their own days; each lasts as its own file says."""
    company.put("people", [{"id": "7", "full_name": "Ann Lee"}], system="hr")
    departments = [
        {"person": "7", "from_on": "2020-01-01", "to_on": "2021-06-01", "team": "north"},
        {"person": "7", "from_on": "2021-06-01", "to_on": None, "team": "south"},
    ]
    territories = [{"person": "7", "from_on": "2020-01-01", "territory": "west"}]
    company.put("positions", departments, system="hr", file="departments.csv")
    company.put("positions", territories, system="hr", file="territories.csv")
    company.build()
    asked = (
        "SELECT from_on::VARCHAR, to_on::VARCHAR, team_id, territory_id FROM org_history ORDER BY 1"
    )
    assert company.rows(asked) == [
        ("2020-01-01", "2021-06-01", "hr:north", "hr:west"),
        ("2021-06-01", None, "hr:south", "hr:west"),
    ]
    assert company.rows("SELECT count(*) FROM positions") == [(3,)]


def test_positions_of_a_newer_export_replace_those_of_the_older(company: Company) -> None:
    first = [{"person": "7", "from_on": "2020-01-01", "team": "north"}]
    company.put("positions", first, system="hr")
    company.put("positions", [{**first[0], "team": "south"}], system="hr")
    company.build()
    assert company.rows("SELECT team_id FROM positions") == [("hr:south",)]
