"""Companies whose people are coached time and again, with the truth known.

- `chance`: who is coached in a month is luck.
- `stars`: people who sell more anyway are coached more.
- `slumps`: people are coached after three months that went badly.
- `growers`: people who grow faster are coached more, and more so as time goes by.

Each session adds the effect in each of the six months that follow.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from scipy.special import expit

from everyrep.evidence.arrays import NEVER, Floats
from everyrep.evidence.calibration.worlds import Company, Setting, company

Given = Literal["chance", "stars", "slumps", "growers"]
LASTS = 6
_RATE = -1.8
_KNOWN = 6
"""Months from which on how people do is looked at."""


def dosed(given: Given, setting: Setting, seed: int) -> Company:
    """One company drawn at random, coached as `given` says."""
    bare = company(replace(setting, selection="chance", effect=0.0), seed)
    rng = np.random.default_rng([seed, 3])
    people, months = bare.y.shape
    usual = bare.y.mean(axis=1) - bare.y.mean()
    y, dose = bare.y.copy(), np.zeros((people, months))
    for month in range(months):
        drawn = _drawn_to_it(given, usual, y, month)
        gets = rng.random(people) < expit(_RATE + setting.pull * drawn)
        dose[gets, month] = 1.0
        y[gets, month + 1 : month + 1 + LASTS] += setting.effect
    first = np.where(dose.any(axis=1), np.argmax(dose > 0, axis=1), NEVER)
    return Company(y, first.astype(np.int64), bare.team, dose)


def _drawn_to_it(given: Given, usual: Floats, y: Floats, month: int) -> Floats:
    """How much each person is drawn to be coached this month, in standard deviations."""
    if given == "stars":
        return np.asarray(usual / usual.std())
    if given == "chance" or month < _KNOWN:
        return np.zeros(usual.size)
    recent = y[:, month - 3 : month].mean(axis=1)
    if given == "slumps":
        return np.asarray((recent.mean() - recent) / recent.std())
    grown = recent - y[:, :month].mean(axis=1)
    return np.asarray((grown - grown.mean()) / grown.std())
