"""The app's database: kept by its own means, so that a writer in between does no harm."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from everyrep.backups.address import Address
from everyrep.values import UserError

SQLITE = "app/app.sqlite3"
DUMP = "app/app.pgdump"
_PAGES = 2_000
_LONGEST = 3_600


def keep_database(root: Path, folder: Path, url: str) -> str:
    """Copy the app's database into a backup.

    Args:
        root: The workspace.
        folder: The backup's.
        url: Where PostgreSQL is, as EVERYREP_DATABASE_URL says; empty: SQLite in the workspace.

    Returns:
        Which it is; empty where the app was never started.

    Raises:
        UserError: `pg_dump` is missing or refuses.
    """
    (folder / "app").mkdir(exist_ok=True, mode=0o700)
    if url:
        _dump(url, folder / DUMP)
        return "postgresql"
    if not (root / SQLITE).is_file():
        return ""
    copy = folder / SQLITE
    with (
        closing(sqlite3.connect(f"{(root / SQLITE).as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target, pages=_PAGES)
        target.execute("PRAGMA journal_mode=DELETE")  # One file, which needs none beside it.
    copy.chmod(0o600)
    return "sqlite"


def whole(file: Path) -> str:
    """What is wrong with a copy in SQLite; empty where it is whole."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as problem:
        return str(problem)
    return "" if found == ("ok",) else str(found[0])


def whole_dump(file: Path) -> str:
    """What is wrong with a copy of PostgreSQL; empty where all of it can be read.

    Raises:
        UserError: `pg_restore` is missing, so that nobody can tell.
    """
    program = shutil.which("pg_restore")
    if program is None:
        raise UserError(
            "the app's records are of PostgreSQL, and pg_restore is not here to read them",
            where=str(file),
            remedy="install PostgreSQL's client programs, as new as those that made it",
        )
    # Every row is read and unpacked; what would be told a server goes nowhere.
    done = subprocess.run(  # noqa: S603 - the program that was found, and no word of anybody else
        [program, "--no-owner", "--file", os.devnull, str(file)],
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    return (done.stderr.strip() or "pg_restore cannot read it")[:200] if done.returncode else ""


def _dump(url: str, file: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise UserError(
            "the app's records are in PostgreSQL, and pg_dump is not here",
            why="a backup without them would lack who has which rights, and the audit",
            remedy="install PostgreSQL's client programs, or leave the database to its own backup "
            "and give --without-database",
        )
    environment = {**os.environ, **Address.of(url).environment()}
    done = subprocess.run(  # noqa: S603 - the program that was found, and no word of anybody else
        [program, "--format=custom", "--no-owner", "--file", str(file)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise UserError(
            f"pg_dump refused: {said[-1][:200] if said else done.returncode}",
            remedy="check that it is as new as the server, and that the user may read everything",
        )
    file.chmod(0o600)
