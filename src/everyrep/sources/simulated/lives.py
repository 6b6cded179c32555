"""What happened to everybody, month by month: the record that the months of a world fill."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Bools, Floats, Ints
from everyrep.sources.simulated.enrolments import Enrolments, Offers
from everyrep.sources.simulated.people import Roster
from everyrep.sources.simulated.sessions import Sessions

NEVER = 10**6


@dataclass
class Lives:
    """What happened to everybody; arrays have shape (people, months) unless said otherwise.

    Attributes:
        team: Team, -1 above team level and outside employment.
        territory: Territory, -1 for those who have none.
        level: Level 0 to 2.
        away: On leave for the month.
        form: Transient form: standardised, with memory from month to month.
        hazard: Chance of leaving in the month, 0 for those not at risk.
        gone: Exit day by person; NEVER for those who stay.
        dismissed: By person, whether the exit was the company's wish.
        successor: By person, who took over open deals; -1 for those who stay.
        manager: Manager by team and month, shape (teams, months).
        new_manager: Whether a person's manager changed in this or the last month.
        enrolments: Everything anybody enrolled in.
        sessions: Coaching sessions, with their dose by person, month and skill.
        offers: Waves of the rollout and arms of the trial.
    """

    team: Ints
    territory: Ints
    level: Ints
    away: Bools
    form: Floats
    hazard: Floats
    gone: Floats
    dismissed: Bools
    successor: Ints
    manager: Ints
    new_manager: Bools
    enrolments: Enrolments
    sessions: Sessions
    offers: Offers


def at_work(when: Calendar, roster: Roster, lives: Lives, month: int) -> Bools:
    """Who is employed at the end of the month so far, and not on leave."""
    employed = (roster.hired < when.edges[month + 1]) & (lives.gone > when.edges[month])
    return np.asarray(employed & ~lives.away[:, month])


def tenure_months(when: Calendar, roster: Roster, month: int | None = None) -> Ints:
    """Whole months since hire at the start of a month; 0 in the first.

    Shape (people,), or (people, months) where no month is given.
    """
    starts = when.edges[None, :-1] if month is None else when.edges[month]
    hired = roster.hired[:, None] if month is None else roster.hired
    return np.floor(np.maximum(starts - hired, 0) / 30.4375).astype(np.int64)
