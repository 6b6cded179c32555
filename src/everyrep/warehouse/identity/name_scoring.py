"""What the names of two records say: nats from given names, surnames and middle names.

Each level of likeness adds the logarithm of its chance for one person, plus the rarity of the
name, which is minus the logarithm of its chance for two.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.blocking import Candidates
from everyrep.warehouse.identity.company import excess_nats
from everyrep.warehouse.identity.evidence import Evidence, Match, Surname
from everyrep.warehouse.identity.fields import Codes
from everyrep.warehouse.identity.likeness import Levels, Likeness
from everyrep.warehouse.identity.rarity import Rarity, rarity
from everyrep.warehouse.identity.roster import Roster

Scores = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# How often the names of one person stand so to each other in two systems. The rows sum to about
# one; what the second chance of a level is, the weights of `rarity` say.
_GIVEN_CHANCE = {
    Likeness.EQUAL: 0.80, Likeness.VARIANT: 0.08, Likeness.SOUND: 0.03, Likeness.SLIP: 0.04,
    Likeness.START: 0.03, Likeness.DIFFERENT: 0.01,
}  # fmt: skip
_SURNAME_CHANCE = {
    Likeness.EQUAL: 0.86, Likeness.SOUND: 0.03, Likeness.SLIP: 0.05, Likeness.START: 0.02,
    Likeness.DIFFERENT: 0.02,
}  # fmt: skip
_PART_CHANCE = {Surname.PART: 0.25, Surname.MIDDLE: 0.10, Surname.MAIL: 0.20}
_GIVEN_IN_MIDDLE_CHANCE = 0.05
_GIVEN_IN_MAIL_CHANCE = 0.20
_SWAPPED_CHANCE = 0.10
_SWAPPED_AGAINST_COLUMNS_CHANCE = 0.03

_MIDDLE_NATS = {
    Likeness.DIFFERENT: -2.5, Likeness.INITIAL: 1.5, Likeness.EQUAL: 2.5, Likeness.VARIANT: 1.5,
    Likeness.SLIP: 1.0, Likeness.SOUND: 1.0, Likeness.START: 1.0,
}  # fmt: skip
_GENERATION_CLASH = -6.0


def name_nats(roster: Roster, pairs: Candidates, evidence: Evidence) -> Scores:
    """Return what the names of each pair say, all told."""
    weights = rarity(roster, pairs, evidence)
    straight = _given_nats(roster, pairs, evidence, weights)
    straight += _surname_nats(roster, pairs, evidence, weights)
    straight -= _reversed_nats(roster, pairs, evidence, weights)
    nats = np.maximum(straight, _swapped_nats(roster, pairs, evidence, weights))
    excess = excess_nats(roster)
    company = np.maximum(excess[pairs.left], excess[pairs.right])
    return nats - np.where(names_agree(evidence), company, 0.0) + _middle_nats(evidence)


def _chances(levels: Levels, chance: dict[Likeness, float]) -> Scores:
    """Return the logarithm of the chance of each level; 0 for a level not in the table."""
    table = np.zeros(max(Likeness) + 1)
    for level, share in chance.items():
        table[level] = np.log(share)
    return table[levels]


def _common(weights: Scores, left: Codes, right: Codes) -> Scores:
    """Return the weight of the more common of two words."""
    return np.minimum(weights[left], weights[right])


def _given_nats(roster: Roster, pairs: Candidates, evidence: Evidence, weights: Rarity) -> Scores:
    """Return what the given names say."""
    left, right = roster.given[pairs.left], roster.given[pairs.right]
    level = evidence.given
    rare = np.select(
        [level == Likeness.EQUAL, level == Likeness.INITIAL, level >= Likeness.START],
        [
            weights.given[left],
            _common(weights.initial, left, right),
            _common(weights.given_kin, left, right),
        ],
        0.0,
    )
    # How alike a whole name and an initial are is settled by the letter alone: chance one.
    nats = rare + _chances(level, _GIVEN_CHANCE)
    common = _common(weights.given, left, right)
    for elsewhere, chance in (
        (evidence.given_in_middle & (level == Likeness.DIFFERENT), _GIVEN_IN_MIDDLE_CHANCE),
        (evidence.given_in_mail, _GIVEN_IN_MAIL_CHANCE),
    ):
        nats = np.where(elsewhere, np.maximum(common + np.log(chance), nats), nats)
    return nats


def _surname_nats(roster: Roster, pairs: Candidates, evidence: Evidence, weights: Rarity) -> Scores:
    """Return what the surnames say."""
    left, right = roster.surname[pairs.left], roster.surname[pairs.right]
    level = evidence.surname
    rare = np.select(
        [level == Likeness.EQUAL, level >= Likeness.START],
        [weights.surname[left], _common(weights.surname_kin, left, right)],
        0.0,
    )
    nats = rare + _chances(level, _SURNAME_CHANCE)
    nats = np.where(level == Likeness.INITIAL, 2.0, nats)
    part = _common(weights.surname, roster.part_one[pairs.left], roster.part_one[pairs.right])
    for link, chance in _PART_CHANCE.items():
        nats = np.where(evidence.surname_link == link, part + np.log(chance), nats)
    return nats


def _reversed_nats(
    roster: Roster, pairs: Candidates, evidence: Evidence, weights: Rarity
) -> Scores:
    """Return what equal names say too much because both records have them the wrong way round.

    "Berg Per" is rare only as long as Berg is taken for the given name.
    """
    given, surname = roster.given[pairs.left], roster.surname[pairs.left]
    equal = (evidence.given == Likeness.EQUAL) & (evidence.surname == Likeness.EQUAL)
    as_written = weights.given[given] + weights.surname[surname]
    reversed_ = weights.given[surname] + weights.surname[given]
    return np.where(equal, np.maximum(as_written - reversed_, 0.0), 0.0)


def _swapped_nats(roster: Roster, pairs: Candidates, evidence: Evidence, weights: Rarity) -> Scores:
    """Return what names say that are the same the other way round; minus infinity elsewhere."""
    in_columns = roster.ordered[pairs.left] & roster.ordered[pairs.right]
    chance = np.where(in_columns, _SWAPPED_AGAINST_COLUMNS_CHANCE, _SWAPPED_CHANCE)
    chance = np.where(evidence.swapped_exactly, chance, chance * _SURNAME_CHANCE[Likeness.SLIP])
    words = (roster.given[pairs.left], roster.given[pairs.right])
    rare = sum(np.minimum(weights.given_kin[word], weights.surname_kin[word]) for word in words)
    return np.where(evidence.swapped, rare + np.log(chance), -np.inf)


def names_agree(evidence: Evidence) -> Flags:
    """Return whether given name and surname both say the same person."""
    surname = (evidence.surname > Likeness.INITIAL) | (evidence.surname_link > Surname.AS_WHOLE)
    given = (evidence.given >= Likeness.START) | evidence.given_in_mail
    return given & surname | evidence.swapped


def _middle_nats(evidence: Evidence) -> Scores:
    """Return what middle names and generations say, where the names agree otherwise."""
    table = np.zeros(max(Likeness) + 1)
    for level, nats in _MIDDLE_NATS.items():
        table[level] = nats
    plain = (evidence.given >= Likeness.START) & (evidence.surname >= Likeness.START)
    clash = np.where(evidence.generation == Match.DIFFERENT, _GENERATION_CLASH, 0.0)
    return np.where(plain, table[evidence.middle], 0.0) + clash
