"""SCIM: a directory adds, changes and deactivates people, and nobody else can."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.scim.words import ERROR, LIST, PATCH, USER
from everyrep.faces.web.tokens.keeping import make

pytestmark = pytest.mark.django_db
ANN = {
    "schemas": [USER], "userName": "Ann@Example.org", "externalId": "e-1", "active": True,
    "name": {"givenName": "Ann", "familyName": "Smith"},
    "emails": [{"value": "ann@example.org", "primary": True}],
}  # fmt: skip


class Directory:
    """A directory that shows a token."""

    def __init__(self, token: str) -> None:
        self.head = {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, body: Any = None) -> HttpResponse:
        text = body if isinstance(body, str) else json.dumps(body)
        return Client(enforce_csrf_checks=True).generic(
            method, f"/scim/v2/{path}", text if body is not None else "",
            content_type="application/scim+json", headers=self.head,
        )  # fmt: skip

    def patch(self, uid: str, *changes: dict[str, Any]) -> HttpResponse:
        return self("PATCH", f"Users/{uid}", {"schemas": [PATCH], "Operations": list(changes)})


@pytest.fixture
def keeper() -> User:
    user = User.objects.create_user("keeper@example.org", "a long pass phrase")
    Grant.objects.create(user=user, role="administrator")
    return user


@pytest.fixture
def directory(keeper: User) -> Directory:
    return Directory(make(keeper, "directory", ["scim"], 30)[1])


@pytest.fixture
def ann(directory: Directory) -> str:
    answer = directory("POST", "Users", ANN)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def test_somebody_is_added_without_a_password_or_a_role(directory: Directory, ann: str) -> None:
    user = User.objects.get(email="ann@example.org")
    assert (user.name, user.is_active, user.has_usable_password()) == ("Ann Smith", True, False)
    assert not user.grants.exists()
    told = directory("GET", f"Users/{ann}")
    assert told["Content-Type"] == "application/scim+json"
    body = told.json()
    assert body["userName"] == "ann@example.org"
    assert body["name"]["familyName"] == "Smith"
    assert body["externalId"] == "e-1"
    assert body["meta"]["location"] == f"http://testserver/scim/v2/Users/{ann}"
    last = Entry.objects.latest("number")
    assert (last.who, last.what, last.about) == ("keeper@example.org", "provisioned", user.email)


def test_an_address_is_somebodys_once(directory: Directory, ann: str) -> None:
    answer = directory("POST", "Users", {**ANN, "userName": "ANN@example.org"})
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")
    answer = directory.patch(
        ann, {"op": "replace", "path": "userName", "value": "keeper@example.org"}
    )
    assert answer.status_code == 409


def test_people_are_found_by_filter_and_page(directory: Directory, ann: str) -> None:
    for number in range(5):
        directory("POST", "Users", {"schemas": [USER], "userName": f"p{number}@example.org"})
    found = directory("GET", 'Users?filter=userName eq "ANN@example.org"').json()
    assert (found["schemas"], found["totalResults"]) == ([LIST], 1)
    assert found["Resources"][0]["id"] == ann
    assert directory("GET", 'Users?filter=externalId eq "e-1"').json()["totalResults"] == 1
    assert directory("GET", 'Users?filter=userName eq "nobody@x.org"').json()["Resources"] == []
    page = directory("GET", "Users?startIndex=3&count=2").json()
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (7, 3, 2)
    all_ids = {
        one["id"]
        for start in (1, 3, 5, 7)
        for one in directory("GET", f"Users?startIndex={start}&count=2").json()["Resources"]
    }
    assert len(all_ids) == 7, "pages neither overlap nor leave anybody out"
    assert directory("GET", "Users?count=0").json()["Resources"] == []
    assert directory("GET", "Users?startIndex=-9&count=99999999").json()["startIndex"] == 1


@pytest.mark.parametrize(
    "asked", ['password eq "x"', 'userName co "a"', 'userName eq "a" or 1 eq "1"', "((("]
)
def test_other_filters_are_refused(directory: Directory, asked: str) -> None:
    answer = directory("GET", f"Users?filter={asked}")
    assert answer.status_code == 400
    assert answer.json()["schemas"] == [ERROR]
    assert answer.json()["scimType"] == "invalidFilter"


@pytest.mark.parametrize(
    "change",
    [
        {"op": "replace", "path": "active", "value": False},
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "value": {"active": False}},
    ],
)
def test_who_is_deactivated_is_out_at_once(
    directory: Directory, ann: str, change: dict[str, Any]
) -> None:
    user = User.objects.get(email="ann@example.org")
    Grant.objects.create(user=user, role="administrator")
    _, token = make(user, "mine", ["scim"], 30)
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/rights/").status_code == 200
    answer = directory.patch(ann, change)
    assert (answer.status_code, answer.json()["active"]) == (200, False)
    assert browser.get("/rights/").status_code == 302
    assert Directory(token)("GET", "Users").status_code == 401
    assert "deactivated" in set(Entry.objects.values_list("what", flat=True))
    assert directory.patch(ann, {**change, "op": "replace", "value": True, "path": "active"})
    assert Directory(token)("GET", "Users").status_code == 401, "a token does not come back"


def test_delete_deactivates_and_keeps_the_name(directory: Directory, ann: str) -> None:
    assert directory("DELETE", f"Users/{ann}").status_code == 204
    assert not User.objects.get(email="ann@example.org").is_active
    assert directory("GET", f"Users/{ann}").json()["active"] is False


def test_names_and_addresses_are_changed(directory: Directory, ann: str) -> None:
    answer = directory.patch(
        ann,
        {"op": "replace", "path": "name.familyName", "value": "Jones"},
        {"op": "replace", "path": "displayName", "value": "Ann Jones"},
        {"op": "replace", "path": 'emails[type eq "work"].value', "value": "jones@example.org"},
        {"op": "add", "path": "title", "value": "not kept here"},
    )
    assert answer.status_code == 200, answer.content
    user = User.objects.get(email="jones@example.org")
    assert user.name == "Ann Jones"
    answer = directory("PUT", f"Users/{ann}", {**ANN, "displayName": "Ann S."})
    assert answer.json()["userName"] == "ann@example.org"
    user.refresh_from_db()
    assert user.name == "Ann S."


@pytest.mark.parametrize(
    "changes",
    [
        [{"op": "replace", "path": "displayName", "value": "X"},
         {"op": "move", "path": "displayName", "value": "Y"}],
        [{"op": "replace", "path": "active", "value": "perhaps"}],
        [{"op": "remove", "path": "userName"}], [{"op": "remove"}], [],
        [{"op": "replace", "path": "userName", "value": "@@"}], ["x"],
        [{"op": "replace", "path": "displayName", "value": "x" * 9999}],
    ],
)  # fmt: skip
def test_a_wrong_patch_changes_nothing(directory: Directory, ann: str, changes: list[Any]) -> None:
    before = directory("GET", f"Users/{ann}").json()
    answer = directory.patch(ann, *changes)
    assert answer.status_code == 400
    assert answer.json()["schemas"] == [ERROR]
    assert directory("GET", f"Users/{ann}").json() == before


@pytest.mark.parametrize("body", ["{", "[]", "1", '"x"', "[" * 100_000, "{}", '{"userName": 5}'])
def test_a_wrong_body_is_refused(directory: Directory, body: str) -> None:
    answer = directory("POST", "Users", body)
    assert answer.status_code == 400
    assert answer.json()["status"] == "400"


def test_the_last_administrator_stays(directory: Directory, keeper: User) -> None:
    found = directory("GET", 'Users?filter=userName eq "keeper@example.org"').json()
    uid = found["Resources"][0]["id"]
    assert directory("DELETE", f"Users/{uid}").status_code == 409
    keeper.refresh_from_db()
    assert keeper.is_active


def test_one_whose_role_has_ended_does_not_keep_the_app(directory: Directory) -> None:
    other = User.objects.create_user("other@example.org", "a long pass phrase")
    grant = Grant.objects.create(user=other, role="administrator")
    found = directory("GET", 'Users?filter=userName eq "keeper@example.org"').json()
    uid = found["Resources"][0]["id"]
    grant.until = timezone.localdate() - timedelta(days=1)
    grant.save()
    assert directory("DELETE", f"Users/{uid}").status_code == 409
    grant.until = None
    grant.save()
    assert directory("DELETE", f"Users/{uid}").status_code == 204


def test_it_says_what_it_can(directory: Directory) -> None:
    told = directory("GET", "ServiceProviderConfig").json()
    assert told["patch"]["supported"]
    assert not told["bulk"]["supported"]
    assert directory("GET", "ResourceTypes").json()["Resources"][0]["endpoint"] == "/Users"
    assert directory("GET", "ResourceTypes/User").json()["schema"] == USER
    schema = directory("GET", f"Schemas/{USER}").json()
    assert {"userName", "active", "emails"} <= {one["name"] for one in schema["attributes"]}
    assert directory("GET", "Schemas").json()["totalResults"] == 1
    for path in ("Groups", "Users/5", "Schemas/x", "Me", "Users/a/b"):
        answer = directory("GET", path)
        assert (answer.status_code, answer.json()["schemas"]) == (404, [ERROR]), path
    assert directory("DELETE", "Users").status_code == 405


def test_nobody_comes_in_without_a_token_for_it(keeper: User, directory: Directory) -> None:
    _, reading = make(keeper, "reads", ["read"], 30)
    for wrong in ("", "evr_x", reading, "Basic x"):
        answer = Directory(wrong)("GET", "Users")
        assert (answer.status_code, answer.json()["schemas"]) == (401, [ERROR])
    browser = Client()
    browser.force_login(keeper, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/scim/v2/Users").status_code == 401, "a cookie does not count"
    Grant.objects.all().delete()
    assert directory("GET", "Users").status_code == 401, "a token has the rights of today"
