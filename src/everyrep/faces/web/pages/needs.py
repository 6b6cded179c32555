"""What needs somebody: few lines, each with a number and where to go, by what they may do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from everyrep.analysis.charts import FILE_NAME, read_thresholds, review
from everyrep.faces.reports.numbers import plural
from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.pages.deal_reasons import reasons
from everyrep.faces.web.pages.findings import how_many
from everyrep.faces.web.pages.models import PrivacyRequest
from everyrep.faces.web.pages.remembered import remembered
from everyrep.faces.web.pages.sources.waiting import for_a_build, to_review
from everyrep.faces.web.place import place
from everyrep.measures import load_catalogue
from everyrep.values import EveryrepError, Scope
from everyrep.warehouse.reader import Warehouse

_LATELY = timedelta(days=7)
_DEALS = (
    ("overdue", "past the day set for closing", "warn"),
    ("step_overdue", "with a next step that is overdue", "warn"),
    ("aged", "longer in one stage than nearly all winners were", "warn"),
    ("no_next_step", "without a next step", "plain"),
    ("no_activity", "on which nothing was done lately", "plain"),
)


@dataclass(frozen=True)
class Need:
    """One thing that needs somebody.

    Attributes:
        count: How many.
        text: Of what, as the rest of the sentence.
        address: Where it is done.
        tone: "bad", "warn" or "plain".
    """

    count: int
    text: str
    address: str
    tone: str = "plain"


def needs_of(request: HttpRequest) -> list[Need]:
    """What needs the one who asks, the gravest first; only what their role opens."""
    acting = request.acting  # type: ignore[attr-defined]
    found = list(_own(acting))
    for area, ask in _ASK.items():
        if acting.opens(area):
            found += ask(request)
    order = {"bad": 0, "warn": 1, "plain": 2}
    return sorted((one for one in found if one.count), key=lambda one: order[one.tone])


def _own(acting: Any) -> Iterator[Need]:
    """Answers to one's own questions about one's data."""
    lately = timezone.now() - 2 * _LATELY
    count = PrivacyRequest.objects.filter(user=acting.user, answered_at__gt=lately).count()
    text = "of your questions about your data answered"
    yield Need(count, text, reverse("mine"))


def _deals(request: HttpRequest) -> Iterator[Need]:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        return
    known = reasons(warehouse, request.acting.scope)  # type: ignore[attr-defined]
    for name, says, tone in _DEALS:
        count = known.counted[name]
        yield Need(count, f"{plural('deal', count)} {says}", _to("deals", fault=name), tone)


def _sources(request: HttpRequest) -> Iterator[Need]:
    warehouse = request.warehouse  # type: ignore[attr-defined]
    count = to_review(warehouse)
    text = f"{plural('pair', count)} of records of people to decide: one person, or two"
    yield Need(count, text, reverse("matches"), "warn")
    waits = for_a_build(warehouse)
    why = " ".join(waits)
    yield Need(int(bool(waits)), f"build to make: {why[:1].lower()}{why[1:-1]}",
               reverse("sources"), "warn")  # fmt: skip


def _jobs(_: HttpRequest) -> Iterator[Need]:
    failed = Job.objects.filter(state=State.FAILED, ended_at__gt=timezone.now() - _LATELY)
    loads = failed.filter(kind__in=("load", "try_files", "undo", "build")).count()
    others = failed.count() - loads
    yield Need(loads, f"{plural('load', loads)} or {plural('build', loads)} failed within a week",
               reverse("jobs"), "bad")  # fmt: skip
    yield Need(others, f"other {plural('job', others)} failed within a week",
               reverse("jobs"), "bad")  # fmt: skip


def _privacy(_: HttpRequest) -> Iterator[Need]:
    count = PrivacyRequest.objects.filter(state="open").count()
    yield Need(count, f"privacy {plural('request', count)} to answer", reverse("privacy"), "warn")


def _rights(_: HttpRequest) -> Iterator[Need]:
    count = User.objects.filter(is_active=True, grants=None).count()
    yield Need(count, f"{plural('account', count)} without a role", reverse("rights"))


def _health(_: HttpRequest) -> Iterator[Need]:
    """Whether anybody works at jobs, and what `doctor` finds, backups that are missing with it."""
    if queue.worker_seen() is None:
        yield Need(1, "worker missing: jobs wait until one is started", reverse("health"), "bad")
    found = how_many()
    text = f"{plural('thing', found)} unsafe or out of order, as doctor finds"
    yield Need(found, text, reverse("health") + "#findings", "warn")


def _audit(_: HttpRequest) -> Iterator[Need]:
    lately = Entry.objects.filter(at__gt=timezone.now() - _LATELY)
    refused = lately.filter(what="refused").count()
    yield Need(refused, f"{plural('try', refused)} to open what a role does not open, in a week",
               _to("audit", q="refused"))  # fmt: skip
    seen_as = lately.filter(what="view_as").count()
    yield Need(seen_as, f"{plural('time', seen_as)} somebody looked as another, in a week",
               _to("audit", q="view_as"))  # fmt: skip


def _reviews(request: HttpRequest) -> Iterator[Need]:
    """Thresholds of the workspace that ask for a review, measure by measure."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None or not (place().workspace / FILE_NAME).exists():
        return
    scope = request.acting.scope  # type: ignore[attr-defined]
    made = remembered("reviews", warehouse, scope, lambda: json.dumps(_signals(warehouse, scope)))
    for measure, count in json.loads(made).items():
        title = load_catalogue()[measure].title.lower()
        text = f"{plural('review', count)} triggered: {title} is outside of what is watched"
        yield Need(count, text, reverse("measure", args=[measure]), "warn")


def _signals(warehouse: Warehouse, scope: Scope) -> dict[str, int]:
    try:
        watched = read_thresholds(place().workspace / FILE_NAME, load_catalogue())
        found = review(warehouse, watched, scope)
    except EveryrepError:
        return {}
    return dict(Counter(signal.measure for signal in found.signals))


def _to(name: str, **asked: str) -> str:
    pairs = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(name)}?{pairs}"


_ASK: dict[str, Callable[[HttpRequest], Iterator[Need]]] = {
    "deals": _deals,
    "sources": _sources,
    "jobs": _jobs,
    "privacy": _privacy,
    "rights": _rights,
    "health": _health,
    "audit": _audit,
    "measures": _reviews,
}
"""By area: who opens it is asked."""
