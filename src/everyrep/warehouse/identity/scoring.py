"""Weigh the evidence for each candidate pair: the score is the log-odds that both are one person.

After Fellegi and Sunter, each comparison adds the logarithm of

    chance of this level for one person / chance of this level for two people,

where the second chance comes from how common the agreeing value is (`rarity`), and the first from
tables for names (`name_scoring`) and from the data for the other fields (`field_scoring`).

The start is the odds before any evidence, under one-to-one matching: with M people in both
systems of a and b records, M / ((a - M) (b - M)). A pair competes not with all other pairs, but
with both records having no partner.

References:
    Fellegi, I. P. and Sunter, A. B. (1969). A theory for record linkage. JASA 64, 1183-1210.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.blocking import Candidates
from everyrep.warehouse.identity.evidence import Evidence, MailMatch
from everyrep.warehouse.identity.field_scoring import Setting, contradicted, field_nats
from everyrep.warehouse.identity.fields import Codes
from everyrep.warehouse.identity.likeness import Likeness
from everyrep.warehouse.identity.name_scoring import name_nats
from everyrep.warehouse.identity.roster import Roster

Scores = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# Before any look, the share of the smaller system's records that have a partner; the share that is
# never thought to be without one, nor with one.
_SUPPOSED_PARTNERED = 0.8
_LEAST_APART = 0.05
# Nor are fewer records than this ever thought to be without a partner, in a system however small.
_LEAST_ALONE = 5.0
# The most that a pair scores which a number or a "Jr." contradicts: enough to be asked about, too
# little to be joined.
_MOST_BARRED = 3.0
# Odds before evidence that two records of one system are one person.
_TWICE_IN_ONE_SYSTEM = 0.02


@dataclass(frozen=True)
class Scored:
    """Candidate pairs with what speaks for and against each."""

    pairs: Candidates
    evidence: Evidence
    names: Scores
    """Nats from names alone."""
    score: Scores
    """Log-odds (natural) that both records are one person."""


def score(roster: Roster, pairs: Candidates, evidence: Evidence) -> Scored:
    """Return the candidate pairs with their scores."""
    names = name_nats(roster, pairs, evidence)
    size = _records_by_pair(roster, pairs)
    setting = Setting(
        size=size,
        between=_system_pair(roster, pairs),
        names=names,
        sure=_is_sure(pairs, evidence, names, size, roster),
    )
    nats = names + field_nats(roster, pairs, evidence, setting)
    total = nats + _prior(roster, pairs, nats)
    barred = contradicted(evidence, setting)
    return Scored(pairs, evidence, names, np.where(barred, np.minimum(total, _MOST_BARRED), total))


def _is_sure(
    pairs: Candidates, evidence: Evidence, names: Scores, size: Scores, roster: Roster
) -> Flags:
    """Return the pairs that are one person on grounds of mailbox or very rare name."""
    shared = (evidence.mail == MailMatch.SHARED) & (names > 0)
    rare = (
        (evidence.given == Likeness.EQUAL)
        & (evidence.surname == Likeness.EQUAL)
        & (names > np.log(size) + 4.0)
    )
    sure: Flags = (shared | rare) & (roster.system[pairs.left] != roster.system[pairs.right])
    return sure


def _system_pair(roster: Roster, pairs: Candidates) -> Codes:
    """Return one code for each pair of systems, whichever comes first."""
    left, right = roster.system[pairs.left], roster.system[pairs.right]
    return np.minimum(left, right) * len(roster.systems) + np.maximum(left, right)


def _people_in(roster: Roster) -> Scores:
    """Return how many records of people each system has."""
    people = roster.system[~roster.is_service]
    return np.bincount(people, minlength=len(roster.systems)).astype(np.float64)


def _records_by_pair(roster: Roster, pairs: Candidates) -> Scores:
    """Return the size of the larger of the two systems of each pair, at least 2."""
    sizes = _people_in(roster)
    left, right = sizes[roster.system[pairs.left]], sizes[roster.system[pairs.right]]
    return np.maximum(np.maximum(left, right), 2.0)


def _prior(roster: Roster, pairs: Candidates, nats: Scores) -> Scores:
    """Return the log-odds before evidence of each pair.

    The number of people in both systems is supposed at first, then counted once: records whose
    best candidate is better than even.
    """
    sizes = _people_in(roster)
    between = _system_pair(roster, pairs)
    prior = np.empty(len(pairs))
    for code in np.unique(between):
        one, two = divmod(int(code), len(roster.systems))
        here = between == code
        if one == two:
            prior[here] = np.log(_TWICE_IN_ONE_SYSTEM / sizes[one])
            continue
        smaller = min(sizes[one], sizes[two])
        first = _log_odds(_SUPPOSED_PARTNERED * smaller, sizes[one], sizes[two])
        likely = here & (nats + first > 0)
        counted = min(len(np.unique(side[likely])) for side in (pairs.left, pairs.right))
        prior[here] = _log_odds(counted, sizes[one], sizes[two])
    return prior


def _log_odds(both: float, one: float, two: float) -> float:
    """Return log of M / ((a - M) (b - M)), kept clear of both ends."""
    smaller = min(one, two)
    matched = min(max(both, _LEAST_APART * smaller), (1 - _LEAST_APART) * smaller)
    alone = [max(size - matched, _LEAST_ALONE) for size in (one, two)]
    return float(np.log(matched / (alone[0] * alone[1])))
