"""Compare candidate pairs field by field: what agrees, what is near, what clashes.

Levels only; how much each level says is weighed in `scoring`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.blocking import Candidates, KeyKind
from everyrep.warehouse.identity.fields import MISSING, Codes
from everyrep.warehouse.identity.likeness import Levels, Likeness, edited, likenesses
from everyrep.warehouse.identity.roster import NO_DAY, Roster

Flags = npt.NDArray[np.bool_]


class Match(IntEnum):
    """How two values of a field stand to each other."""

    UNKNOWN = 0
    DIFFERENT = 1
    NEAR = 2
    """A typing slip in a number; within a month, or day and month swapped, for a date."""
    EQUAL = 3


class Surname(IntEnum):
    """How two surnames stand to each other, beyond the likeness of the whole."""

    AS_WHOLE = 0
    PART = 1
    """They share one part: "garcia lopez" and "garcia"."""
    MIDDLE = 2
    """One's surname is the other's middle name."""
    MAIL = 3
    """One's surname is in the other's mail address: a maiden name."""


class MailMatch(IntEnum):
    """How two records' mail addresses stand to each other."""

    UNKNOWN = 0
    UNRELATED = 1
    NUMBERED = 2
    """The same but for the closing digits: two bearers of one name in one company."""
    USUAL = 3
    """Different spellings, each a usual one for its record's name: says nothing."""
    LOCAL = 4
    """The same before the @."""
    SHARED = 5
    """One mailbox at least is the same."""


@dataclass(frozen=True)
class Evidence:
    """Levels of comparison, one entry a candidate pair in every array."""

    given: Levels
    """`Likeness` of the given names."""
    surname: Levels
    """`Likeness` of the whole surnames."""
    surname_link: Levels
    """`Surname`: where the surnames differ, what else ties them."""
    swapped: Flags
    """Whether each one's given name is the other's surname, up to a slip."""
    swapped_exactly: Flags
    given_in_middle: Flags
    """Whether one's given name is the other's middle name."""
    given_in_mail: Flags
    """Whether one's given name is in the other's mail address: "bob" with robert.smith@."""
    middle: Levels
    """`Likeness` of the middle names."""
    generation: Levels
    """`Match` of "Jr." and its like."""
    number: Levels
    """`Match` of the employee numbers."""
    mail: Levels
    """`MailMatch`."""
    hired: Levels
    """`Match`."""
    left: Levels
    """`Match` of the exit dates."""
    team: Levels
    """`Match`."""
    title: Levels
    """`Match`."""


def compare(roster: Roster, pairs: Candidates) -> Evidence:
    """Return how the records of each pair compare."""
    left, right = pairs.left, pairs.right
    given = likenesses(roster.words, roster.given[left], roster.given[right], given=True)
    surname = likenesses(roster.words, roster.surname[left], roster.surname[right], given=False)
    middle = likenesses(roster.words, roster.middle[left], roster.middle[right], given=True)
    swapped = _swapped(roster, left, right, given)
    return Evidence(
        given=given,
        surname=surname,
        surname_link=_surname_link(roster, left, right, surname),
        swapped=swapped >= Likeness.SLIP,
        swapped_exactly=swapped == Likeness.EQUAL,
        given_in_middle=_same(roster.given[left], roster.middle[right])
        | _same(roster.middle[left], roster.given[right]),
        given_in_mail=_same(roster.given[left], roster.mail_given[right])
        | _same(roster.mail_given[left], roster.given[right]),
        middle=middle,
        generation=_match(roster.generation[left], roster.generation[right]),
        number=_number(roster, left, right),
        mail=_mail(roster, pairs),
        hired=_days(roster.hired[left], roster.hired[right]),
        left=_days(roster.left[left], roster.left[right]),
        team=_match(roster.team[left], roster.team[right]),
        title=_match(roster.title[left], roster.title[right]),
    )


def _same(left: Codes, right: Codes) -> Flags:
    """Return whether both are known and equal."""
    same: Flags = (left == right) & (left != MISSING)
    return same


def _match(left: Codes, right: Codes) -> Levels:
    """Return EQUAL, DIFFERENT or UNKNOWN for each pair of codes."""
    levels = np.where(left == right, Match.EQUAL, Match.DIFFERENT)
    return np.where((left == MISSING) | (right == MISSING), Match.UNKNOWN, levels).astype(np.int8)


