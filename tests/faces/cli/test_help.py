"""Help answers at once and for every command."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faces.cli.conftest import Run

COMMANDS = (
    "demo", "load", "loads", "undo", "build", "check", "measure", "explain", "report", "doctor",
    "matches",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    from everyrep.faces.cli import main

    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code in (0, None)
    assert "Usage" in capsys.readouterr().out


def test_help_loads_none_of_the_heavy_libraries() -> None:
    heavy = {"duckdb", "ibis", "numpy", "pyarrow", "scipy", "openpyxl", "rapidfuzz", "vl_convert"}
    code = (
        "import sys\nfrom everyrep.faces.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"found = {heavy!r} & set(sys.modules)\n"
        "sys.exit(f'loaded: {found}' if found else 0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_doctor_finds_an_empty_workspace_well(run: Run, tmp_path: Path) -> None:
    (tmp_path / "company").mkdir()
    symptoms = run("doctor", "--json").data
    assert {s["what"] for s in symptoms} >= {"Python", "disk", "workspace", "loads", "warehouse"}
    assert all(s["well"] for s in symptoms)
    assert not any(s["remedy"] for s in symptoms)


def test_doctor_knows_a_mistyped_folder(run: Run) -> None:
    ran = run("doctor", "--json")
    assert ran.code == 1
    ill = {s["what"]: s["found"] for s in ran.data if not s["well"]}
    assert list(ill) == ["workspace"]
    assert "does not exist" in ill["workspace"]


def test_doctor_says_ages_permissions_and_what_to_keep(run: Run, files: Path) -> None:
    run("load", files, "--yes")
    company = files.parent / "company"
    found = {s["what"]: s for s in run("doctor", "--json").data}
    assert found["loads"]["found"] == "2 in force; newest: crm today, hr today"
    assert found["permissions"]["well"]
    assert "decisions" in found["backups"]["found"]
    assert not found["backups"]["well"]
    company.chmod(0o755)
    found = {s["what"]: s for s in run("doctor", "--json").data}
    assert not found["permissions"]["well"]
    assert "chmod 700" in found["permissions"]["remedy"]


def test_doctor_finds_rows_that_are_gone(run: Run, files: Path) -> None:
    run("load", files, "--yes")
    next((files.parent / "company/landing").glob("000001-*/raw-*.parquet")).unlink()
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert "lost its rows" in next(s["found"] for s in ran.data if s["what"] == "loads")


def test_an_unknown_setting_names_the_file_and_the_known_ones(run: Run, files: Path) -> None:
    run("load", files, "--yes")
    run("build")
    settings = files.parent / "company/everyrep.toml"
    settings.write_text('[company]\ncolour = "red"\n', encoding="utf-8")
    for command in (["measure", "bookings"], ["doctor"]):
        ran = run(*command)
        said = " ".join((ran.out + ran.err).split())
        assert ran.code != 0
        assert "everyrep.toml" in said
        assert "reporting_currency" in said


def test_hints_name_the_command_that_works_from_here(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(files / "bin/everyrep")])
    assert f"Next: {files / 'bin/everyrep'} build" in run("load", files, "--yes").err
    monkeypatch.chdir(files)
    assert "Next: bin/everyrep build" in run("undo", "1").err


@pytest.mark.parametrize("arguments", [["explain"], ["explain", "win_rate"]])
def test_explain_lists_and_explains(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from everyrep.faces.cli import main

    with suppress(SystemExit):
        main(arguments)
    assert "win" in capsys.readouterr().out.lower()
