"""Where the app's records are: SQLite, or PostgreSQL by one setting; and no gate that is silent."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from everyrep.backups.address import Address
from everyrep.faces.web import place as places
from everyrep.values import UserError

SCRIPT = Path(__file__).resolve().parents[3] / ".ci" / "on-postgresql"


def test_an_address_says_all_of_it() -> None:
    found = Address.of("postgresql://ann:s%40cret@db.example:5433/app?sslmode=verify-full")
    assert found == Address(
        "db.example", "5433", "ann", "s@cret", "app", {"sslmode": "verify-full"}
    )
    assert found.environment()["PGSSLMODE"] == "verify-full"
    socket = Address.of("postgresql://ann@/app?host=/Run/Socket")
    assert (socket.host, socket.port, socket.name) == ("/Run/Socket", "", "app")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hunter2@h/n", "postgresql://u:hunter2@h", "postgresql://u:hunter2@h:many/n",
        "postgresql://u:hunter2@h/n?sslmod=require", "postgresql://u:hunter2@h/n?&&",
        "hunter2", "postgresql://[hunter2/n",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(UserError, match=places.DATABASE) as refused:
        Address.of(url)
    assert "hunter2" not in str(refused.value)


def test_one_setting_is_all_it_takes(tmp_path: Path) -> None:
    found = places._database("postgresql://ann@h/app?sslmode=require", tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert places._database("", tmp_path)["ENGINE"] == "django.db.backends.sqlite3"


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(places, "find_spec", lambda _: None)
    with pytest.raises(UserError, match=r"everyrep\[postgresql\]"):
        places._database("postgresql://ann@h/app", tmp_path)


def test_these_tests_run_on_the_database_that_was_named() -> None:
    named = os.environ.get("EVERYREP_TEST_DATABASE", "")
    assert connection.vendor == ("postgresql" if named else "sqlite")


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_missing_server_is_said_aloud_and_fails_in_ci(ci: str, code: int, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "env", "id", "ls", "sort", "dirname"):
        found = next(p for p in (Path("/usr/bin") / name, Path("/bin") / name) if p.exists())
        (programs / name).symlink_to(found)
    said = subprocess.run(
        [str(SCRIPT), "no-such-command"],
        env={"PATH": str(programs), "CI": ci, "EVERYREP_POSTGRESQL": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == code, said.stderr
    assert "NOT RUN ON POSTGRESQL" in said.stderr
    assert "no-such-command" in said.stderr
