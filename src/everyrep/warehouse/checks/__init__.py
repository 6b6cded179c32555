"""What must be true of every table, what is not, and what that does to figures."""

from __future__ import annotations

from everyrep.warehouse.checks.finding import Effect, Example, Finding, Severity
from everyrep.warehouse.checks.quality import SystemCard, load_card, quality, rows_of_load
from everyrep.warehouse.checks.run import run_checks

__all__ = [
    "Effect",
    "Example",
    "Finding",
    "Severity",
    "SystemCard",
    "load_card",
    "quality",
    "rows_of_load",
    "run_checks",
]
