"""How long it takes new sellers to become productive; those who never do stay in."""

from __future__ import annotations

from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.ramping import ramp_to_quota, ramp_to_revenue
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, durations


def to_quota(question: Question, share: float) -> Statistics:
    """Days from hire until bookings within one quota came to a share of it."""
    return _until_ramped(ramp_to_quota(question, share), question)


def to_revenue(question: Question, share: float) -> Statistics:
    """Days from hire until a quarter in post came to a share of what settled sellers bring in."""
    return _until_ramped(ramp_to_revenue(question, share), question)


def _until_ramped(frame: Frame, question: Question) -> Statistics:
    import ibis

    facts = frame.cut(question, "ramped_on", "left_on")
    ramped = facts.ramped_on.notnull()
    last = ibis.coalesce(facts.ramped_on, ibis.literal(question.as_of))
    days = last.delta(facts.hired_on, unit="day")
    sums = durations(
        facts,
        question.by,
        days,
        ramped,
        left_first=~ramped & (facts.left_on <= question.as_of).fill_null(False),
    )
    return Statistics(sums, facts)
