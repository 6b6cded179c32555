"""What is taken back where customers left: one line a deal, and how it comes about."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from everyrep.faces.web.pay.inputs import columns_of_lines
from everyrep.faces.web.pay.models import BookMove, RunPart
from everyrep.pay.facts.days import days_of, zone_of
from everyrep.pay.facts.tables import Table
from everyrep.pay.ledger import Reason, Stream
from everyrep.pay.paying.due import share_taken_back
from everyrep.pay.plan import Plan
from everyrep.pay.plan.reading.words import percent
from everyrep.pay.windows import day_of
from everyrep.values.money import Money

EARNING = (str(Stream.CALCULATED), str(Stream.ADJUSTED))
KEY = f"{Reason.CLAWBACK}/"
"""How keys of moves begin that take back."""


@dataclass(frozen=True)
class Leaving:
    """A deal whose customer left: what the ledger has of it for one payee and component.

    Attributes:
        earned: What it earned, as moves in the order of posting.
        paid: Moves of what was due of it, of what was cancelled, and of what was taken back.
    """

    earned: list[BookMove]
    paid: list[BookMove]


def takes_back(row: BookMove) -> bool:
    """Whether a move takes back what was paid."""
    return row.key.startswith(KEY)


def minor_of_line(row: BookMove) -> int:
    """What a move adds to pay: what is taken back is below zero."""
    return -row.minor if takes_back(row) else row.minor


def days_left(plan: Plan, lines: pd.DataFrame) -> pd.DataFrame | None:
    """Days on which the customers of deals left: columns deal, left_on; None where none is asked.

    Args:
        plan: Takes back or not, and in which zone days are told.
        lines: Lines with `deal`, and with `lost_on` where that is known.
    """
    if plan.clawback is None or "lost_on" not in lines.columns:
        return None
    found = days_of(Table.of("lines", lines, "line"), "lost_on", zone_of(plan.zone))
    days = pd.Series(found.days, index=lines.index).astype("Int64")
    if found.known is not None:
        days = days.mask(~found.known)
    left = pd.DataFrame({"deal": lines["deal"], "left_on": days})
    return left.dropna().drop_duplicates("deal")


def leaving_of(row: BookMove, drafted: list[BookMove]) -> Leaving:
    """What is told of the deal of a move that takes back, up to that move's posting.

    Args:
        row: The move.
        drafted: Moves of the payee that its run would post; none where it is posted.
    """
    known = BookMove.objects.select_related("posting").filter(
        payee=row.payee, posting__plan=row.posting.plan, posting__number__lte=row.posting.number
    )
    earning = known.filter(component=row.component, posting__stream__in=EARNING)
    fresh = [one for one in drafted if one.component == row.component and _earns(one)]
    first = earning.filter(key=row.about).first()
    first = first or next((one for one in fresh if one.key == row.about), None)
    # Of all that somebody earned only what is of the deal is read.
    name, value = ("deal", first.deal) if first is not None and first.deal else ("key", row.about)
    earned = [
        *earning.filter(**{name: value}).order_by("posting__number", "place"),
        *(one for one in fresh if getattr(one, name) == value),
    ]
    keys = {one.key for one in earned}
    paid = known.filter(about__in=keys, posting__stream=Stream.PAID)
    return Leaving(earned, [*paid, *(one for one in drafted if one.about in keys and _pays(one))])


def _earns(row: BookMove) -> bool:
    return row.posting.stream in EARNING


def _pays(row: BookMove) -> bool:
    return row.posting.stream == Stream.PAID


def told(found: Leaving, row: BookMove, part: RunPart, plan: Plan, name: str) -> str:
    """How what is taken back of a deal comes about, in sentences with the numbers in place.

    Args:
        found: What is told of the deal.
        row: The move that takes back.
        part: Of the run that posted it: its records say when the customer left.
        plan: The plan of then.
        name: Of the deal.
    """
    gone = _left_on(found, part, plan)
    if plan.clawback is None or gone is None:
        return "The records of its run do not say any more that its customer left."
    since = min(one.day for one in found.earned)
    parts, over = share_taken_back(plan.clawback, np.array([since]), np.array([gone]))
    base = sum(one.minor for one in found.earned)
    if plan.clawback.only_paid:
        base = _sum(found.paid, "released/")
    total = _sum(found.paid, KEY)
    before = f", {_money(total - row.minor, plan)} of it before" if total != row.minor else ""
    return (
        f"The customer of {name} left on {day_of(gone)}; the deal is of {day_of(since)}. "
        f"{_step(plan, Fraction(int(parts[0]), over))} "
        f"{_money(max(base, 0), plan)} had been {_word(plan)} of it, so that "
        f"{_money(total, plan)} is taken back in all{before}."
    )


def _left_on(found: Leaving, part: RunPart, plan: Plan) -> int | None:
    """The day that the deal's customer left, by the records of a run."""
    deal = next((one.deal for one in found.earned), "")
    lines = columns_of_lines(part, ("line", "deal", "lost_on"))
    left = days_left(plan, lines) if len(lines) else None
    if left is None:
        return None
    days = left.loc[(left["deal"] == deal).to_numpy(), "left_on"]
    return int(days.iloc[0]) if len(days) else None


def _step(plan: Plan, share: Fraction) -> str:
    """The step of the schedule that holds."""
    schedule = plan.clawback.schedule if plan.clawback else ()
    at = next((place for place, (_, one) in enumerate(schedule) if one == share), None)
    if at is None:
        return "So soon after it, the plan takes nothing back."
    until = f" until month {schedule[at + 1][0]}" if at + 1 < len(schedule) else " on"
    return (
        f"From month {schedule[at][0]}{until} the plan takes back "
        f"{percent(share)} of what was {_word(plan)}."
    )


def _word(plan: Plan) -> str:
    return "paid" if plan.clawback is not None and plan.clawback.only_paid else "earned"


def _sum(rows: list[BookMove], begins: str) -> int:
    return sum(one.minor for one in rows if one.key.startswith(begins))


def _money(minor: int, plan: Plan) -> str:
    return Money(minor, plan.currency).format()
