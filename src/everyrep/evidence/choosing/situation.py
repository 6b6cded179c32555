"""What the records hold of a treatment: who decided, who started together, who is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Ints
from everyrep.evidence.history import History
from everyrep.evidence.inference import FEWEST_CLUSTERS, Grouping, assignment_unit
from everyrep.values import Reason

TOGETHER = 0.5
"""Share of pairs of colleagues who started together, beyond luck, with which groups count as
assigned; with less, people came one by one and colleagues followed each other."""
_GROUPS = ("team", "territory", "manager")
_SHUFFLES = 199
_ALIKE = 0.05


@dataclass(frozen=True)
class Situation:
    """What decides which design serves.

    Attributes:
        people: How many people.
        treated: How many are ever treated.
        untreated: How many are never treated within the months.
        not_yet: How many treated people have a month before their treatment.
        before: Median months known before the treatment.
        after: Median months known from it on.
        starts: In how many different months people start.
        assigned: What started together: "person", or a group such as "team"; errors follow it.
        units: How many such units there are.
        treated_units: How many of them are treated, for the most part: people change teams.
        together: Share of pairs of colleagues who started together, beyond luck: 0 is luck, 1 all.
        chance: Chance of as much by luck; 1 where nothing started together.
        drawn: Whether a lot decided.
        repeated: Whether it is a dose that recurs.
        months: How many months are known.
        from_start: How many were treated before the first month, so that nothing is known of them
            before.
        ends: Whether the outcome ends a history.
        taken: How many of those drawn finished a course that the program gives; None where it
            gives none that is on record.
    """

    people: int
    treated: int
    untreated: int
    not_yet: int
    before: float
    after: float
    starts: int
    assigned: str
    units: int
    treated_units: int
    together: float
    drawn: bool
    repeated: bool
    months: int
    from_start: int
    ends: bool = False
    taken: int | None = None
    chance: float = 1.0

    @property
    def by_group(self) -> bool:
        """Whether whole groups were assigned, rather than people who came one by one."""
        return self.assigned != "person" and self.together >= TOGETHER


def situation(
    history: History, *, drawn: bool = False, repeated: bool = False, unit: str | None = None
) -> Situation:
    """What the records hold.

    Args:
        history: People by months.
        drawn: Whether a record says that a lot decided.
        repeated: Whether the treatment recurs.
        unit: What was assigned, where it is known.
    """
    first, treated = history.first, history.treated
    unit_of = _Assigned(unit, 1.0, 0.0) if unit else _assigned(history)
    codes = _codes(history, unit_of.name)
    known = history.present & (history.weights > 0)
    at = np.arange(len(history.months))[None, :]
    before = (known & (at < first[:, None])).sum(axis=1)[treated]
    after = (known & (at >= first[:, None])).sum(axis=1)[treated]
    return Situation(
        people=len(history),
        treated=int(treated.sum()),
        untreated=int((~treated).sum()),
        not_yet=int((before > 0).sum()),
        before=float(np.median(before)) if before.size else 0.0,
        after=float(np.median(after)) if after.size else 0.0,
        starts=int(np.unique(first[treated]).size),
        assigned=unit_of.name,
        units=int(np.unique(codes).size),
        treated_units=_treated_units(codes, np.asarray(treated)),
        together=unit_of.together,
        drawn=drawn,
        repeated=repeated,
        months=len(history.months),
        from_start=int((first == 0).sum()),
        chance=unit_of.chance,
        ends=history.ends,
        taken=None if history.took is None else int((history.took[treated] != NEVER).sum()),
    )


@dataclass(frozen=True)
class _Assigned:
    """What was treated together, how far beyond luck, and the chance of as much by luck."""

    name: str
    together: float
    chance: float


_ALONE = _Assigned("person", 0.0, 1.0)


def _assigned(history: History) -> _Assigned:
    """What started together, as found in the records; persons where nothing shows it.

    A loose hang-together of few groups is left aside: too few groups refuse a question, and people
    who came one by one are not refused for having had colleagues who came as well.
    """
    groups = {name: history.groups[name] for name in _GROUPS if name in history.groups}
    own = _told(history.first, groups)
    if own is None:
        return _ALONE
    for name, codes in groups.items():
        # A team and its manager's people are much the same; the usual word is kept then.
        alike = None if name == own.name else _told(history.first, {name: codes})
        if alike is not None and alike.explained >= own.explained - _ALIKE:
            own = alike
            break
        if name == own.name:
            break
    if own.explained < TOGETHER and own.groups < FEWEST_CLUSTERS:
        return _ALONE
    return _Assigned(own.name, own.explained, own.p)


def _told(first: Ints, groups: Mapping[str, Ints]) -> Grouping | None:
    """The grouping whose people were treated together; None where none shows it."""
    found = assignment_unit(first, groups, shuffles=_SHUFFLES)
    if isinstance(found, Reason):
        return None
    return next((one for one in found.groupings if one.name == found.name), None)


def _treated_units(codes: Ints, treated: Bools) -> int:
    """Groups of which most were treated; where there is none, those with anybody treated."""
    place = np.unique(codes, return_inverse=True)[1]
    had, size = np.bincount(place, treated), np.bincount(place)
    return int((2 * had > size).sum()) or int((had > 0).sum())


def _codes(history: History, assigned: str) -> Ints:
    if assigned == "person" or assigned not in history.groups:
        return np.arange(len(history))
    return history.groups[assigned]
