"""What sellers did, counted."""

from __future__ import annotations

from everyrep.measures.facts.activities import activities
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, totals


def count(question: Question, kinds: tuple[str, ...] | None = None) -> Statistics:
    """Activities by the day they were done, of all kinds or of some."""
    facts = activities(question).cut(question, "kind")
    if kinds is not None:
        facts = facts.filter(facts.kind.isin(kinds))
    return Statistics(totals(facts, question.by), facts)
