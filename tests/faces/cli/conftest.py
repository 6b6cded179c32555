"""A small company's files, and the command line run on them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from everyrep.faces.cli import main
from tests.sharing import made_once

_COLUMNS = (
    "Opportunity ID,Opportunity Name,Account Name,Opportunity Owner,Amount,Currency,Stage,"
    "Is Closed,Is Won,Created Date,Close Date\n"
)
DEALS = f"""\
{_COLUMNS}\
D1,First,Acme,ann@example.org,1000.00,EUR,Closed Won,true,true,2026-01-05,2026-02-10
D2,Second,Acme,ben@example.org,2000.00,EUR,Closed Lost,true,false,2026-01-07,2026-03-01
D3,Third,Beta,ann@example.org,3000.00,EUR,Proposal,false,false,2026-02-01,2026-07-01
D4,Fourth,Beta,ben@example.org,4000.50,EUR,Closed Won,true,true,2026-02-03,2026-04-20
"""
PEOPLE = """\
Employee ID;Name;Email;Job Title;Team;Hire Date;Exit Date
1;Adams, Ann;ann@example.org;Account Executive;North;01.02.2024;
2;Brown, Ben;ben@example.org;Account Executive;South;15.03.2025;
"""


@dataclass(frozen=True)
class Ran:
    """What a command printed, and the code it left with."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command line in a workspace of the test's own."""

    def run(*arguments: object, workspace: Path | None = None) -> Ran:
        code = 0
        capsys.readouterr()
        given = [str(argument) for argument in arguments]
        try:
            main([*given, "--workspace", str(workspace or tmp_path / "company")])
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated company of sixty people, loaded and built by the command: a file's own copy."""

    def make(folder: Path) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["demo", "--people", "60", "--workspace", str(folder)])
        assert ended.value.code == 0

    made = made_once("demo-by-command", make)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("demo") / "company", symlinks=True))


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which deals and people were loaded and built, not to be changed."""
    place = tmp_path_factory.mktemp("built")
    _write(place / "files")
    for command in (["load", str(place / "files"), "--yes"], ["build"]):
        with pytest.raises(SystemExit) as left:
            main([*command, "--json", "--workspace", str(place / "company")])
        assert not left.value.code
    return place / "company"


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A workspace of the test's own in which deals and people were loaded and built."""
    return Path(shutil.copytree(built_once, tmp_path / "company"))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with deals and people."""
    return _write(tmp_path / "files")


def _write(folder: Path) -> Path:
    folder.mkdir()
    (folder / "opportunities.csv").write_text(DEALS, encoding="utf-8")
    (folder / "employees.csv").write_text(PEOPLE, encoding="cp1252")
    return folder