def _surname_link(roster: Roster, left: Codes, right: Codes, whole: Levels) -> Levels:
    """Return what ties surnames that differ as a whole."""
    one, two, middle, mail = roster.part_one, roster.part_two, roster.middle, roster.mail_surname
    part = (
        _same(one[left], one[right])
        | _same(one[left], two[right])
        | _same(two[left], one[right])
        | _same(two[left], two[right])
    )
    in_middle = _same(one[left], middle[right]) | _same(middle[left], one[right])
    in_mail = (
        _same(one[left], mail[right])
        | _same(mail[left], one[right])
        | _same(mail[left], mail[right])
    )
    link = np.select(
        [part, in_middle, in_mail], [Surname.PART, Surname.MIDDLE, Surname.MAIL], Surname.AS_WHOLE
    )
    return np.where(whole > Likeness.START, Surname.AS_WHOLE, link).astype(np.int8)


def _swapped(
    roster: Roster,
    left: Codes,
    right: Codes,
    given: Levels,
) -> Levels:
    """Return the lesser `Likeness` of two names compared crosswise, where straight they differ."""
    crossed = np.flatnonzero(given == Likeness.DIFFERENT)
    one, two = left[crossed], right[crossed]
    levels = np.full(len(left), Likeness.UNKNOWN, dtype=np.int8)
    levels[crossed] = np.minimum(
        likenesses(roster.words, roster.given[one], roster.part_one[two], given=False),
        likenesses(roster.words, roster.part_one[one], roster.given[two], given=False),
    )
    return levels


def _number(roster: Roster, left: Codes, right: Codes) -> Levels:
    """Return how the employee numbers match, a typing slip being NEAR."""
    levels = _match(roster.number[left], roster.number[right])
    unequal = np.flatnonzero(levels == Match.DIFFERENT)
    if len(unequal):
        ones, others = (
            [roster.numbers[code] for code in roster.number[rows[unequal]].tolist()]
            for rows in (left, right)
        )
        levels[unequal[edited(ones, others)]] = Match.NEAR
    return levels


def _mail(roster: Roster, pairs: Candidates) -> Levels:
    """Return how the mail addresses match."""
    left, right = pairs.left, pairs.right
    letters = _match(roster.local[left], roster.local[right])
    same_digits = roster.local_digits[left] == roster.local_digits[right]
    usual = roster.local_is_usual[left] & roster.local_is_usual[right]
    return np.select(
        [
            pairs.share(KeyKind.MAILBOX),
            (letters == Match.EQUAL) & same_digits,
            letters == Match.EQUAL,
            (letters == Match.DIFFERENT) & usual,
            letters == Match.DIFFERENT,
        ],
        [
            MailMatch.SHARED,
            MailMatch.LOCAL,
            MailMatch.NUMBERED,
            MailMatch.USUAL,
            MailMatch.UNRELATED,
        ],
        MailMatch.UNKNOWN,
    ).astype(np.int8)


def _days(left: Codes, right: Codes) -> Levels:
    """Return how two dates match."""
    known = (left != NO_DAY) & (right != NO_DAY)
    left, right = np.where(known, left, 0), np.where(known, right, 0)
    near = (np.abs(left - right) <= _NEAR_DAYS) | _is_swapped(left, right)
    levels = np.select([left == right, near], [Match.EQUAL, Match.NEAR], Match.DIFFERENT)
    return np.where(known, levels, Match.UNKNOWN).astype(np.int8)


# A contract signed and a first day worked, or an account opened late, lie within a month.
_NEAR_DAYS = 31


def _is_swapped(left: Codes, right: Codes) -> Flags:
    """Return whether one date is the other with day and month the wrong way round."""
    years, months, days = _calendar(left)
    other_years, other_months, other_days = _calendar(right)
    swapped: Flags = (years == other_years) & (months == other_days) & (days == other_months)
    return swapped


def _calendar(days: Codes) -> tuple[Codes, Codes, Codes]:
    """Return year, month (1 to 12) and day (1 to 31) of days since 1970."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = dates.astype("datetime64[Y]")
    return (
        year.astype(np.int64),
        (months - year).astype(np.int64) + 1,
        (dates - months).astype(np.int64) + 1,
    )
