"""That a reply of a SAML provider is no proof."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - reads as what happened
    """A reply that is no proof of who somebody is; its text says why, for the audit."""
