"""Sessions: they end, there are not too many, and rights are read anew on each request."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from everyrep.faces.web.access.limits import NAMES, Limits, limits
from everyrep.faces.web.access.models import Grant
from everyrep.faces.web.access.sessions import BEGAN, SEEN, is_over
from everyrep.faces.web.audit.models import Entry
from everyrep.values import UserError
from tests.faces.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture(autouse=True)
def afresh() -> Any:
    cache.clear()
    yield
    limits.cache_clear()


def signed_in(name: str) -> Client:
    client = Client(headers={"User-Agent": f"browser of {name}"})
    client.post(reverse("account_login"), {"login": f"{name}@example.org", "password": PASSWORD})
    return client


def test_the_defaults_are_safe() -> None:
    assert limits() == Limits(hours=12, idle_minutes=120, sessions=5, tries=5, lock_minutes=5)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("given", ["0", "-1", "many", "1.5", "99999999"])
def test_a_limit_that_is_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    monkeypatch.setenv(name, given)
    limits.cache_clear()
    with pytest.raises(UserError, match=name):
        limits()


@pytest.mark.parametrize(
    ("began", "seen", "now", "over"),
    [
        (0, 0, 12 * HOUR - 1, True), (0, 12 * HOUR - 2, 12 * HOUR - 1, False),
        (0, 12 * HOUR - 1, 12 * HOUR, True), (0, HOUR, 3 * HOUR - 1, False),
        (0, HOUR, 3 * HOUR, True), (None, None, 10**9, False),
    ],
)  # fmt: skip
def test_a_session_ends_by_age_and_by_idleness(
    began: int | None, seen: int | None, now: int, over: bool
) -> None:
    held = {name: value for name, value in ((BEGAN, began), (SEEN, seen)) if value is not None}
    assert is_over(held, now) is over


def test_who_was_away_too_long_signs_in_again(cast: Cast) -> None:
    client = cast.client("rep")
    assert client.get("/").status_code == 200
    session = client.session
    session[SEEN] = 1
    session.save()
    answer = client.get("/")
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
    assert Entry.objects.latest("number").what == "session_over"


def test_the_oldest_of_too_many_sessions_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVERYREP_SESSIONS_AT_ONCE", "2")
    limits.cache_clear()
    first, second, third = (signed_in("rep") for _ in range(3))
    assert first.get("/").status_code == 302
    assert second.get("/").status_code == 200
    assert third.get("/").status_code == 200
    assert UserSession.objects.filter(user=cast.user("rep")).count() == 2


@pytest.mark.usefixtures("cast")
def test_one_signs_out_everywhere_else() -> None:
    here, there, other = signed_in("rep"), signed_in("rep"), signed_in("peer")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("browser of rep") == 2
    assert "browser of peer" not in page
    assert here.post(reverse("usersessions_list")).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert other.get("/").status_code == 200


def test_a_role_given_or_taken_counts_from_the_next_request_on(cast: Cast) -> None:
    client = cast.client("rep")
    assert client.get(reverse("audit")).status_code == 403
    Grant.objects.filter(user=cast.user("rep")).update(role="auditor")
    assert client.get(reverse("audit")).status_code == 200
    assert client.get(reverse("pipeline")).status_code == 403
    Grant.objects.filter(user=cast.user("rep")).delete()
    assert client.get(reverse("audit")).status_code == 403


def test_a_role_chosen_and_then_taken_is_not_acted_in(cast: Cast) -> None:
    client = cast.client("revops")
    own = Grant.objects.create(user=cast.user("revops"), role="auditor")
    client.post(reverse("act_in", args=[own.pk]))
    assert client.get(reverse("audit")).status_code == 200
    own.delete()
    assert client.get(reverse("audit")).status_code == 403
    assert client.get(reverse("measures")).status_code == 200


def test_who_looked_as_others_and_is_no_administrator_any_more_is_oneself(cast: Cast) -> None:
    client = cast.client("administrator")
    client.post(reverse("look_as", args=[cast.user("rep").pk]))
    Grant.objects.filter(user=cast.user("administrator")).update(role="auditor")
    page = client.get("/").content
    assert b"You look as" not in page


def test_a_changed_password_ends_the_other_sessions(cast: Cast) -> None:
    here, there = signed_in("rep"), signed_in("rep")
    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "quite another", "password2": "quite another"},
    )
    assert answer.status_code == 302
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert cast.user("rep").check_password("quite another")
    assert "password_changed" in set(Entry.objects.values_list("what", flat=True))


def test_an_address_is_locked_after_wrong_passwords_and_another_is_not(cast: Cast) -> None:
    client = Client()
    for _ in range(limits().tries):
        client.post(reverse("account_login"), {"login": "rep@example.org", "password": "wrong"})
    assert "_auth_user_id" not in signed_in("rep").session
    cache.clear()
    assert "_auth_user_id" in signed_in("rep").session
    assert cast.user("rep")
