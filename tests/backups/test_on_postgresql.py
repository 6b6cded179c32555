"""Backups of an app whose records are in PostgreSQL: whole, proved, and put back by its own means.

They need a server: `make postgresql` makes one and names it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from everyrep import backups
from everyrep.backups import database, restoring
from everyrep.backups.address import Address
from everyrep.values import UserError
from everyrep.warehouse.settings import write_template
from everyrep.warehouse.workspace import Workspace

SERVER = os.environ.get("EVERYREP_TEST_DATABASE", "")
pytestmark = pytest.mark.skipif(
    not SERVER, reason="no PostgreSQL server is named; make postgresql makes one"
)


def told(program: str, *words: str, name: str) -> str:
    environment = {**os.environ, **Address.of(SERVER).environment(), "PGDATABASE": name}
    return subprocess.run(
        [program, *words], env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def records() -> Iterator[str]:
    """A database with a table of grants; gives its name."""
    name = f"kept_{uuid4().hex[:8]}"
    told("createdb", name, name="postgres")
    told("psql", "-c", "CREATE TABLE grants AS SELECT n FROM generate_series(1, 500) AS n",
         name=name)  # fmt: skip
    yield name
    told("dropdb", "--force", name, name="postgres")


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    place = Workspace(tmp_path / "company")
    place.root.mkdir()
    write_template(place)
    return place


def url_of(name: str) -> str:
    address, _, _ = SERVER.partition("?")
    return SERVER.replace(address, f"{address.rpartition('/')[0]}/{name}", 1)


def test_made_proved_and_put_back(company: Workspace, records: str, tmp_path: Path) -> None:
    made = backups.make(company, tmp_path / "kept", database_url=url_of(records))
    assert made.database == "postgresql"
    assert made.folder.joinpath(database.DUMP).stat().st_mode & 0o077 == 0
    assert backups.verify(made.folder).well
    place = backups.restore(made.folder, tmp_path / "again")
    assert f"pg_restore --no-owner --dbname NAME {database.DUMP}" in (
        restoring.how_to_restore_dump(made)
    )
    empty = f"{records}_again"
    told("createdb", empty, name="postgres")
    try:
        dump = str(place.root / database.DUMP)
        told("pg_restore", "--no-owner", "--dbname", empty, dump, name=empty)
        assert told("psql", "-Atc", "SELECT count(*) FROM grants", name=empty).strip() == "500"
    finally:
        told("dropdb", "--force", empty, name="postgres")


def test_a_dump_that_its_hash_fits_and_that_cannot_be_read_is_found(
    company: Workspace, records: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_: str, file: Path) -> None:
        whole(url_of(records), file)
        file.write_bytes(file.read_bytes()[:-2000])

    whole = database._dump
    monkeypatch.setattr(database, "_dump", half)
    made = backups.make(company, tmp_path / "kept", database_url=url_of(records))
    verdict = backups.verify(made.folder)
    assert not verdict.well
    assert database.DUMP in verdict.said


def test_a_server_that_is_not_there_leaves_no_half(company: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="pg_dump refused"):
        backups.make(company, tmp_path / "kept", database_url=url_of("nowhere"))
    assert list((tmp_path / "kept").iterdir()) == []


def test_without_pg_restore_it_says_that_nobody_can_tell(
    company: Workspace, records: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(company, tmp_path / "kept", database_url=url_of(records))
    with monkeypatch.context() as here:
        here.setenv("PATH", str(tmp_path))
        with pytest.raises(UserError, match="pg_restore is not here"):
            backups.verify(made.folder)
