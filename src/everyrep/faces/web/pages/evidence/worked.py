"""What a job works out for a page of evidence: kept for a build and a scope, asked for by a button.

A name tells what is worked out from all else; what was made of it for this build and this sight is
kept beside the pages of figures, and goes when another build is current.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from everyrep.faces.web.access.acting import acting_by_token
from everyrep.faces.web.access.models import User
from everyrep.faces.web.company import current
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.jobs.work import Work
from everyrep.faces.web.pages.evidence import kept
from everyrep.faces.web.pages.keyed import seen_by
from everyrep.values import Scope, UserError
from everyrep.warehouse.reader import Warehouse


@dataclass(frozen=True)
class Worked:
    """What there is of something.

    Attributes:
        html: As it is shown; empty until it is worked out.
        data: The same for exports and lists; empty likewise.
        job: The last job that was asked to work it out and is not done, or failed; None otherwise.
    """

    html: str = ""
    data: dict[str, Any] | None = None
    job: Job | None = None

    @property
    def under_way(self) -> bool:
        """Whether somebody works at it, or it waits for that."""
        return self.job is not None and not self.job.over

    @property
    def failed(self) -> str:
        """Why it could not be worked out; empty where it was, or is being."""
        return self.job.said if self.job is not None and self.job.over else ""


def worked(kind: str, name: str, warehouse: Warehouse | None, scope: Scope) -> Worked:
    """What there is of a name for this build and this sight."""
    if warehouse is None:
        return Worked()
    job = Job.objects.filter(kind=kind, about=_about(name, warehouse, scope)).order_by("-pk")
    last = job.first()
    if last is not None and last.state == State.DONE:
        last = None
    html = kept.known(name, warehouse, scope) or ""
    return Worked(html, kept.told(name, warehouse, scope), last)


def wanted(
    kind: str, name: str, arguments: dict[str, Any], request: HttpRequest, *, once: bool = True
) -> Job:
    """Ask for a job that works a name out, under the role of who asks.

    Args:
        kind: Of the job.
        name: Of what is worked out.
        arguments: Of the job, JSON-safe.
        request: Who asks.
        once: Where the same already waits or runs, that one is given.

    Raises:
        UserError: There is no build.
    """
    acting, warehouse = request.acting, request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        raise UserError("there are no data yet", remedy="load files under Sources and quality")
    role = {"role": acting.role.name if acting.role else ""}
    about = _about(name, warehouse, acting.scope)
    return queue.ask(kind, {**arguments, **role}, by=acting.who, about=about, once=once)


def who_asked(work: Work, arguments: dict[str, Any]) -> tuple[Warehouse, Scope]:
    """The current build, and what who asked for a job may see today in the role they asked in.

    Raises:
        UserError: There is no build, or they do not have the role any more.
    """
    warehouse = current()
    if warehouse is None:
        raise UserError("there are no data yet", remedy="load files under Sources and quality")
    user = User.objects.filter(email=work.asked_by, is_active=True).first()
    acting = user and acting_by_token(user, str(arguments.get("role", "")), warehouse)
    if not acting or not acting.opens("evidence"):
        raise UserError(
            f"{work.asked_by} may not see evidence any more", remedy="ask for it in another role"
        )
    return warehouse, acting.scope


def for_sight(job: Job, scope: Scope) -> bool:
    """Whether a job works something out for who sees what this scope sees."""
    return bool(job.about.endswith(f":{_sight(scope)}"))


def _about(name: str, warehouse: Warehouse, scope: Scope) -> str:
    return f"{name[:120]}:{warehouse.snapshot}:{_sight(scope)}"


def _sight(scope: Scope) -> str:
    return seen_by(scope)[:12]
