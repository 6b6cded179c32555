"""The gate: some part of it runs every test, all parts run, and what is left out has a rule."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from tests import sharing, timing

NOT_FOR_FIGURES = re.compile(
    r"\.objects\b|\.save\(|\.(post|put|patch|delete)\(|\bmodels\b|\bjobs\b|\bcall_command\b"
    r"|\btransaction\b|\bdjango\.db\b|\bEntry\b|\bGrant\b|\bmigrat|\block|\bbackup"
)
"""Words of what may differ between databases: writing, models, jobs, locks, the audit, backups."""


def parts(repository: Path) -> dict[str, str]:
    """The marks by which each part of the gate chooses its tests."""
    lines = (repository / "Makefile").read_text(encoding="utf-8").splitlines()
    spoken = dict(re.findall(r"^([A-Z_]+) := (.*)$", "\n".join(lines), flags=re.MULTILINE))
    found, target = {}, ""
    for line in lines:
        if named := re.match(r"([a-z-]+):", line):
            target = named[1]
        if chosen := re.search(r'\$\(PYTEST(?:_WAITING)?\) -m "?([^"]+)"?', line):
            words = chosen[1].split(" tests/")[0]
            found[target] = re.sub(r"\$\((\w+)\)", lambda name: spoken[name[1]], words)
    return found


def chooses(expression: str, *marks: str) -> bool:
    return Expression.compile(expression).evaluate(lambda name, **_: name in marks)


def marks(repository: Path) -> set[str]:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    listed = project["tool"]["pytest"]["ini_options"]["markers"]
    return {line.partition(":")[0] for line in listed}


def test_every_test_has_a_part_that_runs_it(repository: Path) -> None:
    chosen = parts(repository)
    assert set(chosen) == {"test", "coverage", "rest", "postgresql", "slow"}
    for place in ((), ("web",), ("web", "figures")):
        for mark in ("", "long", "reference", "browser"):
            here = {name for name, expr in chosen.items() if chooses(expr, mark, *place)}
            assert len(here & {"coverage", "rest"}) == 1, (mark, place)
            assert ("test" in here) == (mark == ""), (mark, place)
            assert ("postgresql" in here) == ("figures" not in place)
            assert "slow" not in here
    assert {name for name, expr in chosen.items() if chooses(expr, "slow", "long")} == {"slow"}


def test_the_page_for_contributors_names_every_mark(repository: Path) -> None:
    told = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert marks(repository) == set(re.findall(r"^\| `(\w+)` \|", told, flags=re.MULTILINE))
    assert set(timing.MARKED) <= marks(repository)


def marked_for_figures(repository: Path) -> list[Path]:
    files = sorted((repository / "tests").rglob("test_*.py"))
    marked = re.compile(r"^(pytestmark = |@).*pytest\.mark\.figures", flags=re.MULTILINE)
    return [file for file in files if marked.search(file.read_text(encoding="utf-8"))]


def test_what_is_not_run_on_postgresql_asks_its_database_for_nothing(repository: Path) -> None:
    found = marked_for_figures(repository)
    assert found
    for file in found:
        text = file.read_text(encoding="utf-8")
        assert text.count("mark.figures") == 1, f"{file.name} is marked as a whole or not at all"
        assert file.parent == repository / "tests" / "faces" / "web", file
        words = {hit[0] for hit in NOT_FOR_FIGURES.finditer(text)}
        assert not words, f"{file.name} speaks of {words}: move that to a file that runs on both"


def told_by(repository: Path, tmp_path: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    """The gate with a make that says what it was asked for, and fails where it is told to."""
    make = tmp_path / "make"
    make.write_text(
        '#!/bin/sh\nfor last; do :; done\necho "ran $last"\n'
        'case "$last" in bad*) echo "FAILED tests/test_x.py::test_y - no"; exit 2;; esac\n'
        'echo "== 3 passed in 1.20s =="\n',
        encoding="utf-8",
    )
    make.chmod(0o755)
    return subprocess.run(
        [repository / ".ci" / "gate", make, *asked], capture_output=True, text=True, check=False
    )


def test_all_parts_run_even_where_one_fails(repository: Path, tmp_path: Path) -> None:
    ran = told_by(repository, tmp_path, "-j2 bad", "good")
    assert ran.returncode == 1
    said, _, end = ran.stdout.partition("The gate:")
    assert "ran bad" in said
    assert "ran good" in said
    assert re.search(r"^bad +FAILED in \d+ s$", end, flags=re.MULTILINE)
    assert re.search(r"^good +passed in \d+ s$", end, flags=re.MULTILINE)
    assert "FAILED tests/test_x.py::test_y - no" in end
    assert "3 passed in 1.20s" in end


def test_the_gate_passes_where_all_parts_do(repository: Path, tmp_path: Path) -> None:
    assert told_by(repository, tmp_path, "good", "better").returncode == 0


def test_the_gate_names_parts_that_there_are(repository: Path) -> None:
    text = (repository / "Makefile").read_text(encoding="utf-8")
    called = re.search(r"\.ci/gate \"\$\(MAKE\)\" (.*)$", text, flags=re.MULTILINE)
    assert called
    for part in shlex.split(called[1]):
        assert f"\n{part.split()[-1]}: " in text


@pytest.mark.parametrize(
    ("seconds", "marked", "traced", "refused"),
    [
        (timing.LONGEST + 1, (), False, True),
        (timing.LONGEST + 1, ("parametrize", "web"), False, True),
        (timing.LONGEST - 1, (), False, False),
        (timing.LONGEST + 1, (), True, False),
        (timing.LONGEST * timing.TRACED + 1, (), True, True),
        *((1e6, (mark,), False, False) for mark in timing.MARKED),
    ],
)
def test_a_test_that_takes_too_long_says_so(
    seconds: float, marked: tuple[str, ...], traced: bool, refused: bool
) -> None:
    told = timing.too_long(seconds, marked, traced=traced)
    assert (told is not None) == refused
    assert told is None or "mark it `long`" in told


def test_the_dearest_files_are_added_up() -> None:
    spent = [("a.py::x", 1.0), ("b.py::x", 2.5), ("a.py::y[1::2]", 2.0), ("c.py::x", 0.1)]
    assert timing.dearest(spent, 2) == ["    3.0 a.py", "    2.5 b.py"]


def test_what_is_shared_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(sharing.FOLDER, str(tmp_path))
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "it").write_text("whole", encoding="utf-8")

    def fail(folder: Path) -> None:
        (folder / "it").write_text("half", encoding="utf-8")
        raise OSError

    with pytest.raises(OSError, match=r"^$"):
        sharing.made_once("thing", fail)
    found = {sharing.made_once("thing", make) for _ in range(3)}
    assert len(made) == 1
    assert [(one / "it").read_text(encoding="utf-8") for one in found] == ["whole"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["thing", "thing.lock"]
