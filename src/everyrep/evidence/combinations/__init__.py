"""Combinations: what does more together than the sum of its parts, if the other half confirms."""

from everyrep.evidence.combinations.behaviours import BEHAVIOURS, Behaviour, behaviour
from everyrep.evidence.combinations.combinations import (
    OUTCOMES,
    Terms,
    combinations,
    combined,
)
from everyrep.evidence.combinations.refusing import FEWEST
from everyrep.evidence.combinations.result import Combined
from everyrep.evidence.combinations.searching import (
    LEAST,
    RATE,
    Company,
    Searched,
    search_pairs,
    search_triples,
)
from everyrep.evidence.combinations.things import Things
from everyrep.evidence.combinations.verdicts import WORDS, Line, lines

__all__ = [
    "BEHAVIOURS",
    "FEWEST",
    "LEAST",
    "OUTCOMES",
    "RATE",
    "WORDS",
    "Behaviour",
    "Combined",
    "Company",
    "Line",
    "Searched",
    "Terms",
    "Things",
    "behaviour",
    "combinations",
    "combined",
    "lines",
    "search_pairs",
    "search_triples",
]
