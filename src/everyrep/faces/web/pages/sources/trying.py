"""An upload before it is loaded: what it would give, and then the word to load it or to drop it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.views import may, shown
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.sources.landed import harmless_lines
from everyrep.faces.web.place import place
from everyrep.faces.web.uploads import Upload
from everyrep.values import UserError
from everyrep.warehouse.schema import Table


@require_GET
@opens("sources")
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """What became of an upload."""
    return render(request, "everyrep/upload.html", became_of(token))


@require_GET
@opens("sources")
def part(request: HttpRequest, token: str) -> HttpResponse:
    """The same without the page around it, while something goes on."""
    return render(request, "everyrep/upload_part.html", became_of(token))


@require_GET
@opens("sources")
def rejects(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """All that is wrong with one table of an upload, as CSV, while its files lie here."""
    found = Upload.find(place().workspace, token)
    files = became_of(token)["told"].get("files", []) if found else []
    name = files[number].get("rejects_file", "") if number < len(files) else ""
    if found is None or not name or not (found.folder / name).is_file():
        raise Http404
    record(request.acting.who, "rejects_downloaded", token[:8])  # type: ignore[attr-defined]
    lines = harmless_lines(found.folder / name)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejects-{token[:8]}-{number}.csv"'
    return answer


@require_POST
@opens("sources")
def load(request: HttpRequest, token: str) -> HttpResponse:
    """Load the files and build."""
    if not may(request, "load"):
        return render(request, "everyrep/refused.html", status=403)
    if Upload.find(place().workspace, token) is None:
        raise Http404
    if became_of(token)["to_confirm"] and request.POST.get("confirmed") != "yes":
        messages.warning(request, "Some of this is a guess: look at it, and say that it is right.")
        return redirect("upload", token=token)
    who = request.acting.who  # type: ignore[attr-defined]
    queue.ask("load", {"upload": token}, by=who, about=f"upload:{token}", once=True)
    return redirect("upload", token=token)


@require_POST
@opens("sources")
def feeds(request: HttpRequest, token: str) -> HttpResponse:
    """Say which table a file feeds, and look at the upload again."""
    if not may(request, "load"):
        return render(request, "everyrep/refused.html", status=403)
    if Upload.find(place().workspace, token) is None:
        raise Http404
    source, table = (request.POST.get(name, "")[:300] for name in ("source", "table"))
    known = {file["source"] for file in became_of(token)["told"].get("files", ())}
    if source not in known or table not in {one.name for one in _tables()}:
        raise Http404
    wish = {"upload": token, "feeds": {source: table}}
    who = request.acting.who  # type: ignore[attr-defined]
    job = queue.ask("try_files", wish, by=who, about=f"upload:{token}", once=True)
    if job.arguments != wish:
        messages.warning(request, "These files are being looked at just now: choose again after.")
    return redirect("upload", token=token)


@require_POST
@opens("sources")
def drop(request: HttpRequest, token: str) -> HttpResponse:
    """Do not load the files after all."""
    found = Upload.find(place().workspace, token)
    if found is None:
        raise Http404
    if not let_go(found, request.acting.who):  # type: ignore[attr-defined]
        messages.warning(request, "These files are being loaded: cancel the job first.")
        return redirect("upload", token=token)
    messages.info(request, "The uploaded files are deleted; nothing was loaded.")
    return redirect("sources")


def let_go(upload: Upload, by: str) -> bool:
    """Delete the files of an upload, and end what looks at them.

    Returns:
        False where they are being loaded: then they stay.
    """
    jobs = Job.objects.filter(about=f"upload:{upload.token}", state__in=("queued", "running"))
    if jobs.filter(kind="load").exists():
        return False
    for job in jobs:
        _cancel(job.pk, by)
    upload.drop()
    record(by, "upload_dropped", upload.token[:8])
    return True


def _cancel(number: int, who: str) -> None:
    try:
        queue.cancel(number, by=who)
    except UserError:
        return  # It ended in this moment.


def became_of(token: str) -> dict[str, Any]:
    """What became of an upload, as pages show it; Http404 where nothing is known of it."""
    jobs = list(Job.objects.filter(about=f"upload:{token}").order_by("-pk"))
    if not jobs:
        raise Http404
    found = Upload.find(place().workspace, token)
    latest = jobs[0]
    told = next((job for job in jobs if job.result), latest).result
    ready = latest.kind == "try_files" and latest.over
    failed = latest.kind == "load" and latest.state in ("failed", "cancelled")
    return {
        "token": token,
        "names": [file.name for file in found.files()] if found else [],
        "latest": shown(latest),
        "told": told,
        "loads": sum(not one["error"] for one in told.get("files", ())),
        "to_confirm": _to_confirm(told) if latest.kind == "try_files" else [],
        "may_load": found is not None and (ready or failed),
        "tables": _tables(),
    }


def _tables() -> tuple[Table, ...]:
    """What a file may be said to feed; reading files is loaded when somebody does."""
    from everyrep.sources.files.guessing.lexicon import guessable

    return guessable()


def _to_confirm(told: dict[str, Any]) -> list[str]:
    """Guesses that a person looks at before anything is loaded, each with its file."""
    files = [one for one in told.get("files", ()) if not one["error"]]
    return [f"{one['source']}: {said}" for one in files for said in one.get("to_confirm", ())]
