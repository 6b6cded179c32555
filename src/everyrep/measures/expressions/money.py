"""Bookings and pipeline: sums of amounts, shared out to those credited with them."""

from __future__ import annotations

from everyrep.measures.expressions.deals import not_converted
from everyrep.measures.facts import credited_minor, deals, open_deals, with_credits
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, totals
from everyrep.measures.tables import canonical


def bookings(question: Question, column: str = "amount_base_minor") -> Statistics:
    """Amounts of won deals, by the day they were won."""
    frame = with_credits(deals(question, "close_on"), question)
    facts = frame.cut(question, column, "amount_minor", "amount_base_minor")
    facts = facts.filter(facts.outcome == "won")
    sums = totals(
        facts,
        question.by,
        credited_minor(facts, column),
        facts["id"],
        unconverted=not_converted(facts),
        without_amount=facts.amount_minor.isnull(),
    )
    return Statistics(sums, facts)


def pipeline(question: Question) -> Statistics:
    """Amounts of open deals, by the day they are expected to close."""
    facts = with_credits(open_deals(question), question).cut(
        question, "amount_minor", "amount_base_minor"
    )
    sums = totals(
        facts,
        question.by,
        credited_minor(facts, "amount_base_minor"),
        facts["id"],
        unconverted=not_converted(facts),
        without_amount=facts.amount_minor.isnull(),
        overdue=facts.close_on < question.as_of,
    )
    return Statistics(sums, facts)


def weighted_pipeline(question: Question) -> Statistics:
    """Amounts of open deals times their chance: the deal's own, else its stage's."""
    facts = with_credits(open_deals(question), question).cut(
        question, "stage", "probability", "amount_minor", "amount_base_minor"
    )
    stages = canonical("stages")
    chances = stages.group_by("name").aggregate(stage_chance=stages.probability.max())
    facts = facts.left_join(chances, facts.stage == chances.name, rname="{name}_of_stage")
    chance = facts.probability.fill_null(facts.stage_chance)
    weighted = (credited_minor(facts, "amount_base_minor") * chance).round().cast("int64")
    sums = totals(
        facts,
        question.by,
        weighted,
        facts["id"],
        unconverted=not_converted(facts),
        without_chance=chance.isnull(),
    )
    return Statistics(sums, facts)
