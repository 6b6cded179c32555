"""Jobs that keep the company's data: backups, and proving that they would serve."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from everyrep import backups
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.work import GivesWay, Part, Work
from everyrep.faces.web.place import DATABASE
from everyrep.values import DataError, UserError
from everyrep.warehouse.settings import read_settings

_PATIENCE = timedelta(hours=3)
"""For so long the day's backup gives way to what people ask for."""


def make_backup(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    """Keep what cannot be made again, and drop what newer backups stand for."""
    folder = backups.default_folder(work.root)
    made = backups.make(
        work.workspace,
        folder,
        database_url=os.environ.get(DATABASE, ""),
        progress=_giving_way(work),
    )
    record(work.asked_by, "backup_made", made.name, files=len(made.files))
    said = f"{made.name}: {len(made.files)} files, {made.size / 1e6:,.1f} MB, in {folder}."
    if backups.same_disk(work.root, folder):
        said += " That is the disk of the data themselves: copy it elsewhere too."
    dropped = backups.prune(folder, read_settings(work.workspace).backups)
    if dropped:
        record(work.asked_by, "backups_dropped", folder.name, names=[one.name for one in dropped])
        said += f" {len(dropped)} that newer ones stand for were dropped."
    return {"said": said, "backup": made.name}


def _giving_way(work: Work) -> Callable[[str, float], None]:
    """Tell how far it is; a backup that nobody asked for ends where somebody waits.

    It begins anew then, so after a while it gives way no more: else a busy company had none.
    """
    part, asked = Part(work, 0.0, 0.95), Job.objects.get(pk=work.job).asked_at
    patient = work.asked_by == queue.ITSELF and timezone.now() - asked < _PATIENCE

    def told(says: str, share: float) -> None:
        part(says, share)
        if patient and queue.somebody_waits():
            raise GivesWay

    return told


def verify_backup(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Restore a backup for a trial, build from it, and compare."""
    name = str(arguments["backup"])
    folder = backups.default_folder(work.root)
    if name not in {one.name for one in backups.backups_in(folder)}:
        raise UserError(f"there is no backup {name}", remedy="look at the list again")
    verdict = backups.verify(folder / name, progress=Part(work, 0.0, 1.0))
    record(work.asked_by, "backup_verified", name, well=verdict.well)
    if not verdict.well:
        raise DataError(verdict.said, remedy="make another backup, and verify that")
    return {"said": verdict.said, "backup": name}
