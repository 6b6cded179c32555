"""Who was assigned to what, when and by whom: the record that makes a trial a trial.

Where teams were assigned, their people are those of the team on the day before the program's first
start, and whoever came later counts with the team they came to: an assignment made for teams is
followed by team, whoever turns up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from everyrep.measures.arrays import Column, Flags
from everyrep.measures.source import FactSource
from everyrep.values import Scope, UnknownName

RANDOM = "random"
_NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Program:
    """A program with assignments.

    Attributes:
        name: As delivered.
        units: How many persons or teams were assigned.
        by_team: Whether teams were assigned, and not single persons.
        arms: For each arm, how many units are in it.
        decided_by: How it was decided ("random", "manager" ...); "mixed" where it differs.
        first_on: First start of any unit; None if nothing starts.
        courses: Ids of courses that it gives.
        gives: The same for each arm; arms that give none are left out.
    """

    name: str
    units: int
    by_team: bool
    arms: Mapping[str, int]
    decided_by: str
    first_on: date | None
    courses: tuple[str, ...]
    gives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def drawn(self) -> bool:
        """Whether a lot decided."""
        return self.decided_by == RANDOM


@dataclass(frozen=True)
class Assigned:
    """People with what they were assigned to; every array has the shape (people,).

    Attributes:
        program: Of which program.
        person: Ids, each once.
        team: Id of the team that was assigned, or of the person's team before the first start;
            empty where not known.
        arm: Name of the arm.
        starts: Day on which it starts (datetime64[D]), NaT for never.
        twice: How many people were assigned to more than one arm; they are left out.
    """

    program: Program
    person: Column
    team: Column
    arm: Column
    starts: Column
    twice: int

    def __len__(self) -> int:
        return int(self.person.size)


def programs(source: FactSource) -> tuple[Program, ...]:
    """Programs that assignments are known of, by name."""
    found = source.connection.execute(_PROGRAMS).fetchall()
    names = sorted({str(row[0]) for row in found})
    return tuple(_program(name, [row for row in found if row[0] == name]) for name in names)


def assigned(source: FactSource, name: str, scope: Scope) -> Assigned:
    """Who was assigned in a program, as far as the asker may see them.

    Args:
        source: An open build.
        name: Of the program, in any case.
        scope: Who asks.

    Raises:
        UnknownName: There is no such program; near names are offered.
    """
    known = {program.name.casefold(): program for program in programs(source)}
    program = known.get(name.strip().casefold())
    if program is None:
        raise UnknownName("program", name, [one.name for one in known.values()])
    rows = source.connection.execute(
        _BY_TEAM if program.by_team else _BY_PERSON,
        {"program": program.name, "before": _before(program, source)},
    ).fetchnumpy()
    person, team, arm = (np.asarray(rows[key], dtype=object) for key in ("person", "team", "arm"))
    team = np.where([one is None or one is np.ma.masked for one in team], "", team)
    starts = np.ma.filled(np.ma.asarray(rows["starts"]).astype("datetime64[D]"), _NEVER)
    seen = _seen(person, team, scope)
    single, twice = _once(person[seen])
    keep = np.flatnonzero(seen)[single]
    return Assigned(program, person[keep], team[keep], arm[keep], starts[keep], twice)


_PROGRAMS = """
SELECT program, coalesce(arm, '') AS arm, person_id IS NULL AND team_id IS NOT NULL AS by_team,
    coalesce(decided_by, '') AS decided_by, min(starts_on) AS first_on,
    count(DISTINCT coalesce(person_id, team_id)) AS units, list(DISTINCT course_id) AS courses
FROM program_assignments WHERE program IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""

# A person's team is that of the day before the first start, else the first that they had later.
_TEAMS = """
SELECT person_id, team_id, from_on,
    row_number() OVER (PARTITION BY person_id ORDER BY
        CASE WHEN from_on <= $before AND (to_on IS NULL OR to_on > $before) THEN 0
             WHEN from_on > $before THEN 1 ELSE 2 END,
        CASE WHEN from_on > $before THEN from_on END, from_on DESC) AS place
FROM org_history WHERE team_id IS NOT NULL
"""
_BY_TEAM = f"""
WITH teams AS ({_TEAMS})
SELECT teams.person_id AS person, teams.team_id AS team, coalesce(given.arm, '') AS arm,
    given.starts_on AS starts
FROM teams JOIN program_assignments AS given
    ON given.team_id = teams.team_id AND given.program = $program AND given.person_id IS NULL
WHERE teams.place = 1 ORDER BY ALL
"""
_BY_PERSON = f"""
WITH teams AS ({_TEAMS})
SELECT given.person_id AS person, teams.team_id AS team, coalesce(given.arm, '') AS arm,
    given.starts_on AS starts
FROM program_assignments AS given
LEFT JOIN teams ON teams.person_id = given.person_id AND teams.place = 1
WHERE given.program = $program AND given.person_id IS NOT NULL ORDER BY ALL
"""


def _program(name: str, rows: list[tuple[object, ...]]) -> Program:
    arms: dict[str, int] = {}
    for row in rows:
        arms[str(row[1])] = arms.get(str(row[1]), 0) + int(str(row[5]))
    decided = {str(row[3]) for row in rows}
    starts = [row[4] for row in rows if isinstance(row[4], date)]
    gives = _gives(rows)
    return Program(
        name,
        sum(arms.values()),
        all(bool(row[2]) for row in rows),
        arms,
        decided.pop() if len(decided) == 1 else "mixed",
        min(starts, default=None),
        tuple(sorted({one for given in gives.values() for one in given})),
        gives,
    )


def _gives(rows: list[tuple[object, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        given = {str(one) for one in _listed(row[6]) if one is not None}
        found.setdefault(str(row[1]), set()).update(given)
    return {arm: tuple(sorted(given)) for arm, given in found.items() if given}


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _before(program: Program, source: FactSource) -> date:
    return (program.first_on or source.as_of) - timedelta(days=1)


def _seen(person: Column, team: Column, scope: Scope) -> Flags:
    return np.fromiter(
        (scope.allows_person(str(one), str(of)) for one, of in zip(person, team, strict=True)),
        dtype=bool,
        count=person.size,
    )


def _once(person: Column) -> tuple[Column, int]:
    """Places of people who stand there once, and how many stand there more often."""
    _, place, count = np.unique(person.astype(str), return_index=True, return_counts=True)
    return np.sort(place[count == 1]), int((count > 1).sum())
