"""Backups are whole or not there, prove themselves, and never overwrite."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from everyrep import backups
from everyrep.assembly import build_warehouse
from everyrep.backups import database, kept, making
from everyrep.values import Busy, DataError, UserError
from everyrep.warehouse.build.record import current_build, read_record
from everyrep.warehouse.landing import loads, undo
from everyrep.warehouse.workspace import Workspace
from tests.sharing import a_demo

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small company with records of an app, backed up once."""
    place = a_demo(tmp_path_factory.mktemp("company"), people=30, months=8, seed=3)
    place.decisions.mkdir(exist_ok=True)
    (place.decisions / "identity.jsonl").write_text("", encoding="utf-8")
    (place.root / "app").mkdir()
    (place.root / "app" / "secret-key").write_text("a key", encoding="ascii")
    with closing(sqlite3.connect(place.root / database.SQLITE)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE grants (who TEXT)")
        connection.execute("INSERT INTO grants VALUES ('ann')")
        connection.commit()
    return place


@pytest.fixture(scope="module")
def backup(company: Workspace) -> backups.Backup:
    return backups.make(company, company.root / "backups")


@pytest.fixture
def copy(backup: backups.Backup, tmp_path: Path) -> Iterator[Path]:
    """A backup that a test may damage: no link to what is backed up."""
    target = tmp_path / backup.name
    shutil.copytree(backup.folder, target)
    yield target
    shutil.rmtree(target, ignore_errors=True)


def test_it_holds_what_cannot_be_made_again(company: Workspace, backup: backups.Backup) -> None:
    names = set(backup.files)
    for load in loads(company):
        assert f"landing/{load.load_id}/manifest.json" in names
        assert f"landing/{load.load_id}/{load.table.file}" in names
    assert {"everyrep.toml", "decisions/identity.jsonl", "app/secret-key", database.SQLITE} <= names
    assert not any(name.startswith("warehouse") for name in names)
    assert list(kept.changed(backup)) == []
    assert backup.folder.stat().st_mode & 0o077 == 0
    assert backups.read(backup.folder) == backup
    assert backups.backups_in(backup.folder.parent) == [backup]


def test_loads_on_the_same_disk_take_no_room(company: Workspace, backup: backups.Backup) -> None:
    load = loads(company)[0]
    one = load.folder / load.table.file
    other = backup.folder / "landing" / load.load_id / load.table.file
    assert one.samefile(other)
    assert not company.settings_file.samefile(backup.folder / "everyrep.toml")


def test_a_restored_backup_builds_to_the_same_rows(backup: backups.Backup) -> None:
    verdict = backups.verify(backup.folder)
    assert verdict.well, verdict.said
    assert verdict.tables == len(backup.tables) > 5
    assert verdict.files == len(backup.files)
    assert verdict.note == ""


def test_records_of_the_app_are_kept_while_somebody_writes(
    company: Workspace, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(company.root / database.SQLITE)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO grants VALUES ('not committed')")
        made = backups.make(company, tmp_path)
        writer.rollback()
    with closing(sqlite3.connect(made.folder / database.SQLITE)) as copied:
        assert copied.execute("SELECT who FROM grants").fetchall() == [("ann",)]


def test_put_back_it_is_what_it_was(
    company: Workspace, backup: backups.Backup, tmp_path: Path
) -> None:
    place = backups.restore(backup.folder, tmp_path / "again")
    assert [x.load_id for x in loads(place)] == [x.load_id for x in loads(company)]
    build_warehouse(place, whole=False, progress=lambda *_: None)
    one, other = current_build(place), current_build(company)
    assert one is not None
    assert other is not None
    rows = [{n: t.rows for n, t in read_record(x).tables.items()} for x in (one, other)]
    assert rows[0] == rows[1]
    # It lives on when the backup is gone: nothing in it is a link.
    for name in backup.files:
        assert (place.root / name).stat().st_nlink == 1


def test_nothing_is_overwritten(backup: backups.Backup, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="there is something in it already"):
        backups.restore(backup.folder, tmp_path)
    with pytest.raises(UserError, match="not a folder"):
        backups.restore(backup.folder, tmp_path / "mine.txt")
    assert [x.name for x in tmp_path.iterdir()] == ["mine.txt"]


def test_a_changed_file_is_found(copy: Path, tmp_path: Path) -> None:
    file = next((copy / "landing").rglob("*.parquet"))
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(bytes(raw))
    with pytest.raises(DataError, match=r"has changed"):
        backups.verify(copy)
    with pytest.raises(DataError, match=r"has changed"):
        backups.restore(copy, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_missing_and_an_added_file_are_found(copy: Path) -> None:
    (copy / "everyrep.toml").unlink()
    (copy / "landing" / "planted.py").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match=r"everyrep.toml is missing.*planted.py does not belong"):
        backups.verify(copy)


@pytest.mark.parametrize("name", ["../../outside", "/etc/passwd", "a/../../b", "..\\up", ""])
def test_a_manifest_is_not_believed_about_paths(copy: Path, tmp_path: Path, name: str) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = {"sha256": "0" * 64, "size": 1}
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DataError, match="outside of the backup"):
        backups.restore(copy, tmp_path / "again")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', '{"format": 99}', "\0"])
def test_a_damaged_manifest_is_no_backup(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "backup-x"
    folder.mkdir()
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError):
        backups.read(folder)
    assert backups.backups_in(tmp_path) == []


def test_other_rows_than_there_were_are_found(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    manifest["tables"]["opportunities"]["digest"] = "1"
    manifest["tables"]["people"]["rows"] += 1
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    verdict = backups.verify(copy)
    assert not verdict.well
    assert "opportunities has other rows than it had" in verdict.said
    assert "people has" in verdict.said


def test_a_full_disk_leaves_no_half_of_a_backup(
    company: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_linked", lambda *_: False)
    monkeypatch.setattr(making.shutil, "copy2", full)
    with pytest.raises(UserError, match="disk is full"):
        backups.make(company, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nobody_may_be_writing(company: Workspace, tmp_path: Path) -> None:
    with company.writing(), pytest.raises(Busy):
        backups.make(company, tmp_path)


def test_without_pg_dump_it_says_what_to_do(
    company: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="pg_dump is not here") as refused:
        backups.make(company, tmp_path / "b", database_url="postgresql://u:secret@h/d")
    assert "without-database" in (refused.value.remedy or "")
    made = backups.make(
        company, tmp_path / "b", database_url="postgresql://h/d", with_database=False
    )
    assert made.database == ""


def test_pg_dump_gets_the_password_where_nobody_sees_it(
    company: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    program = tmp_path / "pg_dump"
    program.write_text(
        f'#!/bin/sh\necho "$@" > {told}\necho "$PGPASSWORD $PGHOST $PGPORT" >> {told}\n'
        'while [ "$1" != "--file" ]; do shift; done; echo dump > "$2"\n',
        encoding="ascii",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    url = "postgresql://user:s%40cret@db.example:5433/app"
    made = backups.make(company, tmp_path / "b", database_url=url)
    arguments, environment = told.read_text(encoding="utf-8").splitlines()
    assert "s@cret" not in arguments
    assert environment == "s@cret db.example 5433"
    assert made.database == "postgresql"
    assert database.DUMP in made.files


def test_a_workspace_whose_loads_changed_is_kept_without_comparing(
    company: Workspace, tmp_path: Path
) -> None:
    place = backups.restore(backups.make(company, tmp_path / "b").folder, tmp_path / "again")
    with place.writing():
        undo(place, loads(place)[-1].load_id)
    made = backups.make(place, tmp_path / "b2")
    assert made.build == ""
    verdict = backups.verify(made.folder)
    assert verdict.well
    assert "nothing to compare with" in verdict.said


def test_what_a_killed_trial_left_goes_with_the_next(
    backup: backups.Backup, tmp_path: Path
) -> None:
    old, young, other = (tmp_path / f"everyrep-{x}" for x in ("verify-a", "verify-b", "else"))
    for folder in (old, young, other):
        (folder / "workspace").mkdir(parents=True)
    for folder in (old, other):
        os.utime(folder, (1, 1))
    backups.verify(backup.folder, beside=tmp_path)
    assert not old.exists()
    assert young.exists()
    assert other.exists()
