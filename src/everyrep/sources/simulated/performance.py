"""How well a person can sell in a month: one matrix a quantity, with every true effect in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Floats, Ints, stream
from everyrep.sources.simulated.effects import (
    COACHED_SKILLS,
    COACHING,
    COURSES,
    MANAGER_CHANGE,
    MICRO_EFFECT,
    MICRO_TOPICS,
    MOTIVATION_ON_STAGE,
    SHOCK_ON_STAGE,
    Effect,
)
from everyrep.sources.simulated.ground import Ground
from everyrep.sources.simulated.lives import Lives, tenure_months
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.people import Roster
from everyrep.sources.simulated.vocabulary import FARMER, HUNTER, SKILL_LOADING, STAGES

RAMP_FLOOR = 0.25  # share of full volume on the first day
RAMP_MONTHS = (4.0, 3.0)  # time constant for hunters and farmers
RAMP_ON_STAGE = -0.15  # log-odds on every stage on the first day, fading with the same constant
SEASON = (1.0, 1.02, 1.08, 1.0, 1.0, 1.02, 0.92, 0.78, 1.1, 1.1, 1.08, 0.8)  # deals opened
CLOSING_BUMP = {3: 0.05, 6: 0.05, 9: 0.05, 12: 0.10}  # log-odds in the last two stages
VOLUME_MOTIVATION = 0.15
VOLUME_FORM = 0.20
POOLED = 0.5  # share of a hunter's leads that come from the team's pool
PROSPECTING, RELATIONSHIP = 6, 7


@dataclass(frozen=True)
class Treatment:
    """Something done to a person, with the shift it makes, shape (people, months)."""

    key: str
    effect: Effect
    shift: Floats


@dataclass(frozen=True)
class Performance:
    """What a person would bring in a month, shape (people, months) unless said otherwise.

    Attributes:
        logit: Log-odds added at each stage, shape (people, months, stages).
        rate: Deals expected to be opened.
        rate_without: The same if nobody had taken the course on picking up leads.
        size: Log of deal size added.
        cycle: Log of days in stage added.
        share_here: Share of the month at work.
        opens: First moment of the month at work.
        closes: End of the time at work within the month.
        lessons: Micro-lessons done, shape (people, months, topics).
        treatments: Everything with a true effect on deals.
    """

    logit: Floats
    rate: Floats
    rate_without: Floats
    size: Floats
    cycle: Floats
    share_here: Floats
    opens: Floats
    closes: Floats
    lessons: Ints
    treatments: tuple[Treatment, ...]


def perform(ground: Ground, lives: Lives) -> Performance:
    """Adds up skill, form, ramp, manager, territory, season and every treatment."""
    options, when, roster = ground.options, ground.when, ground.roster
    opens = np.maximum(when.edges[None, :-1], roster.hired[:, None])
    closes = np.minimum(when.edges[None, 1:], lives.gone[:, None])
    share = np.maximum(closes - opens, 0) / when.length * ~lives.away
    lessons = _lessons(ground, share)
    treatments = _treatments(options, when, lives, lessons)
    logit = _logit(ground, lives)
    size = SKILL_LOADING[RELATIONSHIP] * skills_by_month(when, roster)[:, :, RELATIONSHIP]
    size += _territory_trend(ground, lives)
    cycle = np.zeros_like(size)
    for one in treatments:
        if one.effect.outcome == "stage":
            logit[:, :, one.effect.stage] += one.shift
        elif one.effect.outcome == "size":
            size += one.shift
        elif one.effect.outcome == "cycle":
            cycle += one.shift
    own = _volume(ground, lives) * share
    rate = _pool(options, lives, own, _leads(treatments, own.shape))
    without = _pool(options, lives, own, np.zeros_like(own))
    return Performance(
        logit, rate, without, size, cycle, share, opens, closes, lessons, treatments
    )  # fmt: skip


def ramp(tenure: Floats, months: Floats) -> Floats:
    """Share of full volume after a tenure in months, for a time constant in months."""
    return 1 - (1 - RAMP_FLOOR) * np.exp(-tenure / months)


def skills_by_month(when: Calendar, roster: Roster) -> Floats:
    """Skills with their growth, before any training; shape (people, months, skills)."""
    years = (np.arange(when.n) - when.burn) / 12
    return roster.skills[:, None, :] + roster.growth[:, None, None] * years[None, :, None]


def _lessons(ground: Ground, share: Floats) -> Ints:
    """Micro-lessons a person, month and topic; the motivated do more of them."""
    options, when, roster = ground.options, ground.when, ground.roster
    rng = stream(options.seed, "lessons")
    keen = 0.3 * roster.motivation if options.traps.motivated_volunteer else 0 * roster.motivation
    level = options.scale.lessons_per_month / len(MICRO_TOPICS) * np.exp(keen)
    learns = roster.seller[:, None] * share * (np.arange(when.n) >= when.burn)
    rate = np.repeat((level[:, None] * learns)[:, :, None], len(MICRO_TOPICS), axis=2)
    return rng.poisson(rate).astype(np.int64)


def _treatments(
    options: Options, when: Calendar, lives: Lives, lessons: Ints
) -> tuple[Treatment, ...]:
    factor = options.scale.effect_size
    found = []
    for number, course in enumerate(COURSES):
        if course.effect and course.effect.outcome != "leaving":
            curve = factor * course.effect.size * course.effect.curve(when.n)
            shift = lives.enrolments.strength(number, when.n, curve)
            found.append(Treatment(course.key, course.effect, shift))
    dose = lives.sessions.strength(factor * COACHING.size * COACHING.curve(when.n))
    for skill, name in enumerate(COACHED_SKILLS):
        effect = Effect("stage", COACHING.size, COACHING.lag, COACHING.half_life, skill)
        found.append(Treatment(f"coaching-{name}", effect, dose[:, :, skill]))
    found.append(Treatment("micro-discovery", MICRO_EFFECT, _micro(when, lessons, factor)))
    return tuple(found)


def _micro(when: Calendar, lessons: Ints, factor: float) -> Floats:
    done = lessons[:, :, MICRO_TOPICS.index("discovery")].astype(float)
    total = np.zeros_like(done)
    for since, weight in enumerate(MICRO_EFFECT.curve(when.n)):
        total[:, since:] += factor * MICRO_EFFECT.size * weight * done[:, : when.n - since]
    return total


def _logit(ground: Ground, lives: Lives) -> Floats:
    options, when, teams, roster = ground.options, ground.when, ground.teams, ground.roster
    skills = skills_by_month(when, roster)[:, :, : len(STAGES)]
    logit = skills * np.array(SKILL_LOADING[: len(STAGES)])
    tenure = tenure_months(when, roster).astype(float)
    common = MOTIVATION_ON_STAGE * roster.motivation[:, None] + SHOCK_ON_STAGE * lives.form
    common = common + RAMP_ON_STAGE * np.exp(-tenure / ramp_months(roster)[:, None])
    common += _leadership(roster, lives) + _manager_change(options, lives)
    common += np.where(lives.territory >= 0, teams.territory_logit[lives.territory], 0.0)
    logit += common[:, :, None]
    bump = np.array([CLOSING_BUMP.get(month, 0.0) for month in when.month.tolist()])
    logit[:, :, -2:] += bump[None, :, None]
    return logit


def ramp_months(roster: Roster) -> Floats:
    """Time constant of the ramp of each person, in months."""
    return np.asarray(np.where(roster.role == FARMER, RAMP_MONTHS[1], RAMP_MONTHS[0]))


def _leadership(roster: Roster, lives: Lives) -> Floats:
    months = np.arange(lives.team.shape[1])
    manager = lives.manager[lives.team, months[None, :]]
    return np.where(lives.team >= 0, roster.leadership[manager], 0.0)


def _manager_change(options: Options, lives: Lives) -> Floats:
    changed = lives.new_manager.astype(float)
    total = np.zeros_like(changed)
    size = options.scale.effect_size * MANAGER_CHANGE.size
    for since, weight in enumerate(MANAGER_CHANGE.curve(changed.shape[1])):
        total[:, since:] += size * weight * changed[:, : changed.shape[1] - since]
    return total


def _territory_trend(ground: Ground, lives: Lives) -> Floats:
    when, teams = ground.when, ground.teams
    years = (np.arange(when.n) - when.burn) / 12
    trend = np.where(lives.territory >= 0, teams.territory_trend[lives.territory], 0.0)
    return trend * years[None, :]


def _volume(ground: Ground, lives: Lives) -> Floats:
    """Deals a full month brings, before anything is shared within the team."""
    options, when, roster = ground.options, ground.when, ground.roster
    owns = (roster.role == HUNTER) | (roster.role == FARMER)
    base = options.scale.deals_per_rep_year / 12 * owns
    tenure = tenure_months(when, roster).astype(float)
    log = VOLUME_MOTIVATION * roster.motivation[:, None] + VOLUME_FORM * lives.form
    log = log + SKILL_LOADING[PROSPECTING] * skills_by_month(when, roster)[:, :, PROSPECTING]
    season = np.array(SEASON)[when.month - 1]
    return base[:, None] * ramp(tenure, ramp_months(roster)[:, None]) * np.exp(log) * season


def _leads(treatments: tuple[Treatment, ...], shape: tuple[int, ...]) -> Floats:
    found = [one.shift for one in treatments if one.effect.outcome == "leads"]
    return np.sum(found, axis=0) if found else np.zeros(shape)


def _pool(options: Options, lives: Lives, own: Floats, leads: Floats) -> Floats:
    """Half of the leads come from the team; who picks up faster takes them from the others."""
    if not options.traps.shared_lead_pools:
        return own * (1 - POOLED + POOLED * np.exp(leads))
    months = np.arange(own.shape[1])
    cell = lives.team * own.shape[1] + months[None, :]
    cell = np.where(lives.team >= 0, cell, cell.max() + 1).ravel()
    weight = own * np.exp(leads)
    pool = np.bincount(cell, own.ravel())
    weights = np.bincount(cell, weight.ravel())
    part = np.divide(pool, weights, out=np.zeros_like(pool), where=weights > 0)
    return (1 - POOLED) * own + POOLED * weight * part[cell].reshape(own.shape)
