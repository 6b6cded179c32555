"""What a worker asks for by itself: pages of a new build, a backup a day, and tidying up."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

import everyrep
from everyrep import backups
from everyrep.faces.web.access import joining, sessions
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import OVER, Job, State, Worker
from everyrep.faces.web.pages import looked
from everyrep.faces.web.pages.sources import decided, delivered
from everyrep.faces.web.tokens.keeping import end_those_over
from everyrep.values import Busy
from everyrep.warehouse.build.record import current_build
from everyrep.warehouse.settings import read_settings
from everyrep.warehouse.workspace import Workspace

KEPT = timedelta(days=90)
"""How long jobs that are over can be looked up; the audit keeps who asked for them."""
_A_DAY = timedelta(days=1)
_TRY_AGAIN = timedelta(hours=1)
"""After a backup that failed."""
UPLOADS_KEPT = 7 * 24 * 3600
"""Seconds after which files that nobody loaded are dropped."""


def unasked(root: Path) -> None:
    """Ask for the pages of a build that has none yet and for today's backup; drop what is old."""
    build = current_build(Workspace(root))
    if build is not None:
        about = f"build:{build.name}:{everyrep.__version__}"
        if not Job.objects.filter(kind="set_pages", about=about).exists():
            queue.ask("set_pages", by=queue.ITSELF, about=about, once=True)
    if backup_is_due(root):
        queue.ask("backup", by=queue.ITSELF, about="backup", once=True)
    Job.objects.filter(state__in=OVER, ended_at__lt=timezone.now() - KEPT).delete()
    looked.forget_old()
    sessions.forget_old()
    end_those_over()
    joining.forget_over()
    Worker.objects.filter(seen_at__lt=timezone.now() - timedelta(hours=1)).delete()
    _drop_uploads(root / "app" / "uploads")
    with suppress(Busy):  # There is another look soon.
        decided.agree(Workspace(root))
        delivered.agree(Workspace(root))


def backup_is_due(root: Path) -> bool:
    """Whether a day has passed since the newest backup, and none is being tried or just failed.

    Raises:
        SettingsError: The company's settings cannot be read.
    """
    place = Workspace(root)
    if not place.exists() or not read_settings(place).backups.on:
        return False
    now = timezone.now()
    newest = backups.newest_at(backups.default_folder(root), now)
    if newest is not None and now - newest < _A_DAY:
        return False
    tries = Job.objects.filter(kind="backup")
    lately = tries.filter(ended_at__gt=now - _TRY_AGAIN, ended_at__lte=now)
    return not (tries.exclude(state__in=OVER).exists() or lately.exists())


def _drop_uploads(folder: Path) -> None:
    """Drop files that were loaded, and those that nobody wanted for a week."""
    for upload in folder.glob("*"):
        about = f"upload:{upload.name}"
        if Job.objects.filter(kind="load", state=State.DONE, about=about).exists():
            shutil.rmtree(upload, ignore_errors=True)
            continue
        try:
            old = time.time() - upload.stat().st_mtime > UPLOADS_KEPT
        except FileNotFoundError:
            continue
        if old:
            shutil.rmtree(upload, ignore_errors=True)
