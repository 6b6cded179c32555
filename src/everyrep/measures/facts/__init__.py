"""Facts of each kind, ready to be cut and summed without counting anything twice."""

from everyrep.measures.facts.deals import (
    credited_minor,
    deals,
    deals_as_known,
    open_deals,
    with_credits,
)
from everyrep.measures.facts.frame import PERSON, Frame, group_column

__all__ = [
    "PERSON",
    "Frame",
    "credited_minor",
    "deals",
    "deals_as_known",
    "group_column",
    "open_deals",
    "with_credits",
]
