"""Coaching: who sits down with whom, how often, on what skill, and the dose it leaves."""

from __future__ import annotations

import numpy as np

from everyrep.sources.simulated.chance import Bools, Ints, numbering, repeat, stream
from everyrep.sources.simulated.effects import COACHED_SKILLS
from everyrep.sources.simulated.ground import Ground
from everyrep.sources.simulated.lives import Lives
from everyrep.sources.simulated.people import Roster

SESSIONS_A_MONTH = 0.8
SLUMP = -0.7  # log of sessions for one standard deviation of last month's form
WEAKEST = 0.5  # share of sessions on the weakest skill of the person


def coach(ground: Ground, lives: Lives, working: Bools, month: int) -> None:
    """Draws the sessions of one month; after a bad month there are more of them."""
    options, when, roster = ground.options, ground.when, ground.roster
    rng = stream(options.seed, "coach", month)
    sellers = np.flatnonzero(working & roster.seller)
    manager = lives.manager[lives.team[sellers, month], month]
    slump = SLUMP * lives.form[sellers, month - 1] if options.traps.managers_coach_slumps else 0.0
    level = SESSIONS_A_MONTH * np.exp(roster.coaching[manager] - 0.1)
    counts = rng.poisson(level * np.exp(slump - 0.5 * np.square(SLUMP) * (np.ndim(slump) > 0)))
    at = repeat(counts)
    who, n = sellers[at], len(at)
    first = np.maximum(when.edges[month], roster.hired[who])
    step = (numbering(counts) + rng.random(n)) / counts[at]
    day = np.floor(first + step * (when.edges[month + 1] - first)) + 9.25 / 24
    skill = _topics(rng, roster, who)
    minutes = rng.choice((15, 30, 30, 45, 60), n)
    np.add.at(lives.sessions.dose, (who, np.full(n, month), skill), 1.0)
    lives.sessions.parts.append((manager[at], who, day, minutes, skill))


def _topics(rng: np.random.Generator, roster: Roster, who: Ints) -> Ints:
    n = len(COACHED_SKILLS)
    weakest = np.argmin(roster.skills[who, :n], axis=1)
    any_skill = rng.integers(0, n, len(who))
    return np.where(rng.random(len(who)) < WEAKEST, weakest, any_skill)
