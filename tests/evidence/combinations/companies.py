"""Companies whose people take things together, with what is put in known."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.combinations import Company, Things
from everyrep.evidence.curriculum import Windows

MONTHS = 36
PAIRS = ((0, 1), (2, 3))


def things_of(
    first: Ints, months: int, *, counts: Ints | None = None, windows: Windows | None = None
) -> Things:
    """Things of objects alone, or with behaviours of which people did so many a month."""
    people = first.shape[0]
    done = np.zeros((people, months, 0)) if counts is None else counts.astype(float)
    total = np.concatenate([np.zeros_like(done[:, :1]), done.cumsum(axis=1)], axis=1)
    at = np.arange(months)
    before = total[:, at] - total[:, np.maximum(at - 3, 0)]
    ahead = total[:, np.minimum(at + 4, months)] - total[:, at + 1]
    names = tuple(str(one) for one in range(first.shape[1] + done.shape[2]))
    return Things(
        names, names, first, before > np.median(before) if before.size else before > 0,
        np.stack([before / 3, done, ahead / 3], axis=-1), windows or Windows(),
    )  # fmt: skip


def noise(rng: np.random.Generator, people: int, months: int) -> Floats:
    """One a month in size, months hanging together by a half."""
    found = np.zeros((people, months))
    found[:, 0] = rng.normal(size=people)
    for month in range(1, months):
        found[:, month] = 0.5 * found[:, month - 1] + rng.normal(size=people) * np.sqrt(0.75)
    return found


def motivated(
    seed: int,
    people: int = 300,
    objects: int = 40,
    *,
    joint: float = 0.0,
    uptake: float = 0.2,
    growing: float = 0.0,
    behaviours: int = 0,
    pairs: tuple[tuple[int, ...], ...] = PAIRS,
) -> Company:
    """Who wants more takes more, does more, sells more anyway, and may grow as well.

    Every other of the first ten objects works by itself; sets in `pairs` add `joint` where all of
    them have been had.
    """
    rng = np.random.default_rng(seed)
    drive = rng.normal(size=people)
    chance = np.clip(uptake * np.exp(0.6 * drive), 0, 0.9)
    takes = rng.random((people, objects)) < chance[:, None]
    first = np.where(takes, rng.integers(0, MONTHS, size=(people, objects)), NEVER)
    at = np.arange(MONTHS)
    y = drive[:, None] * (1 + growing * at) + 0.3 * rng.normal(size=(1, MONTHS))
    y = y + noise(rng, people, MONTHS)
    had = at[None, :, None] > first[:, None, :]
    y = y + 0.2 * had[:, :, 1:10:2].sum(axis=2)
    for one in pairs if joint else ():
        y = y + joint * had[:, :, list(one)].all(axis=2)
    weights = np.ones_like(y)
    if behaviours:
        weights[:, :3] = weights[:, -3:] = 0.0
    often = np.exp(1 + 0.5 * drive[:, None, None] + 0.3 * rng.normal(size=(people, MONTHS, 1)))
    counts = rng.poisson(often * np.ones(behaviours))
    return Company(y, weights, things_of(first, MONTHS, counts=counts), np.arange(people))
