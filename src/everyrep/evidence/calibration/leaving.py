"""Companies that people leave, with the truth known: whoever leaves early cannot finish a course.

People are hired over a year and a half and leave at a steady rate. Each is to finish a course on a
day drawn evenly from the first year, and does if still there. From that day on the yearly rate of
leaving is higher by the effect.
"""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.calibration.worlds import Company, Setting

RATE = 0.36
"""Exits a year at work: three of a hundred a month."""


def leaving(setting: Setting, seed: int) -> Company:
    """One company drawn at random."""
    rng = np.random.default_rng([seed, 4])
    people, months = setting.people, setting.months
    hired = rng.integers(0, months // 2, people)
    finishes = rng.uniform(0.0, 12.0, people)
    stays = rng.exponential(12.0 / RATE, people)
    # Whoever is still there on the day goes on at the new rate from that day.
    after = finishes + rng.exponential(12.0 / (RATE + setting.effect), people)
    lasts = np.where(stays < finishes, stays, after)
    at = np.arange(months)[None, :] - hired[:, None]
    share = np.clip(lasts[:, None] - at, 0.0, 1.0)
    there = (at >= 0) & (share > 0)
    left = there & (at == np.floor(lasts)[:, None])
    first = hired + np.floor(finishes).astype(np.int64)
    first = np.where((stays >= finishes) & (first < months), first, NEVER)
    return Company(
        np.where(there, left.astype(float), np.nan),
        first.astype(np.int64),
        np.arange(people) // setting.team_size,
        m=np.where(there, share, np.nan),
        tenure=np.where(there, at, np.nan).astype(float),
        ends=True,
    )
