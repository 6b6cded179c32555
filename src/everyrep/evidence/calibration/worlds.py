"""Companies whose people take a course of their own accord, with the truth known.

Who takes it, and when, hangs on what the company would call motivation, and each world has another:

- `level`: people who sell more anyway take it sooner. The difference between trained and others is
  there before and stays as it is.
- `slope`: people who grow faster take it sooner. The difference grows, with or without the course.
- `dip`: people are sent after three months that went badly. They would have recovered anyway.
- `mixed`: all three at once, each as strong as the others.
- `chance`: nothing at all.

In every world people differ in level and in growth, months have a season, and what is left is noise
that lasts (AR(1)). With the defaults the outcome's standard deviation over people and months is
about 1, so that effects are in such units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from everyrep.evidence.arrays import NEVER, Floats, Ints

Selection = Literal["chance", "level", "slope", "dip", "mixed"]
SELECTED: tuple[Selection, ...] = ("level", "slope", "dip")


@dataclass(frozen=True)
class Setting:
    """What a company is like.

    Attributes:
        selection: Who takes the course.
        effect: Of the course, in each month from the start on.
        onset: Months from the start until the effect begins.
        people: How many.
        months: How many are seen.
        first_start: The first month in which somebody may start.
        last_start: The last one.
        every: Months between two dates on which people may start.
        level_sd: How much people differ for good.
        growth_sd: How much they differ in growth a month.
        noise_sd: Of the noise.
        lasting: Share of the noise that lasts until the next month.
        pull: How strongly the selection pulls: log-odds of starting, a standard deviation.
        rate: Log-odds that an average person starts in a month.
        team_size: People of a team, for those who cluster by it.
        team_sd: Of a team's own monthly noise.
    """

    selection: Selection = "level"
    effect: float = 0.0
    onset: int = 0
    people: int = 600
    months: int = 36
    first_start: int = 16
    last_start: int = 29
    every: int = 1
    level_sd: float = 0.7
    growth_sd: float = 0.02
    noise_sd: float = 0.7
    lasting: float = 0.5
    pull: float = 1.0
    rate: float = -3.2
    team_size: int = 10
    team_sd: float = 0.0


@dataclass(frozen=True)
class Company:
    """What is seen of it.

    Attributes:
        y: Shape (people, months), the outcome.
        first: Shape (people,), index of the first month with the course, or `NEVER`.
        team: Shape (people,), numbered from 0.
        dose: Shape (people, months), where it recurs; None where one has had it or not.
        m: Shape (people, months), what y is divided by; None where it is a plain sum.
        tenure: Shape (people, months), months since hire; None where all were hired long ago.
        ends: Whether y counts who left.
    """

    y: Floats
    first: Ints
    team: Ints
    dose: Floats | None = None
    m: Floats | None = None
    tenure: Floats | None = None
    ends: bool = False


def company(setting: Setting, seed: int) -> Company:
    """One company drawn at random."""
    rng = np.random.default_rng(seed)
    level = rng.normal(0, setting.level_sd, setting.people)
    growth = rng.normal(0, setting.growth_sd, setting.people)
    months = np.arange(setting.months)
    team = np.arange(setting.people) // setting.team_size
    shared = rng.normal(0, setting.team_sd, (int(team.max()) + 1, setting.months))
    own = level[:, None] + growth[:, None] * (months - months.mean())
    y = own + _lasting_noise(setting, rng) + shared[team]
    first = _starts(setting, rng, level, growth, y)
    late = np.minimum(first, setting.months)[:, None] + setting.onset
    season = 0.2 * np.sin(2 * np.pi * months / 12)
    return Company(y + season + setting.effect * (months >= late), first, team)


def _lasting_noise(setting: Setting, rng: np.random.Generator) -> Floats:
    new: Floats = rng.normal(0, setting.noise_sd, (setting.people, setting.months))
    new[:, 1:] *= np.sqrt(1 - setting.lasting**2)
    for month in range(1, setting.months):
        new[:, month] += setting.lasting * new[:, month - 1]
    return new


def _starts(
    setting: Setting, rng: np.random.Generator, level: Floats, growth: Floats, y: Floats
) -> Ints:
    first = np.full(setting.people, NEVER)
    for month in range(setting.first_start, setting.last_start + 1, setting.every):
        drawn = _drawn_to_it(setting, level, growth, y[:, month - 3 : month].mean(axis=1))
        goes = rng.random(setting.people) < expit(setting.rate + setting.pull * drawn)
        first[goes & (first == NEVER)] = month
    return first


def _drawn_to_it(setting: Setting, level: Floats, growth: Floats, recent: Floats) -> Floats:
    """How much each person is drawn to the course this month, in standard deviations."""
    drawn = {
        "level": level / setting.level_sd,
        "slope": growth / setting.growth_sd,
        "dip": (recent.mean() - recent) / recent.std(),
    }
    if setting.selection == "mixed":
        return np.asarray(sum(drawn.values()) / np.sqrt(len(drawn)))
    return np.asarray(drawn.get(setting.selection, np.zeros(setting.people)))
