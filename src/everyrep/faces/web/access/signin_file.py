"""`app/sign-in.toml`: which providers of sign-in there are. Its secrets are sealed."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from everyrep.faces.web.access.sealing import is_sealed, seal, unseal
from everyrep.values import SettingsError

NAME = "sign-in.toml"
KINDS = ("oidc", "saml")
TABLE_OF_KEY = "saml_key"
"""Where the key stands that assertions are encrypted for."""
_FORMAT = 1
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_NEEDED = {"id", "name", "server", "client_id", "client_secret"}
_KNOWN = _NEEDED | {"create", "domains", "trust_mail"}


@dataclass(frozen=True)
class Provider:
    """One OpenID Connect provider.

    Attributes:
        id: Its part of the address, such as "company".
        name: What the button says.
        server: Where it is; `/.well-known/openid-configuration` is below it.
        client_id: How it knows this app.
        client_secret: With which this app proves itself, unsealed.
        create: Whether somebody unknown may come in; without roles they see nothing.
        domains: Mail domains that are let in; empty is all.
        trust_mail: Whether mail addresses count as verified though the provider does not say so.
    """

    id: str
    name: str
    server: str
    client_id: str
    client_secret: str
    create: bool = False
    domains: tuple[str, ...] = ()
    trust_mail: bool = False


def providers(folder: Path, secret: str) -> tuple[Provider, ...]:
    """The providers that the file in the app's folder names; none where there is no file.

    Raises:
        SettingsError: The file cannot be read, or holds a secret that is not sealed.
        UserError: A secret was sealed with another key.
    """
    return tuple(_provider(one, file, secret) for file, one in read(folder, "oidc"))


def apps(known: tuple[Provider, ...]) -> dict[str, Any]:
    """Allauth's settings of the providers."""
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": one.id,
                    "name": one.name,
                    "client_id": one.client_id,
                    "secret": one.client_secret,
                    "settings": {
                        "server_url": one.server,
                        "create": one.create,
                        "domains": list(one.domains),
                        "trust_mail": one.trust_mail,
                    },
                }
                for one in known
            ],
        }
    }


def seal_file(folder: Path, secret: str) -> int:
    """Seal in place each client secret that stands open in the file.

    Returns:
        How many there were.

    Raises:
        SettingsError: The file cannot be read, or a secret is written in a way not known here.
    """
    file = folder / NAME
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    count = 0
    for _, one in read(folder, "oidc"):
        plain = str(one.get("client_secret", ""))
        if not plain or is_sealed(plain):
            continue
        sealed = json.dumps(seal(plain, _purpose(str(one.get("id", ""))), secret))
        written = re.compile(rf"(client_secret\s*=\s*)(?:'{re.escape(plain)}'|"
                             rf"{re.escape(json.dumps(plain, ensure_ascii=False))})")  # fmt: skip
        text, found = written.subn(rf"\g<1>{sealed}", text, count=1)
        if not found:
            raise bad(file, "a client_secret stands there in an unusual form", "put it in quotes")
        count += 1
    if count:
        write(file, text)
    return count


def write(file: Path, text: str) -> None:
    """Write the file anew as a whole, for its owner alone."""
    beside = file.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    beside.replace(file)


def read(folder: Path, kind: str) -> list[tuple[Path, dict[str, Any]]]:
    """The tables of one kind, each with the file that it is in; none where there is no file.

    Raises:
        SettingsError: The file cannot be read, or two providers have the same id.
    """
    file = folder / NAME
    told = _told(file)
    return [(file, one) for one in told.get(kind, [])]


def table(folder: Path, name: str) -> dict[str, Any] | None:
    """A table of the file that stands there once; None where it does not.

    Raises:
        SettingsError: The file cannot be read.
    """
    file = folder / NAME
    found = _told(file).get(name)
    if found is not None and not isinstance(found, dict):
        raise bad(file, f"`{name}` is not a table", f"begin it with [{name}]")
    return found


def _told(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise bad(file, f"it is not TOML: {problem}", "mend the line that it names") from None
    if told.get("format") != _FORMAT:
        raise bad(file, f"its format is {told.get('format')!r}", f"write: format = {_FORMAT}")
    unknown = sorted(told.keys() - {"format", TABLE_OF_KEY, *KINDS})
    if unknown:
        raise bad(file, f"{unknown[0]!r} is no kind of provider", f"there are: {', '.join(KINDS)}")
    for name in KINDS:
        found = told.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise bad(file, f"`{name}` is not a list of tables", f"begin each with [[{name}]]")
    ids = [str(one.get("id")) for name in KINDS for one in told.get(name, [])]
    if len(set(ids)) < len(ids):
        raise bad(file, "two providers have the same id", "give each an id of its own")
    return told


def _provider(one: dict[str, Any], file: Path, secret: str) -> Provider:
    name = name_of(one, file, _NEEDED, _KNOWN)
    server = str(one["server"]).rstrip("/")
    if not may_be_asked(server):
        raise bad(file, f"{server} is not reached through TLS", "give an address with https://")
    sealed = str(one["client_secret"])
    if not is_sealed(sealed):
        raise bad(file, "the client_secret stands there for all to read",
                   "everyrep sign-in seal")  # fmt: skip
    return Provider(
        name, str(one["name"])[:40], server, str(one["client_id"]),
        unseal(sealed, _purpose(name), secret), one.get("create") is True,
        tuple(str(d).lower().lstrip("@") for d in one.get("domains", ())),
        one.get("trust_mail") is True,
    )  # fmt: skip


def name_of(one: dict[str, Any], file: Path, needed: set[str], known: set[str]) -> str:
    """A provider's id, where it has what it needs and nothing that nobody reads.

    Raises:
        SettingsError: It has not.
    """
    missing, unknown = needed - one.keys(), one.keys() - known
    if missing or unknown:
        what = f"it lacks {', '.join(sorted(missing))}" if missing else (
            f"it has {', '.join(sorted(unknown))}"
        )  # fmt: skip
        raise bad(file, what, f"a provider has: {', '.join(sorted(known))}")
    name = str(one["id"])
    if not _ID.match(name):
        raise bad(file, f"the id {name!r} cannot be part of an address", "use a-z, 0-9 and -")
    return name


def may_be_asked(url: str) -> bool:
    """Whether an address is one that secrets may be sent to: TLS, or this very machine."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def _purpose(name: str) -> str:
    return f"client_secret of {name}"


def bad(file: Path, message: str, remedy: str) -> SettingsError:
    """What is wrong with the file, to be raised."""
    return SettingsError(
        message, where=str(file), why="nobody could sign in through it safely", remedy=remedy
    )
