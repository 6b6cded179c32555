"""What docs/explanation/threat-model.md claims, walked: each claim that can be tested."""

from __future__ import annotations

import logging
import re
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from everyrep.faces.web.access.joining import invite
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.urls import CLOSED
from everyrep.faces.web.pages.measure_files import harmless
from everyrep.faces.web.quiet import NoSecrets
from everyrep.faces.web.tokens.keeping import make
from tests.faces.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db
# Pages of an account that are shown to who is signed in, and those to who is not.
INSIDE = (
    "account_logout", "account_change_password", "account_reauthenticate", "mfa_index",
    "mfa_list_webauthn", "usersessions_list", "socialaccount_connections", "tokens",
)  # fmt: skip
OUTSIDE = (
    "account_login", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key_done", "account_inactive", "socialaccount_login_cancelled",
)  # fmt: skip


@pytest.fixture(autouse=True)
def afresh() -> None:
    cache.clear()


def test_pages_of_an_account_are_in_our_looks_and_hold_nothing_inline(cast: Cast) -> None:
    pages = [(name, cast.client("rep").get(reverse(name))) for name in INSIDE]
    pages += [(name, Client().get(reverse(name))) for name in OUTSIDE]
    for name, answer in pages:
        text = answer.content.decode()
        assert answer.status_code in (200, 401), (name, answer.status_code)
        assert "everyrep/app.css" in text, name
        assert "default-src 'none'" in answer["Content-Security-Policy"], name
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.S):
            assert not body.strip() or "application/json" in attributes, name
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|https?://(?!www\.w3\.org)", text), name


def test_what_is_closed_is_closed_for_everybody(cast: Cast) -> None:
    for address in (f"/account/{one}".replace("<str:key>", "k") for one in CLOSED):
        for who in ("anonymous", "administrator"):
            assert cast.client(who).get(address).status_code == 403, address
            assert cast.client(who).post(address, {"email": "x@y.org"}).status_code == 403
    assert cast.user("administrator").email == "administrator@example.org"


def addresses(patterns: list[Any], before: str = "") -> list[str]:
    found = []
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            found.append(here)
    return found


def test_no_address_fails_for_who_is_not_signed_in_or_gives_something_away() -> None:
    for pattern in addresses(get_resolver().url_patterns):
        path = re.sub(r"<(int|\w+):\w+>", lambda m: "1" if m[1] == "int" else "x", pattern)
        path = "/" + re.sub(r"\(\?P<\w+>[^)]*\)|[\^$]|\\Z|\.\*", "x", path).replace("\\", "")
        for method in ("get", "post"):
            answer = getattr(Client(), method)(path)
            assert answer.status_code < 500 or answer.status_code == 502, path
            assert b"Traceback" not in answer.content, path


def test_a_forged_host_is_refused() -> None:
    assert Client(headers={"Host": "evil.example"}).get("/account/login/").status_code == 400
    asked = {"email": "nobody@example.org"}
    reset = reverse("account_reset_password")
    assert Client(headers={"Host": "evil.example"}).post(reset, asked).status_code == 400


def test_a_forwarded_address_is_not_believed(cast: Cast) -> None:
    assert cast
    for number in range(12):
        client = Client(headers={"X-Forwarded-For": f"10.0.0.{number}", "X-Forwarded-Host": "e.x"})
        client.post(reverse("account_login"), {"login": f"u{number}@x.org", "password": "wrong"})
    last = Client(headers={"X-Forwarded-For": "10.9.9.9"})
    last.post(reverse("account_login"), {"login": "rep@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in last.session, "ten a minute from one caller, whatever it claims"


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_redirects_stay_here(cast: Cast, there: str) -> None:
    assert cast
    answer = Client().post(
        reverse("account_login"),
        {"login": "rep@example.org", "password": PASSWORD, "next": there},
    )
    assert answer["Location"] == "/"


def test_every_form_that_changes_something_needs_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        cast.user("administrator"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    changing = (
        "account_logout", "account_change_password", "usersessions_list", "tokens",
        "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn",
    )  # fmt: skip
    for name in changing:
        assert client.post(reverse(name)).status_code == 403, name


def test_known_and_unknown_addresses_are_answered_the_same(cast: Cast) -> None:
    assert cast
    told = [
        Client().post(reverse("account_reset_password"), {"email": who})
        for who in ("rep@example.org", "nobody-at-all@example.org")
    ]
    assert told[0].status_code == told[1].status_code == 302
    assert told[0]["Location"] == told[1]["Location"]


def test_a_body_that_is_too_large_is_refused(cast: Cast) -> None:
    big = "x=" + "y" * (6 * 1024 * 1024)
    answer = cast.client("rep").post(
        reverse("tokens"), big, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (400, 413)
    many = {f"f{n}": "1" for n in range(3_000)}
    assert cast.client("rep").post(reverse("tokens"), many).status_code == 400


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1"])
def test_cells_that_begin_a_formula_are_defused(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_keys_of_authenticator_apps_are_sealed(cast: Cast) -> None:
    TOTP.activate(cast.user("rep"), "JBSWY3DPEHPK3PXP")
    kept = Authenticator.objects.get(user=cast.user("rep"))
    assert "JBSWY3DPEHPK3PXP" not in str(kept.data)
    assert kept.wrap().instance.data["secret"].startswith("sealed:")


def test_logs_hold_no_secret(cast: Cast) -> None:
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.addFilter(NoSecrets())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        link = invite(User.objects.create_user("new@example.org"), by="test")
        token = make(cast.user("rep"), "x", ["read"], 1)[1]
        Client().post(f"/join/{link}/", {"password": "short", "again": "short"})
        Client().get(f"/join/{link}x/")
        Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {token}"})
        Client().post(reverse("account_login"), {"login": "rep@x.org", "password": PASSWORD})
        logging.getLogger("django.request").error("Failed: /join/%s/ with %s", link, token)
        logging.getLogger("requests").info("POST code=abcdef&client_secret=hidden")
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    text = said.getvalue()
    assert "Failed: /join/.../ with evr_..." in text
    for secret in (link, token, PASSWORD, "abcdef", "hidden"):
        assert secret not in text
