"""The key that SAML assertions are encrypted for: made here, its private half sealed in the file.

It stands in `app/sign-in.toml` under `[saml_key]`, beside the providers that use it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from everyrep.faces.web.access.sealing import is_sealed, seal, unseal
from everyrep.faces.web.access.signin_file import NAME, TABLE_OF_KEY, bad, table, write
from everyrep.values import UserError

_PURPOSE = "saml_key"
_BITS = 3072
_DAYS = 3650


@dataclass(frozen=True)
class SamlKey:
    """A key pair.

    Attributes:
        certificate: Its public half, as providers take it: DER in base64.
        private: Its private half, DER in base64.
    """

    certificate: str
    private: str


def saml_key(folder: Path, secret: str) -> SamlKey | None:
    """The key in the file; None where there is none.

    Raises:
        SettingsError: The file or the key cannot be read.
        UserError: It was sealed with another key than this app's.
    """
    found = table(folder, TABLE_OF_KEY)
    if found is None:
        return None
    file, remedy = folder / NAME, f"delete [{TABLE_OF_KEY}], then: everyrep sign-in key"
    certificate, private = (str(found.get(name, "")) for name in ("certificate", "private"))
    if not is_sealed(private):
        raise bad(file, f"[{TABLE_OF_KEY}] holds no sealed key", remedy)
    opened = SamlKey(certificate, unseal(private, _PURPOSE, secret))
    if not _belong(opened):
        raise bad(file, f"certificate and key of [{TABLE_OF_KEY}] are no pair", remedy)
    return opened


def make_key(folder: Path, secret: str) -> SamlKey:
    """Make a key, and write it at the end of the file.

    Raises:
        SettingsError: The file cannot be read.
        UserError: There is one already.
    """
    file = folder / NAME
    if table(folder, TABLE_OF_KEY) is not None:
        raise UserError(
            "there is a key already",
            where=f"{file}, [{TABLE_OF_KEY}]",
            why="what providers encrypt for it could not be read any more",
            remedy=f"to change it, delete [{TABLE_OF_KEY}] first, and give providers the metadata "
            "anew afterwards",
        )
    made = _pair()
    text = file.read_text(encoding="utf-8") if file.exists() else "format = 1\n"
    sealed = seal(made.private, _PURPOSE, secret)
    write(
        file,
        f"{text.rstrip()}\n\n[{TABLE_OF_KEY}]\n"
        f'certificate = "{made.certificate}"\nprivate = "{sealed}"\n',
    )
    return made


def _pair() -> SamlKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Everyrep")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SamlKey(_text(certificate.public_bytes(Encoding.DER)), _text(private))


def _belong(pair: SamlKey) -> bool:
    try:
        public: Any = x509.load_der_x509_certificate(base64.b64decode(pair.certificate))
        private: Any = load_der_private_key(base64.b64decode(pair.private), None)
    except ValueError:
        return False
    return bool(public.public_key() == private.public_key())


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
