"""Single sign-on by SAML 2.0 against a provider that runs as a process of its own."""

from __future__ import annotations

import base64
import html
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from everyrep.faces.web.access import signin_file_saml
from everyrep.faces.web.access.models import SpentAssertion, User
from everyrep.faces.web.access.signin_file_key import make_key, saml_key
from everyrep.faces.web.access.signin_file_saml import SamlProvider, saml_apps, saml_providers
from everyrep.faces.web.audit.models import Entry
from everyrep.values import MissingExtra, SettingsError, UserError

etree = pytest.importorskip("lxml.etree")
pytest.importorskip("signxml")
pytest.importorskip("onelogin")

from tests.faces.web.coming_in import inside, way_to_provider  # noqa: E402 - like the next
from tests.faces.web.provider_saml import ENTITY, pair  # noqa: E402 - it needs what was asked for

pytestmark = pytest.mark.django_db
AT = "/account/saml/company"
NAMES = {
    "p": "urn:oasis:names:tc:SAML:2.0:protocol", "a": "urn:oasis:names:tc:SAML:2.0:assertion",
    "d": "http://www.w3.org/2000/09/xmldsig#",
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    file = tmp_path_factory.mktemp("provider") / "told"
    program = Path(__file__).with_name("provider_saml.py")
    process = subprocess.Popen([sys.executable, str(program), str(file)])
    try:
        for _ in range(400):
            if file.exists():
                break
            time.sleep(0.05)
        yield json.loads(file.read_text())
    finally:
        process.kill()
        process.wait()


FILE = """format = 1

[[saml]]
id = "company"
name = "Company sign-in"
entity_id = "{entity}"
sso_url = "http://127.0.0.1:{port}/sso"
certificates = ['''
{certificate}''']
"""


@pytest.fixture(autouse=True)
def company(server: dict[str, Any], settings: Any, tmp_path: Path) -> Callable[..., None]:
    def use(key: bool = False, **more: Any) -> None:
        lines = [f"{name} = {json.dumps(value)}" for name, value in more.items()]
        text = FILE.format(entity=ENTITY, **server) + "\n".join(lines)
        (tmp_path / "sign-in.toml").write_text(text)
        if key:
            (tmp_path / "sign-in.toml").write_text(text + key_of_the_app())
        known = saml_key(tmp_path, "the app's key")
        settings.SOCIALACCOUNT_PROVIDERS = saml_apps(saml_providers(tmp_path), known)

    use()
    return use


def replied(client: Client, who: str, mode: str = "", **more: str) -> str:
    at = way_to_provider(client, f"{AT}/login/?process=login")
    sent = requests.get(at, params={"as": who, "mode": mode, **more}, timeout=5)
    assert sent.status_code == 200, sent.text
    assert f'action="http://testserver{AT}/acs/"' in sent.text
    value = re.search(r'value="([^"]+)"', sent.text)
    assert value
    return value[1]


def hand_over(client: Client, reply: str) -> HttpResponse:
    """As a browser does it: the form of another host brings no cookie, the next page does."""
    answer = Client().post(f"{AT}/acs/", {"SAMLResponse": reply})
    if answer.status_code != 302:
        return answer
    client.cookies["saml-reply"] = answer.cookies["saml-reply"].value
    return client.get(answer["Location"])


def sign_in(client: Client, who: str, mode: str = "", **more: str) -> HttpResponse:
    return hand_over(client, replied(client, who, mode, **more))


def test_somebody_invited_comes_in_by_the_verified_mail_address() -> None:
    User.objects.create_user("ann@example.org")
    client = Client()
    answer = sign_in(client, "Ann@Example.org")
    assert answer.status_code == 302, Entry.objects.latest("number").detail
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert inside(client) == "ann@example.org"
    assert {"sign_in", "sign_in_linked"} <= set(Entry.objects.values_list("what", flat=True))
    kept = SocialAccount.objects.get()
    assert (kept.provider, kept.uid, kept.extra_data) == (
        "saml.company",
        "id of Ann@Example.org",
        {},
    )


def test_the_next_time_the_account_is_known_without_its_mail_address() -> None:
    User.objects.create_user("ann@example.org")
    sign_in(Client(), "ann@example.org")
    User.objects.update(email="ann.smith@example.org")
    client = Client()
    sign_in(client, "ann@example.org")
    assert inside(client) == "ann.smith@example.org"


@pytest.mark.parametrize(
    "mode",
    ["unsigned", "signed_outside", "other_key", "other_audience", "no_audience", "other_recipient",
     "no_recipient", "no_end", "expired", "early", "other_issuer", "other_request", "unsolicited",
     "other_destination", "failed", "transient"],
)  # fmt: skip
def test_what_is_no_proof_lets_nobody_in(mode: str) -> None:
    User.objects.create_user("ann@example.org")
    client = Client()
    answer = sign_in(client, "ann@example.org", mode)
    assert answer.status_code == 403
    assert inside(client) is None
    assert not SocialAccount.objects.exists()
    last = Entry.objects.latest("number")
    assert last.what == "sign_in_refused"
    assert last.detail["why"]


@pytest.mark.parametrize("mode", ["unverified", "silent"])
def test_a_mail_address_that_nobody_vouches_for_opens_no_account(mode: str) -> None:
    User.objects.create_user("ann@example.org")
    client = Client()
    assert sign_in(client, "ann@example.org", mode).status_code == 403
    assert inside(client) is None


def test_a_provider_whose_addresses_are_trusted_need_not_say_so(
    company: Callable[..., None],
) -> None:
    company(trust_mail=True, domains=["example.org"])
    User.objects.create_user("ann@example.org")
    User.objects.create_user("eve@elsewhere.org")
    client = Client()
    sign_in(client, "ann@example.org", "silent")
    assert inside(client) == "ann@example.org"
    assert sign_in(Client(), "eve@elsewhere.org", "silent").status_code == 403


def test_who_was_not_invited_and_who_is_deactivated_stay_outside() -> None:
    client = Client()
    answer = sign_in(client, "eve@example.org")
    assert answer.status_code == 403
    assert b"There is no account for you here" in answer.content
    assert not User.objects.exists()
    User.objects.create_user("ann@example.org", is_active=False)
    client = Client()
    sign_in(client, "ann@example.org")
    assert inside(client) is None


def test_new_people_come_in_only_where_the_file_says_so(company: Callable[..., None]) -> None:
    company(create=True, domains=["example.org"])
    assert sign_in(Client(), "new@elsewhere.org").status_code == 403
    client = Client()
    sign_in(client, "new@example.org")
    assert inside(client) == "new@example.org"
    assert User.objects.get().name == "Somebody"
    assert client.get("/").status_code == 403, "without a role nothing is open"


def test_a_comment_in_a_mail_address_does_not_cut_it_off() -> None:
    User.objects.create_user("ann@example.org")
    client = Client()
    assert sign_in(client, "ann@example.org|.evil.example", "comment").status_code == 403
    assert inside(client) is None


def test_a_reply_serves_once_and_only_the_browser_that_asked(
    company: Callable[..., None],
) -> None:
    User.objects.create_user("ann@example.org")
    ann, thief = Client(), Client()
    reply = replied(ann, "ann@example.org")
    assert hand_over(thief, reply).status_code == 403
    assert inside(thief) is None
    hand_over(ann, reply)
    assert inside(ann) == "ann@example.org"
    assert hand_over(ann, reply).status_code == 403
    company(unsolicited=True)
    assert hand_over(thief, stripped(reply)).status_code == 403, "it was asked for by another"
    assert inside(thief) is None


def test_where_it_is_allowed_nobody_need_have_asked_and_it_serves_once(
    company: Callable[..., None],
) -> None:
    User.objects.create_user("ann@example.org")
    company(unsolicited=True)
    first, second = Client(), Client()
    reply = replied(Client(), "ann@example.org", "unsolicited")
    hand_over(first, reply)
    assert inside(first) == "ann@example.org"
    assert hand_over(second, reply).status_code == 403
    assert inside(second) is None
    assert Entry.objects.latest("number").detail["why"] == "it was used before"
    assert SpentAssertion.objects.count() == 1


@cache
def key_of_the_app() -> str:
    """Made once; making one takes a second."""
    with tempfile.TemporaryDirectory() as folder:
        make_key(Path(folder), "the app's key")
        text = (Path(folder) / "sign-in.toml").read_text()
    return text.replace("format = 1", "")


def shown_certificate() -> str:
    """As the metadata show it to the provider."""
    root = etree.fromstring(Client().get(f"{AT}/metadata/").content)
    (found,) = root.findall(".//{*}KeyDescriptor[@use='encryption']//{*}X509Certificate")
    return "".join(found.text.split())


@pytest.mark.parametrize("how", ["gcm", "cbc", "beside", "signed_too"])
def test_an_encrypted_assertion_is_read(company: Callable[..., None], how: str) -> None:
    company(key=True, encrypted=True)
    User.objects.create_user("ann@example.org")
    client, mine = Client(), {"for": shown_certificate(), "how": how}
    reply = replied(client, "ann@example.org", **mine)
    assert b"ann@example.org" not in base64.b64decode(reply)
    assert hand_over(client, reply).status_code == 302, Entry.objects.latest("number").detail
    assert inside(client) == "ann@example.org"
    assert hand_over(Client(), reply).status_code == 403, "it serves once"


@pytest.mark.parametrize(
    ("how", "why"),
    [("rsa15", "not safe"), ("away", "leads out"), ("key_away", "leads out"),
     ("broken", "cannot be read"), ("another", "cannot be read")],
)  # fmt: skip
def test_what_is_encrypted_otherwise_is_refused(
    company: Callable[..., None], how: str, why: str
) -> None:
    company(key=True)
    User.objects.create_user("ann@example.org")
    client = Client()
    mine = anothers_certificate() if how == "another" else shown_certificate()
    answer = sign_in(client, "ann@example.org", **{"for": mine, "how": how})
    assert answer.status_code == 403
    assert inside(client) is None
    assert why in Entry.objects.latest("number").detail["why"]


@pytest.mark.parametrize(
    "mode", ["unsigned", "other_key", "other_audience", "expired", "other_request", "transient"]
)
def test_encrypting_it_makes_nothing_a_proof(company: Callable[..., None], mode: str) -> None:
    company(key=True)
    User.objects.create_user("ann@example.org")
    client = Client()
    answer = sign_in(client, "ann@example.org", mode, **{"for": shown_certificate()})
    assert answer.status_code == 403
    assert inside(client) is None


def test_what_must_be_encrypted_is_refused_in_the_open_and_else_both_are_read(
    company: Callable[..., None],
) -> None:
    User.objects.create_user("ann@example.org")
    company(key=True, encrypted=True)
    assert sign_in(Client(), "ann@example.org").status_code == 403
    company(key=True)
    assert sign_in(Client(), "ann@example.org").status_code == 302
    certificate = shown_certificate()
    assert sign_in(Client(), "ann@example.org", **{"for": certificate}).status_code == 302
    company()
    assert sign_in(Client(), "ann@example.org", **{"for": certificate}).status_code == 403
    assert "no key" in Entry.objects.latest("number").detail["why"]
    assert not etree.fromstring(Client().get(f"{AT}/metadata/").content).findall(
        ".//{*}KeyDescriptor"
    )


def test_the_key_is_made_once_and_only_this_app_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    assert saml_key(folder, "key") is None
    made = make_key(folder, "key")
    file = folder / "sign-in.toml"
    assert file.stat().st_mode & 0o077 == 0
    assert made.private not in file.read_text()
    assert saml_key(folder, "key") == made
    with pytest.raises(UserError, match="already"):
        make_key(folder, "key")
    with pytest.raises(UserError, match="cannot be read"):
        saml_key(folder, "another key")
    file.write_text(re.sub(r'private = ".*"', f'private = "{made.private}"', file.read_text()))
    with pytest.raises(SettingsError, match="no sealed key"):
        saml_key(folder, "key")


def test_nothing_can_be_asked_to_be_encrypted_without_a_key(
    company: Callable[..., None],
) -> None:
    with pytest.raises(SettingsError, match="no key to read by"):
        company(encrypted=True)


def anothers_certificate() -> str:
    _, pem = pair()
    return "".join(line for line in pem.decode().splitlines() if "---" not in line)


def changed(reply: str, change: Callable[[Any], Any]) -> str:
    root = etree.fromstring(base64.b64decode(reply))
    other = change(root)
    root = root if other is None else other
    return base64.b64encode(etree.tostring(root)).decode()


def stripped(reply: str) -> str:
    def change(root: Any) -> None:
        del root.attrib["InResponseTo"]

    return changed(reply, change)


def forged(assertion: Any, who: str = "boss@example.org") -> Any:
    """A copy that says somebody else, and is not signed."""
    copy = deepcopy(assertion)
    copy.remove(copy.find("d:Signature", NAMES))
    copy.find(".//a:AttributeValue", NAMES).text = who
    copy.find(".//a:NameID", NAMES).text = "id of " + who
    return copy


def good_and_bad(root: Any) -> tuple[Any, Any]:
    """The assertion, and a forged one of another name."""
    good = root.find("a:Assertion", NAMES)
    bad = forged(good)
    bad.set("ID", "_forged")
    return good, bad


def beside_before(root: Any) -> None:
    good, bad = good_and_bad(root)
    root.insert(root.index(good), bad)


def beside_after(root: Any) -> None:
    root.append(good_and_bad(root)[1])


def same_id_before(root: Any) -> None:
    good = root.find("a:Assertion", NAMES)
    root.insert(root.index(good), forged(good))


def good_in_signature(root: Any) -> None:
    """The forged one carries the signature, in which the good one is an object."""
    good, bad = good_and_bad(root)
    mark = good.find("d:Signature", NAMES)
    good.remove(mark)
    etree.SubElement(mark, f"{{{NAMES['d']}}}Object").append(good)
    bad.insert(1, mark)
    root.append(bad)


def good_in_forged(root: Any) -> None:
    good, bad = good_and_bad(root)
    root.replace(good, bad)
    bad.append(good)


def good_in_extensions(root: Any) -> None:
    good, bad = good_and_bad(root)
    root.replace(good, bad)
    more = etree.Element(f"{{{NAMES['p']}}}Extensions")
    more.append(good)
    root.insert(1, more)


def good_in_advice(root: Any) -> None:
    good, bad = good_and_bad(root)
    root.replace(good, bad)
    advice = etree.Element(f"{{{NAMES['a']}}}Advice")
    advice.append(good)
    bad.insert(3, advice)


def signature_at_the_forged(root: Any) -> None:
    good, bad = good_and_bad(root)
    bad.insert(1, deepcopy(good.find("d:Signature", NAMES)))
    root.replace(good, bad)


def outside_in_outside(root: Any) -> Any:
    """The whole good reply, as an extension of another."""
    other = deepcopy(root)
    other.set("ID", "_other")
    good, bad = good_and_bad(other)
    other.replace(good, bad)
    more = etree.Element(f"{{{NAMES['p']}}}Extensions")
    more.append(root)
    other.insert(1, more)
    return other


def another_mail(root: Any) -> None:
    root.find(".//a:AttributeValue", NAMES).text = "boss@example.org"


def no_signature(root: Any) -> None:
    good = root.find("a:Assertion", NAMES)
    root.replace(good, forged(good))


@pytest.mark.parametrize(
    "wrap",
    [beside_before, beside_after, same_id_before, good_in_signature, good_in_forged,
     good_in_extensions, good_in_advice, signature_at_the_forged, outside_in_outside, another_mail,
     no_signature],
)  # fmt: skip
def test_a_signature_cannot_be_wrapped_round_something_else(
    wrap: Callable[[Any], Any], company: Callable[..., None]
) -> None:
    company(unsolicited=True)
    User.objects.create_user("ann@example.org")
    User.objects.create_user("boss@example.org")
    client = Client()
    answer = hand_over(client, changed(replied(client, "ann@example.org"), wrap))
    assert answer.status_code == 403
    assert inside(client) is None


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha" * 50}">' for i in range(10))


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"x", b"<a>", b"\xff\xfe<", b"<a>" * 100_000,
        f"<!DOCTYPE x [{LAUGHS}]><x>&l9;</x>".encode(),
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
        "<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>".encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>',
        b'<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></x>',
        b"<" + b"a" * 300_000 + b"/>",
    ],
)  # fmt: skip
def test_hostile_xml_is_refused_quickly_and_kept_nowhere(raw: bytes) -> None:
    begun = time.monotonic()
    answer = Client().post(f"{AT}/acs/", {"SAMLResponse": base64.b64encode(raw).decode()})
    assert answer.status_code == 403
    assert time.monotonic() - begun < 2
    assert not Session.objects.exists()


