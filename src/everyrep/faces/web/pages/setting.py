"""Pages of figures, set once for a build and a scope: the report's pages under one's own rights."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

import everyrep
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.html import page_to_html
from everyrep.faces.reports.model import Page, Report
from everyrep.faces.reports.pages import (
    attainment_page,
    comparison_page,
    conversion_page,
    cover_page,
    heroes_page,
    leading_page,
    learning_page,
    pipeline_page,
    quality_page,
)
from everyrep.faces.reports.studio import Studio
from everyrep.faces.web.pages.models import SetPage
from everyrep.values import Scope, SystemClock
from everyrep.warehouse.reader import Warehouse

PAGES: dict[str, Callable[[Asker], Page]] = {
    "home": cover_page,
    "leading": leading_page,
    "pipeline": pipeline_page,
    "conversion": conversion_page,
    "attainment": attainment_page,
    "comparison": comparison_page,
    "heroes": heroes_page,
    "learning": learning_page,
    "sources": quality_page,
}
_SETTING = Lock()
"""One page is set at a time: each uses all processors there are."""


def key_of(name: str, warehouse: Warehouse, scope: Scope) -> str:
    """What tells pages apart: build, code, day and what may be seen, but not by whom."""
    seen = scope.to_dict()
    del seen["who"]
    told = [name, warehouse.snapshot, str(warehouse.as_of), everyrep.__version__, seen]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def known(name: str, warehouse: Warehouse, scope: Scope) -> str | None:
    """A page's figures, if they were set already."""
    key = key_of(name, warehouse, scope)
    return SetPage.objects.filter(pk=key).values_list("html", flat=True).first()


def figures(name: str, warehouse: Warehouse, scope: Scope) -> str:
    """A page's figures as HTML; set now where nobody has asked for them yet."""
    found = known(name, warehouse, scope)
    if found is not None:
        return found
    with _SETTING:
        found = known(name, warehouse, scope)
        if found is not None:
            return found
        begun = time.monotonic()
        html = _set(PAGES[name], warehouse, scope)
        _keep(key_of(name, warehouse, scope), warehouse.snapshot, html, time.monotonic() - begun)
    return html


def _set(make: Callable[[Asker], Page], warehouse: Warehouse, scope: Scope) -> str:
    with Studio() as studio:
        page = studio.order(make(Asker(warehouse, scope, localdate())))
        return page_to_html(page, _report(warehouse, page, scope), studio)


def _report(warehouse: Warehouse, page: Page, scope: Scope) -> Report:
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


def _keep(key: str, snapshot: str, html: str, seconds: float) -> None:
    try:
        with transaction.atomic():
            SetPage.objects.create(pk=key, snapshot=snapshot, html=html, seconds=seconds)
    except IntegrityError:
        return  # Another process was as quick: its page is the same.


def forget_old(snapshot: str) -> int:
    """Drop pages of other builds; gives how many there were."""
    dropped: tuple[int, dict[str, Any]] = SetPage.objects.exclude(snapshot=snapshot).delete()
    return dropped[0]
