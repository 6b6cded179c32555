"""Mappings in the browser: how a file's columns become ours, changed, kept, and tried again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.views import may
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.sources import mapping_files
from everyrep.faces.web.pages.sources.mapping_files import MappingFile, Overtaken
from everyrep.faces.web.pages.sources.mapping_form import ORDERS, as_form, changed
from everyrep.faces.web.place import place
from everyrep.faces.web.uploads import Upload
from everyrep.values import EveryrepError
from everyrep.warehouse.mapping import to_toml
from everyrep.warehouse.workspace import Workspace

_SAVED = "mapping_saved"


@require_GET
@opens("sources")
def mappings(request: HttpRequest) -> HttpResponse:
    """All mappings of the workspace, with who changed each last."""
    workspace = Workspace(place().workspace)
    known = [(name, last_saved(name)) for name in mapping_files.names(workspace)]
    return render(request, "everyrep/mappings.html", {"known": known})


@require_GET
@opens("sources")
def mapping(request: HttpRequest, name: str) -> HttpResponse:
    """One mapping as a form and as text."""
    found = _known(name)
    return render(request, "everyrep/mapping.html", _context(request, found, found.text))


@require_POST
@opens("sources")
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Keep a mapping, as text or as columns; then look at the upload again that it came from."""
    if not may(request, "load"):
        return render(request, "everyrep/refused.html", status=403)
    found, seen = _known(name), request.POST.get("seen", "")
    text = request.POST.get("text", "")
    try:
        if request.POST.get("how") == "columns":
            text = _of_columns(request, found)
        kept = mapping_files.write(Workspace(place().workspace), name, text, seen)
    except Overtaken:
        now = _known(name)
        context = _context(request, now, text, overtaken=now.text != text)
        return render(request, "everyrep/mapping.html", context, status=409)
    except EveryrepError as problem:
        context = _context(request, found, text, problem=problem.told, seen=seen)
        return render(request, "everyrep/mapping.html", context, status=400)
    who = request.acting.who  # type: ignore[attr-defined]
    record(who, _SAVED, name[:254], before=found.digest, now=kept.digest)
    return _after(request, name, who)


def _after(request: HttpRequest, name: str, who: str) -> HttpResponse:
    token = request.POST.get("upload", "")
    if Upload.find(place().workspace, token) is None:
        messages.info(
            request, f"Kept: mappings/{name}.toml. It holds for files loaded from now on."
        )
        return redirect("mapping", name=name)
    queue.ask("try_files", {"upload": token}, by=who, about=f"upload:{token}", once=True)
    messages.info(request, f"Kept: mappings/{name}.toml. The files are looked at again with it.")
    return redirect("upload", token=token)


def _of_columns(request: HttpRequest, found: MappingFile) -> str:
    """The text of a mapping as its form was filled in."""
    if found.mapping is None:
        return found.text
    given = {key: str(value) for key, value in request.POST.items() if key[:2] in ("c.", "o.")}
    file = file_of(request.POST.get("upload", ""), found)
    forms = file.get("forms") if file else None
    return to_toml(changed(found.mapping, given, file.get("columns", ()), forms))


def file_of(token: str, found: MappingFile) -> dict[str, Any]:
    """What a look at the uploaded file that a mapping serves told; nothing where none lies there.

    Every look tells of the columns and how they are written; one that failed tells nothing.
    """
    if found.mapping is None or Upload.find(place().workspace, token) is None:
        return {}
    looks = Job.objects.filter(about=f"upload:{token}", kind="try_files").order_by("-pk")
    job = next((one for one in looks if one.result), None)
    files: list[dict[str, Any]] = (job.result if job else {}).get("files", [])
    return next((one for one in files if one["mapping_file"] == f"{found.name}.toml"), {})


def last_saved(name: str) -> Entry | None:
    """Who saved a mapping last in the browser, and when."""
    return Entry.objects.filter(what=_SAVED, about=name).order_by("-number").first()


def _known(name: str) -> MappingFile:
    found = mapping_files.read(Workspace(place().workspace), name)
    if found is None:
        raise Http404
    return found


def _context(
    request: HttpRequest,
    found: MappingFile,
    text: str,
    *,
    problem: str = "",
    overtaken: bool = False,
    seen: str = "",
) -> dict[str, Any]:
    given = request.POST if request.method == "POST" else request.GET
    token = str(given.get("upload", ""))[:40]
    upload = Upload.find(place().workspace, token)
    return {
        "found": found,
        "form": as_form(found.mapping) if found.mapping else (),
        "columns": file_of(token, found).get("columns", ()),
        "orders": ORDERS,
        "text": text,
        "theirs": found.text if overtaken else "",
        "seen": seen or found.digest,
        "problem": problem or found.problem,
        "saved": last_saved(found.name),
        "upload": token if upload else "",
        "back": reverse("upload", args=[token]) if upload else reverse("mappings"),
        "may_load": may(request, "load"),
    }
