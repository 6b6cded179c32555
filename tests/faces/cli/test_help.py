"""Help answers at once and for every command."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

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


def test_doctor_finds_an_empty_workspace_well(run: Run) -> None:
    symptoms = run("doctor", "--json").data
    assert {s["what"] for s in symptoms} >= {"Python", "disk", "workspace", "loads", "warehouse"}
    assert all(s["well"] for s in symptoms)


@pytest.mark.parametrize("arguments", [["explain"], ["explain", "win_rate"]])
def test_explain_lists_and_explains(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from everyrep.faces.cli import main

    with suppress(SystemExit):
        main(arguments)
    assert "win" in capsys.readouterr().out.lower()
