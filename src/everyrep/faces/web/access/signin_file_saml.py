"""The SAML providers of `app/sign-in.toml`. Nothing of them is secret: the keys are public."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from everyrep.faces.web.access.signin_file import (
    NAME,
    TABLE_OF_KEY,
    bad,
    may_be_asked,
    name_of,
    read,
    table,
)
from everyrep.faces.web.access.signin_file_key import SamlKey
from everyrep.values import MissingExtra

ATTRIBUTES = {
    "uid": ("urn:oasis:names:tc:SAML:attribute:subject-id",),
    "email": (
        "email", "mail", "emailAddress", "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    ),
    "email_verified": ("email_verified", "http://schemas.auth0.com/email_verified"),
    "name": (
        "displayName", "name", "urn:oid:2.16.840.1.113730.3.1.241",
        "http://schemas.microsoft.com/identity/claims/displayname",
    ),
}  # fmt: skip
"""What providers call what we ask of somebody, the first that is there."""
_OWN_NAMES = {"id": "uid", "mail": "email", "mail_verified": "email_verified", "name": "name"}
_NEEDED = {"id", "name", "entity_id", "sso_url", "certificates"}
_KNOWN = _NEEDED | {"create", "domains", "trust_mail", "unsolicited", "attributes", "encrypted"}
_BITS = 2048


@dataclass(frozen=True)
class SamlProvider:
    """One SAML 2.0 identity provider.

    Attributes:
        id: Its part of the address, such as "company".
        name: What the button says.
        entity_id: What it calls itself in its metadata.
        sso_url: Where browsers are sent to.
        certificates: Whose keys its assertions may be signed with, DER in base64; two while keys
            are changed.
        unsolicited: Whether a reply that nobody here asked for is accepted.
        encrypted: Whether a reply in which anybody could read who comes in is refused.
        create, domains, trust_mail: As with OpenID Connect.
        attributes: What it calls what we ask of somebody, by allauth's names.
    """

    id: str
    name: str
    entity_id: str
    sso_url: str
    certificates: tuple[str, ...]
    unsolicited: bool = False
    create: bool = False
    domains: tuple[str, ...] = ()
    trust_mail: bool = False
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = tuple(ATTRIBUTES.items())
    encrypted: bool = False


def installed() -> bool:
    """Whether what SAML needs is here."""
    return find_spec("onelogin") is not None


def saml_providers(folder: Path) -> tuple[SamlProvider, ...]:
    """The SAML providers that the file in the app's folder names; none where there is no file.

    Raises:
        SettingsError: The file cannot be read, or what it says cannot be safe.
        MissingExtra: It names one, and what SAML needs is not installed.
    """
    found = tuple(_provider(one, file) for file, one in read(folder, "saml"))
    if any(one.encrypted for one in found) and table(folder, TABLE_OF_KEY) is None:
        raise bad(folder / NAME, "encrypted = true, and there is no key to read by",
                  "everyrep sign-in key")  # fmt: skip
    if found and not installed():
        raise MissingExtra("saml", f"Single sign-on by SAML (in {folder / NAME})")
    return found


def saml_apps(known: tuple[SamlProvider, ...], key: SamlKey | None = None) -> dict[str, Any]:
    """Allauth's settings of the providers; `saml.` keeps their people apart from all others'.

    Args:
        known: The providers.
        key: What they may encrypt for.
    """
    return {
        "saml": {
            "APPS": [
                {
                    "provider_id": f"saml.{one.id}",
                    "name": one.name,
                    "client_id": one.id,
                    "settings": {
                        "entity_id": one.entity_id,
                        "sso_url": one.sso_url,
                        "certificates": list(one.certificates),
                        "unsolicited": one.unsolicited,
                        "encrypted": one.encrypted,
                        "key": None if key is None else (key.certificate, key.private),
                        "create": one.create,
                        "domains": list(one.domains),
                        "trust_mail": one.trust_mail,
                        "attribute_mapping": {name: list(by) for name, by in one.attributes},
                    },
                }
                for one in known
            ]
        }
    }


def _provider(one: dict[str, Any], file: Path) -> SamlProvider:
    name = name_of(one, file, _NEEDED, _KNOWN)
    if not may_be_asked(str(one["sso_url"])):
        raise bad(file, f"{one['sso_url']} is not reached through TLS",
                  "give an address with https://")  # fmt: skip
    given = one["certificates"]
    if not isinstance(given, list) or not given:
        raise bad(file, "certificates is not a list of one or more", 'certificates = ["..."]')
    return SamlProvider(
        name, str(one["name"])[:40], str(one["entity_id"]), str(one["sso_url"]),
        tuple(_certificate(str(text), file) for text in given),
        one.get("unsolicited") is True, one.get("create") is True,
        tuple(str(d).lower().lstrip("@") for d in one.get("domains", ())),
        one.get("trust_mail") is True, _attributes(one.get("attributes", {}), file),
        one.get("encrypted") is True,
    )  # fmt: skip


def _attributes(given: Any, file: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(given, dict) or given.keys() - _OWN_NAMES.keys():
        raise bad(file, "attributes names what nothing reads",
                  f"it may have: {', '.join(_OWN_NAMES)}")  # fmt: skip
    own = {_OWN_NAMES[name]: (str(value),) for name, value in given.items()}
    return tuple({**ATTRIBUTES, **own}.items())


def _certificate(text: str, file: Path) -> str:
    """A certificate as DER in base64, if its key is one that can be relied on."""
    lines = [line.strip() for line in text.strip().splitlines() if not line.startswith("-----")]
    try:
        found = x509.load_der_x509_certificate(base64.b64decode("".join(lines), validate=True))
        key = found.public_key()
    except (ValueError, binascii.Error):
        raise bad(file, "a certificate cannot be read",
                  "copy X509Certificate from the provider's metadata") from None  # fmt: skip
    strong = isinstance(key, EllipticCurvePublicKey) or (
        isinstance(key, RSAPublicKey) and key.key_size >= _BITS
    )
    if not strong:
        raise bad(file, "a certificate's key is too weak",
                  f"let the provider sign with RSA of {_BITS} bits or more")  # fmt: skip
    return base64.b64encode(found.public_bytes(Encoding.DER)).decode("ascii")
