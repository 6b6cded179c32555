"""The way of a run: asked for, calculated, reviewed, approved (which posts it), locked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.pay.adjusting import account
from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.models import BookPosting, DraftPosting, PlanVersion, Run
from everyrep.faces.web.pay.periods import known_on, open_periods
from everyrep.faces.web.pay.tables import unpacked_moves
from everyrep.pay.ledger import PayPeriod, Posting, Stamp, Stream
from everyrep.pay.ledger import lock as lock_period
from everyrep.pay.ledger.book import busy
from everyrep.pay.windows import day_number, day_of
from everyrep.values import Busy, UnknownName, UserError
from everyrep.warehouse.reader import Warehouse

State = Run.State
UNDER_WAY = (State.ASKED, State.CALCULATED, State.REVIEWED)


@transaction.atomic
def ask(name: str, by: User, warehouse: Warehouse, *, queued: bool = True) -> Run:
    """Have a period calculated. What another run of it came to so far is dropped.

    Args:
        name: The period, as it is called.
        by: Who asks.
        warehouse: The build, whose last day is the last that can be known.
        queued: Whether a job is to calculate it; else whoever asks does so at once.

    Raises:
        UnknownName: No plan pays in an open period of that name.
        Busy: A run is being calculated already.
        UserError: The period has not begun.
    """
    # Whoever asks at the same moment waits here, so that the later one sees the earlier one's run.
    list(PlanVersion.objects.select_for_update().filter(state=PlanVersion.State.IN_FORCE))
    known = {one.name: one for one in open_periods(BOOK).values()}
    if name not in known:
        raise UnknownName("open pay period", name, known)
    for one in filter(_is_over, Run.objects.select_for_update().filter(state=State.ASKED)):
        failed(one, "Its job ended before it was calculated. Calculate the period again.")
    if Run.objects.filter(state=State.ASKED).exists():
        raise Busy(
            "A run is being calculated already",
            why="two at once could pay twice",
            remedy="wait for it, or drop it",
        )
    period = known[name]
    first, ends = day_of(period.first), day_of(period.end)
    through = known_on(period, warehouse.as_of)
    if through < first:
        raise UserError(
            f"{name} has not begun: records end on {warehouse.as_of}",
            remedy="load what is newer, or wait",
        )
    Run.objects.filter(period=name, state__in=(*UNDER_WAY, State.FAILED)).update(
        state=State.DROPPED
    )
    run = Run.objects.create(period=name, first=first, ends=ends, through=through, asked_by=by)
    if queued:
        queue.ask("calculate_pay", {"run": run.pk}, by=by.email, about=f"pay:{run.pk}")
    record(by.email, "pay_asked", str(run.pk), period=name)
    return run


def failed(run: Run, why: str) -> None:
    """Write down that a run could not be calculated, and why."""
    Run.objects.filter(pk=run.pk, state=State.ASKED).update(state=State.FAILED, why_not=why)


@transaction.atomic
def review(run: Run, by: User) -> None:
    """Say that somebody has looked at what a run comes to.

    Raises:
        UserError: It does not wait for that.
    """
    run = _held(run, State.CALCULATED)
    run.state, run.reviewed_by, run.reviewed_at = State.REVIEWED, by, timezone.now()
    run.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    record(by.email, "pay_reviewed", str(run.pk), period=run.period)


@transaction.atomic
def approve(run: Run, by: User) -> None:
    """Post what was reviewed, all of it or nothing.

    Raises:
        Busy: Something else was posted since it was calculated.
        UserError: It was not reviewed.
    """
    run = _held(run, State.REVIEWED)
    head = BOOK.head().digest
    if head != run.head:
        # A run that changes nothing posts nothing, so that no posting of it would be refused.
        raise busy(run.head, head)
    for draft in run.drafts.order_by("place"):
        posting = posting_of(draft)
        BOOK.append(posting)
        head = posting.head
    Run.objects.filter(period=run.period, state=State.APPROVED).update(state=State.DROPPED)
    run.state, run.approved_by, run.approved_at = State.APPROVED, by, timezone.now()
    run.posted_head = head
    run.save(update_fields=["state", "approved_by", "approved_at", "posted_head"])
    run.drafts.all().delete()
    record(by.email, "pay_approved", str(run.pk), period=run.period, head=run.posted_head)


@transaction.atomic
def lock(run: Run, by: User) -> None:
    """Close the period: what was stated for it never changes from now on.

    Raises:
        UserError: It is not approved, or something was posted into the period since.
    """
    run = _held(run, State.APPROVED)
    if run.through < run.ends - timedelta(days=1):
        raise UserError(
            f"Its records end on {run.through}, before {run.period} does",
            why="what is sold until then would be late already",
            remedy="wait for the end of the period, and calculate it again",
        )
    head = BOOK.head().digest
    if head != run.posted_head and _changed_since(run):
        raise UserError(
            f"Something was posted into {run.period} since this run",
            why="its payslips would not say what is paid",
            remedy="calculate the period again, and approve that",
        )
    period = PayPeriod(run.period, day_number(run.first), day_number(run.ends))
    lock_period(BOOK, period, run.through, account(by), head)
    run.state, run.locked_by, run.locked_at = State.LOCKED, by, timezone.now()
    run.save(update_fields=["state", "locked_by", "locked_at"])
    record(by.email, "pay_locked", str(run.pk), period=run.period)


@transaction.atomic
def drop(run: Run, by: User) -> None:
    """Let a run go that is not posted; the ledger never knew of it.

    Raises:
        UserError: It is posted.
    """
    run = _held(run, *UNDER_WAY, State.FAILED)
    run.drafts.all().delete()
    run.state = State.DROPPED
    run.save(update_fields=["state"])
    record(by.email, "pay_dropped", str(run.pk), period=run.period)


def posting_of(draft: DraftPosting) -> Posting:
    """What a draft would post, sealed as it was when it was calculated."""
    said: dict[str, Any] = draft.said
    stamp = Stamp(**{**said["stamp"], "stream": Stream(said["stamp"]["stream"])})
    return Posting(
        said["number"], said["after"], stamp, said["turnover"], unpacked_moves(draft.moves),
        said["head"],
    )  # fmt: skip


def number_after(run: Run) -> int:
    """The number of the ledger's last posting once a run was posted; 0 where it had none."""
    found = BookPosting.objects.filter(head=run.posted_head).values_list("number", flat=True)
    return found.first() or 0


def _is_over(run: Run) -> bool:
    """Whether nobody works at a run any more, though it has no result: its job was cancelled."""
    job = Job.objects.filter(about=f"pay:{run.pk}").order_by("-pk").first()
    return job is None or job.over


def _changed_since(run: Run) -> bool:
    """Whether the ledger has a posting of the run's period after those of the run."""
    later = BookPosting.objects.filter(number__gt=number_after(run), posted_in=run.period)
    return later.exists()


def _held(run: Run, *states: Any) -> Run:
    """The run, locked for this transaction, in one of some states."""
    found = Run.objects.select_for_update().get(pk=run.pk)
    if found.state not in states:
        wanted = " or ".join(State(one).label for one in states)
        raise UserError(
            f"{found} is {found.get_state_display()}, not {wanted}",
            remedy="look at it again: somebody else may have gone on with it",
        )
    return found
