"""Ratings of skill: what managers and sellers themselves think, and marks of role-plays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.chance import Floats, Ints, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.performance import skills_by_month
from everyrep.sources.simulated.vocabulary import SKILL_LOADING, SKILLS, STAGES

ROUNDS = (3, 9)  # calendar months
SCALE = 5.0
MANAGER_BASE, MANAGER_SLOPE, MANAGER_NOISE = 3.1, 0.50, 0.35
SELF_BASE, SELF_SLOPE, SELF_NOISE, SELF_BIAS = 3.6, 0.22, 0.40, 0.30
NOTICED = 0.3  # share of what training adds to a stage that shows in ratings of its skill
HALO = 0.30  # points for one standard deviation of form over six months
BY_MANAGER, BY_SELF, ROLE_PLAY = range(3)
PLAY_BASE, PLAY_SLOPE, PLAY_NOISE = 58.0, 9.0, 8.0  # role-plays are marked from 0 to 100
PLAY_SCALE = 100.0
PLAYS = 2  # role-plays a person and round, each on a skill of a stage


@dataclass(frozen=True)
class Ratings:
    """One value a rating: from 1 to 5 in half points, role-plays from 0 to 100.

    Attributes:
        person: Who was rated.
        rater: By whom; -1: by a rubric.
        kind: BY_MANAGER, BY_SELF or ROLE_PLAY.
        skill: Number of the skill.
        score: The mark.
        day: When.
    """

    person: Ints
    rater: Ints
    kind: Ints
    skill: Ints
    score: Floats
    day: Floats


def rate(company: Company) -> Ratings:
    """All ratings of all rounds; managers differ in leniency, sellers in modesty."""
    when = company.when
    months = [m for m in range(when.burn, when.n) if when.month[m] in ROUNDS]
    parts = [part for m in months for part in (_round(company, m), _plays(company, m))]
    names = list(Ratings.__dataclass_fields__)
    return Ratings(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def skill_now(company: Company, month: int) -> Floats:
    """Skill in a month: what was there, what grew, and what of the training shows.

    Shape (people, skills). What a treatment adds to a stage's log-odds counts as skill of that
    stage, through the skill's loading, as far as raters notice it.
    """
    skill = skills_by_month(company.when, company.roster)[:, month].copy()
    for one in company.skill.treatments:
        if one.effect.outcome == "stage" and one.effect.stage is not None:
            stage = one.effect.stage
            skill[:, stage] += NOTICED * one.shift[:, month] / SKILL_LOADING[stage]
    return skill


def _round(company: Company, month: int) -> Ratings:
    rng = stream(company.options.seed, "ratings", month)
    when, roster, lives = company.when, company.roster, company.lives
    person = _rated(company, month)
    boss = lives.manager[lives.team[person, month], month]
    skill = skill_now(company, month)[person]
    halo = HALO * _recent_form(company, month)[person] * company.options.traps.halo_ratings
    shape = skill.shape
    seen = MANAGER_BASE + MANAGER_SLOPE * skill + MANAGER_NOISE * rng.normal(size=shape)
    seen += (roster.leniency[boss] + halo)[:, None]
    own = SELF_BASE + SELF_SLOPE * skill + SELF_NOISE * rng.normal(size=shape)
    own += SELF_BIAS * rng.normal(size=len(person))[:, None]
    day = when.edges[month] + np.floor(5 + 14 * rng.random(len(person)))
    cells = len(person) * len(SKILLS)
    return Ratings(
        person=np.tile(np.repeat(person, len(SKILLS)), 2),
        rater=np.r_[np.repeat(boss, len(SKILLS)), np.repeat(person, len(SKILLS))],
        kind=np.repeat([BY_MANAGER, BY_SELF], cells),
        skill=np.tile(np.arange(len(SKILLS)), 2 * len(person)),
        score=_half_points(np.r_[seen.ravel(), own.ravel()]),
        day=np.tile(np.repeat(day, len(SKILLS)), 2),
    )


def _plays(company: Company, month: int) -> Ratings:
    """Role-plays of a round; neither leniency nor halo gets in, only noise."""
    rng = stream(company.options.seed, "role-plays", month)
    person = np.repeat(_rated(company, month), PLAYS)
    skill = rng.integers(0, len(STAGES), len(person))
    known = skill_now(company, month)[person, skill]
    score = PLAY_BASE + PLAY_SLOPE * known + PLAY_NOISE * rng.normal(size=len(person))
    return Ratings(
        person=person,
        rater=np.full(len(person), -1),
        kind=np.full(len(person), ROLE_PLAY),
        skill=skill,
        score=np.rint(score.clip(0, PLAY_SCALE)),
        day=company.when.edges[month] + np.floor(5 + 20 * rng.random(len(person))),
    )


def _rated(company: Company, month: int) -> Ints:
    """Sellers who have been there for two months, are at work, and stay the month."""
    when, roster, lives = company.when, company.roster, company.lives
    here = (roster.hired < when.edges[month] - 60) & (lives.gone > when.edges[month + 1])
    return np.flatnonzero(here & roster.seller & ~lives.away[:, month])


def _recent_form(company: Company, month: int) -> Floats:
    recent = company.lives.form[:, max(0, month - 6) : month].mean(axis=1)
    spread = recent.std()
    return np.asarray(recent / spread if spread else recent)


def _half_points(score: Floats) -> Floats:
    return np.asarray(np.rint(score * 2).clip(2, 10) / 2)
