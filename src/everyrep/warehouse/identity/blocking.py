"""Find the pairs of records worth comparing, at a cost that grows with the records, not the pairs.

Each record is put under several keys (its mailboxes, its employee number, its name in several
spellings, its given name with its hire date ...). Two records of different systems that share a
key are candidates. A key that too many records share tells nobody apart and is dropped; the pairs
under it that matter share a finer key too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.fields import MISSING, Codebook, Codes
from everyrep.warehouse.identity.letters import sound
from everyrep.warehouse.identity.nicknames import families
from everyrep.warehouse.identity.roster import NO_DAY, Roster


class KeyKind(IntEnum):
    """What a blocking key is made of."""

    MAILBOX = 0
    NUMBER = 1
    LOCAL = 2
    NAME = 3
    """A given name's family and a part of the surname, in either order."""
    INITIAL = 4
    """The first letter and the surname as it sounds."""
    PREFIX = 5
    """The given name's family and how the surname starts."""
    SUFFIX = 6
    """The given name's family and how the surname ends."""
    HIRED = 7
    """The given name's family and the hire date: finds changed surnames."""
    TEAM = 8
    """The name and the team: parts the bearers of a very common name."""
    COHORT = 9
    """The surname as it sounds and the hire date: finds given names beyond recognition."""
    EITHER_WAY = 10
    """Given name and surname as they sound, in alphabetical order: finds swapped columns."""


# Records a key may have before it is dropped, over all systems.
_MOST_RECORDS = {
    KeyKind.MAILBOX: 12, KeyKind.NUMBER: 12, KeyKind.LOCAL: 40, KeyKind.NAME: 60,
    KeyKind.INITIAL: 30, KeyKind.PREFIX: 40, KeyKind.SUFFIX: 40, KeyKind.HIRED: 40,
    KeyKind.TEAM: 60, KeyKind.COHORT: 40, KeyKind.EITHER_WAY: 40,
}  # fmt: skip


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows of a roster, `left` before `right`, each pair once, in order."""

    left: Codes
    right: Codes
    kinds: Codes
    """Bit k set where the two share a key of `KeyKind` k."""

    def __len__(self) -> int:
        return len(self.left)

    def share(self, kind: KeyKind) -> npt.NDArray[np.bool_]:
        """Return whether each pair shares a key of this kind."""
        shared: npt.NDArray[np.bool_] = (self.kinds >> int(kind)) & 1 == 1
        return shared

    def take(self, chosen: npt.NDArray[np.bool_]) -> Candidates:
        """Return the chosen pairs only."""
        return Candidates(self.left[chosen], self.right[chosen], self.kinds[chosen])


def candidates(roster: Roster) -> Candidates:
    """Return the candidate pairs; within one system only those that share a mailbox or a number.

    Service accounts have none.
    """
    # Within one system names say nothing, so a single system is done quickly.
    names = _name_keys(roster) if len(roster.systems) > 1 else []
    found = [
        _pairs_within(roster, keys) for keys in (*_strong_keys(roster), *names) if len(keys.rows)
    ]
    packed = np.concatenate([pairs for pairs, _ in found] or [_NONE])
    kinds = np.concatenate(
        [np.full(len(pairs), 1 << int(kind)) for pairs, kind in found] or [_NONE]
    )
    order = np.argsort(packed, kind="stable")
    packed, kinds = packed[order], kinds[order]
    starts = np.flatnonzero(np.diff(packed, prepend=-1))
    united = np.bitwise_or.reduceat(kinds, starts) if len(starts) else _NONE
    packed = packed[starts]
    return Candidates(packed >> 32, packed & 0xFFFFFFFF, united)


def _pairs_within(roster: Roster, keys: _Keys) -> tuple[Codes, KeyKind]:
    """Return the pairs of records that share a key of one kind, both rows packed in one number."""
    packed = keys.packed
    order = np.lexsort((keys.rows, packed))
    packed, rows = packed[order], keys.rows[order]
    once = np.ones(len(rows), dtype=np.bool_)
    once[1:] = (np.diff(packed) != 0) | (np.diff(rows) != 0)
    packed, rows = packed[once], rows[once]
    starts = np.flatnonzero(np.diff(packed, prepend=-1))
    sizes = np.diff(starts, append=len(packed))
    pairs = [
        _pairs_of_blocks(rows, starts[sizes == size], int(size))
        for size in np.unique(sizes)
        if 2 <= size <= _MOST_RECORDS[keys.kind]
    ]
    found = np.concatenate(pairs or [_NONE])
    if keys.kind in (KeyKind.MAILBOX, KeyKind.NUMBER):
        return found, keys.kind
    apart = roster.system[found >> 32] != roster.system[found & 0xFFFFFFFF]
    return found[apart], keys.kind


def _pairs_of_blocks(rows: Codes, starts: Codes, size: int) -> Codes:
    """Return all pairs within blocks of one size, packed; rows ascend within a block."""
    blocks = rows[starts[:, None] + np.arange(size)]
    one, two = np.triu_indices(size, k=1)
    packed: Codes = (blocks[:, one] << 32 | blocks[:, two]).ravel()
    return packed


_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class _Keys:
    """Keys of one kind: one entry a record and key, made of two codes."""

    kind: KeyKind
    rows: Codes
    one: Codes
    two: Codes

    @property
    def packed(self) -> Codes:
        """Both codes in one number of at most 58 bits."""
        return (self.one << 29) | self.two


def _known(kind: KeyKind, roster: Roster, rows: Codes, one: Codes, two: Codes) -> _Keys:
    """Return the keys of which both halves are known, of records that are people's."""
    known = (one != MISSING) & (two != MISSING) & ~roster.is_service[rows]
    return _Keys(kind, rows[known], one[known], two[known])


