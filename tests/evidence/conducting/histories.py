"""Histories of companies in which nothing was tried, with the truth known."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.conducting import Eligible
from everyrep.evidence.history import History
from everyrep.evidence.trials import Roster


def history(y: Floats, team: Ints | None = None, first: Ints | None = None) -> History:
    """A history of a plain count, everybody there in all months."""
    people, months = y.shape
    group = np.zeros(people, dtype=np.int64) if team is None else team
    start = np.full(people, NEVER, dtype=np.int64) if first is None else first
    return History(
        people=np.array([f"person:hr:{at:04d}" for at in range(people)], dtype=object),
        months=tuple(f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(months)),
        x=y,
        m=np.ones_like(y),
        first=start,
        dose=np.zeros_like(y),
        groups={"team": group},
        names={"team": tuple(f"hr:t{at}" for at in range(int(group.max()) + 1))},
        unit="count",
        direction="up",
        title="Won deals",
        arm=np.array(["treated" if one != NEVER else "control" for one in start], dtype=object),
        tenure=np.full(y.shape, 99.0),
        left_out={},
    )


def outcome(
    people: int, months: int, seed: int, *, lasting: float = 0.4, echo: float = 0.0
) -> Floats:
    """Monthly outcomes of variance 1 about 5, of which a share lasts and the rest dies out."""
    rng = np.random.default_rng(seed)
    level = rng.normal(0, lasting**0.5, (people, 1))
    noise = rng.normal(0, (1 - lasting) ** 0.5, (people, months))
    noise[:, 1:] *= (1 - echo**2) ** 0.5
    for at in range(1, months):
        noise[:, at] += echo * noise[:, at - 1]
    season = np.sin(np.arange(months) / 2)
    return np.asarray(5 + level + noise + season)


def everybody(told: History, by: str = "person") -> Eligible:
    """All people of a history."""
    who = tuple(str(one) for one in told.people)
    team = told.groups["team"]
    unit = who if by == "person" else tuple(f"hr:t{code}" for code in team)
    return Eligible(Roster(who, unit), np.arange(len(told)), {}, len(told))
