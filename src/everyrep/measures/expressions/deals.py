"""Deals opened, won and lost, their size, and how long they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts import deals, open_deals
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, durations, power_sums, totals

if TYPE_CHECKING:
    import ibis.expr.types as ir


def opened(question: Question) -> Statistics:
    """Deals by the day they were opened."""
    facts = deals(question, "created_on").cut(question)
    return Statistics(totals(facts, question.by), facts)


def open_now(question: Question) -> Statistics:
    """Open deals, by the day they are expected to close."""
    facts = open_deals(question).cut(question)
    sums = totals(facts, question.by, overdue=facts.close_on < question.as_of)
    return Statistics(sums, facts)


def closed(question: Question, outcomes: tuple[str, ...]) -> Statistics:
    """Deals closed with one of these outcomes, by the day they were closed."""
    facts = deals(question, "close_on").cut(question)
    facts = facts.filter(facts.outcome.isin(outcomes))
    return Statistics(totals(facts, question.by), facts)


def win_rate(question: Question) -> Statistics:
    """Won of won and lost, by the day of closing, clustered by owner."""
    facts = deals(question, "close_on").cut(question)
    facts = facts.filter(facts.outcome != "open")
    won = (facts.outcome == "won").cast("int64")
    decided = facts.outcome.isin(("won", "lost")).cast("int64")
    sums = power_sums(
        facts,
        question.by,
        alike(facts, question),
        won,
        decided,
        no_decision=facts.outcome == "no_decision",
    )
    return Statistics(sums, facts)


def average_size(question: Question) -> Statistics:
    """Amount of won deals per won deal, clustered by owner."""
    facts = deals(question, "close_on").cut(question, "amount_minor", "amount_base_minor")
    facts = facts.filter(facts.outcome == "won")
    amount = facts.amount_base_minor
    sums = power_sums(
        facts,
        question.by,
        alike(facts, question),
        amount.fill_null(0),
        amount.notnull().cast("int64"),
        unconverted=not_converted(facts),
        without_amount=facts.amount_minor.isnull(),
    )
    return Statistics(sums, facts)


def cycle(question: Question) -> Statistics:
    """Days from opening to closing, by the day of opening; open deals last until today."""
    import ibis

    facts = deals(question, "created_on").cut(question, "close_on", "cycle_days")
    is_closed = facts.outcome != "open"
    so_far = ibis.literal(question.as_of).delta(facts.created_on, unit="day")
    # Where a file has only the length, it is the length; a close before the open is no length.
    lasted = facts.close_on.delta(facts.created_on, unit="day")
    lasted = ibis.ifelse(lasted >= 0, lasted, None)
    stated = facts.cycle_days.round().cast("int64")
    length = ibis.ifelse(is_closed, lasted.fill_null(stated), so_far)
    return Statistics(durations(facts, question.by, length, is_closed), facts)


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
