"""How the app stands, in a few lines, for those who keep or audit it and see nobody's figures."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.humanize.templatetags.humanize import intcomma, naturaltime
from django.utils import timezone

from everyrep import backups
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import OVER, Job
from everyrep.faces.web.place import place
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

_WEEK = timedelta(days=7)


def standing_for(acting: Acting, warehouse: Warehouse | None) -> list[tuple[str, str]]:
    """Name and value of each line, of the areas that the role opens."""
    found = [("Data", _data(warehouse))]
    if acting.opens("health"):
        found += _health()
    if acting.opens("rights"):
        active = User.objects.filter(is_active=True)
        lately = active.filter(last_login__gt=timezone.now() - _WEEK).count()
        found.append(("Accounts", f"{active.count()}, of which {lately} were here within a week"))
    if acting.opens("audit"):
        found += _audit()
    return found


def _data(warehouse: Warehouse | None) -> str:
    if warehouse is None:
        return "nothing is built yet"
    built = naturaltime(datetime.fromisoformat(warehouse.record.built_at))
    rows = intcomma(sum(table.rows for table in warehouse.record.tables.values()))
    return f"built {built}: {rows} rows in the warehouse, from {len(warehouse.record.loads)} loads"


def _health() -> list[tuple[str, str]]:
    kept = backups.standing(Workspace(place().workspace))
    seen = queue.worker_seen()
    waiting = Job.objects.exclude(state__in=OVER).count()
    works = f"seen {naturaltime(seen.seen_at)}" if seen else "nobody works at jobs"
    return [
        ("Last backup", _backup(kept)),
        ("Jobs", f"{waiting} waiting or going on; {works}"),
    ]


def _backup(kept: backups.Standing) -> str:
    if kept.newest is None:
        return "none yet"
    return f"{naturaltime(kept.newest)}; {kept.proved or 'none'} of {kept.count} proved"


def _audit() -> list[tuple[str, str]]:
    lately = Entry.objects.filter(at__gt=timezone.now() - _WEEK)
    took = lately.filter(what__contains="export").count()
    seen_as = lately.filter(what="view_as").count()
    told = f"{lately.count()} entries within a week: {took} exports, {seen_as} looked as another"
    return [("Audit", told)]
