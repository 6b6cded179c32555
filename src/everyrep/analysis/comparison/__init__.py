"""Fair comparison: the mix of all, the chance of an order, and what a miss is made of."""

from everyrep.analysis.comparison.compare import compare
from everyrep.analysis.comparison.decompose import explain_miss
from everyrep.analysis.comparison.groups import Groups
from everyrep.analysis.comparison.miss_result import Miss, MissPart
from everyrep.analysis.comparison.result import Compared, Comparison

__all__ = [
    "Compared",
    "Comparison",
    "Groups",
    "Miss",
    "MissPart",
    "compare",
    "explain_miss",
]
