"""How people come to courses: some must, some want to, some are sent, some are drawn by lot."""

from __future__ import annotations

import numpy as np

from everyrep.sources.simulated.chance import Bools, Floats, Ints, stream
from everyrep.sources.simulated.effects import COURSES, Course
from everyrep.sources.simulated.enrolments import NOT_YET
from everyrep.sources.simulated.ground import Ground
from everyrep.sources.simulated.lives import Lives
from everyrep.sources.simulated.people import Roster
from everyrep.sources.simulated.vocabulary import SDR

ARMS = ("control", "trl-objection", "trl-rapport")
VOLUNTARY_A_MONTH = 0.014
GROWTH_A_MONTH = 0.010
SENT_A_MONTH = 0.15
LOWEST = 0.10  # share of sellers thought low enough to be sent
YEARLY_MONTH = {"cmp-conduct": 2, "cmp-privacy": 9, "prd-release": 5}
COMPLIANCE = 0.93  # share of those invited who take a course of a program
CERTIFICATION_MONTHS = 12


def enrol(ground: Ground, lives: Lives, working: Bools, month: int) -> None:
    """Enrols people in the courses of one month and draws when they finish."""
    options, roster = ground.options, ground.roster
    rng = stream(options.seed, "enrol", month)
    _draw_arms(rng, roster, lives, working, month)
    _invite(lives, working & roster.seller, month)
    mood = np.exp(0.9 * rng.normal(size=roster.n) - 0.4)
    if not options.traps.concurrent_courses:
        mood = np.ones(roster.n)
    for number, course in enumerate(COURSES):
        chance = _chance(rng, ground, lives, course, month, mood)
        free = ~lives.enrolments.taken[:, number] | (course.assignment == "yearly")
        starts = working & free & (rng.random(roster.n) < chance)
        _start(rng, ground, lives, number, np.flatnonzero(starts), month)


def _draw_arms(
    rng: np.random.Generator, roster: Roster, lives: Lives, working: Bools, month: int
) -> None:
    if month == lives.offers.trial_month:
        in_trial = np.flatnonzero(working & (roster.role < SDR))
        arms = np.arange(len(in_trial)) % len(ARMS)
        lives.enrolments.arm[rng.permutation(in_trial)] = arms


def _invite(lives: Lives, sellers: Bools, month: int) -> None:
    """A person is invited in the first month in which the team's wave has started."""
    wave = np.where(sellers, lives.offers.wave[lives.team[:, month]], -1)
    started = (wave >= 0) & (month >= lives.offers.starts[wave])
    fresh = started & (lives.enrolments.invited_month == NOT_YET)
    lives.enrolments.invited_month[fresh] = month


def _chance(
    rng: np.random.Generator, ground: Ground, lives: Lives, course: Course, month: int, mood: Floats
) -> Floats:
    """Chance of enrolling in the month, by person; 0 for those not concerned."""
    options, when, roster = ground.options, ground.when, ground.roster
    sellers, taken = roster.seller.astype(float), lives.enrolments
    match course.assignment:
        case "onboarding":
            return (roster.hired >= when.edges[month]).astype(float)
        case "yearly":
            return np.full(roster.n, float(when.month[month] == YEARLY_MONTH[course.key]))
        case "voluntary":
            keen = 0.8 * roster.motivation if options.traps.motivated_volunteer else 0.0
            return sellers * VOLUNTARY_A_MONTH * mood * np.exp(keen)
        case "growth":
            rise = 2.5 * (roster.growth - 0.1) if options.traps.growers_volunteer else 0.0
            return sellers * GROWTH_A_MONTH * np.exp(rise)
        case "remedial":
            return sellers * _sent(rng, ground, lives, month)
        case "rollout":
            return COMPLIANCE * (taken.invited_month == month)
        case "trial":
            drawn = taken.arm == ARMS.index(course.key)
            return COMPLIANCE * (drawn & (month == lives.offers.trial_month))
        case "certification":
            newcomers = (roster.hired >= when.edges[month]) | (month == when.burn)
            return sellers * 0.75 * newcomers


def _sent(rng: np.random.Generator, ground: Ground, lives: Lives, month: int) -> Floats:
    """Sent after two bad months, as far as a manager can tell; or by lot where the trap is off."""
    options, roster = ground.options, ground.roster
    seen = lives.form[:, month - 1] + 0.6 * lives.form[:, month - 2]
    seen = seen + 0.5 * roster.skills.mean(axis=1) + 0.3 * rng.normal(size=roster.n)
    here = roster.seller & (lives.team[:, month] >= 0)
    low = seen < np.quantile(seen[here], LOWEST)
    if options.traps.low_performers_sent:
        return SENT_A_MONTH * low
    return np.full(roster.n, SENT_A_MONTH * LOWEST)


def _start(
    rng: np.random.Generator, ground: Ground, lives: Lives, number: int, who: Ints, month: int
) -> None:
    """Books enrolments; completion comes days later, and only for those still there."""
    options, when, roster = ground.options, ground.when, ground.roster
    course, n = COURSES[number], len(who)
    first = np.maximum(when.edges[month], roster.hired[who])
    begun = first + 1 + rng.random(n) * np.maximum(when.edges[month + 1] - first - 3, 1)
    took = np.exp(rng.normal(np.log(8), 0.7, n) - 0.15 * roster.motivation[who])
    finishes = rng.random(n) < _finishing(course)
    if course.assignment == "certification":
        months = CERTIFICATION_MONTHS if options.traps.late_finishers else 1
        took = 10 + rng.random(n) * 30.4 * months
    done = np.where(finishes, begun + took, np.nan)
    lives.enrolments.taken[who, number] = True
    done_month = np.where(finishes, when.month_of(np.nan_to_num(done)), NOT_YET)
    earlier = lives.enrolments.done_month[who, number]
    seen = np.where(np.nan_to_num(done, nan=np.inf) < when.end, done_month, NOT_YET)
    lives.enrolments.done_month[who, number] = np.minimum(earlier, seen)
    lives.enrolments.parts.append((who, np.full(n, number), begun, done))


def _finishing(course: Course) -> float:
    shares = {"voluntary": 0.78, "certification": 1.0, "growth": 0.9, "remedial": 0.88}
    return shares.get(course.assignment, 0.97)
