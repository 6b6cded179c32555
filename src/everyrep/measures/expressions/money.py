"""Bookings and pipeline: sums of amounts, shared out to those credited with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.deals import AMOUNTS, not_converted, without_amount
from everyrep.measures.facts import credited_minor, deals, open_deals, with_credits
from everyrep.measures.facts.deals import with_stage_chance
from everyrep.measures.question import Question
from everyrep.measures.tally import Tally

if TYPE_CHECKING:
    import ibis.expr.types as ir


def bookings(question: Question, column: str = "amount_base_minor") -> Tally:
    """Amounts of won deals, by the day they were won."""
    return Tally(
        with_credits(deals(question, "close_on"), question),
        reads=(*AMOUNTS, column),
        keep=lambda deal: deal.outcome == "won",
        x=lambda deal: credited_minor(deal, column),
        thing=_deal,
        notes={"unconverted": not_converted, "without_amount": without_amount},
    )


def pipeline(question: Question) -> Tally:
    """Amounts of open deals, by the day they are expected to close."""
    return Tally(
        with_credits(open_deals(question), question),
        reads=AMOUNTS,
        x=lambda deal: credited_minor(deal, "amount_base_minor"),
        thing=_deal,
        notes={
            "unconverted": not_converted,
            "without_amount": without_amount,
            "overdue": lambda deal: deal.close_on < question.as_of,
        },
    )


def weighted_pipeline(question: Question) -> Tally:
    """Amounts of open deals times their chance: the deal's own, else its stage's."""

    def weighted(deal: ir.Table) -> ir.Value:
        amount = credited_minor(deal, "amount_base_minor")
        return (amount * deal.chance).round().cast("int64")

    return Tally(
        with_stage_chance(with_credits(open_deals(question), question)),
        reads=(*AMOUNTS, "chance"),
        x=weighted,
        thing=_deal,
        notes={
            "unconverted": not_converted,
            "without_chance": lambda deal: deal.chance.isnull(),
        },
    )


def _deal(facts: ir.Table) -> ir.Value:
    return facts["id"]
