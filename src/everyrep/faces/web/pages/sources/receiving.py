"""Receiving files: streamed to the disk as they come, within limits, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.db import DatabaseError, transaction
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
        upload: Where the files go.
        problem: Why it stopped.
        names: What they are called there.
    """

    def __init__(self, upload: Upload, most: int) -> None:
        super().__init__()
        self.problem: EveryrepError | None = None
        self.names: list[str] = []
        self.upload, self._left = upload, most
        self._file: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Another file begins."""
        super().new_file(*args, **kwargs)
        if len(self.names) == _MOST_FILES:
            self._stop(UserError(f"more than {_MOST_FILES} files at once", remedy="pack them"))
        path = self.upload.place_for(self.file_name or "file")
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
            self._stop(disk_error(problem, self.upload.folder))

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - its frame calls so
        """It is there; it is kept by name, and nothing of it in memory."""
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as problem:
            self._stop(disk_error(problem, self.upload.folder))
        self._file = None

    def upload_interrupted(self) -> None:
        """Whoever sent it is gone."""
        if self._file is not None:
            self._file.close()
        self.problem = self.problem or UserError("the upload was interrupted", remedy="try again")

    def _stop(self, problem: EveryrepError) -> None:
        self.problem = problem
        raise StopUpload(connection_reset=True)


class TooLarge(UserError):  # noqa: N818 - reads as what happened
    """More than may be handed over at once."""


class Refused(Exception):  # noqa: N818 - reads as what happened
    """Files are not taken.

    Attributes:
        problem: Why.
        status: How it is answered.
    """

    def __init__(self, problem: EveryrepError, status: int) -> None:
        super().__init__(str(problem))
        self.problem, self.status = problem, status


def too_large() -> TooLarge:
    """What is said to who sends too much."""
    return TooLarge(
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
        with room_for_files(request) as handler:
            return _received(request, handler)
    except Refused as no:
        context = context_of(request, no.problem.told)
        return render(request, "everyrep/sources.html", context, status=no.status)


@csrf_protect
def _received(request: HttpRequest, handler: ToDisk) -> HttpResponse:
    return redirect("upload", token=keep_files(request, handler))


@contextmanager
def room_for_files(request: HttpRequest) -> Iterator[ToDisk]:
    """Let the files of a request be written to the disk; what is not kept then is deleted.

    Raises:
        Refused: They are too large, or the disk has no room for them.
    """
    root = place().workspace
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > uploads.limit() + _AROUND:
        raise Refused(too_large(), 413)
    if shutil.disk_usage(root).free < length + KEEP_FREE:
        raise Refused(_no_room(), 507)
    try:
        upload = Upload.begin(root)
    except OSError as problem:
        raise Refused(disk_error(problem, root), 507) from problem
    handler = ToDisk(upload, uploads.limit())
    request.upload_handlers = [handler]
    try:
        yield handler
    finally:
        upload.drop()  # Of a finished one the folder has another name by now.


def keep_files(request: HttpRequest, handler: ToDisk) -> str:
    """Receive the files, keep them, and ask for a look at them.

    Returns:
        The token of the upload.

    Raises:
        Refused: They could not be received, or there are none.
    """
    request.POST  # noqa: B018 - reading it is what receives the files
    if handler.problem is not None:
        raise Refused(handler.problem, 400)
    if not handler.names:
        raise Refused(UserError("no file was chosen", remedy="choose one"), 400)
    finished = handler.upload.finish()
    try:
        _ask(request.acting.who, finished, handler.names)  # type: ignore[attr-defined]
    except DatabaseError:
        finished.drop()  # Nobody would know of them.
        raise
    return finished.token


@transaction.atomic
def _ask(who: str, upload: Upload, names: list[str]) -> None:
    """Note that files came, and ask for a look at them: both or neither."""
    record(who, "files_uploaded", upload.token[:8], files=names)
    about = f"upload:{upload.token}"
    queue.ask("try_files", {"upload": upload.token}, by=who, about=about)
