"""Amounts that people add by hand: posted at once into the open period, with their reason."""

from __future__ import annotations

from django.db import transaction

from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.company import renamed_people
from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.models import ManualAdjustment, PlanVersion
from everyrep.faces.web.pay.numerals import number_of
from everyrep.faces.web.pay.periods import in_force, known_on, period_of
from everyrep.faces.web.pay.plans import plan_of
from everyrep.pay.ledger import Adjustment, PayPeriod, Posting, Run, adjust
from everyrep.values import Currency, UnknownName, UserError
from everyrep.warehouse.reader import Warehouse

_MOST = 2**53
"""Minor units from which on an amount is a slip."""


def minor_of(written: str, currency: str) -> int:
    """An amount as somebody types it, in minor units.

    Raises:
        UserError: It is no amount, or finer than the currency.
    """
    code = Currency.of(currency)
    number = number_of(written.strip().removesuffix(code.code))
    scaled = None if number is None else number * code.scale
    if scaled is None or abs(scaled) >= _MOST or scaled != int(scaled):
        raise UserError(
            f"{written[:40]!r} is no amount in {code}",
            why="it is paid as it is written, to the last unit",
            remedy="write it as 1250.50 or 1,250.50, with a point before the cents, and with a "
            "minus before it where it is taken back",
        )
    return int(scaled)


@transaction.atomic
def add(
    payee: str, plan: str, component: str, minor: int, why: str, by: User, warehouse: Warehouse,
    about: str = "",
) -> ManualAdjustment:  # fmt: skip
    """Add an amount, or take one back, in the open period of a plan.

    Raises:
        UserError: It is nothing, has no reason, stands already, or is one's own pay; the plan has
            no open period.
        UnknownName: The plan pays nobody of that name, or has no such component.
    """
    refuse_own(payee, by, warehouse)
    version, period = open_of(plan)
    _refuse_unknown(version, payee, component)
    if not minor:
        raise UserError("The amount is nothing", remedy="give an amount, above zero or below")
    row = ManualAdjustment.objects.create(
        payee=payee, plan=plan, component=component, currency=version.currency, minor=minor,
        period=period.name, why=why.strip(), about=about, made_by=by,
    )  # fmt: skip
    if not row.why:
        raise UserError("There is no reason", remedy="say why: the payee reads it")
    adjustment = Adjustment(
        f"manual-{row.pk}", payee, component, minor, account(by), f"adjustment no. {row.pk}", about
    )
    row.number = posted(adjustment, version, period, warehouse).number
    # Of two at once the later has seen the earlier by now: the ledger takes one after the other.
    _refuse_again(row)
    row.save(update_fields=["number"])
    record(by.email, "pay_adjusted", payee, plan=plan, component=component, minor=minor,
           currency=version.currency, why=why.strip(), adjustment=row.pk)  # fmt: skip
    return row


@transaction.atomic
def withdraw(adjustment: ManualAdjustment, by: User, warehouse: Warehouse) -> None:
    """Take an adjustment back: what was posted for it is moved back in the open period.

    Raises:
        UserError: It was taken back before, or is one's own pay.
    """
    refuse_own(adjustment.payee, by, warehouse)
    row = ManualAdjustment.objects.select_for_update().get(pk=adjustment.pk)
    if row.withdrawn:
        raise UserError("It was taken back before")
    version, period = open_of(row.plan)
    nothing = Adjustment(
        f"manual-{row.pk}", row.payee, row.component, 0, account(by), "taken back", row.about
    )
    row.number, row.withdrawn = posted(nothing, version, period, warehouse).number, True
    row.save(update_fields=["number", "withdrawn"])
    record(by.email, "pay_adjustment_withdrawn", row.payee, adjustment=row.pk)


def refuse_own(payee: str, by: User, warehouse: Warehouse | None) -> None:
    """Hold that nobody decides on what they are paid themselves.

    Raises:
        UserError: They would, under an id that they have or had.
    """
    if by.person and by.person == renamed_people(warehouse).get(payee, payee):
        raise UserError(
            "It is your own pay",
            why="nobody grants themselves money",
            remedy="have somebody else decide",
        )


def account(user: User) -> str:
    """Who acts, as the ledger has it: it names nobody, so that nothing in it has to be struck."""
    return f"account no. {user.pk}"


def posted(
    adjustment: Adjustment, version: PlanVersion, period: PayPeriod, warehouse: Warehouse
) -> Posting:
    """Post an adjustment."""
    run = Run(adjustment.id, version.plan, Currency.of(version.currency))
    return adjust(BOOK, adjustment, run, period, known_on(period, warehouse.as_of))


def open_of(plan: str) -> tuple[PlanVersion, PayPeriod]:
    """The newest version of a plan that is in force, and its open period.

    Raises:
        UnknownName: No version of it is in force.
        UserError: It has no open period.
    """
    versions = in_force()
    if plan not in versions:
        raise UnknownName("plan in force", plan, versions)
    period = period_of(BOOK, plan)
    if period is None:
        raise UserError(
            f"{plan} has no open pay period",
            why="what is locked never changes",
            remedy="put a version in force that goes on",
        )
    return versions[plan][-1], period


def _refuse_again(row: ManualAdjustment) -> None:
    """Hold that a form that was sent twice, or reloaded, adds an amount once."""
    names = ("payee", "plan", "component", "minor", "period", "why", "about")
    same = {name: getattr(row, name) for name in names}
    before = ManualAdjustment.objects.filter(withdrawn=False, **same).exclude(pk=row.pk).first()
    if before is not None:
        raise UserError(
            f"The same amount stands already for the same reason, as adjustment no. {before.pk}",
            why="a form that is sent twice must not pay twice",
            remedy="say in the reason what it is for beside that, if it is to be added once more",
        )


def _refuse_unknown(version: PlanVersion, payee: str, component: str) -> None:
    known = {one.id for one in plan_of(version).pay}
    if component not in known:
        raise UnknownName("component", component, known, where=f"plan {version.plan}")
    people = set(
        PlanVersion.objects.filter(plan=version.plan).values_list("members__person", flat=True)
    ) - {None}
    if payee not in people:
        raise UserError(
            f"{version.plan} never had the payee among those who are on it",
            why="it has no pay of theirs to add to",
            remedy="choose an element of a plan that they are or were on",
        )
