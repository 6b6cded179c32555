"""What sellers did, counted."""

from __future__ import annotations

from everyrep.measures.facts.activities import activities
from everyrep.measures.question import Question
from everyrep.measures.tally import Tally


def count(question: Question, kinds: tuple[str, ...] | None = None) -> Tally:
    """Activities by the day they were done, of all kinds or of some."""
    frame = activities(question)
    if kinds is None:
        return Tally(frame)
    return Tally(frame, keep=lambda activity: activity.kind.isin(kinds), reads=("kind",))
