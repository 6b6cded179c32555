"""Amounts that people added to pay: who did, why, and what they come to in a period."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from everyrep.faces.web.access.models import User
from everyrep.faces.web.pay.models import BookMove, Dispute, ManualAdjustment, Payslip
from everyrep.pay.ledger import Reason, Stream

_PREFIX = "adjustment/"
_NAMES = {
    Reason.DISPUTE: ("a dispute", "what was granted of it stands in this period"),
    Reason.ADJUSTMENT: ("an adjustment", "somebody added it by hand"),
    Reason.WITHDRAWN: ("an adjustment", "what had been added by hand was taken back"),
}


@dataclass(frozen=True)
class ByHand:
    """Who added an amount, and why."""

    who: User | None
    why: str


def by_hand(row: BookMove) -> ByHand | None:
    """Who added a line by hand; None where that is not known, or the line was calculated."""
    if not row.key.startswith(_PREFIX):
        return None
    kind, _, number = row.key.removeprefix(_PREFIX).partition("-")
    if not number.isdecimal():
        return None
    if kind == "dispute":
        case = Dispute.objects.select_related("answered_by").filter(pk=int(number)).first()
        return None if case is None else ByHand(case.answered_by, case.answer)
    one = ManualAdjustment.objects.select_related("made_by").filter(pk=int(number)).first()
    return None if one is None else ByHand(one.made_by, one.why)


def added_in(slip: Payslip) -> list[dict[str, object]]:
    """What people added to somebody's pay in a period, by kind, as changes are told."""
    return _told(_added(slip.plan, slip.run.period).filter(payee=slip.payee))


def added_to(plan: str, period: str) -> list[dict[str, object]]:
    """What people added to everybody's pay by a plan in a period, in the same way."""
    return _told(_added(plan, period))


def _added(plan: str, period: str) -> QuerySet[BookMove]:
    return BookMove.objects.filter(
        posting__plan=plan, posting__stream=Stream.ADJUSTED, posting__posted_in=period
    )


def _told(rows: QuerySet[BookMove]) -> list[dict[str, object]]:
    sums = rows.values("reason").annotate(sum=Sum("minor")).order_by("reason")
    return [
        {"name": name, "says": says, "minor": row["sum"]}
        for row in sums
        if row["sum"] and (told := _NAMES.get(Reason(row["reason"])))
        for name, says in [told]
    ]
