"""Receiving files: streamed to the disk as they come, within limits, whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from everyrep.faces.web import uploads
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.views import may
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.pages.sources.page import context_of
from everyrep.faces.web.place import place
from everyrep.faces.web.uploads import KEEP_FREE, Upload
from everyrep.values import EveryrepError, UserError
from everyrep.warehouse.workspace import disk_error

_AROUND = 1024 * 1024
"""What a form may hold beside its files."""
_MOST_FILES = 100


class ToDisk(FileUploadHandler):
    """Writes files of a form where they are to lie, and stops at the limit or at a full disk.

    Attributes:
        problem: Why it stopped.
    """

    def __init__(self, upload: Upload, most: int) -> None:
        super().__init__()
        self.problem: EveryrepError | None = None
        self.names: list[str] = []
        self._upload, self._left = upload, most
        self._file: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Another file begins."""
        super().new_file(*args, **kwargs)
        if len(self.names) == _MOST_FILES:
            self._stop(UserError(f"more than {_MOST_FILES} files at once", remedy="pack them"))
        path = self._upload.place_for(self.file_name or "file")
        try:
            self._file = path.open("xb")
        except OSError as problem:
            self._stop(disk_error(problem, path))
        self.names.append(path.name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - its frame
        """A piece of it."""
        self._left -= len(raw_data)
        if self._left < 0:
            self._stop(too_large())
        try:
            if self._file is not None:
                self._file.write(raw_data)
        except OSError as problem:
            self._stop(disk_error(problem, self._upload.folder))

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - its frame calls so
        """It is there; it is kept by name, and nothing of it in memory."""
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as problem:
            self._stop(disk_error(problem, self._upload.folder))
        self._file = None

    def upload_interrupted(self) -> None:
        """Whoever sent it is gone."""
        if self._file is not None:
            self._file.close()
        self.problem = self.problem or UserError("the upload was interrupted", remedy="try again")

    def _stop(self, problem: EveryrepError) -> None:
        self.problem = problem
        raise StopUpload(connection_reset=True)


def too_large() -> UserError:
    """What is said to who sends too much."""
    return UserError(
        f"these files are larger than {uploads.limit() // (1024 * 1024)} MB together",
        why="so much through a browser is most often a slip",
        remedy=f"pack them as .zip or .gz, load them with everyrep load, or raise {uploads.LIMIT}",
    )


def _no_room() -> UserError:
    return UserError(
        "the disk has no room for these files",
        why="nothing was kept of them, and what was there before is unchanged",
        remedy="free some space, then upload them again",
    )


@csrf_exempt  # The inner view is protected, once it is settled where files are written to.
@require_POST
@opens("sources")
def receive(request: HttpRequest) -> HttpResponse:
    """Take files and look at them; what they would give is shown on a page of its own."""
    if not may(request, "load"):
        return render(request, "everyrep/refused.html", status=403)
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > uploads.limit() + _AROUND:
        return _refused(request, too_large(), 413)
    if shutil.disk_usage(place().workspace).free < length + KEEP_FREE:
        return _refused(request, _no_room(), 507)
    return _within(request, place().workspace)


def _within(request: HttpRequest, root: Path) -> HttpResponse:
    try:
        upload = Upload.begin(root)
    except OSError as problem:
        return _refused(request, disk_error(problem, root), 507)
    handler = ToDisk(upload, uploads.limit())
    request.upload_handlers = [handler]
    try:
        return _received(request, upload, handler)
    finally:
        upload.drop()  # Of a finished one the folder has another name by now.


@csrf_protect
def _received(request: HttpRequest, upload: Upload, handler: ToDisk) -> HttpResponse:
    request.POST  # noqa: B018 - reading it is what receives the files
    if handler.problem is not None:
        return _refused(request, handler.problem, 400)
    if not handler.names:
        return _refused(request, UserError("no file was chosen", remedy="choose one"), 400)
    finished = upload.finish()
    who = request.acting.who  # type: ignore[attr-defined]
    record(who, "files_uploaded", finished.token[:8], files=handler.names)
    about = f"upload:{finished.token}"
    queue.ask("try_files", {"upload": finished.token}, by=who, about=about)
    return redirect("upload", token=finished.token)


def _refused(request: HttpRequest, problem: EveryrepError, status: int) -> HttpResponse:
    context = context_of(request, str(problem))
    return render(request, "everyrep/sources.html", context, status=status)
