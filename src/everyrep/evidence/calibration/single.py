"""Companies in which something begins for everybody on one day, or for one team alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.calibration.worlds import Company, Setting, company

START = 30


def everybody(setting: Setting, seed: int) -> Company:
    """All start in one month; the company grows and has a season and spells of its own."""
    bare = company(replace(setting, selection="chance", effect=0.0), seed)
    rng = np.random.default_rng([seed, 5])
    spell = rng.normal(0, 0.1, setting.months)
    for month in range(1, setting.months):
        spell[month] += 0.4 * spell[month - 1]
    course = spell + 0.02 * np.arange(setting.months)
    first = np.full(setting.people, START)
    return _with_effect(Company(bare.y + course, first, bare.team), setting)


def one_team(setting: Setting, seed: int) -> Company:
    """One team starts; teams share what moves the market, each to a degree of its own."""
    bare = company(replace(setting, selection="chance", effect=0.0), seed)
    rng = np.random.default_rng([seed, 6])
    teams = int(bare.team.max()) + 1
    market = rng.normal(0, 0.25, setting.months).cumsum() / 2
    y = bare.y + np.outer(rng.uniform(0.2, 1.8, teams)[bare.team], market)
    first = np.where(bare.team == rng.integers(teams), START, NEVER)
    return _with_effect(Company(y, first.astype(np.int64), bare.team), setting)


def _with_effect(world: Company, setting: Setting) -> Company:
    months = np.arange(setting.months)
    late = np.minimum(world.first, setting.months)[:, None] + setting.onset
    return Company(world.y + setting.effect * (months >= late), world.first, world.team)
