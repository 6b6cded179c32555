"""How much an agreement says: rare names and rare dates say more than common ones.

A weight is the negative natural logarithm of how often a value occurs. Counts are softened with a
background, so that in a team of five "Smith" is not taken for a one-in-five name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.blocking import Candidates
from everyrep.warehouse.identity.evidence import Evidence
from everyrep.warehouse.identity.fields import MISSING, Codes
from everyrep.warehouse.identity.likeness import Levels, Likeness
from everyrep.warehouse.identity.nicknames import families
from everyrep.warehouse.identity.roster import Roster

Weights = npt.NDArray[np.float64]

# The background: as if this many records more were known, whose names are spread over this many
# equally common given names and surnames. Census lists have about 150 and 1,000 in such a sense.
_BACKGROUND_RECORDS = 300
_BACKGROUND_GIVEN = 150
_BACKGROUND_SURNAMES = 600


@dataclass(frozen=True)
class Rarity:
    """Weights by word code, with one entry more at the end (0) for the missing word."""

    given: Weights
    """Of meeting just this given name; halfway to `given_kin`."""
    given_kin: Weights
    """Of meeting any form or slip of it."""
    surname: Weights
    """Of meeting just this surname; halfway to `surname_kin`."""
    surname_kin: Weights
    """Of meeting any slip of it."""
    initial: Weights
    """Of meeting a given name with this first letter."""


def rarity(roster: Roster, pairs: Candidates, evidence: Evidence) -> Rarity:
    """Return the weights of the names of a roster.

    A rare form of a common name is not as rare as it looks: "Pepe" may be any José, and a slip any
    bearer of the name that was meant. So the weight of a word is halfway between its own and that
    of all its kin, among them the words that candidate pairs showed to be alike.
    """
    many = len(roster.words)
    given = _count(roster.given, many)
    surname = np.maximum(
        _count(roster.part_one, many) + _count(roster.part_two, many),
        _count(roster.surname, many),
    )
    forms = np.maximum(
        _family_counts(roster.words, given),
        _kin_counts(given, roster.given[pairs.left], roster.given[pairs.right], evidence.given),
    )
    slips = _kin_counts(
        surname, roster.surname[pairs.left], roster.surname[pairs.right], evidence.surname
    )
    given_own, given_kin = (
        _weights(kind, given.sum(), _BACKGROUND_GIVEN) for kind in (given, forms)
    )
    own, kin = (_weights(kind, len(roster), _BACKGROUND_SURNAMES) for kind in (surname, slips))
    return Rarity(
        given=(given_own + given_kin) / 2,
        given_kin=given_kin,
        surname=(own + kin) / 2,
        surname_kin=kin,
        initial=_weights(_initial_counts(roster.words, given), given.sum(), 20),
    )


def _kin_counts(counts: Weights, left: Codes, right: Codes, levels: Levels) -> Weights:
    """Return how many records bear each word or one that was found to be a slip of it."""
    alike = np.isin(levels, (Likeness.SLIP, Likeness.SOUND))
    low, high = np.minimum(left, right)[alike], np.maximum(left, right)[alike]
    pairs = np.unique(low << 32 | high)
    one, two = pairs >> 32, pairs & 0xFFFFFFFF
    totals = counts.copy()
    np.add.at(totals, one, counts[two])
    np.add.at(totals, two, counts[one])
    return totals


def label_weights(values: Codes, background: int, missing: int = MISSING) -> Weights:
    """Return, record by record, the weight of agreeing on its value; 0 where it has none.

    Args:
        values: Codes or days, any integers.
        background: How many equally common values the background is spread over.
        missing: The value that stands for none.
    """
    known = values != missing
    found, code = np.unique(values[known], return_inverse=True)
    counts = _count(code, len(found))
    weights = np.zeros(len(values))
    weights[known] = _weights(counts, counts.sum(), background)[code]
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