def _strong_keys(roster: Roster) -> list[_Keys]:
    """Return the keys that may link on their own: mailbox, employee number, local part."""
    rows = np.arange(len(roster), dtype=np.int64)
    same, boxed = np.zeros_like(rows), np.zeros_like(roster.mailbox)
    return [
        _known(KeyKind.MAILBOX, roster, roster.mailbox_row, roster.mailbox, boxed),
        _known(KeyKind.NUMBER, roster, rows, roster.number, same),
        _known(KeyKind.LOCAL, roster, rows, roster.local, same),
    ]


def _name_keys(roster: Roster) -> list[_Keys]:
    """Return the keys made of names."""
    rows = np.arange(len(roster), dtype=np.int64)
    sounds, starts, ends, initials = _spelling_codes(roster)
    heard, initial = _at(sounds, roster.part_one), _at(initials, roster.given)
    hired = _days(roster)
    either = np.sort(np.stack([_at(sounds, roster.given), heard]), axis=0)
    keys = [
        _known(KeyKind.INITIAL, roster, rows, initial, heard),
        _known(KeyKind.COHORT, roster, rows, heard, hired),
        _known(KeyKind.EITHER_WAY, roster, rows, either[0], either[1]),
    ]
    owners, roots = _given_roots(roster, rows, roster.given)
    parts = {
        KeyKind.PREFIX: _at(starts, roster.part_one),
        KeyKind.SUFFIX: _at(ends, roster.part_one),
        KeyKind.HIRED: hired,
    }
    keys += [_known(kind, roster, owners, roots, part[owners]) for kind, part in parts.items()]
    return keys + _whole_name_keys(roster, owners, roots)


def _whole_name_keys(roster: Roster, owners: Codes, roots: Codes) -> list[_Keys]:
    """Return the keys of a given name with each surname the record is known by."""
    surnames = (roster.part_one, roster.part_two, roster.surname, roster.mail_surname)
    keys = [_known(KeyKind.NAME, roster, owners, roots, surname[owners]) for surname in surnames]
    seconds, others = _given_roots(roster, np.arange(len(roster), dtype=np.int64), roster.middle)
    keys.append(_known(KeyKind.NAME, roster, seconds, others, roster.part_one[seconds]))
    # The middle name of one spelling is the first of two surnames in another.
    keys.append(_known(KeyKind.NAME, roster, owners, roots, roster.middle[owners]))
    # Team and surname share one half: a clash only adds a pair to compare.
    teamed = np.where(
        (roster.team == MISSING) | (roster.part_one == MISSING),
        MISSING,
        (roster.team * 7919 + roster.part_one) % (1 << 29),
    )
    keys.append(_known(KeyKind.TEAM, roster, owners, roots, teamed[owners]))
    return keys


def _given_roots(roster: Roster, rows: Codes, given: Codes) -> tuple[Codes, Codes]:
    """Return (rows, roots): each given name's families, or the name itself where it has none."""
    known = families()
    many = max((max(numbers) for numbers in known.values()), default=0) + 1
    used = np.unique(given[given != MISSING])
    roots = [
        sorted(known.get(roster.words[code], ())) or [many + int(code)]
        for code in used
        if len(roster.words[code]) > 1
    ]
    used = used[[len(roster.words[code]) > 1 for code in used]]
    counts = np.zeros(len(roster.words) + 1, dtype=np.int64)
    counts[used] = [len(found) for found in roots]
    starts = np.cumsum(counts) - counts
    flat = np.array([root for found in roots for root in found] or [MISSING], dtype=np.int64)
    each = counts[given]
    owners = np.repeat(rows, each)
    within = np.arange(len(owners)) - np.repeat(np.cumsum(each) - each, each)
    return owners, flat[starts[np.repeat(given, each)] + within]


def _spelling_codes(roster: Roster) -> tuple[Codes, Codes, Codes, Codes]:
    """Return, by word code, codes of how it sounds, starts and ends, and of its first letter."""
    words = roster.words
    return (
        Codebook().codes(sound(word) for word in words),
        Codebook().codes(word[:3] for word in words),
        Codebook().codes(word[-3:] for word in words),
        Codebook().codes(word[:1] for word in words),
    )


def _at(codes: Codes, words: Codes) -> Codes:
    """Return the code of each word, `MISSING` for a missing word."""
    return np.append(codes, MISSING)[words]


def _days(roster: Roster) -> Codes:
    """Return the hire days as small codes."""
    known = roster.hired != NO_DAY
    return np.where(known, (roster.hired + (1 << 27)) % (1 << 28), MISSING)
