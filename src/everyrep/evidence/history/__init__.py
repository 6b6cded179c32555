"""Who sold how, month by month, and when each was treated: what every design works on."""

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.history.counted import counted, period_of
from everyrep.evidence.history.history import TENTH, History, hold_smallest, worth_having
from everyrep.evidence.history.reading import Outcome, read_history, read_outcome
from everyrep.evidence.history.renamed import refuse_learning
from everyrep.evidence.history.treated import courses, had_course, hold_course

__all__ = [
    "NEVER",
    "TENTH",
    "History",
    "Outcome",
    "counted",
    "courses",
    "had_course",
    "hold_course",
    "hold_smallest",
    "period_of",
    "read_history",
    "read_outcome",
    "refuse_learning",
    "worth_having",
]
