"""Keeping secrets at rest: sealed with a key that is derived from the app's own."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from everyrep.values import UserError

MARK = "sealed:"
_NONCE = 12
_KEY = 32


def seal(text: str, purpose: str, secret: str) -> str:
    """A text that only this app can read again.

    Args:
        text: The secret.
        purpose: What it is for; what was sealed for one thing cannot be passed off as another.
        secret: The app's key.
    """
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(secret)).encrypt(nonce, text.encode(), purpose.encode())
    return MARK + urlsafe_b64encode(nonce + sealed).decode("ascii")


def unseal(text: str, purpose: str, secret: str) -> str:
    """What was sealed.

    Raises:
        UserError: It was sealed with another key or for another thing, or was changed.
    """
    try:
        raw = urlsafe_b64decode(text.removeprefix(MARK).encode("ascii"))
        return AESGCM(_key(secret)).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError):
        raise UserError(
            f"the secret of {purpose} cannot be read",
            why="it was sealed with another key than this app's, or was changed since",
            remedy="put app/secret-key back as it was, or give the secret anew and seal it",
        ) from None


def is_sealed(text: str) -> bool:
    """Whether a text was sealed."""
    return text.startswith(MARK)


def _key(secret: str) -> bytes:
    return HKDF(SHA256(), _KEY, salt=None, info=b"everyrep: secrets at rest").derive(
        secret.encode()
    )
