"""What is paid by: credits, who was on the plan when, and what they were asked."""

from everyrep.pay.facts.credited import Credited, Facts, Quotas, Stints
from everyrep.pay.facts.gathering import Gathered, gather, gathered
from everyrep.pay.facts.left import Left, Reason
from everyrep.pay.facts.parts import batches, subset

__all__ = [
    "Credited",
    "Facts",
    "Gathered",
    "Left",
    "Quotas",
    "Reason",
    "Stints",
    "batches",
    "gather",
    "gathered",
    "subset",
]
