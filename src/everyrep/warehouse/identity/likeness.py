"""How alike two words of names are: equal, forms of one name, heard alike, a slip of the pen.

Words repeat far more often than pairs of records, so each pair of words is looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import repeat

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from everyrep.warehouse.identity.fields import MISSING, Codes
from everyrep.warehouse.identity.letters import sound
from everyrep.warehouse.identity.nicknames import are_variants

Levels = npt.NDArray[np.int8]


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
# and "hanna" need the edit distance.
_SLIP_SIMILARITY = 0.92
_SLIPS = """
select damerau_levenshtein("left", "right") <= if(length("left") >= 8, 2, 1)
           and length("left") >= 4 and length("right") >= 4
       or $alike and jaro_winkler_similarity("left", "right") >= $similarity
           and length("left") >= 5 and length("right") >= 5
           and abs(length("left") - length("right")) <= 2 as slip
from word_pairs
"""


def likenesses(
    connection: duckdb.DuckDBPyConnection,
    words: tuple[str, ...],
    left: Codes,
    right: Codes,
    *,
    given: bool,
) -> Levels:
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
        levels[unequal] = _look(connection, words, pairs >> 32, pairs & 0xFFFFFFFF, given)[back]
    return levels


def _look(
    connection: duckdb.DuckDBPyConnection,
    words: tuple[str, ...],
    left: Codes,
    right: Codes,
    given: bool,
) -> Levels:
    """Return the likeness of pairs of different words."""
    ones = [words[code] for code in left.tolist()]
    others = [words[code] for code in right.tolist()]
    slipped = slips(connection, ones, others).tolist()
    levels = map(_level, ones, others, slipped, repeat(given))
    return np.fromiter(levels, dtype=np.int8, count=len(ones))


def slips(
    connection: duckdb.DuckDBPyConnection,
    left: Sequence[str],
    right: Sequence[str],
    *,
    by_edit_only: bool = False,
) -> npt.NDArray[np.bool_]:
    """Return whether the words of each pair are a typing slip apart.

    Args:
        by_edit_only: Count edits only; numbers that start alike are not alike.
    """
    connection.register("word_pairs", pa.table({"left": left, "right": right}))
    try:
        found = connection.execute(
            _SLIPS, {"similarity": _SLIP_SIMILARITY, "alike": not by_edit_only}
        ).fetchnumpy()
    finally:
        connection.unregister("word_pairs")
    return np.asarray(found["slip"], dtype=np.bool_)


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
