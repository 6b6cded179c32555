"""Alignment: what a plan pays for, held against a stated strategy and what people can do."""

from everyrep.pay.alignment.aligning import Alignment, align
from everyrep.pay.alignment.conflicts import Conflict, Conflicting
from everyrep.pay.alignment.strategy import Gap, Goal, Stage, Strategy, read_gaps, read_strategy

__all__ = [
    "Alignment",
    "Conflict",
    "Conflicting",
    "Gap",
    "Goal",
    "Stage",
    "Strategy",
    "align",
    "read_gaps",
    "read_strategy",
]
