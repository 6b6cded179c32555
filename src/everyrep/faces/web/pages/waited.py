"""What a page shows while its figures are being worked out: those of the build before, if kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from everyrep.faces.reports.numbers import plural
from everyrep.faces.web.pages.keyed import seen_by
from everyrep.faces.web.pages.models import SetPage
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse

_LATELY = 20
"""So many pages that were set last tell how long one takes."""
_A_MINUTE = 90
_OPENER = re.compile(
    r'<a class="opener"[^>]*>(?:Working|(.*?)(?:<span class="unseen">.*?</span>)?)</a>', re.DOTALL
)


@dataclass(frozen=True)
class Waited:
    """What is told meanwhile.

    Attributes:
        since: When the build was made whose figures are waited for; None where not known.
        takes: About how long it took lately, in words; empty where nobody knows.
        html: The figures of the build before; empty where they are not kept.
        snapshot: That build.
        made_at: When they were worked out.
    """

    since: datetime | None
    takes: str = ""
    html: str = ""
    snapshot: str = ""
    made_at: datetime | None = None


def waited(name: str, warehouse: Warehouse, scope: Scope) -> Waited:
    """What a page may show until its figures of a build are there.

    Args:
        name: Of the page.
        warehouse: The build that is current.
        scope: Who asks: what was worked out for another sight is never shown.
    """
    of_name = SetPage.objects.filter(name=name).order_by("-made_at")
    lately = list(of_name.values_list("seconds", flat=True)[:_LATELY])
    since, takes = parse_datetime(warehouse.record.built_at), _words(lately)
    older = of_name.filter(seen=seen_by(scope)).exclude(snapshot=warehouse.snapshot).first()
    if older is None:
        return Waited(since, takes)
    return Waited(since, takes, _closed(older.html), older.snapshot, older.made_at)


def _closed(html: str) -> str:
    """A page whose figures open nothing: what would open are those of the current build."""
    return _OPENER.sub(r"\1", html)


def _words(seconds: list[float]) -> str:
    if not seconds:
        return ""
    middle = sorted(seconds)[len(seconds) // 2]
    if middle < _A_MINUTE:
        count = max(1, round(middle))
        return f"{count} {plural('second', count)}"
    count = round(middle / 60)
    return f"{count} {plural('minute', count)}"
