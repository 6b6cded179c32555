"""Giving rights: by administrators alone, written down, and never so that nobody is left to."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from everyrep.faces.web import company
from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.audit.models import Entry
from everyrep.warehouse.organisation import Organisation, Placement
from tests.faces.web.conftest import CAST, Cast

NEW = {"email": "New.One@example.org", "name": "New One", "role": "manager"}


@pytest.mark.parametrize("who", [*CAST, "anonymous"])
def test_who_may_give_rights(cast: Cast, who: str) -> None:
    client, before = cast.client(who), Grant.objects.count()
    rep = cast.user("rep")
    addresses = (
        reverse("rights_invite"), reverse("rights_give", args=[rep.pk]),
        reverse("rights_link", args=[rep.pk]),
        reverse("rights_renew", args=[rep.pk]), reverse("rights_withdraw", args=[rep.pk]),
        reverse("rights_end", args=[rep.grants.get().pk]),
    )  # fmt: skip
    for address in addresses:
        answer = client.post(address, {**NEW, "role": "finance"})
        if who == "administrator":
            assert answer.status_code in (200, 302)
        else:
            assert answer.status_code == (302 if who == "anonymous" else 403)
    if who != "administrator":
        assert Grant.objects.count() == before
        assert not User.objects.filter(email=NEW["email"].lower()).exists()


def test_who_is_invited_joins_once_and_has_the_role(cast: Cast) -> None:
    page = cast.client("administrator").post(reverse("rights_invite"), NEW).content.decode()
    user = User.objects.get(email="new.one@example.org")
    assert [grant.role for grant in user.roles_on(localdate())] == ["manager"]
    found = re.search(r"http://testserver(/join/[^/]+/)", page)
    assert found
    given = {"password": "another long phrase", "again": "another long phrase"}
    assert Client().post(found[1], given).status_code == 302
    user.refresh_from_db()
    assert user.has_usable_password()
    told = list(Entry.objects.values_list("what", "who", "about"))
    assert ("role_given", "administrator@example.org", user.email) in told
    assert ("invited", "administrator@example.org", user.email) in told


def test_an_address_of_the_records_is_linked_to_its_person(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    place = next(p for p in known.places.values() if p.email and known.by_email(p.email) is p)
    given = {"email": place.email.upper(), "role": "rep"}
    cast.client("administrator").post(reverse("rights_invite"), given)
    assert User.objects.get(email=place.email).person == place.person


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"email": "x"}, "no mail address"), ({"email": "rep@example.org"}, "an account already"),
     ({"role": "king"}, "No role"), ({"until": "2020-01-01"}, "is over"),
     ({"until": "soon"}, "no day"), ({"head": "Nobody Atall"}, "Nobody in the records")],
)  # fmt: skip
def test_nonsense_changes_nothing(cast: Cast, changes: dict[str, str], said: str) -> None:
    users, grants = User.objects.count(), Grant.objects.count()
    client = cast.client("administrator")
    page = client.post(reverse("rights_invite"), {**NEW, **changes}, follow=True).content.decode()
    assert said in page
    assert (User.objects.count(), Grant.objects.count()) == (users, grants)


def test_a_role_over_somebodys_people_until_a_day(cast: Cast) -> None:
    client, user = cast.client("administrator"), cast.user("auditor")
    given = {"role": "manager", "head": cast.people["manager"], "until": "2999-01-01"}
    client.post(reverse("rights_give", args=[user.pk]), given)
    grant = user.grants.get(role="manager")
    assert (grant.head, grant.until) == (cast.people["manager"], date(2999, 1, 1))
    again = client.post(reverse("rights_give", args=[user.pk]), given, follow=True)
    assert b"already" in again.content
    assert user.grants.filter(role="manager").count() == 1


def test_a_role_that_is_ended_opens_nothing_and_can_be_given_again(cast: Cast) -> None:
    client, user = cast.client("administrator"), cast.user("manager")
    client.post(reverse("rights_end", args=[user.grants.get().pk]))
    assert cast.client("manager").get(reverse("people")).status_code == 403
    assert Entry.objects.filter(what="role_ended", about=user.email).exists()
    client.post(reverse("rights_give", args=[user.pk]), {"role": "manager"})
    assert cast.client("manager").get(reverse("people")).status_code == 200
    client.post(reverse("rights_end", args=[user.roles_on(localdate())[0].pk]))
    client.post(reverse("rights_give", args=[user.pk]), {"role": "manager"})
    assert cast.client("manager").get(reverse("people")).status_code == 200


def test_the_last_administrator_stays(cast: Cast) -> None:
    client, own = cast.client("administrator"), Grant.objects.get(role="administrator")
    page = client.post(reverse("rights_end", args=[own.pk]), follow=True).content.decode()
    assert "Nobody else could give rights" in page
    client.post(reverse("rights_give", args=[cast.user("auditor").pk]), {"role": "administrator"})
    client.post(reverse("rights_end", args=[own.pk]))
    assert client.get(reverse("rights")).status_code == 403
    assert cast.client("auditor").get(reverse("rights")).status_code in (200, 403)


def test_an_account_is_linked_by_name_address_or_id(cast: Cast) -> None:
    client, user = cast.client("administrator"), cast.user("nobody")
    warehouse = company.current()
    assert warehouse is not None
    place = company.organisation(warehouse, warehouse.as_of).places[cast.people["rep"]]
    for written in (place.person, place.email, ""):
        client.post(reverse("rights_link", args=[user.pk]), {"person": written})
        user.refresh_from_db()
        assert user.person == (place.person if written else "")
    told = client.post(reverse("rights_link", args=[user.pk]), {"person": "x"}, follow=True)
    assert b"Nobody in the records" in told.content


def test_what_was_typed_stays_where_something_is_wrong(cast: Cast) -> None:
    client = cast.client("administrator")
    given = {**NEW, "head": "Nobody Atall", "until": "2999-01-01"}
    answer = client.post(reverse("rights_invite"), given)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Nobody in the records is called" in page
    assert '<details class="working invite" open>' in page
    for value in (NEW["email"], NEW["name"], "Nobody Atall", "2999-01-01"):
        assert f'value="{value}"' in page
    assert '<option value="manager" selected>' in page
    user = cast.user("auditor")
    given = {"role": "manager", "head": "Nobody Atall"}
    page = client.post(reverse("rights_give", args=[user.pk]), given).content.decode()
    assert page.count('value="Nobody Atall"') == 1
    assert page.count('<option value="manager" selected>') == 1


def test_a_link_is_renewed_and_the_one_before_serves_no_more(cast: Cast) -> None:
    client = cast.client("administrator")
    first = link(client.post(reverse("rights_invite"), NEW).content.decode())
    user = User.objects.get(email="new.one@example.org")
    assert "the link serves until" in client.get(reverse("rights")).content.decode()
    second = link(client.post(reverse("rights_renew", args=[user.pk])).content.decode())
    assert Client().get(first).status_code == 410
    given = {"password": "another long phrase", "again": "another long phrase"}
    assert Client().post(second, given).status_code == 302
    for name in ("rights_renew", "rights_withdraw"):
        page = client.post(reverse(name, args=[user.pk]), follow=True).content.decode()
        assert "has joined already" in page
    assert User.objects.filter(pk=user.pk).exists()


def test_an_invitation_that_is_withdrawn_leaves_no_account(cast: Cast) -> None:
    client = cast.client("administrator")
    address = link(client.post(reverse("rights_invite"), NEW).content.decode())
    user = User.objects.get(email="new.one@example.org")
    page = client.post(reverse("rights_withdraw", args=[user.pk]), follow=True).content.decode()
    assert "is invited no longer" in page
    assert Client().get(address).status_code == 410
    assert not User.objects.filter(email=user.email).exists()
    assert Entry.objects.filter(what="invitation_withdrawn", about=user.email).exists()
    assert client.post(reverse("rights_invite"), NEW).status_code == 200  # And once more.


def test_the_only_administrator_that_can_sign_in_some_day_is_not_withdrawn(cast: Cast) -> None:
    User.objects.filter(pk=cast.user("administrator").pk).update(password="!")
    client = cast.client("administrator")
    client.post(reverse("rights_invite"), {**NEW, "role": "administrator"})
    user = User.objects.get(email="new.one@example.org")
    page = client.post(reverse("rights_withdraw", args=[user.pk]), follow=True).content.decode()
    assert "Nobody else could give rights then" in page
    assert User.objects.filter(pk=user.pk).exists()


def test_rights_name_people_and_say_of_whose_people_a_role_is(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    places = company.organisation(warehouse, warehouse.as_of).places
    boss, rep = cast.people["manager"], cast.people["rep"]
    Grant.objects.create(user=cast.user("auditor"), role="manager", head=boss)
    page = html.unescape(cast.client("administrator").get(reverse("rights")).content.decode())
    assert f"Manager, of the people of {places[boss].name}" in page
    assert places[rep].name in page
    assert not {person for person in cast.people.values() if person in page}


def test_who_is_no_more_in_the_records_is_said_so(cast: Cast) -> None:
    User.objects.filter(email="nobody@example.org").update(person="person:hr:gone")
    page = cast.client("administrator").get(reverse("rights")).content.decode()
    assert "somebody the records do not name (person:hr:gone)" in page


def test_a_part_of_a_name_is_answered_with_who_may_be_meant(cast: Cast) -> None:
    client, user = cast.client("administrator"), cast.user("nobody")
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    place = known.places[cast.people["rep"]]
    given = {"person": place.name.split()[-1]}
    answer = client.post(reverse("rights_link", args=[user.pk]), given)
    page = html.unescape(answer.content.decode())
    assert "Did you mean" in page
    assert f'<option value="{place.name}">' in page
    assert known.like(place.name[:-1] + "xx")  # nearly so
    assert known.like("") == known.like("qqqqqqq") == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"email": "x"}, "This is no mail address"), ({"until": "2020-01-01"}, "The day 2020-01-01"),
     ({"email": "rep@example.org"}, "There is an account already for rep@example.org")],
)  # fmt: skip
def test_what_is_wrong_is_said_in_sentences(cast: Cast, changes: dict[str, str], says: str) -> None:
    page = cast.client("administrator").post(reverse("rights_invite"), {**NEW, **changes})
    assert f'role="alert">{says}' in page.content.decode()


@pytest.mark.parametrize(
    "written", ["Lefèvre, Zoé", "zoe lefevre", "LEFEVRE Zoe", "Zoé Lefèvre", "zoe.l@example.org"]
)
def test_a_name_is_found_in_either_order_and_without_its_marks(written: str) -> None:
    found = Organisation(date(2026, 1, 1), {
        "hr:1": somebody("hr:1", "Lefèvre, Zoé", "zoe.l@example.org"),
        "hr:2": somebody("hr:2", "Zoé Marie Lefèvre", ""),
    })  # fmt: skip
    by_mail = found.by_email(written)
    assert [p.person for p in ([by_mail] if by_mail else found.called(written))] == ["hr:1"]
    assert found.called("Zoé") == found.called("") == found.called(",") == ()


def somebody(person: str, name: str, email: str) -> Placement:
    return Placement(person, name, email, None, None, None, None, None, None, None)


def link(page: str) -> str:
    found = re.search(r"http://testserver(/join/[^/]+/)", page)
    assert found, page
    return found[1]
