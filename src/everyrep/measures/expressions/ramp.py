"""How long it takes new sellers to become productive; those who never do stay in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.ramping import (
    first_opening,
    first_sale,
    ramp_to_quota,
    ramp_to_revenue,
)
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting

if TYPE_CHECKING:
    import ibis.expr.types as ir


def to_quota(question: Question, share: float) -> Lasting:
    """Days from hire until bookings within one quota came to a share of it."""
    return until_ramped(ramp_to_quota(question, share), question)


def to_revenue(question: Question, share: float) -> Lasting:
    """Days from hire until a quarter in post came to a share of what settled sellers bring in."""
    return until_ramped(ramp_to_revenue(question, share), question)


def to_first_win(question: Question) -> Lasting:
    """Days from hire until the first deal won."""
    return until_ramped(first_sale(question), question)


def to_first_deal(question: Question) -> Lasting:
    """Days from hire until the first deal opened."""
    return until_ramped(first_opening(question), question)


def until_ramped(frame: Frame, question: Question) -> Lasting:
    """Days from hire to `ramped_on`; who left before stays in, as not ramped."""
    import ibis

    def length(hire: ir.Table) -> ir.Value:
        last = ibis.coalesce(hire.ramped_on, ibis.literal(question.as_of))
        return last.delta(hire.hired_on, unit="day")

    def left_first(hire: ir.Table) -> ir.Value:
        return hire.ramped_on.isnull() & (hire.left_on <= question.as_of).fill_null(False)

    return Lasting(
        frame,
        length,
        first=lambda hire: hire.ramped_on.notnull(),
        reads=("ramped_on", "left_on"),
        notes={"left_first": left_first},
    )
