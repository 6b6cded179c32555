"""Coming in: by invitation once, by password, and not by guessing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from everyrep.faces.web.access.joining import forget_over, invite
from everyrep.faces.web.access.models import Invitation, User
from everyrep.faces.web.audit.models import Entry
from tests.faces.web.conftest import HASHERS, PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def test_an_invitation_serves_once() -> None:
    user = User.objects.create_user("new@example.org")
    address = reverse("join", args=[invite(user, by="test")])
    client = Client()
    assert client.get(address).status_code == 200
    asked = {"password": "a new pass phrase", "again": "a new pass phrase"}
    assert client.post(address, asked).status_code == 302
    assert "_auth_user_id" in client.session
    assert Client().get(address).status_code == 410
    assert Client().post(address, asked).status_code == 410


@pytest.mark.parametrize(
    ("password", "again"),
    [("short", "short"), ("a new pass phrase", "another"), ("1234567890", "1234567890"), ("", "")],
)
def test_weak_or_mistyped_passwords_are_refused(password: str, again: str) -> None:
    user = User.objects.create_user("new@example.org")
    address = reverse("join", args=[invite(user, by="test")])
    answer = Client().post(address, {"password": password, "again": again})
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content
    assert Client().get(address).status_code == 200


def test_passwords_are_hashed_by_a_slow_modern_function() -> None:
    assert HASHERS[0].endswith("Argon2PasswordHasher")


def test_an_old_invitation_is_over() -> None:
    user = User.objects.create_user("new@example.org")
    address = reverse("join", args=[invite(user, by="test")])
    Invitation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(address).status_code == 410
    assert (forget_over(), forget_over()) == (1, 0)  # So it is, whatever the clock says later.
    assert not Invitation.objects.exists()


def test_the_token_is_kept_as_a_hash_alone() -> None:
    token = invite(User.objects.create_user("new@example.org"), by="test")
    assert token not in str(list(Invitation.objects.values()))


def test_nobody_makes_an_account_of_their_own() -> None:
    answer = Client().post(
        reverse("account_signup"),
        {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 403
    assert not User.objects.filter(email="x@example.org").exists()


@pytest.mark.usefixtures("cast")
def test_signing_in_and_failing_are_in_the_audit() -> None:
    client = Client()
    address = reverse("account_login")
    client.post(address, {"login": "rep@example.org", "password": "wrong"})
    answer = client.post(address, {"login": "rep@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    told = list(Entry.objects.values_list("what", flat=True))
    assert "sign_in_failed" in told
    assert "sign_in" in told
    assert PASSWORD not in str(list(Entry.objects.values()))


@pytest.mark.usefixtures("cast")
def test_guessing_is_stopped() -> None:
    client = Client()
    address = reverse("account_login")
    for _ in range(6):
        client.post(address, {"login": "rep@example.org", "password": "wrong"})
    client.post(address, {"login": "rep@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.user("administrator"))
    answer = client.post(reverse("look_as", args=[cast.user("rep").pk]))
    assert answer.status_code == 403
    assert not Entry.objects.filter(what="view_as").exists()


def test_what_a_browser_is_told(cast: Cast) -> None:
    answer = cast.client("manager").get("/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