@pytest.mark.parametrize("given", [{}, {"SAMLResponse": "%%%"}, {"SAMLResponse": "é"}])
def test_what_is_no_reply_is_refused(given: dict[str, str]) -> None:
    assert Client().post(f"{AT}/acs/", given).status_code == 403
    assert Client().get(f"{AT}/acs/finish/").status_code == 403
    assert Client().get(f"{AT}/acs/").status_code == 405


def test_it_begins_with_a_form_of_ours_alone_and_only_what_is_used_is_open() -> None:
    assert Client().get(f"{AT}/login/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{AT}/login/").status_code == 403
    for address in ("login/", "acs/"):
        assert Client().post(f"/account/saml/another/{address}").status_code == 404
    assert Client().get("/account/saml/another/metadata/").status_code == 404
    assert Client().get(f"{AT}/sls/").status_code == 403


def test_what_the_provider_is_told_of_us() -> None:
    answer = Client().get(f"{AT}/metadata/")
    assert answer.status_code == 200
    root = etree.fromstring(answer.content)
    assert root.get("entityID") == f"http://testserver{AT}/metadata/"
    (ours,) = root.findall("{*}SPSSODescriptor")
    assert ours.get("WantAssertionsSigned") == "true"
    (service,) = ours.findall("{*}AssertionConsumerService")
    assert service.get("Location") == f"http://testserver{AT}/acs/"
    assert service.get("Binding").endswith("HTTP-POST")
    assert not ours.findall("{*}SingleLogoutService")


