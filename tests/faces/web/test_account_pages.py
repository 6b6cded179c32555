"""Every page of an account is in our looks and words; what is not wanted is shut."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

import everyrep.faces.web.pages
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.urls import CLOSED
from tests.faces.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db
OURS = Path(everyrep.faces.web.pages.__file__).parent / "templates"
THEIRS = re.compile(
    r"Two-Factor|Authenticator|Security Key|reauthenticat|Password Reset|Third-Party|Sign In|"
    r"Generate|Activate|Please|Confirm Access|\(again\)|Unspecified|example\.com"
)


@pytest.fixture(autouse=True)
def afresh() -> None:
    cache.clear()


def signed_in(name: str = "rep") -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": f"{name}@example.org", "password": PASSWORD})
    return client


def with_everything(cast: Cast) -> User:
    """Somebody with an app, recovery codes and a passkey."""
    user = cast.user("rep")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    Authenticator.objects.create(
        user=user, type="webauthn",
        data={"name": "my phone", "credential": {"clientExtensionResults": {}}},
    )  # fmt: skip
    return user


def addresses() -> list[str]:
    """Every address under account/ as it is registered."""

    def walk(patterns: Any, before: str) -> list[str]:
        found = []
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLResolver):
                found += walk(one.url_patterns, here)
            elif isinstance(one, URLPattern):
                found.append(here)
        return found

    root = next(p for p in get_resolver().url_patterns if str(p.pattern) == "account/")
    return walk(root.url_patterns, "account/")


def text_of(answer: Any) -> str:
    page = answer.content.decode()
    return re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.S)


@pytest.mark.usefixtures("cast")
def test_pages_of_whoever_has_signed_in_are_ours(cast: Cast) -> None:
    client = signed_in()
    user = with_everything(cast)
    key = Authenticator.objects.get(user=user, type="webauthn").pk
    seen = set()
    for name, given in (
        ("mfa_index", []), ("mfa_activate_totp", []), ("mfa_deactivate_totp", []),
        ("mfa_view_recovery_codes", []), ("mfa_generate_recovery_codes", []),
        ("mfa_list_webauthn", []), ("mfa_add_webauthn", []), ("mfa_edit_webauthn", [key]),
        ("mfa_remove_webauthn", [key]), ("account_change_password", []),
        ("account_reauthenticate", []), ("mfa_reauthenticate", []),
        ("usersessions_list", []),
        ("socialaccount_connections", []), ("account_logout", []),
    ):  # fmt: skip
        answer = client.get(reverse(name, args=given), follow=True)
        assert answer.status_code == 200, name
        assert b'class="brand"' in answer.content or b"</nav>" in answer.content, name
        found = THEIRS.search(text_of(answer))
        assert found is None, (name, found and found[0])
        seen |= {one.name for one in answer.templates if one.name}
        assert b"placeholder" not in answer.content, name
    assert all((OURS / name).exists() for name in seen if name.startswith(("account/", "mfa/")))


def test_pages_before_signing_in_are_ours(cast: Cast) -> None:
    user = with_everything(cast)
    Authenticator.objects.filter(type="webauthn").delete()  # It is none that a browser made.
    client = Client()
    link = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    for address in (
        reverse("account_login"), reverse("account_reset_password"),
        reverse("account_reset_password_done"), reverse("account_inactive"),
        reverse("account_reset_password_from_key_done"),
        f"/account/password/reset/key/{link}/", "/account/password/reset/key/1-x/",
    ):  # fmt: skip
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        found = THEIRS.search(text_of(answer))
        assert found is None, (address, found and found[0])
    asked = {"login": user.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), asked, follow=True)
    assert "The second step" in text_of(answer)
    assert THEIRS.search(text_of(answer)) is None


def test_every_other_address_is_shut(cast: Cast) -> None:
    for address in CLOSED:
        shut = "/account/" + address.replace("<str:key>", "x")
        assert cast.client("rep").get(shut).status_code == 403, shut
        assert Client().get(shut).status_code == 403, shut
    known = {one.partition("account/")[2] for one in addresses()} - set(CLOSED)
    wanted = (
        "login/ logout/ inactive/ reauthenticate/ password/ 2fa/ 3rdparty/ saml/ oidc/ sessions/"
    )
    words = (*wanted.split(), "^saml", "^oidc", "^password", "^confirm-email", "^oidc")
    assert [one for one in known if one and not one.startswith(words)] == []


def test_mail_is_in_our_words(cast: Cast) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "rep@example.org"})
    (sent,) = mail.outbox
    assert sent.subject == "[Everyrep] A new password"
    assert "it serves once" in sent.body
    assert "Everyrep, testserver" in sent.body
    assert THEIRS.search(sent.body) is None
    mail.outbox.clear()
    here = signed_in()
    new = {"oldpassword": PASSWORD, "password1": "quite another", "password2": "quite another"}
    here.post(reverse("account_change_password"), new)
    (sent,) = mail.outbox
    assert sent.subject == "[Everyrep] Your password was changed"
    assert "If it was not you" in sent.body
    assert cast.user("rep").check_password("quite another")


@pytest.mark.usefixtures("cast")
def test_no_mail_goes_to_strangers() -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": "eve@elsewhere.org"})
    assert answer.status_code == 302, "the answer is the same for all"
    assert mail.outbox == []
