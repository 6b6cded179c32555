"""From skill to behaviour to outcome: did each link move, and what goes by way of it."""

from everyrep.evidence.chain.chain import IGNORABILITY, LEVELS, By, Chain, Link, chain, parted
from everyrep.evidence.chain.mediation import Mediated, mediated

__all__ = [
    "IGNORABILITY",
    "LEVELS",
    "By",
    "Chain",
    "Link",
    "Mediated",
    "chain",
    "mediated",
    "parted",
]
