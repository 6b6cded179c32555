"""Which rows stand, what is looked up, and what is worked out: one small truth a test."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from everyrep.values import FixedClock
from everyrep.warehouse.build import build
from tests.warehouse.company import START, Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "company")


def built(company: Company, sql: str) -> list[tuple[Any, ...]]:
    company.build()
    return company.rows(sql)


def test_within_a_file_the_last_line_stands(company: Company) -> None:
    company.put("accounts", [{"id": "a1", "name": "Old"}, {"id": "a1", "name": "New"}])
    assert built(company, "SELECT name, line FROM accounts") == [("New", 3)]


def test_among_files_the_latest_stands_even_where_it_says_nothing(company: Company) -> None:
    company.put("accounts", [{"id": "a1", "name": "Acme", "region": "North"}])
    company.put("accounts", [{"id": "a1", "name": "Acme Inc", "region": ""}], file="later.csv")
    found = built(company, "SELECT name, region, load_id FROM accounts")
    assert found == [("Acme Inc", None, "000002-later")]


def test_a_file_says_nothing_about_columns_it_does_not_have(company: Company) -> None:
    company.put("people", [{"id": "1", "full_name": "Ada Ash", "title": "Rep"}], "hr")
    company.put("people", [{"id": "1", "left_on": "2026-02-01"}], "hr", "exits.csv")
    found = built(company, "SELECT full_name, title, CAST(left_on AS VARCHAR) FROM people")
    assert found == [("Ada Ash", "Rep", "2026-02-01")]


def test_the_same_id_of_two_systems_is_two_things(company: Company) -> None:
    company.put("accounts", [{"id": "1", "name": "Acme"}], "crm")
    company.put("accounts", [{"id": "1", "name": "Globex"}], "erp")
    assert built(company, "SELECT id, name FROM accounts ORDER BY id") == [
        ("crm:1", "Acme"),
        ("erp:1", "Globex"),
    ]


def test_rows_without_an_id_are_counted_once_in_every_export(company: Company) -> None:
    """Alike within a file they are two things; in a later export they are the same ones."""
    call = {"kind": "call", "occurred_at": "2026-01-05"}
    mail = {"kind": "email", "occurred_at": "2026-01-06"}
    company.put("activities", [call, call])
    company.put("activities", [call, call, mail], file="later.csv")
    assert built(company, "SELECT kind, count(*) FROM activities GROUP BY 1 ORDER BY 1") == [
        ("call", 2),
        ("email", 1),
    ]


def test_what_was_deleted_at_the_source_is_gone_and_may_come_back(company: Company) -> None:
    deals = [{"id": "d1", "deleted": "false"}, {"id": "d2", "deleted": "true"}]
    company.put("opportunities", deals)
    assert built(company, "SELECT id FROM opportunities") == [("crm:d1",)]
    company.put("opportunities", [{"id": "d1", "deleted": "true"}], file="later.csv")
    assert built(company, "SELECT id FROM opportunities") == []
    company.put("opportunities", [{"id": "d2", "deleted": "false"}], file="latest.csv")
    assert built(company, "SELECT id FROM opportunities") == [("crm:d2",)]


def test_a_load_taken_back_leaves_nothing(company: Company) -> None:
    company.put("opportunities", [{"id": "d1", "owner": "u1"}])
    load = company.put("opportunities", [{"id": "d2", "owner": "u2"}], file="wrong.csv")
    company.build()
    company.undo(load)
    assert built(company, "SELECT id FROM opportunities") == [("crm:d1",)]
    assert company.rows("SELECT id FROM people") == [("person:crm:u1",)]


def test_names_lead_to_the_one_thing_that_bears_them(company: Company) -> None:
    company.put(
        "accounts",
        [{"id": "a1", "name": "Acme, Inc."}, {"id": "a2", "name": "Twin"},
         {"id": "a3", "name": "twin"}, {"id": "a4", "name": "Café Noir"}],
    )  # fmt: skip
    refs = ["a1", "ACME INC", "Twin", "cafe noir", "Nobody"]
    company.put("opportunities", [{"id": f"d{n}", "account": ref} for n, ref in enumerate(refs)])
    found = built(company, "SELECT account_id FROM opportunities ORDER BY id")
    assert [row[0] for row in found] == ["crm:a1", "crm:a1", "crm:Twin", "crm:a4", "crm:Nobody"]


def test_what_nobody_lists_is_known_by_its_id(company: Company) -> None:
    company.put("accounts", [{"id": "a1", "name": "Acme"}])
    company.put("opportunities", [{"id": "d1", "account": "Globex"}])
    found = built(company, "SELECT id, name, load_id FROM accounts ORDER BY id")
    assert found == [("crm:Globex", "Globex", None), ("crm:a1", "Acme", "000001-accounts")]


def test_an_owner_is_found_by_id_mail_number_or_name(company: Company) -> None:
    person = {
        "id": "u1", "full_name": "Søren Ørsted", "email": "so@firm.example",
        "employee_number": "E-77",
    }  # fmt: skip
    company.put("people", [person, {"id": "u2", "full_name": "Bo Berg"}])
    refs = ["u1", "SO@firm.example", "e-77", "Ørsted, Søren", "Bo Berg", "Nobody Known"]
    company.put("opportunities", [{"id": f"d{n}", "owner": r} for n, r in enumerate(refs)])
    found = built(company, "SELECT owner_id FROM opportunities ORDER BY id")
    assert [row[0] for row in found] == [
        *["person:crm:u1"] * 4, "person:crm:u2", "person:crm:Nobody Known",
    ]  # fmt: skip


OUTCOMES: list[tuple[dict[str, str], str]] = [
    ({"outcome": "Won", "is_won": "false"}, "won"),
    ({"is_won": "true"}, "won"),
    ({"is_closed": "true", "is_won": "false"}, "lost"),
    ({"is_closed": "true", "is_won": "false", "stage": "Signed"}, "lost"),
    ({"is_closed": "true", "stage": "Signed"}, "won"),
    ({"stage": "Signed"}, "won"),
    ({"stage": "Refused"}, "lost"),
    ({"stage": "Talking"}, "open"),
    ({"stage": "Closed Won"}, "won"),
    ({"stage": "Closed Lost"}, "lost"),
    ({"is_closed": "true"}, "lost"),
    ({"is_closed": "true", "stage": "Closed Won"}, "won"),
    ({"is_closed": "true", "stage": "Talking"}, "lost"),
    ({"is_closed": "false", "stage": "Closed Lost"}, "lost"),
    ({"outcome": "something"}, "open"),
    ({}, "open"),
]


def test_an_outcome_is_what_is_said_then_flagged_then_meant(company: Company) -> None:
    company.put(
        "stages",
        [
            {"id": "Talking", "closed": "false", "won": "false"},
            {"id": "Signed", "closed": "true", "won": "true"},
            {"id": "Refused", "closed": "true", "won": "false"},
        ],
    )
    company.put("opportunities", [{"id": f"{n:02}", **row} for n, (row, _) in enumerate(OUTCOMES)])
    found = [row[0] for row in built(company, "SELECT outcome FROM opportunities ORDER BY id")]
    said = [row for row, _ in OUTCOMES]
    assert list(zip(said, found, strict=True)) == OUTCOMES


def test_a_cycle_is_what_is_given_or_the_days_between(company: Company) -> None:
    company.put(
        "opportunities",
        [
            {"id": "d1", "created_on": "2026-01-01", "close_on": "2026-01-31"},
            {"id": "d2", "created_on": "2026-01-01", "close_on": "2026-01-31", "cycle_days": "7"},
            {"id": "d3", "created_on": "2026-02-01", "close_on": "2026-01-31"},
        ],
    )
    assert built(company, "SELECT cycle_days FROM opportunities ORDER BY id") == [
        (30.0,), (7.0,), (None,),
    ]  # fmt: skip


def test_credit_goes_by_splits_and_else_to_the_owner(company: Company) -> None:
    company.put(
        "opportunities", [{"id": d, "owner": "u1"} for d in ("d1", "d2", "d3")] + [{"id": "d4"}]
    )
    company.put(
        "opportunity_splits",
        [
            {"id": "s1", "opportunity": "d1", "person": "u1", "part": "60%"},
            {"id": "s2", "opportunity": "d1", "person": "u2", "part": "40%", "kind": "Revenue"},
            {"id": "s3", "opportunity": "d2", "person": "u3", "part": "1", "kind": "Overlay"},
        ],
    )
    found = built(company, "SELECT opportunity_id, person_id, part, kind FROM credits ORDER BY ALL")
    assert found == [
        ("crm:d1", "person:crm:u1", 0.6, "revenue"),
        ("crm:d1", "person:crm:u2", 0.4, "revenue"),
        ("crm:d2", "person:crm:u1", 1.0, "revenue"),
        ("crm:d2", "person:crm:u3", 1.0, "overlay"),
        ("crm:d3", "person:crm:u1", 1.0, "revenue"),
    ]


def test_what_does_not_change_is_linked(company: Company) -> None:
    company.put("opportunities", [{"id": "d1", "created_on": "2026-01-05"},
                                  {"id": "d2", "created_on": "2026-02-05"}])  # fmt: skip
    company.put("accounts", [{"id": "a1"}])
    first = company.build()
    company.put("opportunities", [{"id": "d3", "created_on": "2026-02-07"}], file="more.csv")
    second = company.build()
    assert second.did["accounts"] == "linked"
    assert second.did["opportunities"] == "refreshed"

    def inodes(record: Any, table: str, part: str) -> list[int]:
        folder = company.workspace.warehouse / record.build_id / table
        return [(folder / file).stat().st_ino for file in record.tables[table].parts[part]]

    assert inodes(first, "accounts", "all") == inodes(second, "accounts", "all")
    assert inodes(first, "opportunities", "202601") == inodes(second, "opportunities", "202601")
    assert inodes(first, "opportunities", "202602") != inodes(second, "opportunities", "202602")


def test_a_build_that_changes_nothing_is_the_current_one(company: Company) -> None:
    company.put("opportunities", [{"id": "d1", "owner": "u1", "account": "a1"}])
    first = company.build()
    assert company.build() == first
    assert company.build(whole=True).build_id != first.build_id


def test_two_builds_in_one_second_are_two(company: Company) -> None:
    clock = FixedClock(START)
    names = []
    for n in range(3):
        company.put("accounts", [{"id": f"a{n}"}], file=f"{n}.csv")
        with company.workspace.writing():
            names.append(build(company.workspace, clock=clock).build_id)
    assert len(set(names)) == 3
    assert company.rows("SELECT count(*) FROM accounts") == [(3,)]


def test_a_build_says_when_it_was_made_to_the_microsecond(company: Company) -> None:
    """A decision of the same second, made before it, would else seem to wait for the next build."""
    moment = START.replace(microsecond=654_321)
    company.put("accounts", [{"id": "a"}])
    with company.workspace.writing():
        record = build(company.workspace, clock=FixedClock(moment))
    assert datetime.fromisoformat(record.built_at) == moment


def test_a_snapshot_export_taken_back_in_the_same_second_takes_its_stays_along(
    company: Company,
) -> None:
    """Stays depend on how the snapshots were built; a clock that stands still must not hide it."""
    clock = FixedClock(START)
    company.put("opportunities", [{"id": "d1"}])
    seen = {"opportunity": "d1", "seen_on": "2026-01-05", "stage": "A"}
    company.put("opportunity_snapshots", [seen])
    load = company.put(
        "opportunity_snapshots", [{**seen, "seen_on": "2026-01-12", "stage": "B"}], file="w2.csv"
    )
    with company.workspace.writing():
        build(company.workspace, clock=clock)
    company.undo(load)
    with company.workspace.writing():
        build(company.workspace, clock=clock)
    assert company.rows("SELECT stage FROM stage_history") == [("A",)]
