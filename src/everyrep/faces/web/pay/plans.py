"""The way of a plan: written, submitted, approved by both sides, in force, accepted, replaced."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from everyrep.faces.payroll.members import Members
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pay.following import refuse_inside, refuse_mixed
from everyrep.faces.web.pay.models import Acceptance, Approval, PlanVersion
from everyrep.pay.plan import Plan
from everyrep.pay.plan.reading import read_plan
from everyrep.values import DataError, UserError

SIDES: dict[str, Any] = {"finance": Approval.Side.FINANCE, "executive": Approval.Side.LEADERSHIP}
"""Which side a role speaks for."""
State = PlanVersion.State


def digest_of(text: str) -> str:
    """What a text is named by."""
    return hashlib.sha256(text.encode()).hexdigest()


def plan_of(version: PlanVersion) -> Plan:
    """A version as it was read.

    Raises:
        DataError: The text is not the one that was signed.
    """
    if digest_of(version.text) != version.digest:
        raise DataError(
            f"The text of {version} is not the one that was signed",
            why="Nobody may be paid by a text that was changed behind their backs",
            remedy="Restore the app's database from a backup",
        )
    return read_plan(version.text + "\n", where=f"{version.plan} {version.version}")


@transaction.atomic
def write(text: str, by: User, at: PlanVersion | None = None) -> PlanVersion:
    """Keep a draft: a new one, or one that is still a draft with another text.

    A new version of a plan begins with the members of the one before it.

    Args:
        text: The plan as TOML.
        by: Who writes it.
        at: The draft whose text it is from now on; None for a new one.

    Raises:
        PlanError: Something in it is missing, misspelt or makes no sense.
        UserError: It was submitted already, there is a version of that name, or a name is too long
            to be kept.
    """
    text = text.replace("\r\n", "\n").strip() + "\n"
    plan = read_plan(text, where="the plan")
    _refuse_long(plan)
    if at is not None:
        at = PlanVersion.objects.select_for_update().get(pk=at.pk)
        _must_be(at, State.DRAFT)
        if plan.id != at.plan:
            raise UserError(
                f"The text is of the plan {plan.id!r}, the draft of {at.plan!r}",
                remedy="keep the id, or write a new plan",
            )
    version = at or PlanVersion(plan=plan.id, who=_members_before(plan.id))
    fields = {
        "version": plan.version, "title": plan.title, "text": text, "digest": digest_of(text),
        "currency": plan.currency.code, "begins": plan.begins, "ends": plan.ends,
        "written_by": by, "written_at": timezone.now(),
    }  # fmt: skip
    for name, value in fields.items():
        setattr(version, name, value)
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError:
        raise UserError(
            f"There is a version {plan.version!r} of {plan.id!r} already",
            why="statements name the version that they were calculated by",
            remedy="give the new text a version of its own",
        ) from None
    record(by.email, "plan_written", version.plan, version=version.version, digest=version.digest)
    return version


@transaction.atomic
def say_who(version: PlanVersion, who: Members, by: User, before: str) -> PlanVersion:
    """Say who is on a version, by roles and by name; what is signed is the text, not the list.

    Who comes and goes while a plan is in force is told by job records; exceptions may be added.

    Args:
        version: Which.
        who: Who is on it from now on.
        by: Who says so.
        before: Digest of what was said of it when they looked.

    Raises:
        UserError: It waits for consent, somebody else has said another thing since, or it is in
            force and would be left without anybody.
    """
    found = _held(version, State.DRAFT, State.IN_FORCE)
    if digest_of(found.who) != before:
        raise UserError(
            "Somebody else has said who is on it in the meantime",
            why="what they said would be lost",
            remedy="look at it again, and say what is to be changed beside that",
        )
    if found.state == State.IN_FORCE and not who.somebody:
        raise UserError(
            f"Nobody would be on {found}, which is in force",
            why="all that it has paid would be taken back",
            remedy="leave a role or somebody by name",
        )
    before, found.who = found.who, who.to_json()
    found.save(update_fields=["who"])
    record(by.email, "plan_members", found.plan, version=found.version, before=before,
           now=found.who)  # fmt: skip
    return found


@transaction.atomic
def submit(version: PlanVersion, by: User) -> None:
    """Ask both sides for their consent; from now on the text stays as it is.

    Raises:
        UserError: It is no draft, has no members, or begins within a window of the one in force.
    """
    version = _held(version, State.DRAFT)
    if not Members.from_json(version.who).somebody:
        raise UserError(
            f"Nobody is on {version}",
            why="a plan without members pays nobody",
            remedy="say who is on it, and submit it then",
        )
    _see_windows(version)
    version.state, version.submitted_at = State.SUBMITTED, timezone.now()
    version.save(update_fields=["state", "submitted_at"])
    record(by.email, "plan_submitted", version.plan, version=version.version, digest=version.digest)


@transaction.atomic
def approve(version: PlanVersion, acting: Acting, digest: str) -> None:
    """Consent for the side that a role speaks for. With both sides' it is approved.

    Args:
        version: Which.
        acting: Who consents, in which role.
        digest: Of the text that they had before them.

    Raises:
        UserError: It does not wait for it, they wrote it, or have consented for the other side.
    """
    version = _held(version, State.SUBMITTED)
    side = SIDES.get(acting.role.name if acting.role else "")
    if side is None or not acting.scope.can("approve_plan"):
        raise UserError("Your role consents to no plan", remedy="ask finance or sales leadership")
    if digest != version.digest:
        raise UserError("The text is another one by now", remedy="read it again")
    if version.written_by_id == acting.user.pk:
        raise UserError(
            "You wrote this version",
            why="nobody approves what they wrote",
            remedy=f"ask somebody else of {side.label}",
        )
    if version.approvals.filter(user=acting.user).exists():
        raise UserError(
            "You have consented already", why="two people of two sides have to agree",
            remedy="ask somebody of the other side",
        )  # fmt: skip
    if version.approvals.filter(side=side).exists():
        raise UserError(f"The side of {side.label} has consented already")
    Approval.objects.create(version=version, side=side, digest=digest, user=acting.user)
    if version.approvals.count() == len(Approval.Side):
        version.state = State.APPROVED
        version.save(update_fields=["state"])
    record(acting.who, "plan_approved", version.plan, version=version.version, side=side.label,
           digest=digest)  # fmt: skip


@transaction.atomic
def send_back(version: PlanVersion, by: User, why: str) -> None:
    """Make a draft of it again; consents are void, since they were to a text that may change.

    Raises:
        UserError: It waits for no consent, or there is no reason.
    """
    version = _held(version, State.SUBMITTED, State.APPROVED)
    if not why.strip():
        raise UserError("There is no reason", remedy="say what is to be changed")
    version.approvals.all().delete()
    version.state, version.submitted_at = State.DRAFT, None
    version.save(update_fields=["state", "submitted_at"])
    record(by.email, "plan_sent_back", version.plan, version=version.version, why=why.strip())


@transaction.atomic
def put_in_force(version: PlanVersion, by: User) -> None:
    """Let pay be calculated by it, from its first day on.

    What was in force before holds until that day. A version that began on the same day or later is
    replaced by it as a whole.

    Raises:
        UserError: Not both sides have consented to this very text.
    """
    version = _held(version, State.APPROVED)
    agreed = version.approvals.filter(digest=version.digest)
    if {one.side for one in agreed} != set(Approval.Side.values):
        raise UserError("Not both sides have consented to this text", remedy="have it approved")
    _see_windows(version)
    others = PlanVersion.objects.filter(
        plan=version.plan, state=State.IN_FORCE, begins__gte=version.begins
    )
    others.update(state=State.REPLACED)
    version.state, version.in_force_at = State.IN_FORCE, timezone.now()
    version.save(update_fields=["state", "in_force_at"])
    record(by.email, "plan_in_force", version.plan, version=version.version, digest=version.digest)


@transaction.atomic
def accept(version: PlanVersion, user: User, digest: str) -> None:
    """Accept a version, as the payee whose plan it is; once.

    Raises:
        UserError: It is not in force, they are not on it, or read another text.
    """
    version = _held(version, State.IN_FORCE)
    if not user.person or not version.members.filter(person=user.person).exists():
        raise UserError("This plan is not yours", remedy="ask whoever runs pay")
    if digest != version.digest:
        raise UserError("The text is another one by now", remedy="read it again")
    _, new = Acceptance.objects.get_or_create(
        version=version, person=user.person, defaults={"user": user, "digest": digest}
    )
    if new:
        record(user.email, "plan_accepted", version.plan, version=version.version, digest=digest)


def previous(version: PlanVersion) -> PlanVersion | None:
    """The version before it; None for the first."""
    earlier = PlanVersion.objects.filter(plan=version.plan, pk__lt=version.pk)
    return earlier.order_by("-pk").first()


def _see_windows(version: PlanVersion) -> None:
    """Hold that it can follow what is in force.

    Raises:
        UserError: It begins within a window that is paid as a whole, or refunds would be taken
            back by both or by neither.
    """
    before = PlanVersion.objects.filter(
        plan=version.plan, state=State.IN_FORCE, begins__lt=version.begins
    ).order_by("-begins").first()  # fmt: skip
    if before is not None:
        first, then = plan_of(before), plan_of(version)
        refuse_inside(first, then)
        refuse_mixed(first, then)


def _refuse_long(plan: Plan) -> None:
    """Hold that its names fit: some databases refuse longer ones, and some keep them."""
    names = {"plan": plan.id, "version": plan.version, "title": plan.title}
    for name, value in names.items():
        most = PlanVersion._meta.get_field(name).max_length
        if len(value) > most:
            raise UserError(
                f"Its {name} has {len(value)} characters, and {most} can be kept",
                where="the plan",
                remedy=f"shorten {value[:40]!r}",
            )


def _members_before(plan: str) -> str:
    """Who is on the newest version of a plan; nobody where there is none."""
    before = PlanVersion.objects.filter(plan=plan).order_by("-pk").first()
    return before.who if before is not None else Members().to_json()


def _held(version: PlanVersion, *states: Any) -> PlanVersion:
    """The version, locked for this transaction, in one of some states."""
    found = PlanVersion.objects.select_for_update().get(pk=version.pk)
    _must_be(found, *states)
    return found


def _must_be(version: PlanVersion, *states: Any) -> None:
    if version.state not in states:
        wanted = " or ".join(State(one).label for one in states)
        raise UserError(
            f"It cannot be done with {version}: its state is {version.get_state_display()!r}, "
            f"and {wanted!r} is needed",
            remedy="look at it again: somebody else may have gone on with it",
        )
