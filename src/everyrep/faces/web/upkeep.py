"""What the command line asks of the app without serving it: audit, sealing, what is unsafe."""

from __future__ import annotations

import ipaddress
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps

from everyrep.assembly import Symptom
from everyrep.faces.web import mail, place
from everyrep.faces.web.access import signin_file, signin_file_key, signin_file_saml
from everyrep.faces.web.place import Place
from everyrep.faces.web.serve import setup
from everyrep.values import EveryrepError, UserError

_SHORTEST_KEY, _FEWEST_SIGNS = 50, 10


@dataclass(frozen=True)
class Chain:
    """Whether the audit is whole.

    Attributes:
        entries: How many were read.
        head: What the last is bound by.
        broken_at: The first that does not follow from the one before; None is none.
        why: What is wrong there.
        met_at: The entry that ends in the head that was asked for; None is none.
    """

    entries: int
    head: str
    broken_at: int | None
    why: str
    met_at: int | None


def has_begun(workspace: Path) -> bool:
    """Whether the app was ever started in a workspace."""
    return bool(os.environ.get(place.DATABASE)) or (workspace / "app" / "app.sqlite3").exists()


def audit_of(workspace: Path, head: str = "") -> Chain:
    """Read the whole audit of a workspace, and look for a head that was written down before.

    Raises:
        UserError: The app's records cannot be read.
    """
    setup(workspace)
    from django.db import DatabaseError

    from everyrep.faces.web.audit.chain import verify

    try:
        verdict = verify(head)
    except DatabaseError as problem:
        raise UserError(
            "The app's records cannot be read.",
            where=str(workspace),
            why=str(problem).splitlines()[0],
            remedy="start it once with everyrep serve, which brings them up to date",
        ) from problem
    return Chain(verdict.entries, verdict.head, verdict.broken_at, verdict.why, verdict.met_at)


def seal_secrets(workspace: Path) -> int:
    """Seal the client secrets that stand open in `app/sign-in.toml`; says how many."""
    os.environ[place.WORKSPACE] = str(workspace.resolve())
    here = place.place()
    return signin_file.seal_file(here.folder, here.secret)


def make_saml_key(workspace: Path) -> None:
    """Make the key that SAML assertions are encrypted for, in `app/sign-in.toml`."""
    os.environ[place.WORKSPACE] = str(workspace.resolve())
    here = place.place()
    signin_file_key.make_key(here.folder, here.secret)


def unsafe(workspace: Path) -> list[Symptom]:
    """Look at how the app of a workspace is set, and say what is not safe."""
    if not has_begun(workspace):
        return [Symptom("web app", True, "not started yet")]
    os.environ[place.WORKSPACE] = str(workspace.resolve())
    try:
        here = place.place()
    except EveryrepError as problem:
        return [Symptom("web app", False, problem.message, problem.remedy or "")]
    with suppress(EveryrepError):  # What is wrong is said below; until then the app does not start.
        setup(workspace)
    return settings_of(here)


def settings_of(here: Place) -> list[Symptom]:
    """What is and is not safe of an app that runs, or could be started."""
    return [
        _hosts(here),
        _tls(here),
        _proxies(here),
        _key(here),
        Symptom("DEBUG", not _debug(), "on: errors show code and settings" if _debug() else "off"),
        _owner_alone("web app's key", here.folder / "secret-key"),
        _owner_alone("web app's folder", here.folder),
        _providers(here),
        _mail(),
        *_people(),
    ]


def _hosts(here: Place) -> Symptom:
    if any(host == "*" for host in here.hosts):
        return Symptom(
            "host names",
            False,
            "it answers to every name, so that links in its mail can be made to lead elsewhere",
            f"name them: {place.HOSTS}=everyrep.example.org",
        )
    return Symptom("host names", True, ", ".join(here.hosts))


def _tls(here: Place) -> Symptom:
    far = [host for host in here.hosts if not _near(host)]
    if far and not here.tls:
        return Symptom(
            "TLS",
            False,
            f"{', '.join(far)} without TLS: passwords and cookies travel open",
            f"put a server with a certificate in front, then {place.TLS}=1 and {place.PROXIES}=1",
        )
    return Symptom("TLS", True, "on" if here.tls else "off; only this machine is served")


