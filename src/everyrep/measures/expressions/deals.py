"""Deals opened, won and lost, their size, and how long they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts import deals, open_deals
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally

if TYPE_CHECKING:
    import ibis.expr.types as ir


def opened(question: Question) -> Tally:
    """Deals by the day they were opened."""
    return Tally(deals(question, "created_on"))


def open_now(question: Question) -> Tally:
    """Open deals, by the day they are expected to close."""
    return Tally(
        open_deals(question),
        notes={"overdue": lambda deal: deal.close_on < question.as_of},
    )


def closed(question: Question, outcomes: tuple[str, ...]) -> Tally:
    """Deals closed with one of these outcomes, by the day they were closed."""
    return Tally(deals(question, "close_on"), keep=lambda deal: deal.outcome.isin(outcomes))


def win_rate(question: Question) -> Tally:
    """Won of won and lost, by the day of closing, clustered by owner."""
    return Tally(
        deals(question, "close_on"),
        keep=lambda deal: deal.outcome != "open",
        x=lambda deal: (deal.outcome == "won").cast("int64"),
        m=lambda deal: deal.outcome.isin(("won", "lost")).cast("int64"),
        alike=alike,
        notes={"no_decision": lambda deal: deal.outcome == "no_decision"},
    )


def average_size(question: Question) -> Tally:
    """Amount of won deals per won deal, clustered by owner."""
    return Tally(
        deals(question, "close_on"),
        reads=AMOUNTS,
        keep=lambda deal: deal.outcome == "won",
        x=lambda deal: deal.amount_base_minor.fill_null(0),
        m=lambda deal: deal.amount_base_minor.notnull().cast("int64"),
        alike=alike,
        notes={"unconverted": not_converted, "without_amount": without_amount},
    )


def cycle(question: Question) -> Lasting:
    """Days from opening to closing, by the day of opening; open deals last until today."""
    import ibis

    def length(deal: ir.Table) -> ir.Value:
        so_far = ibis.literal(question.as_of).delta(deal.created_on, unit="day")
        # Where a file has only the length, it is the length; a close before the open is no length.
        lasted = deal.close_on.delta(deal.created_on, unit="day")
        lasted = ibis.ifelse(lasted >= 0, lasted, None)
        stated = deal.cycle_days.round().cast("int64")
        return ibis.ifelse(is_closed(deal), lasted.fill_null(stated), so_far)

    def is_closed(deal: ir.Table) -> ir.Value:
        return deal.outcome != "open"

    return Lasting(
        deals(question, "created_on"), length, is_closed, reads=("close_on", "cycle_days")
    )


AMOUNTS = ("amount_minor", "amount_base_minor")


def alike(facts: ir.Table, question: Question) -> ir.StringValue:
    """What a deal is alike with: its owner's other deals; a deal of nobody stands alone.

    Within one person's figure the deals are what varies.
    """
    if "person" in question.by:
        return facts["id"]
    return facts.person_.fill_null("deal " + facts["id"])


def not_converted(facts: ir.Table) -> ir.BooleanValue:
    """Whether a fact has an amount that no rate brings into the reporting currency."""
    return facts.amount_minor.notnull() & facts.amount_base_minor.isnull()


def without_amount(facts: ir.Table) -> ir.BooleanValue:
    """Whether a fact has no amount at all."""
    return facts.amount_minor.isnull()
