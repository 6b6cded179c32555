"""From a build of the warehouse to one HTML file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.html import to_html
from everyrep.faces.reports.model import Page, Report
from everyrep.faces.reports.pages import (
    attainment_page,
    computable_page,
    conversion_page,
    cover_page,
    learning_page,
    pipeline_page,
    quality_page,
    trend_page,
)
from everyrep.values import Clock, Scope, SystemClock
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import disk_errors, write_whole

PAGES: tuple[Callable[[Asker], Page], ...] = (
    cover_page,
    pipeline_page,
    conversion_page,
    attainment_page,
    trend_page,
    learning_page,
    quality_page,
    computable_page,
)
_CONTENTS = (
    "people", "accounts", "opportunities", "stage_history", "activities", "courses",
    "learning_events", "assessments", "coaching_sessions", "quotas",
)  # fmt: skip


def write_report(
    warehouse: Warehouse, scope: Scope, out: Path, *, clock: Clock | None = None
) -> Path:
    """Write the report on a build as one HTML file that loads nothing.

    Args:
        warehouse: An open build.
        scope: Who asks, and what they may see.
        out: The file; its folder is made where it is missing, and a file there is replaced whole.
        clock: Says when it was made; the machine's by default.

    Returns:
        The file.

    Raises:
        UserError: The file cannot be written.
    """
    report = make_report(warehouse, scope, clock=clock)
    with disk_errors(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, to_html(report))
    return out


def make_report(warehouse: Warehouse, scope: Scope, *, clock: Clock | None = None) -> Report:
    """The report as data: pages of blocks, for any printer."""
    asker = Asker(warehouse, scope)
    return Report(
        company=warehouse.settings.company,
        as_of=asker.as_of,
        snapshot=warehouse.snapshot,
        made_at=(clock or SystemClock()).now(),
        who=scope.who,
        simulated=warehouse.settings.simulated,
        contents=tuple(
            (name.replace("_", " "), warehouse.rows(name))
            for name in _CONTENTS
            if warehouse.rows(name)
        ),
        pages=tuple(page(asker) for page in PAGES),
    )
