"""API tokens: seen once, kept as a hash, scoped, ending, and one's own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.tokens.keeping import end_those_over, holder, make
from everyrep.faces.web.tokens.models import ApiToken
from everyrep.values import EveryrepError, UserError
from tests.faces.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def shows(token: str, scope: str = "read") -> User | None:
    return holder(RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"}), scope)


def fresh(name: str) -> Client:
    """A browser in which somebody has signed in a moment ago, with their password."""
    client = Client()
    client.post(reverse("account_login"), {"login": f"{name}@example.org", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_a_token_is_seen_once_and_kept_as_a_hash(cast: Cast) -> None:
    client = fresh("rep")
    answer = client.post(reverse("tokens"), {"name": "sheet", "scope": "read", "days": "30"})
    found = re.search(r'<code class="token">(evr_[\w-]+)</code>', answer.content.decode())
    assert found, answer.content
    assert "no-store" in answer["Cache-Control"]
    assert found[1] not in client.get(reverse("tokens")).content.decode()
    assert found[1] not in str(list(ApiToken.objects.values()))
    assert found[1] not in str(list(Entry.objects.values()))
    assert shows(found[1]) == cast.user("rep")


def test_making_one_asks_who_it_is_again(cast: Cast) -> None:
    answer = cast.client("rep").post(reverse("tokens"), {"name": "x", "scope": "read", "days": 1})
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not ApiToken.objects.exists()


def test_a_token_serves_for_its_scopes_until_its_end(cast: Cast) -> None:
    kept, token = make(cast.user("revops"), "nightly", ["load"], 7)
    assert shows(token, "load")
    assert shows(token, "read") is None
    kept.refresh_from_db()
    assert kept.used_at is not None
    assert shows(token[:-1] + ("a" if token[-1] != "a" else "b"), "load") is None
    ApiToken.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert shows(token, "load") is None


def test_a_token_that_has_ended_stays_so_when_the_clock_is_set_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    kept, token = make(cast.user("revops"), "nightly", ["load"], 1)
    unseen, other = make(cast.user("revops"), "weekly", ["load"], 3)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=2))
    assert shows(token, "load") is None
    assert shows(other, "load")
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=4))
    assert end_those_over() == 1  # As the worker does, where nobody has shown it.
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert shows(token, "load") is None
    assert shows(other, "load") is None
    for one in (kept, unseen):
        one.refresh_from_db()
        assert one.revoked_at == one.ends_at


def test_rights_are_those_of_today(cast: Cast) -> None:
    _, token = make(cast.user("revops"), "nightly", ["load"], 7)
    cast.user("revops").grants.update(role="rep")
    assert shows(token, "load") is None


def test_nobody_makes_a_token_for_more_than_they_may(cast: Cast) -> None:
    for who, scope in (("rep", "scim"), ("rep", "load"), ("revops", "scim"), ("nobody", "read")):
        with pytest.raises(UserError):
            make(cast.user(who), "x", [scope], 7)
    with pytest.raises(EveryrepError):
        make(cast.user("rep"), "x", ["everything"], 7)
    for days in (0, -1, 366):
        with pytest.raises(UserError):
            make(cast.user("rep"), "x", ["read"], days)
    page = fresh("rep").post(reverse("tokens"), {"name": "x", "scope": "scim", "days": "7"})
    assert b'role="alert"' in page.content
    assert not ApiToken.objects.exists()


def test_one_ends_ones_own_and_no_others(cast: Cast) -> None:
    kept, token = make(cast.user("rep"), "my own export", ["read"], 7)
    address = reverse("token_end", args=[kept.pk])
    assert cast.client("peer").post(address).status_code == 404
    assert shows(token)
    assert cast.client("rep").post(address).status_code == 302
    assert shows(token) is None
    assert Entry.objects.latest("number").what == "token_revoked"
    assert b"my own export" not in cast.client("peer").get(reverse("tokens")).content


def test_who_looks_as_somebody_else_makes_no_token(cast: Cast) -> None:
    client = fresh("administrator")
    client.post(reverse("look_as", args=[cast.user("rep").pk]))
    answer = client.post(reverse("tokens"), {"name": "x", "scope": "read", "days": "7"})
    assert answer.status_code == 403
    assert not ApiToken.objects.exists()
