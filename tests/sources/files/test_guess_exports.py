"""Exports as further systems give them: ids without a name, several days a row, no id at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.sources.files import Guess
from everyrep.values.errors import DataError
from tests.sources.files.test_guess import about, only, rows, sources, spec


def test_a_record_id_is_the_id_of_deals_and_not_their_name(tmp_path: Path) -> None:
    text = "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date\n"
    text += rows(60, "98765{n:04},Renewal,Closed Won,{d},Ann Adams,{n}00,{d}")
    found = only(tmp_path, "hubspot-crm-exports-all-deals.csv", text)
    assert about(found) == "opportunities"
    assert sources(found)["id"] == "Record ID"
    assert sources(found)["name"] == "Deal Name"


def test_the_first_column_may_call_the_id_by_the_system_s_name(tmp_path: Path) -> None:
    text = "Copper ID,Name,Company,Owned By,Created At,Close Date,Value,Stage,Status\n"
    text += rows(60, "27{n:05},Renewal,Acme,ann@example.org,{d},{d},{n}.5,Proposal,Open")
    found = only(tmp_path, "opportunities.csv", text)
    assert sources(found)["id"] == "Copper ID"
    assert sources(found)["owner"] == "Owned By"


def test_what_stands_in_brackets_is_no_part_of_a_name(tmp_path: Path) -> None:
    text = (
        "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,Topic,Potential Customer,"
        "Est. Revenue,Est. Close Date,Status,Owner,Created On\n"
    )
    line = "9b2f{n:04}-1111-2222-3333-444455556666,x=,Upgrade,Acme,{n}000,{d},Open,Ann Adams,{d}"
    found = only(tmp_path, "all opportunities.csv", text + rows(60, line))
    assert sources(found)["id"] == "(Do Not Modify) Opportunity"
    assert sources(found)["name"] == "Topic"
    assert sources(found)["amount"] == "Est. Revenue"


def test_a_word_that_begins_every_name_is_left_out(tmp_path: Path) -> None:
    text = "Deal - ID,Deal - Title,Deal - Organization,Deal - Value,Deal - Owner,Deal - Status\n"
    text += rows(60, "{n},Renewal,Acme,{n}00.5,Ann Adams,Won")
    found = sources(only(tmp_path, "deals-14567.csv", text))
    assert found["account"] == "Deal - Organization"
    assert found["amount"] == "Deal - Value"


def test_the_day_a_deal_closed_goes_before_the_day_it_was_expected_to(tmp_path: Path) -> None:
    text = "Deal ID,Title,Value,Status,Won time,Lost time,Expected close date\n"
    text += rows(30, "{n},Renewal,{n}00.5,Won,{d},,2030-01-01")
    text += rows(30, "9{n},Renewal,{n}00.5,Lost,,{d},2030-01-01")
    found = spec(only(tmp_path, "deals.csv", text), "close_on")
    assert found.columns == ("Won time", "Lost time", "Expected close date")


def test_deals_without_an_id_are_told_apart_by_what_does_not_change(tmp_path: Path) -> None:
    text = "Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date\n"
    text += rows(40, "Renewal,Acme {n},Proposal,{n}00.5,2030-01-01,{d}")
    found = only(tmp_path, "report.csv", text)
    assert about(found) == "opportunities"
    assert spec(found, "id").columns == ("Opportunity Name", "Account Name")


def test_a_report_with_totals_at_the_end_is_one_of_deals(tmp_path: Path) -> None:
    text = "Opportunity Owner,Opportunity Name,Stage,Amount,Close Date,Created Date\n"
    text += rows(40, "Ann Adams,Renewal {n},Proposal,{n}00.5,2030-01-01,{d}")
    found = only(tmp_path, "report.csv", text + "Grand Totals (40 records),,,82000.0,,\n")
    assert about(found) == "opportunities", "the day of opening is no day of a snapshot"
    assert sources(found)["id"] == "Opportunity Name"


def test_a_refusal_names_the_likeliest_table_and_what_it_lacks(tmp_path: Path) -> None:
    text = "Deal Name,Deal Stage,Close Date,Deal Owner,Amount\n"
    text += rows(40, "Renewal,Proposal,{d},Ann Adams,{n}00.5")
    refusal: DataError = only(tmp_path, "deals.csv", text).refusal()
    assert "looks like opportunities" in str(refusal)
    assert "no column of it can be id" in str(refusal)


def _tables(found: Guess) -> list[str]:
    return [table.table for table in found.mapping.tables] if found.mapping else []


def test_a_row_of_training_is_several_events(tmp_path: Path) -> None:
    text = "User ID,User Full Name,Email,Course,Enrolled on,Completed on,Progress status\n"
    text += rows(30, "u{n},Ann Adams,ann{n}@example.org,Discovery,{d},{d},Completed")
    text += rows(30, "u{n},Ann Adams,ann{n}@example.org,Pricing,{d},-,In progress")
    found = only(tmp_path, "users_courses.csv", text)
    assert _tables(found)[:2] == ["learning_events", "learning_events"]
    assert found.mapping is not None
    done, enrolled = found.mapping.tables[:2]
    assert done.where == '"Completed on" is not empty and "Completed on" != \'-\''
    assert enrolled.columns["verb"].value == "registered"
    assert enrolled.columns["occurred_at"].column == "Enrolled on"


def test_a_day_of_completion_says_that_it_was_completed(tmp_path: Path) -> None:
    text = "Name,Email,Unique User ID,Content Name,Start (PST/PDT),Completed (PST/PDT)\n"
    text += rows(30, 'Ann Adams,ann{n}@example.org,u{n},Discovery,{d},"05/30/24, 09:15 AM"')
    found = only(tmp_path, "Learner Detail Report.csv", text)
    assert spec(found, "verb").value == "completed"
    assert "people" in _tables(found), "learners come with a mail address that ties them to others"


def test_quotas_with_a_column_for_each_quarter(tmp_path: Path) -> None:
    text = "Sales Rep,Q1 2024,Q2 2024,Q3 2024,Q4 2024,FY2024\n"
    text += "".join(f"Rep {n},{n}0,{n}1,{n}2,{n}3,{4 * n}6\n" for n in range(10, 30))
    found = only(tmp_path, "Quotas.csv", text + "Total,1,2,3,4,10\n")
    assert _tables(found) == ["quotas"] * 4
    assert found.mapping is not None
    third = found.mapping.tables[2]
    assert third.columns["amount"].column == "Q3 2024"
    assert third.columns["from_on"].value == "2024-07-01"
    assert third.columns["to_on"].value == "2024-10-01"
    assert third.where == '"Q3 2024" is not empty and "Sales Rep" != \'Total\''


@pytest.mark.parametrize(
    ("head", "line", "wanted"),
    [
        (
            ("Personalnummer;Vorname;Nachname;E-Mail;Position;Vorgesetzter;"
             "Einstellungsdatum;Letzter Arbeitstag;Festgehalt"),
            "{n:05};Ann{n};Adams;a{n}@example.org;AE;Ben;15.03.2021;31.12.2024;{n}.500,00 €",
            {"hired_on": "Einstellungsdatum", "left_on": "Letzter Arbeitstag",
             "base_pay": "Festgehalt", "manager": "Vorgesetzter"},
        ),
        (
            ("Matricule;Nom;Prénom;Courriel professionnel;Intitulé du poste;"
             "Responsable;Date d'embauche;Salaire annuel"),
            "E{n:04};ADAMS;Ann{n};a{n}@example.org;Commercial;Ben Brun;15/03/2021;{n}500,00",
            {"email": "Courriel professionnel", "title": "Intitulé du poste",
             "manager": "Responsable", "base_pay": "Salaire annuel"},
        ),
    ],
    ids=["German", "French"],
)  # fmt: skip
def test_lists_of_employees(tmp_path: Path, head: str, line: str, wanted: dict[str, str]) -> None:
    found = only(tmp_path, "list.csv", head + "\n" + rows(30, line))
    assert about(found) == "people"
    assert wanted.items() <= sources(found).items()
    assert "full_name" not in sources(found), "the manager's name is not the person's"
