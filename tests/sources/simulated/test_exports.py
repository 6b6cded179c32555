"""The files are what the systems they imitate would give, and agree with one another."""

from __future__ import annotations

import csv
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pytest

from everyrep.sources.simulated.text import case_suffix

if TYPE_CHECKING:
    from everyrep.sources.simulated import SimulatedCompany

REFERENCES = [
    ("opportunities", "AccountId", "accounts"),
    ("opportunities", "OwnerId", "users"),
    ("opportunities", "CampaignId", "campaigns"),
    ("opportunities", "Sourced_By__c", "users"),
    ("opportunity_line_items", "OpportunityId", "opportunities"),
    ("opportunity_line_items", "Product2Id", "products"),
    ("opportunity_splits", "SplitOwnerId", "users"),
    ("opportunity_history", "OpportunityId", "opportunities"),
    ("opportunity_history", "CreatedById", "users"),
    ("opportunity_field_history", "NewValue", "users"),
    ("tasks", "WhatId", "opportunities"),
    ("tasks", "WhoId", "contacts"),
    ("events", "OwnerId", "users"),
    ("contacts", "AccountId", "accounts"),
    ("accounts", "OwnerId", "users"),
    ("campaign_members", "ContactId", "contacts"),
    ("campaign_members", "CampaignId", "campaigns"),
    ("cases", "AccountId", "accounts"),
    ("content_use", "ContentId", "content_assets"),
    ("content_use", "OpportunityId", "opportunities"),
    ("quotas", "QuotaOwnerId", "users"),
    ("users", "ManagerId", "users"),
    ("pricebook_entries", "Product2Id", "products"),
]


def ask(company: SimulatedCompany, query: str) -> Any:
    return duckdb.sql(query.format(crm=company.out / "crm")).fetchall()[0][0]


@pytest.mark.parametrize(("table", "column", "other"), REFERENCES)
def test_references_meet_their_rows(
    clean: SimulatedCompany, table: str, column: str, other: str
) -> None:
    orphans = ask(
        clean,
        f"select count(*) from '{{crm}}/{table}.csv' where {column} is not null"
        f" and {column} not in (select Id from '{{crm}}/{other}.csv')",
    )
    assert orphans == 0


@pytest.mark.parametrize("table", sorted({table for table, _, _ in REFERENCES}))
def test_ids_are_given_once(clean: SimulatedCompany, table: str) -> None:
    assert ask(clean, f"select count(*) = count(distinct Id) from '{{crm}}/{table}.csv'")


def test_an_id_carries_the_suffix_that_a_crm_would_give_it() -> None:
    """The worked example of Salesforce's own documentation: 001A0000006Vm9r is ...IAC."""
    chars = np.frombuffer(b"001A0000006Vm9r", dtype=np.uint8).reshape(1, 15)
    assert case_suffix(chars).tobytes() == b"IAC"


def test_lines_add_up_to_the_deal(clean: SimulatedCompany) -> None:
    wrong = ask(
        clean,
        """
        select count(*) from '{crm}/opportunities.csv' o join (
          select OpportunityId, sum(Quantity * UnitPrice::decimal(18,2)) as total
          from '{crm}/opportunity_line_items.csv' group by 1) l
        on l.OpportunityId = o.Id where o.Amount::decimal(18,2) <> l.total
        """,
    )
    assert wrong == 0


def test_history_ends_where_the_deal_is(clean: SimulatedCompany) -> None:
    wrong = ask(
        clean,
        """
        select count(*) from '{crm}/opportunities.csv' o join (
          select OpportunityId, arg_max(StageName, (CreatedDate, Id)) as stage,
            min(CreatedDate) as opened
          from '{crm}/opportunity_history.csv' group by 1) h
        on h.OpportunityId = o.Id where o.StageName <> h.stage or o.CreatedDate <> h.opened
        """,
    )
    assert wrong == 0


def test_split_shares_add_up_to_a_hundred(clean: SimulatedCompany) -> None:
    wrong = ask(
        clean,
        "select count(*) from (select sum(SplitPercentage) as total, count(*) as n from"
        " '{crm}/opportunity_splits.csv' group by OpportunityId) where total <> 100 or n <> 2",
    )
    assert wrong == 0