def _proxies(here: Place) -> Symptom:
    if here.proxies and not here.tls:
        found = f"{here.proxies} in front are believed about who calls, and none brings TLS"
        return Symptom("proxies", False, found, f"set {place.TLS}=1, or {place.PROXIES}=0")
    return Symptom("proxies", True, f"{here.proxies} in front are believed about who calls")


def _key(here: Place) -> Symptom:
    """Whether what sessions are signed with can be guessed."""
    if len(here.secret) < _SHORTEST_KEY or len(set(here.secret)) < _FEWEST_SIGNS:
        found = "what sessions are signed with is short, or of few signs: it could be guessed"
        remedy = "delete app/secret-key and start anew: everybody signs in again, and secrets that "
        return Symptom("signing key", False, found, f"{remedy}are sealed with it are set again")
    return Symptom("signing key", True, f"{len(here.secret)} signs, made at random")


def _debug() -> bool:
    """No setting switches it on, so this holds the code."""
    from django.conf import settings as django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everyrep.faces.web.settings")
    try:
        return bool(django.DEBUG)
    except EveryrepError:
        return False  # Another setting cannot be read, so that the app does not start at all.


def _owner_alone(what: str, file: Path) -> Symptom:
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0
    if mode & 0o077 and not _shut_above(file):
        wanted = "700" if file.is_dir() else "600"
        found = f"others on this machine may read it ({mode:04o})"
        return Symptom(what, False, found, f"chmod {wanted} {file}")
    return Symptom(what, True, "only its owner may read it")


def _shut_above(file: Path) -> bool:
    """Whether the workspace itself lets nobody else in, so that what is inside is out of reach."""
    top = file.parent.parent if file.is_file() else file.parent
    return file.is_dir() and not stat.S_IMODE(top.stat().st_mode) & 0o077


def _providers(here: Place) -> Symptom:
    try:
        known: tuple[signin_file.Provider | signin_file_saml.SamlProvider, ...] = (
            *signin_file.providers(here.folder, here.secret),
            *signin_file_saml.saml_providers(here.folder),
        )
        signin_file_key.saml_key(here.folder, here.secret)
    except EveryrepError as problem:
        return Symptom("single sign-on", False, problem.message, problem.remedy or "")
    open_to_all = [one.name for one in known if one.create and not one.domains]
    if open_to_all:
        found = f"whoever {', '.join(open_to_all)} knows gets an account"
        return Symptom("single sign-on", False, found, "name `domains`, or set create = false")
    return Symptom("single sign-on", True, ", ".join(one.name for one in known) or "not set up")


def _mail() -> Symptom:
    try:
        mail.mail()
    except EveryrepError as problem:
        return Symptom("mail", False, problem.message, problem.remedy or "")
    if os.environ.get(mail.URL):
        return Symptom("mail", True, "leaves through the server that is named")
    return Symptom("mail", True, f"is printed where the app runs; {mail.URL} names a server")


def _people() -> list[Symptom]:
    """Administrators: whether the first one's link still lies about, and second factors."""
    if not apps.ready:
        return []
    from allauth.mfa.models import Authenticator
    from django.db import DatabaseError
    from django.utils.timezone import localdate

    from everyrep.faces.web.access.grants import keepers
    from everyrep.faces.web.access.models import Invitation

    try:
        found = keepers(localdate())
        waiting = [one.email for one in found if not one.has_usable_password()]
        links = Invitation.objects.filter(user__email__in=waiting, used_at=None).count()
        joined = found.exclude(email__in=waiting)
        bare = joined.exclude(pk__in=Authenticator.objects.values("user")).count()
    except DatabaseError:
        return [Symptom("web app's records", False, "cannot be read", "everyrep serve mends it")]
    invited = Symptom("first administrator", True, "has joined")
    if links:
        found = f"the link for {', '.join(waiting)} was not used: whoever has it becomes one"
        invited = Symptom("first administrator", False, found, "open the link that serve printed")
    factors = Symptom("second factors", True, "every administrator has one")
    if bare:
        found = f"{bare} administrator{'s' if bare > 1 else ''} with a password alone"
        factors = Symptom("second factors", False, found, "Sign-in, at the side, sets one up")
    return [invited, factors]


def _near(host: str) -> bool:
    name = host.strip("[]")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
