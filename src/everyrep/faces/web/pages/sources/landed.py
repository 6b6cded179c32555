"""Loads that landed: what was rejected of them, and taking them back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from everyrep.faces.reports.spreadsheets import harmless
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.views import may
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.warehouse.checks import rows_of_load
from everyrep.warehouse.inspection import REJECTS
from everyrep.warehouse.landing import loads
from everyrep.warehouse.workspace import Workspace

_AT_ONCE = 64 * 1024
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@require_GET
@opens("sources")
def rejects(request: HttpRequest, load: str) -> HttpResponse:
    """Everything that could not be taken of a load, with the reason, as CSV."""
    file = Workspace(place().workspace).landing / known_load(load) / REJECTS
    if not file.is_file():
        raise Http404
    record(request.acting.who, "rejects_downloaded", load)  # type: ignore[attr-defined]
    answer = StreamingHttpResponse(harmless_lines(file), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejects-{load}.csv"'
    return answer


@require_GET
@opens("sources")
def going(request: HttpRequest, load: str) -> HttpResponse:
    """What would be gone if a load were taken back, and the button that does it."""
    if not may(request, "undo"):
        return render(request, "everyrep/refused.html", status=403)
    name, warehouse = known_load(load), request.warehouse  # type: ignore[attr-defined]
    found = next(one for one in loads(Workspace(place().workspace)) if one.load_id == name)
    now = rows_of_load(warehouse, name) if warehouse else {}
    lines = [
        (table, found.counts.get(table, {}).get("rows", 0), now.get(table, 0))
        for table in sorted({*found.counts, *now})
    ]
    return render(request, "everyrep/undo.html", {"load": found, "lines": lines})


@require_POST
@opens("sources")
def take_back(request: HttpRequest, load: str) -> HttpResponse:
    """Take a load back and build without it."""
    if not may(request, "undo"):
        return render(request, "everyrep/refused.html", status=403)
    name, who = known_load(load), request.acting.who  # type: ignore[attr-defined]
    queue.ask("undo", {"load": name}, by=who, about=f"load:{name}", once=True)
    messages.info(request, f"{name} is being taken back; its files stay under landing/undone.")
    return redirect("sources")


@require_POST
@opens("sources")
def build(request: HttpRequest) -> HttpResponse:
    """Build from what has landed."""
    if not may(request, "build"):
        return render(request, "everyrep/refused.html", status=403)
    queue.ask("build", by=request.acting.who, about="build", once=True)  # type: ignore[attr-defined]
    return redirect("sources")


def known_load(load: str) -> str:
    """The name of a load in force; anything else is not there."""
    if load not in {one.load_id for one in loads(Workspace(place().workspace))}:
        raise Http404
    return load


def harmless_lines(file: Path) -> Iterator[str]:
    """The file again, each cell such that no spreadsheet takes it for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            writer.writerow([_cell(cell) for cell in row])
            if out.tell() > _AT_ONCE:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
    yield out.getvalue()


def _cell(text: str) -> str:
    """A number stays a number; what only begins like one does not."""
    return text if _NUMBER.fullmatch(text) else harmless(text)
