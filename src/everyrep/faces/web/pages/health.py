"""Whether all is well: data, disk, worker, backups."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from everyrep import backups
from everyrep.faces.web.access.models import User
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import OVER, Job, State
from everyrep.faces.web.jobs.views import may, shown
from everyrep.faces.web.pages.findings import findings
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.place import place
from everyrep.warehouse.workspace import Workspace

_SHOWN = 10


@require_GET
@opens("health")
def health(request: HttpRequest) -> HttpResponse:
    """Data, disk, people, version; what is unsafe; jobs and backups."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    disk = shutil.disk_usage(place().workspace)
    context: dict[str, Any] = {
        "built_at": datetime.fromisoformat(warehouse.record.built_at) if warehouse else None,
        "loads": len(warehouse.record.loads) if warehouse else 0,
        "rows": sum(t.rows for t in warehouse.record.tables.values()) if warehouse else 0,
        "free": disk.free / 1e9,
        "total": disk.total / 1e9,
        "share_free": disk.free / disk.total,
        "users": User.objects.filter(is_active=True).count(),
        "database": "PostgreSQL" if "postgresql" in place().database["ENGINE"] else "SQLite",
        "tls": place().tls,
        "worker": queue.worker_seen(),
        "waiting": Job.objects.filter(state=State.QUEUED).count(),
        "failed": Job.objects.filter(state=State.FAILED).count(),
        "findings": findings(),
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
    """The backups there are, which of them were proved, and jobs about them under way."""
    standing = backups.standing(Workspace(place().workspace))
    kept = _kept()[:_SHOWN]
    about = [f"backup:{one.name}" for one in kept]
    jobs = Job.objects.filter(kind="verify_backup", about__in=about).order_by("pk")
    tried = {job.about: job for job in jobs}
    proved = backups.proved_at(standing.folder)
    under_way = Job.objects.filter(kind__in=("backup", "verify_backup")).exclude(state__in=OVER)
    return {
        "standing": standing,
        "may_back_up": may(request, "backup"),
        "kept": [
            {
                "backup": one,
                "megabytes": one.size / 1e6,
                "made_at": datetime.fromisoformat(one.made_at),
                "proved": one.name in proved,
                "proved_at": proved.get(one.name),
                "tried": tried.get(f"backup:{one.name}"),
            }
            for one in kept
        ],
        "going_on": [shown(job) for job in under_way],
        "last_failed": _last_failed(),
    }


def _last_failed() -> dict[str, Any] | None:
    """The last backup, where it is one that failed."""
    last = Job.objects.filter(kind="backup").order_by("-pk").first()
    return shown(last) if last is not None and last.state == State.FAILED else None
