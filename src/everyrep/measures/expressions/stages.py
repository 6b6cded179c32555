"""How deals move through stages, the open ones censored."""

from __future__ import annotations

from everyrep.measures.facts.stays import stays
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, durations


def conversion(question: Question) -> Statistics:
    """Days in a stage until the deal advances, or drops out, or today."""
    facts = stays(question).cut(question)
    sums = durations(facts, question.by, facts.days_in_stage, facts.advanced, facts.dropped)
    return Statistics(sums, facts)


def time_in_stage(question: Question) -> Statistics:
    """Days in a stage until it ends, either way."""
    facts = stays(question).cut(question)
    ended = facts.advanced | facts.dropped
    return Statistics(durations(facts, question.by, facts.days_in_stage, ended), facts)
