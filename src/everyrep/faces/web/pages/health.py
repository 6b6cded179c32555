"""Whether all is well: data, disk, worker, backups."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from everyrep import backups
from everyrep.faces.web.access.models import User
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import OVER, Job, State
from everyrep.faces.web.jobs.views import may, shown
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.values import EveryrepError
from everyrep.warehouse.settings import BackupPlan, read_settings
from everyrep.warehouse.workspace import Workspace

_SHOWN = 10
_OLD = 2
"""Days after which a backup is called old: the app makes one a day."""


@require_GET
@opens("health")
def health(request: HttpRequest) -> HttpResponse:
    """Data, disk, people, version; jobs and backups."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    disk = shutil.disk_usage(place().workspace)
    context: dict[str, Any] = {
        "built_at": datetime.fromisoformat(warehouse.record.built_at) if warehouse else None,
        "loads": len(warehouse.record.loads) if warehouse else 0,
        "rows": sum(t.rows for t in warehouse.record.tables.values()) if warehouse else 0,
        "free": disk.free,
        "total": disk.total,
        "share_free": disk.free / disk.total,
        "users": User.objects.filter(is_active=True).count(),
        "database": place().database["ENGINE"].rpartition(".")[2],
        "tls": place().tls,
        "worker": queue.worker_seen(),
        "waiting": Job.objects.filter(state=State.QUEUED).count(),
        "failed": Job.objects.filter(state=State.FAILED).count(),
        **_backups(request),
    }
    return render(request, "everyrep/health.html", context)


@require_POST
@opens("health")
def back_up(request: HttpRequest) -> HttpResponse:
    """Ask for a backup."""
    if not may(request, "backup"):
        return render(request, "everyrep/refused.html", status=403)
    queue.ask("backup", by=request.acting.who, about="backup", once=True)  # type: ignore[attr-defined]
    return redirect("health")


@require_POST
@opens("health")
def verify(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the proof that a backup would serve."""
    if not may(request, "verify_backup"):
        return render(request, "everyrep/refused.html", status=403)
    if name not in {one.name for one in _kept()}:
        raise Http404
    who = request.acting.who  # type: ignore[attr-defined]
    queue.ask("verify_backup", {"backup": name}, by=who, about=f"backup:{name}", once=True)
    return redirect("health")


def _kept() -> list[backups.Backup]:
    return backups.backups_in(backups.default_folder(place().workspace))


def _backups(request: HttpRequest) -> dict[str, Any]:
    """The backups there are, with what came of verifying them; and jobs about them under way."""
    kept = _kept()
    about = [f"backup:{one.name}" for one in kept[:_SHOWN]]
    proofs = {
        job.about: job
        for job in Job.objects.filter(kind="verify_backup", about__in=about).order_by("pk")
    }
    newest = datetime.fromisoformat(kept[0].made_at) if kept else None
    under_way = Job.objects.filter(kind__in=("backup", "verify_backup")).exclude(state__in=OVER)
    folder, plan = backups.default_folder(place().workspace), _plan()
    return {
        "backups_lie_in": folder,
        "same_disk": backups.same_disk(place().workspace, folder),
        "plan": plan,
        "proved": backups.proofs(folder),
        "may_back_up": may(request, "backup"),
        "kept": [
            {
                "backup": one,
                "made_at": datetime.fromisoformat(one.made_at),
                "proof": proofs.get(f"backup:{one.name}"),
            }
            for one in kept[:_SHOWN]
        ],
        "days_since": (timezone.now() - newest).days if newest else None,
        "old": newest is None or (timezone.now() - newest).days >= _OLD,
        "going_on": [shown(job) for job in under_way],
        "last_failed": _last_failed(),
    }


def _plan() -> BackupPlan | None:
    """How often backups are made and which are kept; None where the settings cannot be read."""
    try:
        return read_settings(Workspace(place().workspace)).backups
    except EveryrepError:
        return None


def _last_failed() -> dict[str, Any] | None:
    """The last backup, where it is one that failed."""
    last = Job.objects.filter(kind="backup").order_by("-pk").first()
    return shown(last) if last is not None and last.state == State.FAILED else None
