"""Second factors: their secrets are sealed before they go into the database."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from everyrep.faces.web.access.sealing import seal, unseal
from everyrep.faces.web.place import place

_PURPOSE = "a second factor"


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals keys of authenticator apps and recovery codes."""

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return seal(text, _PURPOSE, place().secret)

    def decrypt(self, encrypted_text: str) -> str:
        """As it is used."""
        return unseal(encrypted_text, _PURPOSE, place().secret)
