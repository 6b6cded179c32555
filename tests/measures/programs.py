"""What the made-up company does for its people: leave, learning, coaching, content, spend."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.worlds import World

SKILLS = ("discovery", "pricing", None)


def with_programs(world: World, people: int, deals: int, as_of: date, seed: int) -> World:
    """The same company with what it does for its people, some of it dated after the last day."""
    chance = random.Random(seed + 1)
    names = [f"p{i:02}" for i in range(people)]
    for name in names[::3]:
        _leaves(world, name, chance)
    return world


def _leaves(world: World, name: str, chance: random.Random) -> None:
    """One leave that lasts still, or two of which the first runs into the second."""
    start = date(2024, 6, 1) + timedelta(days=chance.randrange(500))
    again = start + timedelta(days=chance.randrange(10, 90))
    lasts = chance.random() < 0.3
    end = None if lasts else start + timedelta(days=chance.randrange(20, 120))
    world.add("leaves", person=name, from_on=start, to_on=end, kind="parental")
    if not lasts:
        world.add("leaves", person=name, from_on=again, to_on=again + timedelta(days=30))
