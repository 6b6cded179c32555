"""Who may import whom: the contracts hold, and each of them bites when it is broken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import SOURCE, Import, all_imports, owner

ROOT = SOURCE.parent
PLACES = [
    "values", "warehouse", "measures", "analysis", "evidence", "skills", "predictions", "pay",
    "planning", "process", "coach", "sources", "sources/kit", "sources/files", "sources/simulated",
    "sources/decisions", "faces", "faces/reports", "faces/cli", "faces/web",
    "faces/notebook",
]  # fmt: skip

# (who, imports what): each is a line of the architecture's table, or a consequence of it.
FORBIDDEN = [
    ("values", "everyrep.warehouse"),
    ("warehouse", "everyrep.sources"),
    ("warehouse", "everyrep.measures"),
    ("measures", "everyrep.sources"),
    ("sources", "everyrep.measures"),
    ("sources", "everyrep.evidence"),
    ("sources/kit", "everyrep.sources.files"),
    ("sources/files", "everyrep.sources.simulated"),
    ("analysis", "duckdb"),
    ("analysis", "everyrep.evidence"),
    ("faces/cli", "everyrep.faces.notebook"),
    ("evidence", "duckdb"),
    ("skills", "ibis"),
    ("predictions", "duckdb"),
    ("sources/kit", "duckdb"),
    ("faces/reports", "ibis"),
    ("pay", "everyrep.evidence"),
    ("pay", "everyrep.skills"),
    ("pay", "everyrep.predictions"),
    ("planning", "everyrep.pay"),
    ("process", "everyrep.coach"),
    ("coach", "everyrep.planning"),
    ("measures", "django"),
    ("faces/cli", "django"),
    ("faces/reports", "everyrep.faces.cli"),
    ("faces/cli", "everyrep.faces.web"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs our contracts over the tree in `folder`."""
    code = "import sys; from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )


def plant(folder: Path, file: str, text: str) -> None:
    path = folder / "everyrep" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """An empty house with every package that the architecture names, those to come as well."""
    for file in ["__init__.py", "assembly.py", *(f"{place}/__init__.py" for place in PLACES)]:
        plant(tmp_path, file, "")
    return tmp_path


def test_the_contracts_hold() -> None:
    result = lint(SOURCE)
    assert result.returncode == 0, result.stdout + result.stderr


def test_an_empty_house_keeps_them(skeleton: Path) -> None:
    result = lint(skeleton)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_forbidden_import_is_caught(skeleton: Path) -> None:
    for number, (who, what) in enumerate(FORBIDDEN):
        plant(skeleton, f"{who}/planted_{number}.py", f"import {what}\n")
    said = lint(skeleton).stdout
    missed = [
        f"{who} imports {what}"
        for number, (who, what) in enumerate(FORBIDDEN)
        if f"everyrep.{who.replace('/', '.')}.planted_{number} ->" not in said
    ]
    assert missed == []


@pytest.mark.parametrize("stray", ["tools/__init__.py", "tools.py", "faces/desktop/__init__.py"])
def test_a_new_package_fails_until_it_is_placed(skeleton: Path, stray: str) -> None:
    plant(skeleton, stray, "")
    result = lint(skeleton)
    assert result.returncode != 0
    assert Path(stray.removesuffix("/__init__.py")).stem in result.stdout


def reads_flight_risk(found: Import) -> bool:
    """The risk that a person leaves has one reader: coach.retention, and its page."""
    return (
        found.target.startswith("everyrep.predictions.attrition")
        and not found.importer.startswith("everyrep.predictions")
        and not found.importer.startswith("everyrep.coach.retention")
        and not found.importer.startswith("everyrep.faces.web.retention")
    )


def test_flight_risk_has_one_reader() -> None:
    assert [str(found) for found in all_imports() if reads_flight_risk(found)] == []


def test_values_lean_on_the_standard_library_alone() -> None:
    allowed = sys.stdlib_module_names | {"everyrep"}
    outside = [
        str(found)
        for found in all_imports()
        if owner(found.importer) == "values"
        if found.target.split(".")[0] not in allowed
    ]
    assert outside == []
