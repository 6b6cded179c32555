"""Guesses about made-up exports: the right table, the right columns, and never a wrong kind."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest

from everyrep.sources.files import Guess, RawPart, guess, to_raw
from everyrep.values.errors import DataError, UnknownName
from everyrep.warehouse.mapping import ColumnSpec, parse_mapping


def parts(folder: Path, **files: str) -> list[RawPart]:
    out = folder / "out"
    out.mkdir(exist_ok=True)
    found: list[RawPart] = []
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.write_text(text, encoding="utf-8")
        found.extend(to_raw(path, out, first=len(found) + 1))
    return found


def only(folder: Path, name: str, text: str, as_table: str | None = None) -> Guess:
    (found,) = guess(parts(folder, **{name: text}), as_table=as_table)
    return found


def about(found: Guess) -> str | None:
    return found.mapping.tables[0].table if found.mapping else None


def sources(found: Guess, table: int = 0) -> dict[str, str | None]:
    assert found.mapping is not None
    return {name: spec.column for name, spec in found.mapping.tables[table].columns.items()}


def spec(found: Guess, column: str) -> ColumnSpec:
    assert found.mapping is not None
    return found.mapping.tables[0].columns[column]


def rows(count: int, line: str) -> str:
    """Lines made from a pattern; {d} is a day, {n} a number from 1."""
    first = datetime.date(2024, 1, 15)
    return "".join(
        line.format(n=n, d=first + datetime.timedelta(days=n)) + "\n" for n in range(1, count + 1)
    )


GERMAN_DEALS = "Verkaufschance-ID;Kunde;Betrag;Phase;Abschlussdatum\n" + "".join(
    f"V-{n:04};Firma {n % 9};{n}.{n % 1000:03},50 EUR;Angebot;{n % 28 + 1:02}.03.2025\n"
    for n in range(1, 60)
)


def test_a_crm_export_in_the_words_of_another_vendor(tmp_path: Path) -> None:
    text = "Deal ID,Deal Name,Company,Deal Owner,Deal Stage,Amount in USD,Create Date,Close Date\n"
    text += rows(80, "D{n:05},Deal {n},Acme {n},Ann Miller,Negotiation,{n}00.50,{d},{d}")
    found = only(tmp_path, "hubspot-crm-exports-all-deals-2025-03-01__csv", text)
    assert about(found) == "opportunities"
    assert sources(found)["id"] == "Deal ID"
    assert sources(found)["name"] == "Deal Name"
    assert sources(found)["owner"] == "Deal Owner"
    assert sources(found)["stage"] == "Deal Stage"
    assert sources(found)["amount"] == "Amount in USD"
    assert sources(found)["created_on"] == "Create Date"
    assert sources(found)["close_on"] == "Close Date"
    assert spec(found, "amount").currency == "USD"
    assert found.confidence > 0.7
    assert found.mapping is not None
    assert found.mapping.system == "crm"


def test_the_guess_is_an_editable_file_that_reads_back(tmp_path: Path) -> None:
    text = "opportunity_id,amount,close_date,mood\n" + rows(30, "O{n},{n}0.5,{d},fine")
    found = only(tmp_path, "opportunities__csv", text)
    assert found.mapping is not None
    assert parse_mapping(found.toml) == found.mapping
    assert found.unmapped == ("mood",)
    assert '"mood"' in found.toml
    assert "called 'close_date'" in found.toml


def test_a_german_export_with_decimal_commas_and_currency(tmp_path: Path) -> None:
    found = only(tmp_path, "verkaufschancen__csv", GERMAN_DEALS)
    assert about(found) == "opportunities"
    assert sources(found) == {
        "id": "Verkaufschance-ID",
        "account": "Kunde",
        "stage": "Phase",
        "amount": "Betrag",
        "close_on": "Abschlussdatum",
    }
    amount = spec(found, "amount")
    assert (amount.decimal, amount.thousands, amount.currency) == (",", ".", "EUR")
    assert spec(found, "close_on").order == "dmy"


def test_a_french_and_a_spanish_export(tmp_path: Path) -> None:
    french = "Id opportunité;Nom du compte;Montant;Étape;Date de clôture;Propriétaire\n"
    french += "".join(
        f"P{n};Société {n};{n},5;Gagnée;{n % 28 + 1}/12/2024;Ann\n" for n in range(60)
    )
    spanish = "ID empleado,Nombre,Apellidos,Puesto,Fecha de alta,Salario\n"
    spanish += rows(40, "E{n},Ana,Ruiz{n},Ventas,{d},30000")
    deals, people = guess(parts(tmp_path, opportunités__csv=french, empleados__csv=spanish))
    assert about(deals) == "opportunities"
    assert sources(deals) == {
        "id": "Id opportunité", "account": "Nom du compte", "owner": "Propriétaire",
        "stage": "Étape", "amount": "Montant", "close_on": "Date de clôture",
    }  # fmt: skip
    assert about(people) == "people"
    assert sources(people)["hired_on"] == "Fecha de alta"


def test_dates_in_three_orders_are_read_as_their_columns_say(tmp_path: Path) -> None:
    text = "employee_id,last_name,hire_date,exit_date,birth\n" + "".join(
        f"E{n:03},Name{n},{day:02}/03/2024,{n % 12 + 1}/{day}/2025,1980-01-{day:02}\n"
        for n in range(1, 60)
        for day in [n % 28 + 1]
    )
    found = only(tmp_path, "employees__csv", text)
    assert about(found) == "people"
    assert spec(found, "hired_on").order == "dmy"
    assert spec(found, "left_on").order == "mdy"
    assert found.mapping is not None
    assert found.mapping.system == "hr"


def test_an_order_that_nothing_settles_is_said_beside_the_column(tmp_path: Path) -> None:
    text = "employee_id,last_name,hire_date\n" + "".join(
        f"E{n},Name{n},0{n}/0{n}/2024\n" for n in range(1, 9)
    )
    found = only(tmp_path, "employees__csv", text)
    assert "no row settles" in found.reasons["people", "hired_on"]


def test_an_id_is_never_an_amount_and_a_name_never_a_date(tmp_path: Path) -> None:
    text = "opportunity_id,amount,close_date,stage\n"
    text += rows(40, "O{n:05},AB-{n:05}-XY,Ann Miller,Won")
    columns = sources(only(tmp_path, "opportunities__csv", text, as_table="opportunities"))
    assert "amount" not in columns
    assert "close_on" not in columns
    assert columns["stage"] == "stage"


def test_shares_given_in_hundredths_are_scaled(tmp_path: Path) -> None:
    text = "opportunity_id,amount,stage,probability,discount\n"
    text += "".join(f"O{n},{n}00.5,Won,{n % 10 * 10},0.{n % 3}\n" for n in range(1, 60))
    found = only(tmp_path, "opportunities__csv", text)
    assert spec(found, "probability").scale == Decimal("0.01")
    assert spec(found, "discount").scale is None


@pytest.mark.parametrize(
    ("value", "origin", "unit"),
    [
        ("45{n:03}", "1899-12-30", "days"),
        ("17000{n:05}", "1970-01-01", "seconds"),
        ("17000{n:05}000", "1970-01-01", "milliseconds"),
    ],
)
def test_dates_that_are_counted(tmp_path: Path, value: str, origin: str, unit: str) -> None:
    text = "opportunity_id,amount,stage,close_date\n" + rows(40, "O{n},{n}.5,Won," + value)
    found = only(tmp_path, "opportunities__csv", text)
    assert (spec(found, "close_on").origin, spec(found, "close_on").unit) == (origin, unit)


def test_times_in_other_units_become_minutes(tmp_path: Path) -> None:
    text = "call_id,type,owner_id,start_time,duration_seconds\n"
    text += rows(40, "C{n},Call,U{n},{d} 10:00:00,{n}5")
    found = only(tmp_path, "calls__csv", text)
    assert about(found) == "activities"
    assert spec(found, "minutes").scale == Decimal("0.0166666666666667")


def test_ids_shared_by_files_tell_whose_they_are(tmp_path: Path) -> None:
    people = "EmpID,First Name,Last Name,Hire Date,Salary\n" + rows(50, "{n},Ann,Lee{n},{d},50000")
    training = "Employee ID,Course Name,Status,Completion Date\n"
    training += rows(50, "{n},Selling {n},Completed,{d}")
    owners = "owner_id,name,email\n" + rows(20, "u{n:03},Ann Lee{n},a{n}@x.example")
    owners = owners.replace("Lee", "Li")
    deals = "deal_id,deal_name,owner_id,amount,close_date\n"
    deals += rows(60, "d{n},Deal {n},u003,{n}.5,{d}")
    found = guess(parts(tmp_path, employees__csv=people, trainings__csv=training,
                        owners__csv=owners, deals__csv=deals))  # fmt: skip
    assert [about(one) for one in found] == ["people", "learning_events", "people", "opportunities"]
    assert [one.mapping.system for one in found if one.mapping] == ["hr", "lms", "crm", "crm"]
    assert spec(found[1], "person").system == "hr"
    assert spec(found[3], "owner").system is None


def test_the_id_is_the_one_that_other_files_refer_to(tmp_path: Path) -> None:
    accounts = "Account Name,Account GUID,Account No\n"
    accounts += rows(40, "Acme {n},8c7e-{n:04}-77,{n}")
    deals = "opportunity_id,account,amount,stage\n" + rows(90, "O{n},{n},{n}.5,Won")
    deals = "\n".join(line for line in deals.splitlines()[:40])
    found = guess(parts(tmp_path, accounts__csv=accounts, opportunities__csv=deals))
    assert sources(found[0])["id"] == "Account No"


def test_a_training_list_also_feeds_courses_and_spend(tmp_path: Path) -> None:
    text = (
        "Employee ID,Training Program Name,Training Outcome,Training Date,Training Cost,Trainer\n"
    )
    text += rows(60, "{n},Sales basics,Passed,{d},{n}.50,Kim Roe")
    found = only(tmp_path, "trainings__csv", text)
    assert found.mapping is not None
    assert [table.table for table in found.mapping.tables] == [
        "learning_events", "courses", "training_spend",
    ]  # fmt: skip
    assert sources(found, 2)["amount"] == "Training Cost"


def test_a_log_of_changed_fields_feeds_stages_and_owners_each_from_its_rows(
    tmp_path: Path,
) -> None:
    text = "Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\n"
    text += rows(20, "a{n},O{n},StageName,Open,Won,{d}T10:00:00Z")
    text += rows(20, "b{n},O{n},Owner,U1,U2,{d}T10:00:00Z")
    text += rows(20, "c{n},O{n},Amount,1,2,{d}T10:00:00Z")
    found = only(tmp_path, "opportunity_field_history__csv", text)
    assert found.mapping is not None
    stages, owners = found.mapping.tables
    assert (stages.table, stages.where) == ("stage_changes", "\"Field\" in ('StageName')")
    assert (owners.table, owners.where) == ("owner_changes", "\"Field\" in ('Owner')")
    assert sources(found) == {
        "opportunity": "OpportunityId", "stage": "NewValue", "entered_at": "CreatedDate",
    }  # fmt: skip
    assert sources(found, 1)["before"] == "OldValue"


def test_numbers_and_codes_are_ids_by_another_name(tmp_path: Path) -> None:
    text = "Session No;Manager No;Employee No;Date;Minutes;Skill\n"
    text += rows(30, "C{n};M7;E{n};{d};30;closing")
    found = only(tmp_path, "coaching_sessions__csv", text)
    assert sources(found) == {
        "id": "Session No", "coach": "Manager No", "person": "Employee No", "held_on": "Date",
        "minutes": "Minutes", "skill": "Skill",
    }  # fmt: skip


def test_the_only_date_there_is_says_when(tmp_path: Path) -> None:
    text = "Month;Skill;Course;Seats;Amount;Currency\n"
    text += rows(30, "{d};value;Basics {n};{n};{n},00;EUR")
    found = only(tmp_path, "training_spend__csv", text)
    assert sources(found)["spent_on"] == "Month"


def test_a_list_of_pairs_of_ids_is_no_table(tmp_path: Path) -> None:
    text = "deal_id,company_id\n" + rows(30, "{n},{n}7")
    found = only(tmp_path, "deal_company__csv", text)
    assert found.mapping is None
    assert "deal_id" in str(found.refusal())
    assert "--as TABLE" in str(found.refusal())


def test_a_file_about_something_else_is_not_forced_into_a_table(tmp_path: Path) -> None:
    text = "city,temperature,humidity\n" + rows(30, "Town {n},{n}.5,0.{n}")
    assert only(tmp_path, "weather__csv", text).mapping is None


def test_a_table_named_by_a_person_is_taken(tmp_path: Path) -> None:
    text = "deal,worth,won when\n" + rows(30, "X{n},{n}.5,{d}")
    found = only(tmp_path, "stuff__csv", text, as_table="opportunities")
    assert about(found) == "opportunities"
    assert sources(found)["id"] == "deal"


def test_a_table_that_a_file_cannot_feed_says_which_column_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="occurred_at") as error:
        only(tmp_path, "stuff__csv", "colour,size\nred,1\n", as_table="activities")
    assert "occurred_at" in (error.value.remedy or "")


def test_a_table_that_is_not_there_offers_near_names(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as error:
        only(tmp_path, "stuff__csv", "a,b\n1,2\n", as_table="oportunities")
    assert "opportunities" in error.value.near


def test_the_mapping_serves_the_next_export_of_its_kind(tmp_path: Path) -> None:
    text = "opportunity_id,amount,close_date\n" + rows(30, "O{n},{n}.5,{d}")
    found = only(tmp_path, "pipeline_2025-03-01__csv", text)
    assert found.mapping is not None
    columns = ["opportunity_id", "amount", "close_date"]
    assert found.mapping.serves("pipeline_2025-04-01.csv", columns)
    assert found.mapping.serves("pipeline_2025-03-01.csv", columns)
    assert not found.mapping.serves("people_2025-04-01.csv", columns)
    assert not found.mapping.serves("pipeline_2025-04-01.csv", ["amount"])


def test_statements_feed_events_people_and_courses(tmp_path: Path) -> None:
    statement = {
        "id": "s1", "actor": {"mbox": "mailto:a@x.example", "name": "Ann"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},
        "object": {"id": "http://x.example/c/1", "definition": {"name": {"en": "Basics"}}},
        "timestamp": "2025-03-01T10:00:00Z",
    }  # fmt: skip
    found = only(tmp_path, "statements__jsonl", json.dumps(statement) + "\n")
    assert found.mapping is not None
    assert [table.table for table in found.mapping.tables] == [
        "learning_events", "people", "courses",
    ]  # fmt: skip
    assert sources(found)["person"] == "actor.key"
    assert found.mapping.tables[1].columns["email"].pattern == "^(?:mailto:)?(.*)$"
    assert found.mapping.system == "lms"


def test_references_within_a_tree_lose_their_mark(tmp_path: Path) -> None:
    accounts = {"records": [{"attributes": {"type": "Account", "referenceId": "A1"}, "Name": "X"}]}
    deals = {
        "records": [
            {
                "attributes": {"type": "Opportunity", "referenceId": "O1"},
                "Name": "Deal",
                "AccountId": "@A1",
                "Amount": 5,
                "StageName": "Won",
            }
        ]
    }
    found = guess(parts(tmp_path, Accounts__json=json.dumps(accounts),
                        Opportunities__json=json.dumps(deals)))  # fmt: skip
    assert spec(found[1], "account").pattern == "@?(.*)"
    assert sources(found[0])["id"] == "attributes.referenceId"


def test_columns_that_pipelines_add_are_not_business(tmp_path: Path) -> None:
    text = "id,amount,stage_name,_fivetran_synced,_fivetran_deleted\n"
    text += rows(30, "O{n},{n}.5,Won,{d},false")
    found = only(tmp_path, "opportunity_data__csv", text)
    assert found.unmapped == ()
