"""How deals move through stages, the open ones censored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts.stays import stays
from everyrep.measures.figures import NO_FACTS, Figure
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting
from everyrep.values import Reason

if TYPE_CHECKING:
    import ibis.expr.types as ir


def conversion(question: Question) -> Lasting:
    """Days in a stage until the deal advances, or drops out, or today."""
    return Lasting(
        stays(question),
        days=lambda stay: stay.days_in_stage,
        first=lambda stay: stay.advanced,
        second=lambda stay: stay.dropped,
    )


def time_in_stage(question: Question) -> Lasting:
    """Days in a stage until it ends, either way."""
    return Lasting(
        stays(question),
        days=lambda stay: stay.days_in_stage,
        first=lambda stay: stay.advanced | stay.dropped,
    )


def winning(question: Question) -> Lasting:
    """Days from coming into a stage until the deal is won, or ends otherwise, or today."""
    import ibis

    def length(stay: ir.Table) -> ir.Value:
        closed = stay.outcome != "open"
        last = ibis.ifelse(closed, stay.close_on, ibis.literal(question.as_of))
        return ibis.greatest(last.delta(stay.entered_on, unit="day"), 0)

    return Lasting(
        stays(question),
        days=length,
        first=lambda stay: stay.outcome == "won",
        second=lambda stay: stay.outcome.isin(("lost", "no_decision")),
        keep=lambda stay: (stay.outcome == "open") | stay.close_on.notnull(),
    )


def expected(_: Question, held: Figure | None, chance: Figure | None) -> Figure:
    """Open pipeline of a stage times the share of deals in it that were won so far."""
    if held is None or held.value is None:
        return Figure(None, reason=held.reason if held is not None else NO_FACTS)
    if chance is None or chance.value is None:
        return Figure(None, n=held.n, reason=_NO_HISTORY)
    amount = float(held.value)
    low, high = (None if end is None else amount * float(end) for end in (chance.low, chance.high))
    return Figure(amount * float(chance.value), low, high, held.n, notes=held.notes)


_NO_HISTORY = Reason(
    "no_history",
    "No deal that came into this stage has ended yet, so its chance is not known.",
    "Load the history of stages, or ask again later.",
)
