"""What is offered to whom, and enrolments as they are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Bools, Floats, Ints, stream
from everyrep.sources.simulated.effects import COURSES
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.people import Teams

NOT_YET = 10**6
WAVES = (0.25, 0.36, 0.47, 0.58)  # starts of the rollout, as shares of the window
TRIAL_AT = 0.35


@dataclass(frozen=True)
class Offers:
    """Who was drawn for what.

    Attributes:
        wave: Wave of each team, 0 to 3; -1: never in the window.
        starts: First month of each wave.
        trial_month: Month in which the trial starts.
    """

    wave: Ints
    starts: Ints
    trial_month: int


@dataclass
class Enrolments:
    """Enrolments of everybody, gathered month by month.

    Attributes:
        people: Number of people.
        courses: Number of courses.
        done_month: Month of (first) completion by person and course; NOT_YET where none.
        taken: Whether a person ever enrolled in a course.
        arm: Arm of the trial by person: 0 control, 1, 2; -1 not in it.
        invited_month: Month in which a person was first in a team of a started wave.
        parts: Arrays of enrolments: person, course, day of enrolment, day of completion.
    """

    people: int
    courses: int
    parts: list[tuple[Ints, Ints, Floats, Floats]] = field(default_factory=list)

    def __post_init__(self) -> None:
        shape = (self.people, self.courses)
        self.done_month: Ints = np.full(shape, NOT_YET, dtype=np.int64)
        self.taken: Bools = np.zeros(shape, dtype=bool)
        self.arm: Ints = np.full(self.people, -1, dtype=np.int64)
        self.invited_month: Ints = np.full(self.people, NOT_YET, dtype=np.int64)

    def strength(self, course: int, months: int, strength: Floats) -> Floats:
        """Strength of a course's effect by person and month, shape (people, months).

        Args:
            course: Number of the course.
            months: Number of months.
            strength: The effect's curve by months since completion, shape (months,).
        """
        since = np.arange(months)[None, :] - self.done_month[:, course, None]
        return np.where(since >= 0, strength[since.clip(0)], 0.0)

    def log_hazard(self, month: int, months: int, scale: float) -> Floats:
        """Shift of the log hazard of leaving in a month, by person."""
        shift = np.zeros(self.people)
        for number, course in enumerate(COURSES):
            if course.effect and course.effect.outcome == "leaving":
                since = month - self.done_month[:, number]
                curve = course.effect.curve(months)[since.clip(0, months - 1)]
                shift += scale * course.effect.size * np.where(since >= 0, curve, 0.0)
        return shift

    def table(self) -> tuple[Ints, Ints, Floats, Floats]:
        """All enrolments: person, course, day enrolled, day completed (NaN: never)."""
        person, course, start, done = (
            np.concatenate(part) for part in zip(*self.parts, strict=True)
        )
        return person, course, start, done


def plan_offers(options: Options, when: Calendar, teams: Teams) -> Offers:
    """Draws the waves of the rollout by team; a fifth of the teams never gets it."""
    rng = stream(options.seed, "offers")
    groups = np.arange(teams.n) * (len(WAVES) + 1) // teams.n
    wave = np.empty(teams.n, dtype=np.int64)
    wave[rng.permutation(teams.n)] = np.where(groups < len(WAVES), groups, -1)
    starts = when.burn + np.round(np.array(WAVES) * options.months).astype(np.int64)
    return Offers(wave, starts, when.burn + max(1, round(TRIAL_AT * options.months)))
