"""From a build of the warehouse to one file, HTML or PDF."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Literal

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.html import to_html
from everyrep.faces.reports.model import Missing, Note, Notes, Page, Report
from everyrep.faces.reports.pages import (
    attainment_page,
    comparison_page,
    computable_page,
    conversion_page,
    cover_page,
    evidence_page,
    heroes_page,
    leading_page,
    learning_page,
    pipeline_page,
    quality_page,
    trend_page,
)
from everyrep.faces.reports.studio import Studio
from everyrep.values import Clock, Scope, SystemClock, UserError
from everyrep.warehouse.checks import run_checks
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import disk_errors, write_whole

PAGES: tuple[Callable[[Asker], Page], ...] = (
    cover_page,
    leading_page,
    pipeline_page,
    conversion_page,
    attainment_page,
    trend_page,
    comparison_page,
    heroes_page,
    learning_page,
    evidence_page,
    quality_page,
    computable_page,
)
_MANY_MISSING = 2
_CONTENTS = (
    "people", "accounts", "opportunities", "stage_history", "activities", "courses",
    "learning_events", "assessments", "coaching_sessions", "quotas",
)  # fmt: skip

_ASKED_OFTEN = (
    "people", "org_history", "accounts", "opportunities", "opportunity_lines", "stage_history",
    "stages", "quotas",
)  # fmt: skip


Kind = Literal["html", "pdf"]


def write_report(
    warehouse: Warehouse,
    scope: Scope,
    out: Path,
    *,
    clock: Clock | None = None,
    kind: Kind | None = None,
) -> Path:
    """Write the report on a build as one file that loads nothing.

    Args:
        warehouse: An open build.
        scope: Who asks, and what they may see.
        out: The file; a file there is replaced whole.
        clock: Says when it was made; the machine's by default.
        kind: Whether it is HTML or PDF; by default PDF if the file's name ends so, else HTML.

    Returns:
        The file.

    Raises:
        UserError: The file cannot be written: it is a folder, lies in one that does not exist, or
            its name says another kind.
    """
    kind = kind or kind_of_file(out) or "html"
    _refuse_no_file(out, kind)
    with Studio(paper=kind == "pdf") as studio:
        report = make_report(warehouse, scope, clock=clock, made=studio.order)
        content = _set(report, studio, kind)
    with disk_errors(out.parent):
        write_whole(out, content)
    return out


def kind_of_file(out: Path) -> Kind | None:
    """What the name of a file says of its kind."""
    return _KINDS.get(out.suffix.lower())


_KINDS: dict[str, Kind] = {".pdf": "pdf", ".html": "html", ".htm": "html"}


def _set(report: Report, studio: Studio, kind: Kind) -> bytes:
    if kind == "html":
        return to_html(report, studio).encode()
    # The typesetter takes a while to load, and few ask for it.
    from everyrep.faces.reports.pdf import to_pdf

    return to_pdf(report, studio)


def _refuse_no_file(out: Path, kind: Kind) -> None:
    """Look before long work is done for nothing."""
    if out.is_dir():
        raise UserError(
            "a folder stands where the report is to be written",
            where=str(out),
            remedy=f"name a file in it: {out / f'report.{kind}'}",
        )
    if not out.parent.is_dir():
        raise UserError(
            f"there is no folder {out.parent}",
            where=str(out),
            remedy="make the folder first, or correct the path",
        )
    if kind_of_file(out) not in (kind, None):
        raise UserError(
            f"the report is to be {kind.upper()}, and the file is named {out.suffix}",
            where=str(out),
            why="whoever opens it goes by its name",
            remedy=f"name it {out.with_suffix(f'.{kind}').name}, or ask for the other kind",
        )


def make_report(
    warehouse: Warehouse,
    scope: Scope,
    *,
    clock: Clock | None = None,
    made: Callable[[Page], Page] = lambda page: page,
) -> Report:
    """The report as data: pages of blocks, for any printer.

    Args:
        warehouse: An open build.
        scope: Who asks, and what they may see.
        clock: Says when it was made; the machine's by default.
        made: Handed every page as soon as it is there, so that a printer can begin.
    """
    moment = (clock or SystemClock()).now()
    warehouse.hold(_ASKED_OFTEN)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="checks") as aside:
        checked = aside.submit(run_checks, _twin(warehouse)) if scope.sees_everybody else None
        asker = Asker(warehouse, scope, moment.date(), checked=checked)
        # The first page tells of the checks, so it is made last.
        first, *others = PAGES
        pages = [made(_gathered(page(asker))) for page in (*others, first)]
    return Report(
        company=warehouse.settings.company,
        as_of=asker.as_of,
        snapshot=warehouse.snapshot,
        made_at=moment,
        who=scope.who,
        simulated=warehouse.settings.simulated,
        contents=tuple(
            (name.replace("_", " "), warehouse.rows(name))
            for name in _CONTENTS
            if scope.sees_everybody and warehouse.rows(name)
        ),
        pages=(pages[-1], *pages[:-1]),
    )


def _twin(warehouse: Warehouse) -> Warehouse:
    """The same build by another connection, so that two can ask at once."""
    return replace(warehouse, connection=warehouse.connection.cursor())


def _gathered(page: Page) -> Page:
    """The page with what waits for data gathered at its end, one entry a file or column to add."""
    missing = [block for block in page.blocks if isinstance(block, Missing)]
    if len(missing) < _MANY_MISSING:
        return page
    waiting: dict[tuple[str, str], list[str]] = {}
    for block in missing:
        waiting.setdefault((block.reason, block.remedy), []).append(block.what)
    notes = tuple(
        Note(reason, remedy, title="; ".join(titles) + ".")
        for (reason, remedy), titles in waiting.items()
    )
    rest = tuple(block for block in page.blocks if not isinstance(block, Missing))
    return replace(page, blocks=(*rest, Notes(notes, "What this page would show with more data")))
