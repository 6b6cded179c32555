"""How alike two words of names are: equal, forms of one name, heard alike, a slip of the pen.

Words repeat far more often than pairs of records, so each pair of words is looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import repeat

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from everyrep.warehouse.identity.fields import MISSING, Codes
from everyrep.warehouse.identity.letters import sound
from everyrep.warehouse.identity.nicknames import are_variants

Levels = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]


class Likeness(IntEnum):
    """How two words stand to each other, from nothing known to equal."""

    UNKNOWN = 0
    """One of them is missing."""
    DIFFERENT = 1
    INITIAL = 2
    """One is the first letter of the other."""
    START = 3
    """One starts with the other: "rob" and "robert"."""
    SLIP = 4
    """A letter or two apart, as typing slips are."""
    SOUND = 5
    """Written differently, heard alike: "sergey" and "sergei"."""
    VARIANT = 6
    """Forms of one given name: "bob" and "robert"."""
    EQUAL = 7


# Jaro-Winkler similarity from which two words of five letters or more may be a slip apart: at
# 0.92 "smith" and "smyth" are, "martin" and "marten" are, "maria" and "marie" are, but "anna"
# and "hanna" need the edit distance. It favours a common start, so lengths must be near.
_SLIP_SIMILARITY = 0.92
_SLIP_LETTERS, _SIMILAR_LETTERS = 4, 5
_MOST_LONGER = 2
# From this length on two edits are a slip.
_LONG = 8


def likenesses(words: tuple[str, ...], left: Codes, right: Codes, *, given: bool) -> Levels:
    """Return the `Likeness` of each pair of word codes, as many as pairs.

    Args:
        given: Whether they are given names; surnames have no variants ("Jan" and "John" have).
    """
    levels = np.full(len(left), Likeness.UNKNOWN, dtype=np.int8)
    known = (left != MISSING) & (right != MISSING)
    levels[known & (left == right)] = Likeness.EQUAL
    unequal = np.flatnonzero(known & (left != right))
    if len(unequal):
        packed = np.minimum(left, right)[unequal] << 32 | np.maximum(left, right)[unequal]
        pairs, back = np.unique(packed, return_inverse=True)
        levels[unequal] = _look(words, pairs >> 32, pairs & 0xFFFFFFFF, given)[back]
    return levels


def _look(words: tuple[str, ...], left: Codes, right: Codes, given: bool) -> Levels:
    """Return the likeness of pairs of different words."""
    ones = [words[code] for code in left.tolist()]
    others = [words[code] for code in right.tolist()]
    slipped = (edited(ones, others) | similar(ones, others)).tolist()
    levels = map(_level, ones, others, slipped, repeat(given))
    return np.fromiter(levels, dtype=np.int8, count=len(ones))


def edited(left: Sequence[str], right: Sequence[str]) -> Flags:
    """Return whether the words of each pair are one edit apart, or two if they are long.

    An edit is a letter too many, too few, wrong, or swapped with the next.
    """
    letters = _lengths(left, right)
    edits = cpdist(left, right, scorer=OSA.distance, score_cutoff=2)
    few = edits <= np.where(letters.max(axis=0) >= _LONG, 2, 1)
    found: Flags = few & (letters.min(axis=0) >= _SLIP_LETTERS)
    return found


def similar(left: Sequence[str], right: Sequence[str]) -> Flags:
    """Return whether the words of each pair share so many letters in order as slips leave."""
    letters = _lengths(left, right)
    alike = cpdist(left, right, scorer=JaroWinkler.similarity, score_cutoff=_SLIP_SIMILARITY)
    near = np.abs(letters[0] - letters[1]) <= _MOST_LONGER
    found: Flags = (alike > 0) & near & (letters.min(axis=0) >= _SIMILAR_LETTERS)
    return found


def _lengths(left: Sequence[str], right: Sequence[str]) -> Codes:
    """Return how many letters the words have: (2, pairs)."""
    return np.array([[len(word) for word in side] for side in (left, right)], dtype=np.int64)


def _level(left: str, right: str, slip: bool, given: bool) -> Likeness:
    if given and are_variants(left, right):
        return Likeness.VARIANT
    if len(left) == 1 or len(right) == 1:
        return Likeness.INITIAL if left[0] == right[0] else Likeness.DIFFERENT
    if sound(left) == sound(right) and min(len(left), len(right)) > 3:
        return Likeness.SOUND
    if slip:
        return Likeness.SLIP
    if min(len(left), len(right)) > 2 and (left.startswith(right) or right.startswith(left)):
        return Likeness.START
    return Likeness.DIFFERENT
