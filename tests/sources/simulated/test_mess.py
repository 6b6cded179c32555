"""Every error in the files is there as often as truth.json says, and nowhere in clean files.

Counted by reading the files as anybody would, without the code that made the errors.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from everyrep.sources.simulated import SimulatedCompany

COUNTS = {
    "close_before_open": "select count(*) from opportunities where CloseDate < CreatedDate[:10]",
    "unknown_owner": "select count(*) from opportunities"
    " where OwnerId not in (select Id from users)",
    "stage_typo": "select count(*) from opportunities"
    " where StageName not in (select MasterLabel from stages)",
    "missing_amount": "select count(*) from opportunities where Amount is null",
    "missing_lead_source": "select count(*) from opportunities where LeadSource is null",
    "amount_with_sign": "select count(*) from opportunities"
    " where Amount is not null and try_cast(Amount as double) is null",
    "duplicate_opportunity": "select count(*) - count(distinct Id) from opportunities",
    "duplicate_task": "select count(*) - count(distinct Id) from tasks",
    "negative_duration": "select count(*) from tasks where CallDurationInSeconds::int < 0",
    "task_on_missing_deal": "select count(*) from tasks where WhatId is not null"
    " and WhatId not in (select Id from opportunities)",
    "stray_whitespace": "select count(*) from accounts where Name <> trim(Name)",
    "duplicate_statement": "select count(*) - count(distinct id) from statements",
    "training_after_exit": """
        select count(distinct s.id) from statements s join people p
        on p.lms_mbox = s.actor->>'$.mbox' or p.lms_account = s.actor->>'$.account.name'
        where s.timestamp[:10]::date > p.last_day_on""",
}
FILES = ("opportunities", "users", "tasks", "accounts")


@cache
def counted(company: Path, kind: str) -> int:
    """How often an error is found in the files of a folder."""
    return int(opened(company).execute(COUNTS[kind]).fetchall()[0][0])


@cache
def opened(company: Path) -> duckdb.DuckDBPyConnection:
    """A connection with the files as views, all of the CRM's columns as text."""
    connection = duckdb.connect()
    crm = company / "crm"
    for name in FILES:
        connection.execute(
            f"create table {name} as from read_csv('{crm}/{name}.csv', all_varchar=true)"
        )
    connection.execute(f"create view stages as from '{crm}/opportunity_stages.csv'")
    lines = company / "lms" / "statements.jsonl.gz"
    shape = "{id: 'varchar', actor: 'json', timestamp: 'varchar'}"
    connection.execute(f"create table statements as from read_json('{lines}', columns={shape})")
    connection.execute(f"create view people as from '{company}/truth/people.parquet'")
    return connection


def noted(company: SimulatedCompany) -> dict[str, Any]:
    return json.loads((company.out / "truth.json").read_text())["mess"]


@pytest.mark.parametrize("kind", COUNTS)
def test_errors_are_as_many_as_noted(messy: SimulatedCompany, kind: str) -> None:
    assert counted(messy.out, kind) == noted(messy)[kind]["rows"] > 0


@pytest.mark.parametrize("kind", COUNTS)
def test_clean_files_have_none(clean: SimulatedCompany, kind: str) -> None:
    assert counted(clean.out, kind) == 0
    assert noted(clean) == {}


def employees(company: SimulatedCompany) -> list[dict[str, str]]:
    with (company.out / "hr" / "employees.csv").open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def backwards(day: str) -> tuple[str, ...]:
    """31.12.2025 as something that sorts."""
    return tuple(reversed(day.split(".")))


def test_errors_in_the_hr_sheet_are_as_many_as_noted(messy: SimulatedCompany) -> None:
    rows, known = employees(messy), noted(messy)
    times = Counter(row["Employee No"] for row in rows)
    spaced = [row for row in rows if row["Name"] != row["Name"].strip()]
    wrong = [
        row
        for row in rows
        if row["Exit Date"] and backwards(row["Exit Date"]) < backwards(row["Hire Date"])
    ]
    assert sum(times.values()) - len(times) == known["duplicate_employee"]["rows"] == 3
    assert len(spaced) == known["stray_whitespace_hr"]["rows"] == 8
    assert {row["Employee No"] for row in wrong} == set(known["exit_before_hire"]["ids"])


def test_systems_disagree_about_people_as_often_as_noted(messy: SimulatedCompany) -> None:
    connection, known = opened(messy.out), messy.truth["identity"]
    no_number = connection.execute(
        "select count(*) from users where EmployeeNumber is null and ManagerId is not null"
        " or EmployeeNumber is null and Username like '%.crm'"
    ).fetchall()
    assert no_number[0][0] == known["no_number_in_crm"]
    mails = [row["Email"] for row in employees(messy)]
    times = Counter(row["Employee No"] for row in employees(messy))
    twice = [row for row in employees(messy) if times[row["Employee No"]] > 1]
    blank = mails.count("") - sum(row["Email"] == "" for row in twice) // 2
    assert blank == known["no_mail_in_hr"]
