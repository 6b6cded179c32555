"""Pages of figures, set once for a build and a scope: the report's pages under one's own rights."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.html import page_to_html
from everyrep.faces.reports.model import Page, Report
from everyrep.faces.reports.pages import (
    attainment_page,
    checks_page,
    comparison_page,
    conversion_page,
    evidence_page,
    heroes_page,
    leading_page,
    learning_page,
    pipeline_page,
)
from everyrep.faces.reports.studio import Studio
from everyrep.faces.web.pages.advice import advised
from everyrep.faces.web.pages.home_figures import home_page
from everyrep.faces.web.pages.keyed import keep, key_of
from everyrep.faces.web.pages.live import pictures_of
from everyrep.faces.web.pages.models import SetPage
from everyrep.faces.web.pages.origins import Noting, opened
from everyrep.values import Scope, SystemClock
from everyrep.warehouse.reader import Warehouse

PAGES: dict[str, Callable[[Asker], Page]] = {
    "home": home_page,
    "leading": leading_page,
    "pipeline": pipeline_page,
    "conversion": conversion_page,
    "attainment": attainment_page,
    "comparison": comparison_page,
    "heroes": heroes_page,
    "learning": learning_page,
    "evidence": evidence_page,
    "sources": checks_page,
}
_SETTING = Lock()
"""One page is set at a time: each uses all processors there are."""


def known(name: str, warehouse: Warehouse, scope: Scope) -> str | None:
    """A page's figures, if they were set already."""
    key = key_of(name, warehouse, scope)
    return SetPage.objects.filter(pk=key).values_list("html", flat=True).first()


class BeingSet(Exception):  # noqa: N818 - it is no error of anybody's
    """Another page is being set, and who asks did not want to wait for it."""


def figures(name: str, warehouse: Warehouse, scope: Scope, *, patience: float | None = None) -> str:
    """A page's figures as HTML; set now where nobody has asked for them yet.

    Args:
        name: Of the page.
        warehouse: An open build.
        scope: Who asks.
        patience: Seconds to wait while another page is being set; None is as long as it takes.

    Raises:
        BeingSet: Another page is being set for longer than that.
    """
    found = known(name, warehouse, scope)
    if found is not None:
        return found
    with _alone(patience):
        found = known(name, warehouse, scope)
        if found is not None:
            return found
        begun = time.monotonic()
        html, told, charts = _set(name, warehouse, scope)
        seconds = time.monotonic() - begun
        parts = ((charts_of(name), charts), (_told(name), json.dumps(told)), (name, html))
        for kept, made in parts:
            keep(kept, warehouse, scope, made, seconds)
    return html


@contextmanager
def _alone(patience: float | None) -> Iterator[None]:
    """Nobody else of this process sets a page within."""
    if not _SETTING.acquire(timeout=-1 if patience is None else patience):
        raise BeingSet
    try:
        yield
    finally:
        _SETTING.release()


def told_at(
    name: str, place: int, build: str, warehouse: Warehouse, scope: Scope
) -> dict[str, Any] | None:
    """A figure of an analysis as a page shows it, by its place; None where that page is gone."""
    found = known(_told(name), warehouse, scope) if build == warehouse.snapshot else None
    figures: list[dict[str, Any]] = json.loads(found) if found else []
    return figures[place] if place < len(figures) else None


def pictures(name: str, warehouse: Warehouse, scope: Scope) -> str | None:
    """The charts of a page that was set, as JSON; None where it was not."""
    return known(charts_of(name), warehouse, scope)


def charts_of(name: str) -> str:
    """Under which name the charts of a page are kept."""
    return f"charts of {name}"


def _told(name: str) -> str:
    return f"figures of {name}"


def _set(name: str, warehouse: Warehouse, scope: Scope) -> tuple[str, list[dict[str, Any]], str]:
    """A page as HTML, each figure a link to its working; what workings say; its charts.

    It is shown to all who may see as much, so that it names none of them.
    """
    scope = replace(scope, who="your role")
    with Studio() as studio:
        asker = Noting(warehouse, scope, localdate())
        page = studio.order(PAGES[name](asker))
        figures = opened(name, page, asker, warehouse.snapshot)
        html = page_to_html(
            page, report_of(warehouse, page, scope), studio, figures.link, _address_of,
            figures.beside, lambda remedy: advised(remedy, scope),
        )  # fmt: skip
        return html, figures.told, pictures_of(page)


def _address_of(page: str) -> str:
    """Where a note that names a page of the report leads here; nowhere, where that is not sure."""
    return reverse(page) if page == "pipeline" else ""


def report_of(warehouse: Warehouse, page: Page, scope: Scope) -> Report:
    """A page as the one page of a report."""
    return Report(
        company=warehouse.settings.company,
        as_of=warehouse.as_of,
        snapshot=warehouse.snapshot,
        made_at=SystemClock().now(),
        who=scope.who,
        simulated=warehouse.settings.simulated,
        contents=(),
        pages=(page,),
    )


def forget_old(snapshot: str) -> int:
    """Drop pages of other builds; gives how many there were."""
    dropped: tuple[int, dict[str, Any]] = SetPage.objects.exclude(snapshot=snapshot).delete()
    return dropped[0]
