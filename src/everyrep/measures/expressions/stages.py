"""How deals move through stages, the open ones censored."""

from __future__ import annotations

from everyrep.measures.facts.stays import stays
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting


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
