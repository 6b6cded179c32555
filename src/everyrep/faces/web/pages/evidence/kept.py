"""Findings and reviews as they are kept for a build and a scope: pages, pictures, lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.faces.reports.html import page_to_html
from everyrep.faces.reports.model import Page
from everyrep.faces.reports.studio import Studio
from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.advice import advised
from everyrep.faces.web.pages.keyed import keep, key_of
from everyrep.faces.web.pages.live import pictures_of
from everyrep.faces.web.pages.models import SetPage
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse


@dataclass(frozen=True)
class Made:
    """What was worked out.

    Attributes:
        page: As the blocks of a report.
        told: What lists and files show of it, JSON-safe.
    """

    page: Page
    told: dict[str, Any]


def known(name: str, warehouse: Warehouse, scope: Scope) -> str | None:
    """The page as HTML, where it was worked out for this build and scope."""
    return setting.known(name, warehouse, scope)


def told(name: str, warehouse: Warehouse, scope: Scope) -> dict[str, Any] | None:
    """What lists and files show of it; None where it was not worked out."""
    found = setting.known(_told(name), warehouse, scope)
    read: dict[str, Any] | None = json.loads(found) if found else None
    return read


def told_of(names: Sequence[str], warehouse: Warehouse, scope: Scope) -> dict[str, dict[str, Any]]:
    """The same of many at once, by name; those that were not worked out are left out."""
    keys = {key_of(_told(name), warehouse, scope): name for name in names}
    found = SetPage.objects.filter(pk__in=list(keys)).values_list("pk", "html")
    return {keys[key]: json.loads(text) for key, text in found}


def keep_made(name: str, made: Made, warehouse: Warehouse, scope: Scope, seconds: float) -> None:
    """Keep what was worked out until the next build; the page itself last, since it is asked for.

    Args:
        name: Under which it is asked for.
        made: What was made.
        warehouse: The build that was read.
        scope: Who asked.
        seconds: How long it took.
    """
    parts = (
        (setting.charts_of(name), pictures_of(made.page)),
        (_told(name), json.dumps(made.told)),
        (name, _html(made.page, warehouse, scope)),
    )
    for part, text in parts:
        keep(part, warehouse, scope, text, seconds)


def _html(page: Page, warehouse: Warehouse, scope: Scope) -> str:
    with Studio() as studio:
        studio.order(page)
        report = setting.report_of(warehouse, page, scope)
        return page_to_html(
            page, report, studio, address_of=lambda _: "",
            advised=lambda remedy: advised(remedy, scope),
        )  # fmt: skip


def _told(name: str) -> str:
    return f"told of {name}"
