"""Where this app runs, as the environment says: read once, before Django is."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from everyrep.backups.address import SETTING, Address
from everyrep.values import UserError

WORKSPACE = "EVERYREP_WORKSPACE"
DATABASE = SETTING
HOSTS = "EVERYREP_HOSTS"
TLS = "EVERYREP_TLS"
PROXIES = "EVERYREP_TRUSTED_PROXIES"
_KEY_BYTES = 48


@dataclass(frozen=True)
class Place:
    """What the app needs to know of where it runs.

    Attributes:
        workspace: The company's folder.
        database: Django's settings of the app's database.
        hosts: Names that it answers to.
        tls: Whether people reach it through TLS: cookies are then for TLS alone, and browsers are
            told to stay with it.
        proxies: How many proxies in front are trusted to say who calls; 0 is none.
        secret: What sessions are signed with.
    """

    workspace: Path
    database: dict[str, Any]
    hosts: tuple[str, ...]
    tls: bool
    proxies: int
    secret: str

    @property
    def folder(self) -> Path:
        """The app's own files, which hold what people decided and no facts."""
        return self.workspace / "app"


@lru_cache
def place() -> Place:
    """Where this process runs.

    Raises:
        UserError: A setting cannot be read.
    """
    workspace = Path(os.environ.get(WORKSPACE, ".")).resolve()
    return Place(
        workspace,
        _database(os.environ.get(DATABASE, ""), workspace),
        tuple(os.environ.get(HOSTS, "localhost,127.0.0.1,[::1]").split(",")),
        os.environ.get(TLS, "") == "1",
        int(os.environ.get(PROXIES, "0") or 0),
        _secret(workspace / "app" / "secret-key"),
    )


def _database(url: str, workspace: Path) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": workspace / "app" / "app.sqlite3",
            # Writers wait for one another instead of failing; readers never wait.
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    address = Address.of(url)
    if find_spec("psycopg") is None:
        raise UserError(
            "the app's records are in PostgreSQL, and what speaks to it is not installed",
            where=DATABASE,
            remedy="pip install 'everyrep[postgresql]'",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": dict(address.options),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _secret(file: Path) -> str:
    """The key, made on the first start, for the owner's eyes alone."""
    if file.exists():
        return file.read_text(encoding="ascii").strip()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = secrets.token_urlsafe(_KEY_BYTES)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(found + "\n")
    return found
