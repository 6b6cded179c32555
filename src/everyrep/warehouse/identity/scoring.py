"""Weigh the evidence for each candidate pair: the score is the log-odds that both are one person.

After Fellegi and Sunter, each comparison adds the logarithm of

    chance of this level for one person / chance of this level for two people,

where the second chance comes from how common the agreeing value is (`rarity`). The first comes
from tables here for names, and is learnt from the data for the other fields: among pairs that are
sure on other grounds, how often do hire dates, teams, numbers agree? So a field that one system
keeps badly loses its say by itself.

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
from everyrep.warehouse.identity.evidence import Evidence, MailMatch, Match, Surname
from everyrep.warehouse.identity.fields import MISSING, Codes
from everyrep.warehouse.identity.likeness import Levels, Likeness
from everyrep.warehouse.identity.rarity import Rarity, label_weights, rarity
from everyrep.warehouse.identity.roster import NO_DAY, Roster

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
_SWAPPED_CHANCE = 0.10
_SWAPPED_AGAINST_COLUMNS_CHANCE = 0.03

# Names agree together more often than their shares multiplied say, since both follow language:
# "Jose" is more frequent among the Garcias. Nats taken off where both agree.
_NAMES_GO_TOGETHER = 1.0

# A mailbox or a number is given to one person; two people share one only by a mistake. Nats that
# sharing one adds to the logarithm of the number of records.
_MAILBOX_NATS = 7.0
_NUMBER_NATS = 5.0
_LOCAL_NATS = 0.5
# What the local part adds where the names agree already: it was mostly made from them.
_LOCAL_BESIDE_NAME = 0.7
_NUMBERED_LOCAL_BESIDE_NAME = 3.0

_MAIL_NATS = {MailMatch.NUMBERED: -3.0, MailMatch.USUAL: -0.3}
_GENERATION_CLASH = -4.0
_MIDDLE_NATS = {
    Likeness.DIFFERENT: -2.0, Likeness.INITIAL: 1.5, Likeness.EQUAL: 2.5, Likeness.VARIANT: 1.5,
    Likeness.SLIP: 1.0, Likeness.SOUND: 1.0, Likeness.START: 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class _Field:
    """What is supposed of a field before the data are seen.

    Chances of (EQUAL, NEAR, DIFFERENT) for one person, and of NEAR and DIFFERENT for two.
    """

    one: tuple[float, float, float]
    two_near: float
    two_different: float
    most: float
    """The most that an agreement may add."""
    missing: int = MISSING
    """What stands in the roster for no value."""


_FIELDS = {
    "number": _Field((0.93, 0.03, 0.04), 0.004, 1.0, 12.0),
    "hired": _Field((0.85, 0.06, 0.09), 0.03, 0.95, 6.5, NO_DAY),
    "left": _Field((0.85, 0.06, 0.09), 0.08, 0.9, 5.0, NO_DAY),
    "team": _Field((0.75, 0.0, 0.25), 1.0, 0.9, 4.0),
    "title": _Field((0.70, 0.0, 0.30), 1.0, 0.9, 4.0),
}
# As if this many pairs had been seen beside those in the data.
_SUPPOSED_PAIRS = 20
# The share of one person's numbers that must agree for numbers to be one series in both systems,
# and from where on it surely is.
_SERIES_FROM, _SERIES_SURE = 0.3, 0.6
_LEAST_NATS = -7.0

# Before any look, the share of the smaller system's records that have a partner; the share that is
# never thought to be without one, nor with one.
_SUPPOSED_PARTNERED = 0.8
_LEAST_APART = 0.05
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
    weights = rarity(roster)
    names = _given_nats(roster, pairs, evidence, weights)
    surnames = _surname_nats(roster, pairs, evidence, weights)
    agree = _names_agree(evidence)
    named = np.maximum(
        names + surnames - np.where(agree, _NAMES_GO_TOGETHER, 0.0),
        _swapped_nats(roster, pairs, evidence, weights),
    )
    named += _middle_nats(evidence)
    size = _records_by_pair(roster, pairs)
    between = _system_pair(roster, pairs)
    sure = _is_sure(pairs, evidence, named, size, roster)
    nats = named + _mail_nats(roster, pairs, evidence, size, sure)
    for name in _FIELDS:
        nats += _field_nats(name, roster, pairs, evidence, between, sure)
    nats += _number_nats(evidence, between, sure)
    return Scored(pairs, evidence, named, nats + _prior(roster, pairs, nats))


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
    common = _common(weights.given, left, right)
    rare = np.select(
        [level == Likeness.VARIANT, level == Likeness.INITIAL, level >= Likeness.START],
        [_common(weights.family, left, right), _common(weights.initial, left, right), common],
        0.0,
    )
    # How alike a whole name and an initial are is settled by the letter alone: chance one.
    nats = rare + _chances(level, _GIVEN_CHANCE)
    middle = _common(weights.given, left, right) + np.log(_GIVEN_IN_MIDDLE_CHANCE)
    return np.where(
        evidence.given_in_middle & (level == Likeness.DIFFERENT), np.maximum(middle, nats), nats
    )


def _surname_nats(roster: Roster, pairs: Candidates, evidence: Evidence, weights: Rarity) -> Scores:
    """Return what the surnames say."""
    left, right = roster.surname[pairs.left], roster.surname[pairs.right]
    level = evidence.surname
    common = _common(weights.surname, left, right)
    nats = np.where(level >= Likeness.START, common, 0.0) + _chances(level, _SURNAME_CHANCE)
    nats = np.where(level == Likeness.INITIAL, 2.0, nats)
    part = _common(weights.surname, roster.part_one[pairs.left], roster.part_one[pairs.right])
    for link, chance in _PART_CHANCE.items():
        nats = np.where(evidence.surname_link == link, part + np.log(chance), nats)
    return nats


def _swapped_nats(roster: Roster, pairs: Candidates, evidence: Evidence, weights: Rarity) -> Scores:
    """Return what names say that are the same the other way round; minus infinity elsewhere."""
    in_columns = roster.ordered[pairs.left] & roster.ordered[pairs.right]
    chance = np.where(in_columns, _SWAPPED_AGAINST_COLUMNS_CHANCE, _SWAPPED_CHANCE)
    words = (roster.given[pairs.left], roster.given[pairs.right])
    rare = sum(np.minimum(weights.given[word], weights.surname[word]) for word in words)
    return np.where(evidence.swapped, rare + np.log(chance) - _NAMES_GO_TOGETHER, -np.inf)


def _names_agree(evidence: Evidence) -> Flags:
    """Return whether given name and surname both say the same person."""
    surname = (evidence.surname > Likeness.INITIAL) | (evidence.surname_link > Surname.AS_WHOLE)
    return (evidence.given >= Likeness.START) & surname | evidence.swapped


def _middle_nats(evidence: Evidence) -> Scores:
    """Return what middle names and generations say, where the names agree otherwise."""
    table = np.zeros(max(Likeness) + 1)
    for level, nats in _MIDDLE_NATS.items():
        table[level] = nats
    plain = (evidence.given >= Likeness.START) & (evidence.surname >= Likeness.START)
    clash = np.where(evidence.generation == Match.DIFFERENT, _GENERATION_CLASH, 0.0)
    return np.where(plain, table[evidence.middle], 0.0) + clash


def _mail_nats(
    roster: Roster,
    pairs: Candidates,
    evidence: Evidence,
    size: Scores,
    sure: Flags,
) -> Scores:
    """Return what the mail addresses say."""
    nats = np.zeros(len(pairs))
    for level, given in _MAIL_NATS.items():
        nats[evidence.mail == level] = given
    numbered = roster.local_digits[pairs.left] >= 0
    beside = np.where(numbered, _NUMBERED_LOCAL_BESIDE_NAME, _LOCAL_BESIDE_NAME)
    alone = np.log(size) + _LOCAL_NATS
    local = np.where(_names_agree(evidence), beside, alone)
    nats = np.where(evidence.mail == MailMatch.LOCAL, local, nats)
    nats = np.where(evidence.mail == MailMatch.SHARED, np.log(size) + _MAILBOX_NATS, nats)
    known = sure & (evidence.mail != MailMatch.UNKNOWN)
    apart = np.count_nonzero(known & (evidence.mail == MailMatch.UNRELATED)) + 2.0
    share = apart / (np.count_nonzero(known) + _SUPPOSED_PAIRS)
    unrelated = max(float(np.log(share)), -4.0)
    return np.where(evidence.mail == MailMatch.UNRELATED, unrelated, nats)


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


def _field_nats(
    name: str,
    roster: Roster,
    pairs: Candidates,
    evidence: Evidence,
    between: Codes,
    sure: Flags,
) -> Scores:
    """Return what one field says, its chances learnt from the sure pairs of the same systems."""
    field = _FIELDS[name]
    levels: Levels = getattr(evidence, name)
    learnt = _learnt(field, levels, between, sure)
    values: Codes = getattr(roster, name)
    weight = np.minimum(label_weights(values, field.missing), field.most)[pairs.left]
    equal = np.log(learnt[between, Match.EQUAL]) + weight
    near = np.log(learnt[between, Match.NEAR] / field.two_near)
    different = np.log(learnt[between, Match.DIFFERENT] / field.two_different)
    nats = np.select(
        [levels == Match.EQUAL, levels == Match.NEAR, levels == Match.DIFFERENT],
        [equal, near, np.minimum(different, 0.0)],
        0.0,
    )
    floored: Scores = np.maximum(nats, _LEAST_NATS)
    return floored


def _learnt(field: _Field, levels: Levels, between: Codes, sure: Flags) -> Scores:
    """Return the chances of the levels for one person: (system pairs, levels of `Match`)."""
    seen = sure & (levels != Match.UNKNOWN)
    cells = between[seen] * (max(Match) + 1) + levels[seen]
    many = int(between.max(initial=0)) + 1
    counts = np.bincount(cells, minlength=many * (max(Match) + 1)).reshape(many, -1)
    supposed = np.array([0.0, field.one[2], field.one[1], field.one[0]]) * _SUPPOSED_PAIRS
    chances: Scores = (counts + supposed + 0.01) / (
        counts.sum(axis=1, keepdims=True) + _SUPPOSED_PAIRS
    )
    return chances


def _number_nats(evidence: Evidence, between: Codes, sure: Flags) -> Scores:
    """Return what an equal number says beyond its rarity, where both systems use one series."""
    agreeing = _learnt(_FIELDS["number"], evidence.number, between, sure)[between, Match.EQUAL]
    trust = np.clip((agreeing - _SERIES_FROM) / (_SERIES_SURE - _SERIES_FROM), 0.0, 1.0)
    return np.where(evidence.number == Match.EQUAL, trust * _NUMBER_NATS, 0.0)


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
    return float(np.log(matched / ((one - matched) * (two - matched))))
