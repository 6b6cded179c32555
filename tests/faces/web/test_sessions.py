"""Sessions: they end, there are not too many, and rights are read anew on each request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from everyrep.faces.web.access.limits import NAMES, Limits, limits
from everyrep.faces.web.access.limits_guessing import COOKIE, FROM_EVERYWHERE
from everyrep.faces.web.access.models import Grant, SignIn, WrongTry
from everyrep.faces.web.access.sessions import BEGAN, SEEN, forget_old, is_over
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
    assert page.count("browser of rep") == 4, "two that are open, and two in what was before"
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


def guess(times: int, address: str, client: Client | None = None, who: str = "rep") -> Client:
    client = client or Client(REMOTE_ADDR=address)
    asked = {"login": f"{who}@example.org", "password": "wrong"}
    for _ in range(times):
        client.post(reverse("account_login"), asked, REMOTE_ADDR=address)
    return client


def is_in(client: Client, address: str = "10.0.0.1", who: str = "rep") -> bool:
    asked = {"login": f"{who}@example.org", "password": PASSWORD}
    client.post(reverse("account_login"), asked, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


@pytest.mark.usefixtures("cast")
def test_who_guesses_is_stopped_where_they_are_and_the_owner_is_not() -> None:
    guess(limits().tries, "10.6.6.6")
    assert not is_in(Client(), "10.6.6.6"), "even with the right word"
    assert is_in(Client(), "10.6.6.6", "peer"), "other accounts are open there"
    assert is_in(Client(), "10.0.0.1")
    told = Entry.objects.filter(what="locked_out")
    assert [(one.who, one.about) for one in told] == [("somebody", "rep@example.org")]


@pytest.mark.usefixtures("cast")
def test_tries_during_a_lock_do_not_make_it_last_longer() -> None:
    guess(limits().tries, "10.6.6.6")
    held = WrongTry.objects.count()
    guess(3, "10.6.6.6")
    assert WrongTry.objects.count() == held == limits().tries
    WrongTry.objects.update(at=timezone.now() - timedelta(minutes=limits().lock_minutes, seconds=1))
    assert is_in(Client(), "10.6.6.6")


@pytest.mark.usefixtures("cast")
def test_many_who_guess_at_once_are_stopped_but_not_a_browser_that_is_known() -> None:
    known = Client()
    assert is_in(known)
    known.post(reverse("account_logout"))
    for place in range(FROM_EVERYWHERE):
        guess(limits().tries, f"10.6.6.{place}")
        cache.clear()
    assert not is_in(Client(), "10.7.7.7"), "one more place is one of the many"
    assert is_in(known), "the owner's own browser is not kept out"
    known.post(reverse("account_logout"))
    guess(limits().tries, "10.0.0.1", known)
    assert not is_in(known), "nor does it serve to guess"


@pytest.mark.usefixtures("cast")
def test_a_browser_is_known_for_the_account_that_signed_in_with_it_alone() -> None:
    known = Client()
    assert is_in(known)
    cookie = known.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "rep" not in cookie.value
    known.post(reverse("account_logout"))
    guess(limits().tries, "10.6.6.6", who="peer")
    thief = Client()
    thief.cookies[COOKIE] = cookie.value
    assert not is_in(thief, "10.6.6.6", "peer")
    thief.cookies[COOKIE] = cookie.value[:-3] + "abc"
    assert not is_in(thief, "10.6.6.6", "peer")


def test_an_administrator_unlocks_and_nobody_else(cast: Cast) -> None:
    guess(limits().tries, "10.0.0.1")
    assert not is_in(Client())
    administrator = cast.client("administrator")
    assert b"unlock rep" in administrator.get(reverse("rights")).content
    address = reverse("unlock", args=[cast.user("rep").pk])
    assert cast.client("manager").post(address).status_code == 403
    assert not is_in(Client())
    assert administrator.post(address).status_code == 302
    assert is_in(Client())
    assert Entry.objects.filter(what="unlocked", about="rep@example.org").exists()
    assert b"unlock rep" not in administrator.get(reverse("rights")).content


@pytest.mark.usefixtures("cast")
def test_what_is_counted_says_neither_who_nor_where() -> None:
    guess(1, "10.6.6.6")
    told = repr(list(WrongTry.objects.values()))
    assert "rep" not in told
    assert "10.6" not in told


def test_people_see_where_they_signed_in_and_nobody_else_does(cast: Cast) -> None:
    client = Client(headers={"User-Agent": "browser of rep"})
    assert is_in(client, "10.0.0.9")
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Where you signed in" in page
    assert "10.0.0.9" in page
    assert "password" in page
    assert "10.0.0.9" not in cast.client("peer").get(reverse("usersessions_list")).content.decode()


@pytest.mark.usefixtures("cast")
def test_what_is_old_is_dropped() -> None:
    assert is_in(Client())
    guess(1, "10.6.6.6")
    forget_old()
    assert (SignIn.objects.count(), WrongTry.objects.count()) == (1, 1)
    assert Session.objects.exists()
    SignIn.objects.update(at=timezone.now() - timedelta(days=91))
    WrongTry.objects.update(at=timezone.now() - timedelta(days=2))
    Session.objects.update(expire_date=timezone.now())
    forget_old()
    assert (SignIn.objects.count(), WrongTry.objects.count()) == (0, 0)
    assert not Session.objects.exists()
