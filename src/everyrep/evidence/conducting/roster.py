"""Who could take part in a trial: the people of today, with what lots are drawn within."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from everyrep.evidence.arrays import Bools, Ints
from everyrep.evidence.conducting.spread import known_months
from everyrep.evidence.history import History, had_course
from everyrep.evidence.trials import Roster
from everyrep.measures import FactSource, panel
from everyrep.values import Period, Scope, UnknownName, UserError

STRATA = ("role", "region", "level", "tenure", "result")
UNITS = ("person", "team", "territory")
RECENT = 6
"""Months within which somebody must have an outcome to take part."""
_TENURE = ((12.0, "first year"), (36.0, "one to three years"), (np.inf, "longer"))


@dataclass(frozen=True)
class Eligible:
    """Who could take part.

    Attributes:
        roster: As lots are drawn from it.
        rows: Their rows in the history, in the roster's order, (people,).
        left_out: Why others are not, and how many.
        shared: How many of them have somebody of their team on the roster too.
        had: How many were left out because they had the course already.
    """

    roster: Roster
    rows: Ints
    left_out: Mapping[str, int]
    shared: int = 0
    had: int = 0

    @property
    def units(self) -> int:
        """How many persons, teams or territories would be drawn."""
        return len(set(self.roster.unit))


def eligible(
    source: FactSource,
    history: History,
    scope: Scope,
    *,
    people: str | None = None,
    by: str = "person",
    strata: Sequence[str] = (),
    course: str = "",
) -> Eligible:
    """Who could take part: employed in the last month, with an outcome in the last ones.

    Args:
        source: An open build.
        history: Of the outcome, everybody's.
        scope: Who asks.
        people: Which people, by a condition on what they are now.
        by: What is drawn: "person", "team" or "territory".
        strata: Within what lots are drawn, of `STRATA`.
        course: What the trial gives: who has finished it is left out. Empty where it gives none.

    Raises:
        UnknownName: A stratum, unit or course is not known; near names are offered.
        UserError: Nobody fits.
    """
    _known("what is drawn", [by], UNITS)
    _known("stratum", strata, STRATA)
    facts = _facts(source, history.months[-1], people, scope)
    there = np.array([str(one) in facts for one in history.people], dtype=bool)
    able = known_months(history, there, RECENT)
    units = _units(history, facts, by)
    placed = np.array([unit is not None for unit in units], dtype=bool)
    had = had_course(source, course, scope) if course else frozenset()
    new = np.array([str(one) not in had for one in history.people], dtype=bool)
    kept, old = np.flatnonzero(able & placed & new), int((there & able & placed & ~new).sum())
    if kept.size == 0:
        raise UserError(
            "Nobody could take part",
            why=f"nobody asked for is employed and had an outcome in the last {RECENT} months"
            + (f" without having had {course} already" if course else ""),
            remedy="ask for more people, or take another outcome"
            + (" or course" if course else ""),
        )
    names = [str(units[at]) for at in kept]
    within = _strata(history, facts, kept, names, strata)
    return Eligible(
        Roster(tuple(str(history.people[at]) for at in kept), tuple(names), within),
        kept,
        _left_out(there, able, placed, by) | ({f"had {course} already": old} if old else {}),
        _shared(history.groups["team"][kept]),
        old,
    )


def _shared(team: Ints) -> int:
    known = team[team >= 0]
    _, place, size = np.unique(known, return_inverse=True, return_counts=True)
    return int((size[place] > 1).sum())


def _known(kind: str, asked: Sequence[str], known: Sequence[str]) -> None:
    for one in asked:
        if one not in known:
            raise UnknownName(kind, one, list(known))


def _facts(
    source: FactSource, month: str, people: str | None, scope: Scope
) -> dict[str, dict[str, str | None]]:
    """What each person was on the last day of the month."""
    names = ("team", "territory", "role", "region", "level")
    year, number = int(month[:4]), int(month[5:])
    period = Period(date(year, number, 1), date(year + number // 12, number % 12 + 1, 1))
    table = panel(
        source, "headcount", by=("person", *names), where=people, period=period, scope=scope,
        kept_inside=True,
    )  # fmt: skip
    found: dict[str, dict[str, str | None]] = {}
    for row in np.flatnonzero(table.x["headcount"] > 0):
        facts = {name: table.groups[name][row] for name in names}
        found[str(table.groups["person"][row])] = {
            name: None if value is None else str(value) for name, value in facts.items()
        }
    return found


def _units(
    history: History, facts: Mapping[str, Mapping[str, str | None]], by: str
) -> list[str | None]:
    who = [str(one) for one in history.people]
    if by == "person":
        return list(who)
    return [facts[one][by] if one in facts else None for one in who]


def _strata(
    history: History,
    facts: Mapping[str, Mapping[str, str | None]],
    kept: Ints,
    units: Sequence[str],
    asked: Sequence[str],
) -> tuple[str, ...] | None:
    """One word a person; of a group that spans several, the one that most of it are in."""
    if not asked:
        return None
    own = [
        ", ".join(_stratum(history, facts, int(at), name, kept) or "not known" for name in asked)
        for at in kept
    ]
    counted: dict[str, Counter[str]] = {}
    for unit, word in zip(units, own, strict=True):
        counted.setdefault(unit, Counter())[word] += 1
    usual = {unit: min(words, key=lambda w: (-words[w], w)) for unit, words in counted.items()}
    return tuple(usual[unit] for unit in units)


def _stratum(
    history: History,
    facts: Mapping[str, Mapping[str, str | None]],
    at: int,
    name: str,
    kept: Ints,
) -> str | None:
    if name == "tenure":
        months = float(history.tenure[at, -1])
        return next(word for below, word in _TENURE if not months >= below)
    if name == "result":
        past = _past(history)
        return "higher" if past[at] >= float(np.median(past[kept])) else "lower"
    return facts[str(history.people[at])][name]


def _past(history: History) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Each person's outcome over the last year."""
    x = np.nan_to_num(history.x[:, -12:]).sum(axis=1)
    m = np.nan_to_num(history.m[:, -12:]).sum(axis=1)
    return np.where(m > 0, x / np.where(m > 0, m, 1.0), 0.0)


def _left_out(there: Bools, able: Bools, placed: Bools, by: str) -> dict[str, int]:
    counts = {
        f"no outcome in the last {RECENT} months": int((there & ~able).sum()),
        f"in no {by} that is known": int((able & ~placed).sum()),
    }
    return {why: count for why, count in counts.items() if count}
