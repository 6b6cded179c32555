"""Choose the pairs of records that a person should look at.

The queue is for decisions worth making: a pair whose two records are settled elsewhere is not in
it, nor one that was decided or set aside, and nobody is asked about more than `MOST_PER_PERSON`
times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.warehouse.identity.evidence import MailMatch, Match
from everyrep.warehouse.identity.fields import Codes
from everyrep.warehouse.identity.persons import Joined, Persons
from everyrep.warehouse.identity.scoring import Flags, Scored, Scores

MOST_PER_PERSON = 2
# From even odds on a pair is worth a look.
LEAST_SCORE = 0.0


@dataclass(frozen=True)
class Doubts:
    """Pairs for the queue, as positions in the scored pairs, the likeliest first."""

    pairs: Codes
    margin: Scores
    """NaN where the pair was never weighed against others."""
    conflict: Flags
    """Whether joining them would break a rule, or two keys contradict each other."""
    taken: Codes
    """The first system in which each of the two persons has a record already; -1 for none."""


def doubts(
    persons: Persons, scored: Scored, joined: Joined, ignored: Sequence[tuple[int, int]]
) -> Doubts:
    """Return the pairs that a person should look at.

    Args:
        persons: Everybody, after all joins.
        scored: The candidate pairs.
        joined: How each of the scored pairs fared.
        ignored: Pairs of records that were set aside; their persons are not asked about together.
    """
    one, two = joined.person[scored.pairs.left], joined.person[scored.pairs.right]
    worth = _is_worth_a_look(persons, scored, joined)
    found = np.flatnonzero((one != two) & worth)
    aside = {frozenset(persons.person[row] for row in pair) for pair in ignored}
    asked = [
        not persons.are_apart(*ends) and frozenset(persons.person[row] for row in ends) not in aside
        for ends in _ends(scored, found)
    ]
    found = found[asked]
    found = found[np.lexsort((found, -scored.score[found]))]
    found = _few_each(found, one, two)
    margin = np.where(np.isfinite(joined.margin[found]), joined.margin[found], np.nan)
    taken = _system_taken(persons, scored, found)
    return Doubts(found, margin, clashes(scored)[found] | (taken >= 0), taken)


def _is_worth_a_look(persons: Persons, scored: Scored, joined: Joined) -> Flags:
    """Return which pairs are likely or contradictory enough, and not settled elsewhere."""
    pairs = scored.pairs
    bits = np.array(persons.systems, dtype=np.int64)
    one, two = joined.person[pairs.left], joined.person[pairs.right]
    repeated = persons.system[pairs.left] == persons.system[pairs.right]
    settled = (bits[one] & bits[two] != 0) & ~joined.refused & ~repeated
    keyed = key_shared(scored)
    worth = (scored.score > LEAST_SCORE) | (clashes(scored) & keyed) | repeated
    # A key and the names agree, yet the evidence decided for others: that wants an explanation.
    torn = keyed & (scored.names > 0)
    asked: Flags = torn | (worth & ~settled)
    return asked


def _system_taken(persons: Persons, scored: Scored, found: Codes) -> Codes:
    """Return, for each pair across systems, the first system both persons are in already, or -1."""
    bits = np.array(persons.systems, dtype=np.int64)
    person = np.array(persons.person, dtype=np.int64)
    left, right = scored.pairs.left[found], scored.pairs.right[found]
    both = bits[person[left]] & bits[person[right]]
    across = (both != 0) & (persons.system[left] != persons.system[right])
    lowest = np.log2(np.maximum(both & -both, 1)).astype(np.int64)
    return np.where(across, lowest, -1)


def _ends(scored: Scored, pairs: Codes) -> list[tuple[int, int]]:
    return list(
        zip(scored.pairs.left[pairs].tolist(), scored.pairs.right[pairs].tolist(), strict=True)
    )


def _few_each(pairs: Codes, one: Codes, two: Codes) -> Codes:
    """Return the first pair of each two persons, and no more than a few pairs a person."""
    asked: dict[int, int] = {}
    seen: set[tuple[int, int]] = set()
    kept = []
    for pair, low, high in zip(
        pairs.tolist(), one[pairs].tolist(), two[pairs].tolist(), strict=True
    ):
        ends = (min(low, high), max(low, high))
        if ends in seen or max(asked.get(low, 0), asked.get(high, 0)) >= MOST_PER_PERSON:
            continue
        seen.add(ends)
        asked[low], asked[high] = asked.get(low, 0) + 1, asked.get(high, 0) + 1
        kept.append(pair)
    return np.array(kept, dtype=np.int64)


def key_shared(scored: Scored) -> Flags:
    """Return the pairs that share a mailbox or an employee number."""
    evidence = scored.evidence
    shared: Flags = (evidence.mail == MailMatch.SHARED) | (evidence.number == Match.EQUAL)
    return shared


def clashes(scored: Scored) -> Flags:
    """Return the pairs with a key that says one thing and a name or another key the contrary."""
    evidence = scored.evidence
    other_number = evidence.number == Match.DIFFERENT
    clash: Flags = (key_shared(scored) & (scored.names < 0)) | (
        other_number & ((evidence.mail == MailMatch.SHARED) | (scored.names > 0))
    )
    return clash
