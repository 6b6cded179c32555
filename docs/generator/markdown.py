"""Small pieces of Markdown."""

from __future__ import annotations


def cell(text: str) -> str:
    """Text that cannot end a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")
