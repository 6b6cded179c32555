"""The reference pages that are written from the code."""

from __future__ import annotations

from collections.abc import Callable

from generator.commands import commands
from generator.mapping import mapping
from generator.measures import measures
from generator.settings import settings
from generator.tables import tables

PAGES: dict[str, Callable[[], str]] = {
    "tables.md": tables,
    "measures.md": measures,
    "command-line.md": commands,
    "mapping.md": mapping,
    "settings.md": settings,
}

__all__ = ["PAGES"]
