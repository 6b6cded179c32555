"""What mail addresses, employee numbers, dates, teams and titles of two records say.

The chance of each level for one person is learnt from the data: among pairs that are sure on other
grounds, how often do hire dates, teams, numbers agree between these two systems? So a field that
one system keeps badly loses its say by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.blocking import Candidates
from everyrep.warehouse.identity.evidence import Evidence, MailMatch, Match, Surname
from everyrep.warehouse.identity.fields import MISSING, Codes
from everyrep.warehouse.identity.likeness import Levels, Likeness
from everyrep.warehouse.identity.name_scoring import names_agree
from everyrep.warehouse.identity.rarity import label_weights
from everyrep.warehouse.identity.roster import NO_DAY, Roster

Scores = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# A mailbox or a number is given to one person; two people share one only by a mistake. Nats that
# sharing one adds to the logarithm of the number of records. Few for the number: a mistyped one
# often is another person's, and leaves both without their true partners.
_MAILBOX_NATS = 7.0
_NUMBER_NATS = 3.5
_LOCAL_NATS = 0.5
_LOCALS = 3_000
# What the local part adds where the names agree already: it was mostly made from them.
_LOCAL_BESIDE_NAME = 0.7
_NUMBERED_LOCAL_BESIDE_NAME = 3.0

_MAIL_NATS = {MailMatch.NUMBERED: -3.0, MailMatch.USUAL: -0.3}


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
    values: int
    """About how many values there are, before the data are seen."""
    missing: int = MISSING
    """What stands in the roster for no value."""


_FIELDS = {
    "number": _Field((0.93, 0.03, 0.04), 0.004, 1.0, 12.0, 100_000),
    "hired": _Field((0.85, 0.06, 0.09), 0.03, 0.95, 6.5, 3_000, NO_DAY),
    "left": _Field((0.85, 0.06, 0.09), 0.08, 0.9, 5.0, 3_000, NO_DAY),
    "team": _Field((0.75, 0.0, 0.25), 1.0, 0.9, 4.0, 50),
    "title": _Field((0.70, 0.0, 0.30), 1.0, 0.9, 4.0, 20),
}
# As if this many pairs had been seen beside those in the data.
_SUPPOSED_PAIRS = 10
# The share of one person's numbers that must agree for numbers to be one series in both systems,
# and from where on it surely is.
_SERIES_FROM, _SERIES_SURE = 0.3, 0.6
_HALF = 0.5
_LEAST_NATS = -7.0


@dataclass(frozen=True)
class Setting:
    """What the fields of each pair are weighed in; one entry a pair in every array."""

    size: Scores
    """Records of people in the larger of the two systems, at least 2."""
    between: Codes
    """One code for each two systems."""
    names: Scores
    """Nats from the names."""
    sure: Flags
    """Whether the two are one person on the grounds of mailbox or very rare name."""


def field_nats(roster: Roster, pairs: Candidates, evidence: Evidence, setting: Setting) -> Scores:
    """Return what all fields but the names say about each pair."""
    nats = _mail_nats(roster, pairs, evidence, setting)
    nats += _number_nats(roster, pairs, evidence, setting)
    for name in ("hired", "left", "team", "title"):
        nats += _field_nats(name, roster, pairs, evidence, setting)
    return nats


def _mail_nats(
    roster: Roster,
    pairs: Candidates,
    evidence: Evidence,
    setting: Setting,
) -> Scores:
    """Return what the mail addresses say."""
    size, sure = setting.size, setting.sure
    nats = np.zeros(len(pairs))
    for level, given in _MAIL_NATS.items():
        nats[evidence.mail == level] = given
    numbered = roster.local_digits[pairs.left] >= 0
    beside = np.where(numbered, _NUMBERED_LOCAL_BESIDE_NAME, _LOCAL_BESIDE_NAME)
    alone = np.log(size) + _LOCAL_NATS
    # The local part spells the name, so both together say what the stronger of them says.
    rare = np.minimum(label_weights(roster.local, _LOCALS)[pairs.left], np.log(size))
    beside = np.maximum(beside, rare - np.maximum(setting.names, 0.0))
    local = np.where(names_agree(evidence), beside, alone)
    nats = np.where(evidence.mail == MailMatch.LOCAL, local, nats)
    nats = np.where(evidence.mail == MailMatch.SHARED, np.log(size) + _MAILBOX_NATS, nats)
    known = sure & (evidence.mail != MailMatch.UNKNOWN)
    apart = np.count_nonzero(known & (evidence.mail == MailMatch.UNRELATED)) + 2.0
    share = apart / (np.count_nonzero(known) + _SUPPOSED_PAIRS)
    unrelated = max(float(np.log(share)), -4.0)
    return np.where(evidence.mail == MailMatch.UNRELATED, unrelated, nats)


def _field_nats(
    name: str,
    roster: Roster,
    pairs: Candidates,
    evidence: Evidence,
    setting: Setting,
) -> Scores:
    """Return what one field says, its chances learnt from the sure pairs of the same systems."""
    field = _FIELDS[name]
    levels: Levels = getattr(evidence, name)
    learnt = _learnt(field, levels, setting)[setting.between]
    values: Codes = getattr(roster, name)
    weight = np.minimum(label_weights(values, field.values, field.missing), field.most)[pairs.left]
    equal = np.log(learnt[:, Match.EQUAL]) + weight
    near = np.log(learnt[:, Match.NEAR] / field.two_near)
    different = np.log(learnt[:, Match.DIFFERENT] / field.two_different)
    nats = np.select(
        [levels == Match.EQUAL, levels == Match.NEAR, levels == Match.DIFFERENT],
        [equal, near, np.minimum(different, 0.0)],
        0.0,
    )
    floored: Scores = np.maximum(nats, _LEAST_NATS)
    return floored


def _learnt(field: _Field, levels: Levels, setting: Setting) -> Scores:
    """Return the chances of the levels for one person: (system pairs, levels of `Match`)."""
    between = setting.between
    seen = setting.sure & (levels != Match.UNKNOWN)
    cells = between[seen] * (max(Match) + 1) + levels[seen]
    many = int(between.max(initial=0)) + 1
    counts = np.bincount(cells, minlength=many * (max(Match) + 1)).reshape(many, -1)
    supposed = np.array([0.0, field.one[2], field.one[1], field.one[0]]) * _SUPPOSED_PAIRS
    chances: Scores = (counts + supposed + 0.01) / (
        counts.sum(axis=1, keepdims=True) + _SUPPOSED_PAIRS
    )
    return chances


def _number_nats(roster: Roster, pairs: Candidates, evidence: Evidence, setting: Setting) -> Scores:
    """Return what the employee numbers say; the more, the surer both systems use one series."""
    nats = _field_nats("number", roster, pairs, evidence, setting)
    nats += np.where(evidence.number == Match.EQUAL, _NUMBER_NATS, 0.0)
    return nats * _series_trust(evidence, setting)


def _series_trust(evidence: Evidence, setting: Setting) -> Scores:
    """Return, from 0 to 1, how surely each pair's systems number people in one series."""
    learnt = _learnt(_FIELDS["number"], evidence.number, setting)
    agreeing = learnt[setting.between, Match.EQUAL]
    trust: Scores = np.clip((agreeing - _SERIES_FROM) / (_SERIES_SURE - _SERIES_FROM), 0.0, 1.0)
    return trust


def contradicted(evidence: Evidence, setting: Setting) -> Flags:
    """Return the pairs that must not be joined unasked, however well the rest agrees.

    Two numbers of one series and no mailbox in common; a senior and a junior; a given name or a
    surname quite another, and neither mailbox nor number in common: spouses and siblings are hired
    on one day, too.
    """
    numbers = (evidence.number == Match.DIFFERENT) & (_series_trust(evidence, setting) > _HALF)
    other_given = evidence.given == Likeness.DIFFERENT
    other_given &= ~(evidence.given_in_middle | evidence.given_in_mail)
    other_surname = evidence.surname == Likeness.DIFFERENT
    other_surname &= evidence.surname_link == Surname.AS_WHOLE
    keyed = (evidence.mail >= MailMatch.LOCAL) | (evidence.number == Match.EQUAL)
    names = (other_given | other_surname) & ~evidence.swapped & ~keyed
    numbers &= evidence.mail != MailMatch.SHARED
    barred: Flags = numbers | names | (evidence.generation == Match.DIFFERENT)
    return barred
