"""Which encrypted SAML assertions are taken at all, before anything is decrypted.

What decrypts reads a small language of its own: it would fetch what a reference points to, and try
ways of encryption that are broken. So only the plain form passes: one assertion, encrypted with AES
under one key, which is encrypted with RSA-OAEP for this app; all of it inside the reply.
"""

from __future__ import annotations

from typing import Any

from everyrep.faces.web.access.sso_refused import Refused

_P, _A = "{urn:oasis:names:tc:SAML:2.0:protocol}", "{urn:oasis:names:tc:SAML:2.0:assertion}"
_E, _D = "{http://www.w3.org/2001/04/xmlenc#}", "{http://www.w3.org/2000/09/xmldsig#}"
_DATA = frozenset(
    f"http://www.w3.org/{name}"
    for name in (
        "2009/xmlenc11#aes128-gcm", "2009/xmlenc11#aes256-gcm",
        "2001/04/xmlenc#aes128-cbc", "2001/04/xmlenc#aes256-cbc",
    )
)  # fmt: skip
"""CBC is what many providers know alone; what it lacks the signature inside makes up for."""
_KEYS = frozenset(
    {"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep"}
)
_LEADS_AWAY = (f"{_E}CipherReference", f"{_E}Transforms", f"{_D}Transforms")


def hold_readable(root: Any, *, has_key: bool) -> None:
    """Hold that what is encrypted of a reply, if anything, may be decrypted.

    Args:
        root: The reply.
        has_key: Whether this app has a key of its own.

    Raises:
        Refused: It may not.
    """
    inside = [node for node in root.iter() if str(node.tag).startswith(_E)]
    whole = root.findall(f"{_A}EncryptedAssertion")
    if not inside and not list(root.iter(f"{_A}EncryptedAssertion")):
        return
    if not has_key:
        raise Refused("it is encrypted, and this app has no key: everyrep sign-in key makes one")
    if root.tag != f"{_P}Response" or len(whole) != 1:
        raise Refused("not the assertion as a whole is encrypted")
    data = root.findall(f"{_A}EncryptedAssertion/{_E}EncryptedData")
    keys = list(whole[0].iter(f"{_E}EncryptedKey"))
    if (
        len(data) != 1
        or len(keys) != 1
        or _all(root, "EncryptedData") != data
        or (_all(root, "EncryptedKey") != keys)
    ):
        raise Refused("it is encrypted in an unusual form")
    if _method(data[0]) not in _DATA or _method(keys[0]) not in _KEYS:
        raise Refused("it is encrypted in a way that is not safe, or not known here")
    for node in whole[0].iter():
        uri = node.get("URI")
        if node.tag in _LEADS_AWAY or (uri is not None and not uri.startswith("#")):
            raise Refused("what is encrypted leads out of the reply")


def _all(root: Any, name: str) -> list[Any]:
    return list(root.iter(f"{_E}{name}"))


def _method(node: Any) -> str:
    found = node.find(f"{_E}EncryptionMethod")
    return "" if found is None else str(found.get("Algorithm"))