def test_after_signing_in_nobody_is_led_to_another_host() -> None:
    User.objects.create_user("ann@example.org")
    client = Client()
    page = client.post(f"{AT}/login/?process=login&next=https://evil.example/").content.decode()
    to = html.unescape(re.findall(r'href="(http://127[^"]+)"', page)[0])
    assert "evil" not in urlsplit(to).query
    sent = requests.get(to, params={"as": "ann@example.org"}, timeout=5)
    found = re.search(r'value="([^"]+)"', sent.text)
    assert found
    assert hand_over(client, found[1])["Location"] == "/"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("entity_id", "entity", "lacks"), ("http://127.0.0.1", "http://id.example.org", "TLS"),
        ("-----BEGIN", "x-----BEGIN", "certificate"), ("[[saml]]", "[[samel]]", "kind"),
        ("certificates = [", "certificates = []\nx = [", "it has x"),
        ('id = "company"', 'id = "a/b"', "address"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_right_is_refused(
    tmp_path: Path, server: dict[str, Any], old: str, new: str, said: str
) -> None:
    text = FILE.format(entity=ENTITY, **server)
    (tmp_path / "sign-in.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(SettingsError, match=said):
        saml_providers(tmp_path)


def test_two_ways_of_signing_in_are_not_taken_for_one_another(
    tmp_path: Path, server: dict[str, Any]
) -> None:
    text = FILE.format(entity=ENTITY, **server)
    (tmp_path / "sign-in.toml").write_text(text + '\n[[oidc]]\nid = "company"\n')
    with pytest.raises(SettingsError, match="same id"):
        saml_providers(tmp_path)


@pytest.mark.usefixtures("server")
def test_without_what_it_needs_the_command_to_install_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: dict[str, Any]
) -> None:
    monkeypatch.setattr(signin_file_saml, "find_spec", lambda _: None)
    assert saml_providers(tmp_path / "none") == ()
    (tmp_path / "sign-in.toml").write_text(FILE.format(entity=ENTITY, **server))
    with pytest.raises(MissingExtra, match=r"everyrep\[saml\]"):
        saml_providers(tmp_path)


def test_the_provider_is_asked_by_name() -> None:
    known = SamlProvider("x", "X", "https://x", "https://x/sso", ("",))
    assert saml_apps((known,))["saml"]["APPS"][0]["provider_id"] == "saml.x"