def test_nothing_is_dated_after_the_end(clean: SimulatedCompany) -> None:
    late = ask(
        clean,
        "select count(*) from '{crm}/tasks.csv' where CompletedDateTime >= '2026-07-01'"
        " or CompletedDateTime < '2025-01-01'",
    )
    assert late == 0


def test_open_deals_are_left_at_the_end(clean: SimulatedCompany) -> None:
    share = ask(clean, "select avg((not IsClosed)::int) from '{crm}/opportunities.csv'")
    assert 0.02 < share < 0.3


def statements(company: SimulatedCompany) -> list[dict[str, Any]]:
    with gzip.open(company.out / "lms" / "statements.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_statements_have_the_shape_of_xapi(clean: SimulatedCompany) -> None:
    uuid = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    found = statements(clean)
    assert len({one["id"] for one in found}) == len(found)
    for one in found:
        assert uuid.fullmatch(one["id"])
        assert one["verb"]["id"].startswith("http://adlnet.gov/expapi/verbs/")
        assert ("mbox" in one["actor"]) != ("account" in one["actor"])
        assert one["object"]["definition"]["name"]["en-US"]
        assert one["timestamp"].endswith("Z")
        assert one["version"] == "1.0.3"
        assert -1 <= one.get("result", {}).get("score", {}).get("scaled", 0) <= 1


def test_every_statement_is_about_something_in_the_catalogue(clean: SimulatedCompany) -> None:
    with (clean.out / "lms" / "courses.csv").open(encoding="utf-8") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    for one in statements(clean):
        assert one["object"]["id"] in known
        for parent in one.get("context", {}).get("contextActivities", {}).get("parent", []):
            assert parent["id"] in known


def sheet(company: SimulatedCompany, name: str) -> list[dict[str, str]]:
    with (company.out / "hr" / f"{name}.csv").open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_hr_sheet_is_european(clean: SimulatedCompany) -> None:
    rows = sheet(clean, "employees")
    assert len(rows) == 40
    for row in rows:
        assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", row["Hire Date"])
        assert re.fullmatch(r"\d{1,3}(\.\d{3})*,\d\d", row["Base Salary"])
        assert ", " in row["Name"]
    numbers = {row["Employee No"] for row in rows}
    assert {row["Manager No"] for row in rows} - {""} <= numbers


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("job_history", "Employee No"),
        ("leaves", "Employee No"),
        ("coaching_sessions", "Manager No"),
        ("coaching_sessions", "Employee No"),
    ],
)
def test_hr_sheets_speak_of_employees(clean: SimulatedCompany, name: str, column: str) -> None:
    numbers = {row["Employee No"] for row in sheet(clean, "employees")}
    assert {row[column] for row in sheet(clean, name)} <= numbers


def test_the_first_job_begins_on_the_day_of_hire(clean: SimulatedCompany) -> None:
    hired = {row["Employee No"]: row["Hire Date"] for row in sheet(clean, "employees")}
    first = {
        row["Employee No"]: row["Valid From"]
        for row in sheet(clean, "job_history")
        if row["Reason"] == "Hire"
    }
    assert first == hired


def test_programs_name_who_was_drawn(clean: SimulatedCompany) -> None:
    rows = sheet(clean, "program_assignments")
    assert {row["Unit Type"] for row in rows} == {"team", "person"}
    assert {row["Arm"] for row in rows} >= {"control", "treated", "trl-objection", "trl-rapport"}


def test_a_region_can_be_known_by_snapshots_only(tmp_path_factory: Any) -> None:
    from everyrep.sources.simulated import simulate

    company = simulate(
        tmp_path_factory.mktemp("snapshots"), people=40, months=12, mess=False, snapshots=True
    )
    both = ask(
        company,
        "select count(*) from '{crm}/pipeline_snapshots.csv' where OpportunityId in"
        " (select OpportunityId from '{crm}/opportunity_history.csv')",
    )
    assert both == 0
    seen = ask(company, "select count(distinct OpportunityId) from '{crm}/pipeline_snapshots.csv'")
    assert seen > 100
