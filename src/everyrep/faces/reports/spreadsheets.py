"""Texts on their way into a spreadsheet."""

from __future__ import annotations


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    begins = text.lstrip(" \u00a0\u3000")[:1]
    return f"'{text}" if begins in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20") else text
