"""Companies in which teams or people start by plan: by a lot, or in an order that teams chose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from everyrep.evidence.arrays import NEVER, Ints
from everyrep.evidence.calibration.worlds import Company, Setting, company

_START = 18
_WAVES = (16, 19, 22, 25)
_TEAMS_DIFFER = 0.4
"""Standard deviation of what teams sell more or less for good."""


def trial(setting: Setting, seed: int, *, by_team: bool = False) -> Company:
    """Half of the people (or teams) start in one month, the others never."""
    world = _untouched(setting, seed)
    code = world.team if by_team else np.arange(setting.people)
    rng = np.random.default_rng([seed, 1])
    count = int(code.max()) + 1
    starts = np.full(count, NEVER)
    starts[rng.permutation(count)[: count // 2]] = _START
    return _with_effect(world, starts[code], setting)


def rollout(setting: Setting, seed: int) -> Company:
    """Teams start in four waves drawn by lot, and a fifth of them never."""
    world = _untouched(setting, seed)
    count = int(world.team.max()) + 1
    order = np.random.default_rng([seed, 2]).permutation(count)
    starts = np.full(count, NEVER)
    for place, team in enumerate(order[: count - max(count // 5, 1)]):
        starts[team] = _WAVES[place % len(_WAVES)]
    return _with_effect(world, starts[world.team], setting)


def by_choice(setting: Setting, seed: int) -> Company:
    """Teams start in four waves, those that sell more anyway sooner, and the last fifth never."""
    world = _untouched(setting, seed)
    count = int(world.team.max()) + 1
    rng = np.random.default_rng([seed, 3])
    level = rng.normal(0, _TEAMS_DIFFER, count)
    keen = level / _TEAMS_DIFFER + rng.normal(0, 1, count)
    come = count - max(count // 5, 1)
    starts = np.full(count, NEVER)
    for place, team in enumerate(np.argsort(-keen)[:come]):
        starts[team] = _WAVES[place * len(_WAVES) // come]
    apart = replace(world, y=world.y + level[world.team][:, None])
    return _with_effect(apart, starts[world.team], setting)


def _untouched(setting: Setting, seed: int) -> Company:
    """A company without the course."""
    return company(replace(setting, selection="chance", effect=0.0), seed)


def _with_effect(world: Company, first: Ints, setting: Setting) -> Company:
    months = np.arange(world.y.shape[1])
    late = np.minimum(first, setting.months)[:, None] + setting.onset
    return Company(world.y + setting.effect * (months >= late), first, world.team)
