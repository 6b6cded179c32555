"""Disputes: a payee holds a line to be wrong; it is answered, granted, refused or withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pay.adjusting import account, open_of, posted, refuse_own
from everyrep.faces.web.pay.models import BookMove, Dispute, Run
from everyrep.faces.web.pay.taking_back import KEY, minor_of_line
from everyrep.pay.ledger import Adjustment
from everyrep.values import UserError
from everyrep.warehouse.reader import Warehouse

DAYS_TO_RAISE = 60
"""After a period is locked, a line of it can be disputed for so many days."""
DAYS_TO_ANSWER = 14
State = Dispute.State
OPEN = (State.OPEN, State.ANSWERED)


@transaction.atomic
def raise_one(move: BookMove, run: Run, text: str, by: User) -> Dispute:
    """Dispute a line of a statement.

    Args:
        move: The line, of the payee who asks.
        run: The run whose statement it is on.
        text: What is wrong with it.
        by: The payee.

    Raises:
        UserError: Nothing is said, it is too late, or it is disputed already.
    """
    if not text.strip():
        raise UserError("Nothing is said", remedy="say what is wrong, and what would be right")
    late = last_day(run)
    if late is not None and localdate() > late:
        raise UserError(
            f"Lines of {run.period} could be disputed until {late}",
            remedy="ask whoever runs pay: they can adjust it by hand",
        )
    try:
        with transaction.atomic():
            found = Dispute.objects.create(
                run=run, payee=move.payee, plan=move.posting.plan, component=move.component,
                currency=move.posting.currency, key=move.key, move=move.move,
                minor=minor_of_line(move), text=text.strip(), opened_by=by,
                due=localdate() + timedelta(days=DAYS_TO_ANSWER),
            )  # fmt: skip
    except IntegrityError:
        raise UserError(
            "This line is disputed already", remedy="see what was said of it under Disputes"
        ) from None
    record(by.email, "pay_disputed", move.payee, dispute=found.pk, period=run.period)
    return found


def last_day(run: Run) -> date | None:
    """The last day on which a line of a run can be disputed; None while it is not locked."""
    return None if run.locked_at is None else run.locked_at.date() + timedelta(days=DAYS_TO_RAISE)


def refuse_deciding(dispute: Dispute, by: User, warehouse: Warehouse | None) -> None:
    """Hold that nobody answers, grants or refuses what they raised, or what is their own pay.

    Raises:
        UserError: They would.
    """
    if by.pk == dispute.opened_by_id:
        raise UserError("You raised it yourself", remedy="have somebody else decide")
    refuse_own(dispute.payee, by, warehouse)


@transaction.atomic
def answer(dispute: Dispute, text: str, by: User) -> None:
    """Say how the line comes about, or ask back; the payee may withdraw, or wait for a decision.

    Raises:
        UserError: Nothing is said, or it is over.
    """
    found = _held(dispute)
    _say(found, text, by)
    found.state = State.ANSWERED
    found.save()
    record(by.email, "dispute_answered", found.payee, dispute=found.pk)


@transaction.atomic
def reply(dispute: Dispute, text: str, by: User) -> None:
    """Say more after an answer, as who raised it: it is open again, and what was said stays.

    Raises:
        UserError: Nothing is said, nobody has answered yet, it is over, or somebody else's.
    """
    found = _held(dispute)
    if found.opened_by_id != by.pk:
        raise UserError("Somebody else raised it", remedy="leave it to them")
    if found.state != State.ANSWERED:
        raise UserError("Nobody has answered yet", remedy="wait for the answer, or withdraw it")
    if not text.strip():
        raise UserError("Nothing is said", remedy="say what is still wrong")
    said = localdate(found.answered_at) if found.answered_at else localdate()
    found.text += f"\n\nAnswered on {said}: {found.answer}\n\n{localdate()}: {text.strip()}"
    found.answer, found.answered_by, found.answered_at = "", None, None
    found.state, found.due = State.OPEN, localdate() + timedelta(days=DAYS_TO_ANSWER)
    found.save()
    record(by.email, "dispute_replied", found.payee, dispute=found.pk)


@transaction.atomic
def refuse(dispute: Dispute, text: str, by: User) -> None:
    """Hold the line to be right.

    Raises:
        UserError: Nothing is said, or it is over.
    """
    found = _held(dispute)
    _say(found, text, by)
    found.state = State.REFUSED
    found.save()
    record(by.email, "dispute_refused", found.payee, dispute=found.pk)


@transaction.atomic
def grant(dispute: Dispute, minor: int, text: str, by: User, warehouse: Warehouse) -> None:
    """Pay the difference: a line of its own in the open period, linked to the one in dispute.

    The statement that was disputed stays as it is.

    Raises:
        UserError: Nothing is said, the amount is nothing, it is over, or one grants it to oneself.
    """
    found = _held(dispute)
    refuse_deciding(found, by, warehouse)
    if minor <= 0:
        raise UserError(
            "The amount is nothing, or below zero",
            why="what is granted is paid beside what was",
            remedy="refuse it, give an amount above zero, or take some back by an adjustment",
        )
    _say(found, text, by)
    version, period = open_of(found.plan)
    # What is of a deal whose customer left is taken back with it, so that this stands alone.
    about = "" if found.key.startswith(KEY) else found.key
    adjustment = Adjustment(
        f"dispute-{found.pk}", found.payee, found.component, minor, account(by),
        f"dispute no. {found.pk}", about, dispute=True,
    )  # fmt: skip
    found.number = posted(adjustment, version, period, warehouse).number
    found.state, found.granted_minor = State.GRANTED, minor
    found.save()
    record(by.email, "dispute_granted", found.payee, dispute=found.pk, minor=minor,
           currency=found.currency, period=period.name)  # fmt: skip


@transaction.atomic
def withdraw(dispute: Dispute, by: User) -> None:
    """Take a dispute back, as who raised it.

    Raises:
        UserError: It is over, or somebody else's.
    """
    found = _held(dispute)
    if found.opened_by_id != by.pk:
        raise UserError("Somebody else raised it", remedy="leave it to them")
    found.state = State.WITHDRAWN
    found.save()
    record(by.email, "dispute_withdrawn", found.payee, dispute=found.pk)


def _say(dispute: Dispute, text: str, by: User) -> None:
    if not text.strip():
        raise UserError("Nothing is said", remedy="say why: the payee reads it")
    dispute.answer, dispute.answered_by, dispute.answered_at = text.strip(), by, timezone.now()


def _held(dispute: Dispute) -> Dispute:
    found = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if found.state not in OPEN:
        raise UserError(f"The dispute is {found.get_state_display()} already")
    return found
