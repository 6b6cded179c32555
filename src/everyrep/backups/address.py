"""Where the app's records are when they are in PostgreSQL, as one address says."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from everyrep.values import UserError

SETTING = "EVERYREP_DATABASE_URL"
# What may stand behind the question mark -> what PostgreSQL's own programs call it.
_OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "channel_binding": "PGCHANNELBINDING",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


@dataclass(frozen=True)
class Address:
    """Where a database is, and as whom.

    Attributes:
        host: A name, an IP address, or the folder of a socket; empty: the server's own socket.
        port: As text; empty: the usual one.
        user, password, name: As PostgreSQL knows them; `name` is the database's.
        options: Of the connection, such as `sslmode`.
    """

    host: str
    port: str
    user: str
    password: str
    name: str
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, url: str) -> Address:
        """Read postgresql://user:password@host:5432/name?sslmode=verify-full.

        Raises:
            UserError: It cannot be read so, or names no database.
        """
        try:
            parts = urlsplit(url)
            port = str(parts.port or "")
            given = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        except ValueError as problem:
            raise _unreadable("it cannot be read as an address") from problem
        if parts.scheme not in ("postgres", "postgresql"):
            raise _unreadable(f"it begins with {parts.scheme!r}")
        name = unquote(parts.path.lstrip("/"))
        if not name:
            raise _unreadable("it names no database")
        host = given.pop("host", "") or parts.hostname or ""
        unknown = sorted(given.keys() - _OPTIONS.keys())
        if unknown:
            raise _unreadable(f"it has {unknown[0]!r}; known: host, {', '.join(_OPTIONS)}")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(host, port, user, password, name, given)

    def environment(self) -> dict[str, str]:
        """The same for PostgreSQL's own programs.

        Never on a command line, which everybody on the machine can read.
        """
        told = {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": self.name,
            **{_OPTIONS[option]: value for option, value in self.options.items()},
        }
        return {name: value for name, value in told.items() if value}


def _unreadable(found: str) -> UserError:
    """The address itself is not repeated: it may hold a password."""
    return UserError(
        f"{SETTING} does not say where the database is: {found}",
        why="the app keeps its records in SQLite or in PostgreSQL",
        remedy="give postgresql://user:password@host:5432/name, or leave it out for SQLite",
    )
