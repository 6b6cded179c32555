"""The main road: load, build, measure, undo, as an analyst goes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.cli.conftest import DEALS, Run

pytestmark = pytest.mark.long


def test_files_become_figures(run: Run, files: Path) -> None:
    loaded = run("load", files, "--yes", "--json")
    assert loaded.code == 0, loaded.err
    assert {x["source"]: x["ended"] for x in loaded.data} == {
        "employees.csv": "landed",
        "opportunities.csv": "landed",
    }
    built = run("build", "--json").data
    assert built["tables"]["opportunities"] == 4
    assert built["tables"]["people"] == 2
    assert built["reporting_currency"] == "EUR"
    bookings = run("measure", "bookings", "--json").data["rows"][0]["estimate"]
    assert bookings["value"]["amount"] == "5000.50"
    assert bookings["grade"] == "counted"


@pytest.mark.usefixtures("built")
def test_owners_by_mail_are_the_people_of_the_hr_file(run: Run) -> None:
    rows = run("measure", "bookings", "--by", "team", "--json").data["rows"]
    by_team = {row["labels"]["team"]: row["estimate"]["value"]["amount"] for row in rows}
    assert by_team == {"North": "1000.00", "South": "4000.50"}


def test_what_lies_beside_the_exports_is_passed_over(run: Run, files: Path) -> None:
    (files / "LICENSE").write_text("Anybody may use, copy and change this.\nAs it is.\n" * 9)
    (files / "README.md").write_text("# Exports\n\nTaken on Monday, from the CRM; and HR.\n")
    (files / "fields.pdf").write_bytes(b"%PDF-1.7 ...")
    (files / "data_dictionary.csv").write_text("Table,Field,Description\na,b,what b is\n")
    loaded = run("load", files, "--yes", "--json")
    assert loaded.code == 0, loaded.err
    ended = {x["source"]: x["ended"] for x in loaded.data}
    assert {name for name, how in ended.items() if how == "landed"} == {
        "employees.csv",
        "opportunities.csv",
    }
    assert {how for name, how in ended.items() if "." not in name or name[0] in "Rfd"} == {
        "passed over"
    }


def test_a_broken_export_in_a_folder_is_no_document(run: Run, files: Path) -> None:
    (files / "calls.csv.gz").write_bytes(b"\x1f\x8b broken")
    loaded = run("load", files, "--yes", "--json")
    assert loaded.code == 2
    assert {x["source"] for x in loaded.data if x["ended"] == "refused"} == {"calls.csv.gz"}


def test_a_document_that_was_named_is_refused(run: Run, files: Path) -> None:
    (files / "LICENSE").write_text("Anybody may use, copy and change this.\n" * 9)
    assert run("load", files / "LICENSE", "--yes").code == 2


def test_a_folder_of_documents_only_loads_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("Anybody may use, copy and change this.\n" * 9)
    assert run("load", tmp_path, "--yes").code == 2


def test_people_without_a_name_are_shown_by_the_id_of_their_system(run: Run, files: Path) -> None:
    run("load", files / "opportunities.csv", "--yes")
    run("build")
    shown = run("measure", "open_deals", "--by", "person").out
    assert "ann@example.org (crm)" in shown
    assert "crm:" not in shown


def test_same_file_twice_changes_nothing(run: Run, files: Path) -> None:
    run("load", files / "opportunities.csv", "--yes")
    again = run("load", files / "opportunities.csv", "--json")
    assert again.code == 0
    assert [x["ended"] for x in again.data] == ["already landed"]
    assert len(run("loads", "--json").data) == 1


def test_undo_takes_a_load_back(run: Run, files: Path) -> None:
    run("load", files / "opportunities.csv", "--yes")
    run("build")
    later = files / "later.csv"
    later.write_text(DEALS.replace("D1,", "D9,").replace("1000.00", "7.00"), encoding="utf-8")
    run("load", later, "--mapping", files.parent / "company/mappings/opportunities.toml")
    assert run("build", "--json").data["tables"]["opportunities"] == 5
    assert run("undo", "2").code == 0
    assert run("build", "--json").data["tables"]["opportunities"] == 4
    bookings = run("measure", "bookings", "--json").data["rows"][0]["estimate"]
    assert bookings["value"]["amount"] == "5000.50"


def test_dry_run_shows_and_lands_nothing(run: Run, files: Path) -> None:
    bad = files / "bad.csv"
    bad.write_text(DEALS.replace("2026-02-10", "soon").replace("D2,", ","), encoding="utf-8")
    shown = run("load", bad, "--dry-run", "--json").data[0]
    assert shown["ended"] == "shown"
    assert shown["tables"][0]["rows"] == 3
    assert shown["tables"][0]["rejected"] == 1
    wrong = {(x["line"], x["column"], x["whole_row"]) for x in shown["rejects"]}
    assert wrong == {(2, "close_on", False), (3, "id", True)}
    assert run("loads", "--json").data == []


def test_a_guess_is_not_loaded_unseen(run: Run, files: Path) -> None:
    asked = run("load", files / "opportunities.csv")
    assert asked.code == 2
    assert "not confirmed" in asked.out
    assert (files.parent / "company/mappings/opportunities.toml").exists()
    assert run("load", files / "opportunities.csv").code == 0


def test_an_edited_mapping_replaces_the_load(run: Run, files: Path) -> None:
    run("load", files / "opportunities.csv", "--yes")
    mapping = files.parent / "company/mappings/opportunities.toml"
    text = mapping.read_text(encoding="utf-8")
    edited = [line for line in text.splitlines() if not line.startswith("is_won")]
    mapping.write_text("\n".join(edited), encoding="utf-8")
    assert run("load", files / "opportunities.csv", "--json").data[0]["ended"] == "landed"
    assert len(run("loads", "--json").data) == 1
    assert run("build", "--json").data["tables"]["opportunities"] == 4


def test_rejects_are_kept_with_their_reason(run: Run, files: Path) -> None:
    run("load", files / "opportunities.csv", "--yes")
    mapping = files.parent / "company/mappings/opportunities.toml"
    bad = files / "bad.csv"
    bad.write_text(DEALS.replace("1000.00", "=1+1"), encoding="utf-8")
    load = run("load", bad, "--mapping", mapping, "--json").data[0]["load"]
    kept = (files.parent / "company/landing" / load / "rejects.csv").read_text(encoding="utf-8")
    assert "'=1+1" in kept, "a formula must not come alive in a spreadsheet"
    assert "amount" in kept


def test_matches_are_listed_and_decided(run: Run, built: Path) -> None:
    listed = run("matches", "list", "--json").data
    assert set(listed) == {"quality", "queue"}
    assert run("matches", "split", "hr:1", "hr:2", "--why", "two people").code == 0
    assert run("build").code == 0
    kept = (built / "decisions/identity.jsonl").read_text(encoding="utf-8")
    assert json.loads(kept.splitlines()[0])["why"] == "two people"


def test_what_a_total_leaves_out_stands_beside_it(run: Run, files: Path) -> None:
    path = files / "opportunities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1000.00,EUR", "1000.00,USD"), "utf-8")
    run("load", files, "--yes")
    run("build")
    shown = run("measure", "bookings").out
    assert "without an exchange rate are left out: 1" in shown


@pytest.mark.usefixtures("built")
def test_an_empty_answer_says_what_was_asked(run: Run) -> None:
    shown = run("measure", "bookings", "--by", "team", "--period", "1999Q1").out
    assert "No row of the data is in 1999Q1" in shown


def test_every_command_takes_a_workspace(run: Run) -> None:
    assert run("explain", "win_rate").code == 0


def test_rows_outside_the_row_filter_are_counted(run: Run, files: Path) -> None:
    run("load", files / "opportunities.csv", "--yes")
    mapping = files.parent / "company/mappings/opportunities.toml"
    text = mapping.read_text(encoding="utf-8")
    where = 'table = "opportunities"\nwhere = "Stage != \'Proposal\'"'
    mapping.write_text(text.replace('table = "opportunities"', where, 1), encoding="utf-8")
    shown = run("load", files / "opportunities.csv").out
    assert "3 rows land, 0 rejected" in shown
    assert "1 left out by the row filter" in shown


def test_lines_that_cannot_be_read_are_counted_everywhere(run: Run, files: Path) -> None:
    ragged = files / "opportunities.csv"
    lines = DEALS.splitlines()
    lines[2] = lines[2].rsplit(",", 2)[0]  # too short
    lines[3] += ",and,more"  # too long
    lines[4] = lines[4].replace("Fourth", '"Fourth')  # never closed
    ragged.write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded = run("load", ragged, "--yes", "--json").data[0]
    count = loaded["tables"][0]
    assert (count["rows"], count["rejected"], count["unread"]) == (1, 3, 3)
    assert run("loads", "--json").data[0]["tables"]["opportunities"]["rejected"] == 3
    run("build")
    findings = {x["check"]: x for x in run("check", "--json").data["findings"]}
    assert findings["rejected-rows"]["rows"] == 3
    assert len(findings["rejected-rows"]["examples"]) == 3


def test_a_broken_line_of_json_is_counted(run: Run, tmp_path: Path) -> None:
    statements = tmp_path / "deals.jsonl"
    statements.write_text(
        '{"Opportunity ID": "D1", "Amount": 10, "Close Date": "2026-01-05", "Stage": "Won"}\n'
        '{"Opportunity ID": "D2", "Amount": 20, "Close Da\n'
        '{"Opportunity ID": "D3", "Amount": 30, "Close Date": "2026-01-07", "Stage": "Lost"}\n'
    )
    loaded = run("load", statements, "--as", "opportunities", "--yes", "--json").data[0]
    assert (loaded["tables"][0]["rows"], loaded["tables"][0]["rejected"]) == (2, 1)


def test_what_is_to_come_stands_apart_from_what_can_be_computed(run: Run, files: Path) -> None:
    run("load", files, "--yes")
    run("build")
    now, _, later = run("check").out.partition("Later versions, and whether your data carry them")
    assert "Win rate" in now
    assert "Return on training" not in now
    assert "Return on training" in later
    explained = run("explain", "return on training")
    assert explained.code == 0
    assert "later version" in explained.out
    assert run("explain", "training_return", "--json").data["later"] is True


def test_what_cannot_be_estimated_says_what_to_do(run: Run, files: Path) -> None:
    run("load", files, "--yes")
    run("build")
    shown = " ".join(run("measure", "assessment_score").out.split())
    assert "There are no assessments yet. Load a file of assessments." in shown


def test_the_same_file_under_another_name_is_said_to_be_there(run: Run, files: Path) -> None:
    run("load", files / "opportunities.csv", "--yes")
    copy = files / "deals_of_march.csv"
    copy.write_bytes((files / "opportunities.csv").read_bytes())
    again = run("load", copy, "--yes")
    assert "already landed (000001-opportunities)" in again.out
    assert "It is the file that landed as opportunities.csv" in again.out


def test_a_load_that_replaces_says_so_and_so_does_taking_back(run: Run, files: Path) -> None:
    run("load", files / "opportunities.csv", "--yes")
    mapping = files.parent / "company/mappings/opportunities.toml"
    text = mapping.read_text(encoding="utf-8")
    edited = [line for line in text.splitlines() if not line.startswith("is_won")]
    mapping.write_text("\n".join(edited), encoding="utf-8")
    loaded = run("load", files / "opportunities.csv")
    assert "It replaces 000001-opportunities" in loaded.out
    taken = run("undo", "1")
    assert "Its data stay: 000002-opportunities" in taken.out
    last = run("undo", "2", "--json").data
    assert last == {"undone": "000002-opportunities", "brought_back": [], "replaced_by": []}


def test_the_queue_shows_who_is_meant(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    (files / "employees.csv").write_text(
        "Employee ID;Name;Email;Job Title;Hire Date\n"
        "1;Adams, Ann;ann.adams@example.org;Account Executive;01.02.2024\n"
        "2;Adams, Ann;ann.adams2@example.org;Account Executive;15.03.2025\n",
        encoding="utf-8",
    )
    (files / "users.csv").write_text(
        "User ID,Full Name,Email\nU1,Ann Adams,aadams@elsewhere.example\n", encoding="utf-8"
    )
    run("load", files, "--yes")
    run("build")
    queue = run("matches", "list", "--json").data["queue"]
    assert queue, "two of one name must be a case for the queue"
    assert {pair["left_name"] for pair in queue} == {"Ann Adams"}
    assert not any(pair["linked"] for pair in queue)
    shown = run("matches", "list").out
    assert "ann.adams2@example.org" in shown
    assert "two people" in shown


def test_a_report_needs_a_file_in_a_folder_that_is_there(run: Run, files: Path) -> None:
    run("load", files, "--yes")
    run("build")
    before = sorted(files.parent.iterdir())
    ran = run("report", "-o", files)
    assert ran.code == 2
    assert "Name a file in it" in ran.err
    ran = run("report", "-o", files / "nowhere/report.html")
    assert ran.code == 2
    assert "there is no folder" in ran.err
    assert sorted(files.parent.iterdir()) == before
    assert not (files / "nowhere").exists()


def test_a_report_is_pdf_where_its_name_or_the_option_says_so(run: Run, files: Path) -> None:
    run("load", files, "--yes")
    run("build")
    made = run("report", "--pdf", "--json").data
    assert made["report"] == str(files.parent / "company/report.pdf")
    assert made["kind"] == "pdf"
    content = Path(made["report"]).read_bytes()
    assert content.startswith(b"%PDF")
    assert made["bytes"] == len(content)
    named = run("report", "-o", files.parent / "first-look.pdf", "--json").data
    assert named["kind"] == "pdf"
    clash = run("report", "--pdf", "-o", files.parent / "page.html")
    assert clash.code == 2
    assert "Name it page.pdf" in clash.err
    assert run("report", "--json").data["kind"] == "html"


def test_a_currency_that_is_none_is_named(run: Run, files: Path) -> None:
    path = files / "opportunities.csv"
    path.write_text(DEALS.replace("EUR,Proposal", "XYZ,Proposal"), encoding="utf-8")
    loaded = run("load", path, "--yes", "--json").data[0]
    wrong = [(x["column"], x["value"]) for x in loaded["rejects"]]
    assert wrong == [("amount", "3000.00"), ("currency", "XYZ")]


def test_a_folder_without_files_is_said_to_have_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("load", tmp_path / "empty")
    assert ran.code == 2
    assert "no file to load" in ran.err


def test_there_is_no_build_of_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("build")
    assert ran.code == 2
    assert "nothing to build from" in ran.err
    assert not (tmp_path / "company").exists()


def test_a_file_that_feeds_several_tables_has_its_own_number_of_rows(
    run: Run, tmp_path: Path
) -> None:
    from everyrep.warehouse.checks.quality import quality
    from everyrep.warehouse.reader import Warehouse
    from everyrep.warehouse.workspace import Workspace

    events = tmp_path / "learning_events.csv"
    events.write_text(
        "Employee ID,Training Date,Training Program Name,Training Type,Training Outcome\n"
        + "".join(f"{n},2026-01-{n:02},Selling,Internal,Completed\n" for n in range(1, 21)),
        encoding="utf-8",
    )
    loaded = run("load", events, "--yes", "--json").data[0]
    assert len(loaded["tables"]) > 1
    run("build")
    with Warehouse.open(Workspace(tmp_path / "company")) as warehouse:
        (card,) = (load for card in quality(warehouse) for load in card.loads)
    assert (card.rows, card.rejected) == (20, 0)
