"""A company of eight teams whose true differences are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import expit, logit

from tests.worlds import TinyWarehouse, World

TEAMS = 8


@dataclass(frozen=True)
class Made:
    """The company, and each team's true win rate with the mix of all."""

    source: TinyWarehouse
    rate: dict[str, float]


def company(
    seed: int = 1,
    spread: float = 0.3,
    own_segments: bool = False,
    teams: int = TEAMS,
    islanders: int = 0,
) -> Made:
    """Five people a team, 30 deals each in the first half of 2026, as many the half before.

    The last `islanders` teams sell to one segment that no other team sells to.
    """
    rng = np.random.default_rng(seed)
    world = World(as_of=date(2026, 6, 30))
    effect = rng.normal(0, spread, teams)
    number = 0
    for person in range(teams * 5):
        team = person % teams
        if person < teams:
            world.add("teams", id=f"t{team}", name=f"Team {team}")
        world.person(f"p{person:02}", hired_on=date(2024, 1, 1), team=f"t{team}")
        world.add(
            "quotas", person=f"p{person:02}", from_on=date(2026, 1, 1), to_on=date(2026, 7, 1),
            amount=60_000, measure="bookings",
        )  # fmt: skip
        for deal in range(60):
            large = rng.random() < 0.1 + 0.1 * team
            rate = expit(logit(0.15 if large else 0.35) + effect[team])
            month = deal % 12
            world.deal(
                f"d{number}",
                owner=f"p{person:02}",
                created_on="2025-06-01",
                close_on=f"{2025 + month // 6}-{7 + month if month < 6 else month - 5:02}-10",
                outcome="won" if rng.random() < rate else "lost",
                segment="Island"
                if team >= teams - islanders
                else _segment(team, large, own_segments),
                amount=int(np.exp(rng.normal(10 if large else 8, 0.8))),
            )
            number += 1
    part = np.array([0.1 + 0.1 * team for team in range(teams)]).mean()
    rates = {
        f"t{team}": float(
            part * expit(logit(0.15) + effect[team])
            + (1 - part) * expit(logit(0.35) + effect[team])
        )
        for team in range(teams)
    }
    return Made(world.warehouse(), rates)


def _segment(team: int, large: bool, own: bool) -> str:
    return f"own {team}" if own else ("Large" if large else "Small")
