"""Bookings and pipeline: sums of amounts, shared out to those credited with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.deals import (
    AMOUNTS,
    negative,
    not_converted,
    undated,
    without_amount,
)
from everyrep.measures.expressions.likeness import of_one_person
from everyrep.measures.facts import credited_minor, deals, open_deals, with_credits
from everyrep.measures.facts.around import BANDS, SIZE_BAND
from everyrep.measures.facts.deals import with_stage_chance
from everyrep.measures.facts.words_of_deals import has_kind, is_kind
from everyrep.measures.figures import NO_FACTS, Figure
from everyrep.measures.question import Question
from everyrep.measures.tally import Tally
from everyrep.values import Grade, Reason

if TYPE_CHECKING:
    import ibis.expr.types as ir


def bookings(
    question: Question, column: str = "amount_base_minor", kind: str | None = None
) -> Tally:
    """Amounts of won deals, by the day they were won.

    Args:
        question: What is asked.
        column: Which amount.
        kind: Only deals of this kind: "new", "expansion" or "renewal".
    """

    def keep(deal: ir.Table) -> ir.Value:
        won = deal.outcome == "won"
        return won if kind is None else won & is_kind(deal, kind)

    return Tally(
        with_credits(deals(question, "close_on"), question),
        reads=(*AMOUNTS, column) if kind is None else (*AMOUNTS, column, "kind"),
        keep=keep,
        x=lambda deal: credited_minor(deal, column),
        thing=_deal,
        notes={
            "unconverted": not_converted,
            "without_amount": without_amount,
            "negative": negative(column),
            "undated": undated,
        },
    )


def created(question: Question) -> Tally:
    """Amounts of deals by the day they were opened, whatever became of them."""
    return Tally(
        with_credits(deals(question, "created_on"), question),
        reads=AMOUNTS,
        x=lambda deal: credited_minor(deal, "amount_base_minor"),
        thing=_deal,
        notes={
            "unconverted": not_converted,
            "without_amount": without_amount,
            "negative": negative(),
        },
    )


def share_of_bookings(question: Question, kind: str) -> Tally:
    """Amounts of won deals of a kind in those of all won deals whose kind is known."""
    return Tally(
        deals(question, "close_on"),
        reads=("amount_base_minor", "kind"),
        keep=lambda deal: (deal.outcome == "won") & has_kind(deal) & _of_worth(deal),
        x=lambda deal: deal.amount_base_minor * is_kind(deal, kind).cast("int64"),
        m=lambda deal: deal.amount_base_minor,
        alike=of_one_person,
    )


def big_deals_share(question: Question) -> Tally:
    """Amounts of won deals of the largest band in those of all won deals."""
    return Tally(
        deals(question, "close_on"),
        reads=("amount_base_minor", SIZE_BAND),
        keep=lambda deal: (deal.outcome == "won") & _of_worth(deal) & deal[SIZE_BAND].notnull(),
        x=lambda deal: deal.amount_base_minor * (deal[SIZE_BAND] == BANDS[-1]).cast("int64"),
        m=lambda deal: deal.amount_base_minor,
        alike=of_one_person,
    )


def pipeline(question: Question, *, due: bool = False) -> Tally:
    """Amounts of open deals, by the day they are expected to close.

    Args:
        question: What is asked.
        due: Only deals that are expected to close today or later.
    """
    return Tally(
        with_credits(open_deals(question), question),
        reads=AMOUNTS,
        keep=(lambda deal: (deal.close_on >= question.as_of).fill_null(False)) if due else None,
        x=lambda deal: credited_minor(deal, "amount_base_minor"),
        thing=_deal,
        notes={
            "unconverted": not_converted,
            "without_amount": without_amount,
            "overdue": lambda deal: deal.close_on < question.as_of,
            "negative": negative(),
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


def together(_: Question, won: Figure | None, held: Figure | None) -> Figure:
    """What was won and what is open; the one alone where there is nothing of the other."""
    parts = [part for part in (won, held) if part is not None]
    amounts = [int(part.value) for part in parts if part.value is not None]
    if not amounts:
        reasons = (part.reason for part in parts if part.reason is not None)
        return Figure(None, reason=next(reasons, NO_FACTS))
    notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
    return Figure(sum(amounts), n=sum(p.n for p in parts), grade=Grade.COUNTED, notes=notes)


def at_win_rate(_: Question, held: Figure | None, rate: Figure | None) -> Figure:
    """Open pipeline times the share of decided deals that were won; its range is the share's."""
    if held is None or held.value is None:
        return Figure(None, reason=held.reason if held is not None else NO_FACTS)
    if rate is None or rate.value is None:
        return Figure(None, n=held.n, reason=_NOTHING_DECIDED)
    amount = float(held.value)
    low, high = (None if end is None else amount * float(end) for end in (rate.low, rate.high))
    notes = tuple(dict.fromkeys((*held.notes, *rate.notes)))
    return Figure(amount * float(rate.value), low, high, held.n, reason=rate.reason, notes=notes)


_NOTHING_DECIDED = Reason(
    "nothing_decided",
    "No deal here has been won or lost yet, so the chance of an open one is not known.",
    "Look at a wider group.",
)


def _of_worth(deal: ir.Table) -> ir.BooleanValue:
    """Whether a deal has an amount that a share of amounts can be taken of."""
    return (deal.amount_base_minor > 0).fill_null(False)


def _deal(facts: ir.Table) -> ir.Value:
    return facts["id"]
