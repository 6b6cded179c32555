"""Single sign-on against a provider that runs as a process of its own."""

from __future__ import annotations

import html
import re
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.signin_file import Provider, apps, providers, seal_file
from everyrep.faces.web.audit.models import Entry
from everyrep.values import SettingsError, UserError
from tests.faces.web.coming_in import inside, way_to_provider
from tests.faces.web.provider import CLIENT, SECRET

pytestmark = pytest.mark.django_db
BEGIN = "/account/oidc/company/login/?process=login"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("provider") / "port"
    program = Path(__file__).with_name("provider.py")
    process = subprocess.Popen([sys.executable, str(program), str(file)])
    try:
        for _ in range(200):
            if file.exists() and file.read_text():
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{file.read_text()}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def company(server: str, settings: Any) -> None:
    cache.clear()
    use(settings, server)


def use(settings: Any, server: str, **more: Any) -> None:
    known = Provider("company", "Company sign-in", server, CLIENT, SECRET, **more)
    settings.SOCIALACCOUNT_PROVIDERS = apps((known,))


def at_the_provider(client: Client) -> str:
    return way_to_provider(client, BEGIN)


def sign_in(client: Client, who: str, mode: str = "") -> HttpResponse:
    sent = requests.get(
        at_the_provider(client), params={"as": who, "mode": mode}, allow_redirects=False, timeout=5
    )
    assert sent.status_code == 302, sent.text
    back = urlsplit(sent.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def test_somebody_invited_comes_in_by_the_verified_mail_address() -> None:
    User.objects.create_user("ann@example.org")
    client = Client()
    answer = sign_in(client, "Ann@Example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert inside(client) == "ann@example.org"
    told = set(Entry.objects.values_list("what", flat=True))
    assert {"sign_in", "sign_in_linked"} <= told


def test_the_next_time_the_account_is_known_without_its_mail_address() -> None:
    User.objects.create_user("ann@example.org")
    sign_in(Client(), "ann@example.org")
    User.objects.update(email="ann.smith@example.org")
    client = Client()
    sign_in(client, "ann@example.org")
    assert inside(client) == "ann.smith@example.org"
    assert SocialAccount.objects.count() == 1


def test_it_asks_with_a_challenge_and_keeps_no_token() -> None:
    User.objects.create_user("ann@example.org")
    asked = parse_qs(urlsplit(at_the_provider(Client())).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) == 64
    assert asked["state"][0] not in asked["nonce"][0]
    assert parse_qs(urlsplit(at_the_provider(Client())).query)["nonce"] != asked["nonce"]
    sign_in(Client(), "ann@example.org")
    assert SocialToken.objects.count() == 0


def test_who_was_not_invited_stays_outside() -> None:
    client = Client()
    answer = sign_in(client, "eve@example.org")
    assert answer.status_code == 403
    assert b"There is no account for you here" in answer.content
    assert inside(client) is None
    assert not User.objects.exists()
    assert Entry.objects.latest("number").what == "sign_in_refused"


@pytest.mark.parametrize(
    "mode",
    ["unverified", "other_key", "other_audience", "other_issuer", "unsigned", "expired",
     "other_person", "no_identity", "no_nonce", "other_nonce"],
)  # fmt: skip
def test_what_a_provider_says_wrongly_lets_nobody_in(mode: str) -> None:
    User.objects.create_user("ann@example.org")
    client = Client()
    answer = sign_in(client, "ann@example.org", mode)
    assert answer.status_code in (401, 403)
    assert inside(client) is None
    assert not SocialAccount.objects.exists()


def test_who_is_deactivated_stays_outside() -> None:
    user = User.objects.create_user("ann@example.org")
    sign_in(Client(), "ann@example.org")
    user.is_active = False
    user.save()
    client = Client()
    sign_in(client, "ann@example.org")
    assert inside(client) is None


def test_a_code_or_a_state_of_somebody_else_is_refused() -> None:
    User.objects.create_user("ann@example.org")
    thief, victim = Client(), Client()
    at = at_the_provider(thief)
    sent = requests.get(at, params={"as": "ann@example.org"}, allow_redirects=False, timeout=5)
    back = urlsplit(sent.headers["Location"])
    victim.get(f"{back.path}?{back.query}")
    assert inside(victim) is None
    assert victim.get(f"{back.path}?code=x&state=y").status_code == 401
    assert inside(victim) is None


def test_new_people_come_in_only_where_the_file_says_so(settings: Any, server: str) -> None:
    use(settings, server, create=True, domains=("example.org",))
    client = Client()
    assert sign_in(client, "new@elsewhere.org").status_code == 403
    sign_in(client, "new@example.org")
    assert inside(client) == "new@example.org"
    assert client.get("/").status_code == 403, "without a role nothing is open"


def test_it_begins_with_a_form_of_ours_alone() -> None:
    assert Client().get(BEGIN).status_code == 405
    assert Client(enforce_csrf_checks=True).post(BEGIN).status_code == 403
    assert Client().post("/account/oidc/another/login/").status_code == 404


def test_a_provider_that_is_away_is_said_so(settings: Any) -> None:
    use(settings, "http://127.0.0.1:9")
    answer = Client().post(BEGIN)
    assert answer.status_code == 502
    assert b"gave no good answer" in answer.content


def test_after_signing_in_nobody_is_led_to_another_host() -> None:
    User.objects.create_user("ann@example.org")
    client = Client()
    page = client.post(BEGIN + "&next=https://evil.example/").content.decode()
    at = html.unescape(re.findall(r'href="(http://127[^"]+)"', page)[0])
    sent = requests.get(at, params={"as": "ann@example.org"}, allow_redirects=False, timeout=5)
    back = urlsplit(sent.headers["Location"])
    assert client.get(f"{back.path}?{back.query}")["Location"] == "/"


FILE = """format = 1

# How our people sign in.
[[oidc]]
id = "company"
name = "Company sign-in"
server = "https://id.example.org"
client_id = "everyrep"
client_secret = "open for all"
"""


def test_a_secret_in_the_file_is_sealed_and_nothing_else_changes(tmp_path: Path) -> None:
    file = tmp_path / "sign-in.toml"
    file.write_text(FILE)
    with pytest.raises(SettingsError, match="everyrep sign-in seal"):
        providers(tmp_path, "key")
    assert seal_file(tmp_path, "key") == 1
    assert seal_file(tmp_path, "key") == 0
    text = file.read_text()
    assert "open for all" not in text
    assert text.partition("client_secret")[0] == FILE.partition("client_secret")[0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert providers(tmp_path, "key")[0].client_secret == "open for all"
    with pytest.raises(UserError, match="secret-key"):
        providers(tmp_path, "another key")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", "format = 2"), ("[[oidc]]", "[oidc]"), ("https://", "http://"),
        ('id = "company"', 'id = "../x"'), ("client_id", "klient_id"), ("format", "="),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_right_is_refused(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "sign-in.toml").write_text(FILE.replace(old, new, 1))
    with pytest.raises(SettingsError):
        providers(tmp_path, "key")
