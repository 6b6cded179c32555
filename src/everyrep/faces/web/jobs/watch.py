"""Watching the worker: a process of its own, started anew when it ends.

It is started by the process that answers requests, which the server in turn starts anew when it
dies: so a kill of any one of them brings all of them back.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

from everyrep.faces.web import place

_SOON = 5.0
"""A worker that lived for fewer seconds is not started again at once."""
_LONGEST_REST = 30.0
_TIME_TO_END = 8.0
_LOOK = 5.0
_SILENT = 90.0
"""A worker that has not said for so many seconds that it lives hangs as a whole, and is ended."""
_LOG = logging.getLogger(__name__)


_NOBODY_KNOWS = object()


def _seen(name: str) -> object:
    """When a worker last said that it lives; None where it has not yet."""
    from django.db import DatabaseError, connection

    from everyrep.faces.web.jobs.models import Worker

    try:
        return Worker.objects.filter(name=name).values_list("seen_at", flat=True).first()
    except DatabaseError:
        return _NOBODY_KNOWS
    finally:
        connection.close()


class Watch:
    """Keeps a worker running."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._ended = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._watch, name="watch", daemon=True)

    @property
    def pid(self) -> int | None:
        """The worker's process; None where there is none at this moment."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the worker, and another whenever it ends."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker: what it does goes back into the queue."""
        self._ended.set()
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_TIME_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()

    def _watch(self) -> None:
        before, rest = "", 1.0
        while not self._ended.is_set():
            name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
            began = time.monotonic()
            self._process = self._begin(name, before)
            code = self._wait(self._process, name)
            before = name
            if self._ended.is_set():
                return
            if time.monotonic() - began < _SOON:
                _LOG.warning("the worker ended at once (%s); next try in %.0f s", code, rest)
                self._ended.wait(rest)
                rest = min(rest * 2, _LONGEST_REST)
            else:
                rest = 1.0

    def _wait(self, process: subprocess.Popen[bytes], name: str) -> int:
        """Wait for the end of a worker, and bring it about where the worker says nothing.

        Its word is looked at for whether it changes, by a clock that nobody sets.
        """
        last, since = _seen(name), time.monotonic()
        while True:
            try:
                return process.wait(_LOOK)
            except subprocess.TimeoutExpired:
                now = _seen(name)
            if now != last or now is _NOBODY_KNOWS:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > _SILENT:
                _LOG.error("the worker says nothing; it is ended")
                process.kill()

    def _begin(self, name: str, before: str) -> subprocess.Popen[bytes]:
        # It is told who watches, since it may be nobody's child before it looks.
        told = [sys.executable, "-m", "everyrep.faces.web.jobs", name, str(os.getpid())]
        told += [before] if before else []
        environment = {**os.environ, place.WORKSPACE: str(self._root)}
        return subprocess.Popen(told, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603
