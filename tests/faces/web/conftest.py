"""A small simulated company behind the app, and a fixed cast of people who look at it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from everyrep.faces.web import place
from tests.sharing import a_demo

_ROOT = tempfile.TemporaryDirectory(prefix="everyrep-web-")
os.environ[place.WORKSPACE] = _ROOT.name
# SQLite, unless .ci/on-postgresql or a person names a server on which databases may be made.
os.environ[place.DATABASE] = os.environ.get("EVERYREP_TEST_DATABASE", "")
os.environ["DJANGO_SETTINGS_MODULE"] = "everyrep.faces.web.settings"
# Where tests run side by side, this process may have read the folder of the one that started it.
place.place.cache_clear()

import django  # noqa: E402 - its settings are read from the lines above

django.setup()

from django.conf import settings  # noqa: E402

HASHERS = list(settings.PASSWORD_HASHERS)
"""As they are outside of tests, which would else spend their time on hashing passwords."""
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from django.test import Client  # noqa: E402

from everyrep.faces.web import company  # noqa: E402
from everyrep.faces.web.access.models import Grant, User  # noqa: E402
from everyrep.faces.web.pay import calculating, facts  # noqa: E402
from everyrep.faces.web.pay.models import PlanVersion  # noqa: E402
from everyrep.pay.facts.given import Given  # noqa: E402
from everyrep.pay.plan import Plan  # noqa: E402
from everyrep.warehouse.organisation import Organisation  # noqa: E402
from everyrep.warehouse.reader import Warehouse  # noqa: E402

_CLOSE = BaseDatabaseWrapper.close_if_unusable_or_obsolete


def _close_unless_a_test_holds_it(database: BaseDatabaseWrapper) -> None:
    """What calls the app as a server does ends its requests too, within the test's transaction."""
    if not database.in_atomic_block:
        _CLOSE(database)


BaseDatabaseWrapper.close_if_unusable_or_obsolete = _close_unless_a_test_holds_it

PASSWORD = "a long pass phrase"
CAST = (
    "rep", "peer", "manager", "stranger_manager", "skip_manager", "enablement", "revops",
    "finance", "executive", "administrator", "auditor", "nobody",
)  # fmt: skip


@pytest.fixture(scope="session")
def workspace() -> Iterator[Path]:
    """The folder of the company, built once."""
    yield a_company()
    company.forget()


def a_company() -> Path:
    """Puts the company into this process's own workspace, and gives its folder."""
    return a_demo(Path(_ROOT.name), people=60, months=14, seed=11).root


@dataclass(frozen=True)
class Cast:
    """Who looks: by name, with who they are in the company."""

    people: dict[str, str]

    def user(self, name: str) -> User:
        """The account of one of them."""
        return User.objects.get(email=f"{name}@example.org")

    def client(self, name: str) -> Client:
        """A browser in which one of them has signed in; "anonymous" has not."""
        client = Client()
        if name != "anonymous":
            client.force_login(
                self.user(name), backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return client


@pytest.fixture(autouse=True)
def records_of_pay_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build never changes, so that what pay reads of it is read once for all tests."""
    monkeypatch.setattr(calculating, "given_for", _given_once)


_GIVEN: dict[tuple[object, ...], Given] = {}


def _given_once(
    warehouse: Warehouse, version: PlanVersion, plan: Plan, through: date, who: str
) -> Given:
    key = (warehouse.folder, version.who, version.digest, plan.ends, through)
    if key not in _GIVEN:
        _GIVEN[key] = facts.given_for(warehouse, version, plan, through, who)
    return _GIVEN[key]


@pytest.fixture
def cast(db: None, workspace: Path) -> Cast:  # noqa: ARG001 - they must be there
    """Everybody of the cast, with their roles."""
    return everybody()


def everybody() -> Cast:
    """Accounts of the cast in a company that is built."""
    warehouse = company.current()
    assert warehouse is not None
    people = _people(company.organisation(warehouse, warehouse.as_of))
    roles = {"peer": "rep", "stranger_manager": "manager", "skip_manager": "second_line"}
    for name in CAST:
        user = User.objects.create_user(
            f"{name}@example.org", PASSWORD, name=name, person=people.get(name, "")
        )
        if name != "nobody":
            Grant.objects.create(user=user, role=roles.get(name, name))
    return Cast(people)


def _people(known: Organisation) -> dict[str, str]:
    """A manager with reports and a boss, two of the reports, and a manager elsewhere."""
    led = {p: sorted(known.reports(p)) for p in known.places if len(known.reports(p)) > 1}
    for manager, reports in sorted(led.items()):
        boss = known.places[manager].manager
        reps = [person for person in reports if person not in led]
        others = [p for p in sorted(led) if p not in (manager, boss) and manager not in led[p]]
        if boss is not None and len(reps) > 1 and others:
            return {
                "rep": reps[0], "peer": reps[1], "manager": manager,
                "stranger_manager": others[0], "skip_manager": boss,
            }  # fmt: skip
    raise AssertionError("the simulated company has no manager with a boss and two reps")
