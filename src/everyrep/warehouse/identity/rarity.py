"""How much an agreement says: rare names and rare dates say more than common ones.

A weight is the negative natural logarithm of how often a value occurs. Counts are softened with a
background, so that in a team of five "Smith" is not taken for a one-in-five name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.fields import MISSING, Codes
from everyrep.warehouse.identity.nicknames import families
from everyrep.warehouse.identity.roster import Roster

Weights = npt.NDArray[np.float64]

# The background: as if this many records more were known, whose names are spread over this many
# equally common given names and surnames. Census lists have about 150 and 1,000 in such a sense.
_BACKGROUND_RECORDS = 300
_BACKGROUND_GIVEN = 150
_BACKGROUND_SURNAMES = 600
_BACKGROUND_LABELS = 20


@dataclass(frozen=True)
class Rarity:
    """Weights by word code, with one entry more at the end (0) for the missing word."""

    given: Weights
    family: Weights
    """Of meeting any form of a given name."""
    surname: Weights
    initial: Weights
    """Of meeting a given name with this first letter."""


def rarity(roster: Roster) -> Rarity:
    """Return the weights of the names of a roster."""
    many = len(roster.words)
    given = _count(roster.given, many)
    surname = np.maximum(
        _count(roster.part_one, many) + _count(roster.part_two, many),
        _count(roster.surname, many),
    )
    return Rarity(
        given=_weights(given, given.sum(), _BACKGROUND_GIVEN),
        family=_weights(_family_counts(roster.words, given), given.sum(), _BACKGROUND_GIVEN),
        surname=_weights(surname, len(roster), _BACKGROUND_SURNAMES),
        initial=_weights(_initial_counts(roster.words, given), given.sum(), 20),
    )


def label_weights(values: Codes, missing: int = MISSING) -> Weights:
    """Return, record by record, the weight of agreeing on its value; 0 where it has none.

    Args:
        values: Codes or days, any integers.
        missing: The value that stands for none.
    """
    known = values != missing
    found, code = np.unique(values[known], return_inverse=True)
    counts = _count(code, len(found))
    weights = np.zeros(len(values))
    weights[known] = _weights(counts, counts.sum(), _BACKGROUND_LABELS)[code]
    return weights


def _count(codes: Codes, many: int) -> Weights:
    """Return how many records have each code, without the missing ones."""
    return np.bincount(codes[codes != MISSING], minlength=many).astype(np.float64)


def _weights(counts: Weights, total: float, background: int) -> Weights:
    """Return minus the logarithm of softened shares, and 0 appended for the missing code."""
    softened = counts + _BACKGROUND_RECORDS / background
    return np.append(-np.log(softened / (total + _BACKGROUND_RECORDS)), 0.0)


def _family_counts(words: tuple[str, ...], counts: Weights) -> Weights:
    """Return how many records bear any form of each given name."""
    known = families()
    totals: dict[int, float] = {}
    for code in np.flatnonzero(counts):
        for family in known.get(words[code], ()):
            totals[family] = totals.get(family, 0.0) + counts[code]
    return np.array(
        [
            max((totals.get(family, 0.0) for family in known.get(word, ())), default=own)
            for word, own in zip(words, counts.tolist(), strict=True)
        ]
    )


def _initial_counts(words: tuple[str, ...], counts: Weights) -> Weights:
    """Return how many records have a given name that starts with the word's first letter."""
    totals: dict[str, float] = {}
    for code in np.flatnonzero(counts):
        totals[words[code][0]] = totals.get(words[code][0], 0.0) + counts[code]
    return np.array([totals.get(word[:1], 0.0) for word in words])
