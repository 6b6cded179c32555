"""What goes wrong is said in words, with the exit code that scripts rely on."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faces.cli.conftest import Run


def test_nothing_built_says_what_to_do(run: Run) -> None:
    ran = run("measure", "win_rate")
    assert ran.code == 2
    assert "everyrep build" in ran.err


@pytest.mark.usefixtures("built")
def test_unknown_measure_offers_near_names(run: Run) -> None:
    ran = run("measure", "win_rat")
    assert ran.code == 2
    assert "win_rate" in ran.err


def test_unknown_table_offers_near_names(run: Run, files: Path) -> None:
    ran = run("load", files / "opportunities.csv", "--as", "oportunities")
    assert ran.code == 2
    assert "opportunities" in ran.err


def test_decisions_about_records_that_do_not_exist(run: Run, built: Path) -> None:
    for ruling in ("merge", "split", "ignore"):
        ran = run("matches", ruling, "hr:1", "hr:22", "--json")
        assert ran.code == 2
        assert ran.data["near"][0] == "hr:2"
    assert not (built / "decisions/identity.jsonl").exists()


def test_errors_are_json_where_json_is_asked_for(run: Run) -> None:
    ran = run("undo", "12", "--json")
    assert ran.code == 2
    assert ran.data["error"] == "UnknownName"


def test_missing_file_is_refused_and_the_others_land(run: Run, files: Path) -> None:
    ran = run("load", files / "oportunities.csv", files / "employees.csv", "--yes", "--json")
    assert ran.code == 2
    ended = {x["source"]: x["ended"] for x in ran.data}
    assert ended == {"oportunities.csv": "refused", "employees.csv": "landed"}
    assert "opportunities.csv" in ran.data[0]["error"]["near"]


def test_mapping_that_names_no_column_of_the_file(run: Run, files: Path) -> None:
    mapping = files / "m.toml"
    mapping.write_text(
        'format = 1\nsystem = "crm"\n[[table]]\ntable = "opportunities"\n'
        '[table.columns]\nid = "Oportunity ID"\n',
        encoding="utf-8",
    )
    ran = run("load", files / "opportunities.csv", "--mapping", mapping, "--json")
    assert ran.code == 2
    assert ran.data[0]["error"]["near"][0] == "Opportunity ID"


def test_a_workspace_that_may_not_be_written_to(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("everyrep.warehouse.workspace.os.open", refused)
    ran = run("load", files, "--yes")
    assert ran.code == 2
    assert "--workspace" in ran.err


def test_a_file_where_the_workspace_should_be(run: Run, files: Path) -> None:
    ran = run("load", files, "--yes", workspace=files / "employees.csv")
    assert ran.code == 2
    assert "Choose another folder" in ran.err


def test_second_writer_is_told_to_wait(run: Run, files: Path, tmp_path: Path) -> None:
    company = tmp_path / "company"
    company.mkdir()
    code = (
        "import fcntl, os, sys, time\n"
        f"h = os.open({str(company / 'lock')!r}, os.O_RDWR | os.O_CREAT)\n"
        "fcntl.flock(h, fcntl.LOCK_EX)\nprint('held', flush=True)\ntime.sleep(60)\n"
    )
    other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        other.stdout.readline()
        ran = run("load", files, "--yes")
        assert ran.code == 75
        assert "another process" in ran.err
    finally:
        other.kill()
        other.wait()


@pytest.mark.usefixtures("built")
def test_demo_does_not_mix_with_other_data(run: Run) -> None:
    ran = run("demo", "--people", 40, "--months", 12)
    assert ran.code == 2
    assert "of its own" in ran.err


def test_defects_leave_with_their_own_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr("everyrep.assembly.diagnose", broken)
    ran = run("doctor")
    assert ran.code == 70
    assert "EVERYREP_DEBUG" in ran.err
