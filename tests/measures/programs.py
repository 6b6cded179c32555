"""What the made-up company does for its people: leave, learning, coaching, content, spend."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.worlds import World

SKILLS = ("discovery", "pricing", None)
FIRST = date(2024, 1, 1)
SPAN = 930
"""Days from the first to the last fact; the last few lie after the last day known."""


def with_programs(world: World, people: int, deals: int, seed: int) -> World:
    """The same company with what it does for its people."""
    chance = random.Random(seed + 1)
    names = [f"p{i:02}" for i in range(people)]
    for lead in ("m-north", "m-south"):
        world.person(lead, hired_on=date(2023, 1, 9))
        world.tables["org_history"].append(
            {"person_id": lead, "from_on": date(2023, 1, 9), "team_id": lead.removeprefix("m-")}
        )
    for row in world.tables["org_history"]:
        row["territory_id"] = chance.choice([None, *(f"t{i}" for i in range(6))])
    _catalogues(world, chance)
    for name in names:
        _tests(world, name, chance)
        _ratings(world, name, chance)
        _coaching(world, name, chance)
    for name in names[::3]:
        _leaves(world, name, chance)
    for i in range(deals // 2):
        _use_of_content(world, f"u{i}", names, deals, chance)
    return world


def _some_day(chance: random.Random) -> date:
    return FIRST + timedelta(days=chance.randrange(SPAN))


def _leaves(world: World, name: str, chance: random.Random) -> None:
    """One leave that lasts still, or two of which the first runs into the second."""
    start = date(2024, 6, 1) + timedelta(days=chance.randrange(500))
    again = start + timedelta(days=chance.randrange(10, 90))
    lasts = chance.random() < 0.3
    end = None if lasts else start + timedelta(days=chance.randrange(20, 120))
    world.add("leaves", person=name, from_on=start, to_on=end, kind="parental")
    if not lasts:
        world.add("leaves", person=name, from_on=again, to_on=again + timedelta(days=30))


def _catalogues(world: World, chance: random.Random) -> None:
    """Courses, what they cost, and content, some of it out only after the last day."""
    for course, kind, mandatory, offered in (
        ("c1", "course", True, None), ("c2", "Certification", False, None),
        ("c3", "lesson", True, date(2024, 9, 1)), ("c4", "quiz", None, None),
    ):  # fmt: skip
        world.add("courses", id=course, kind=kind, mandatory=mandatory, published_on=offered)
    for i in range(40):
        world.add(
            "training_spend", id=f"s{i}", spent_on=_some_day(chance),
            amount=chance.choice([None, 1200, 349.99]), currency=chance.choice(["USD", "GBP"]),
            course=chance.choice(["c1", "c2", None]), skill=chance.choice(SKILLS),
            person=chance.choice(["p01", "p02", None, None]),
        )  # fmt: skip
        world.add(
            "content", id=f"k{i}", name=f"Piece {i}", kind=chance.choice(["deck", "video", None]),
            published_on=_some_day(chance),
        )  # fmt: skip


def _tests(world: World, name: str, chance: random.Random) -> None:
    """Tries at a course, several a day now and then, with or without a score or a flag."""
    for i in range(chance.randrange(2, 9)):
        day = _some_day(chance)
        for part in range(chance.choice([1, 1, 2])):
            score = chance.choice([None, 0.0, 0.4, 0.75, 1.0, 85.0])
            world.add(
                "learning_events", id=f"{name}-try{i}-{part}", person=name, occurred_at=day,
                verb=chance.choice(["passed", "failed", "scored"]),
                course=chance.choice(["c2", "c4"]), score=score,
                passed=chance.choice([None, True, False]),
                minutes=chance.choice([None, 3.5, 20]),
            )  # fmt: skip


def _ratings(world: World, name: str, chance: random.Random) -> None:
    both = _some_day(chance).replace(day=1)
    for kind, score in (("self", 4), ("manager", chance.choice([3, 5]))):
        world.add(
            "assessments", id=f"{name}-{kind}", person=name, score=score, out_of=5,
            share=score / 5, skill="pricing", kind=kind, occurred_at=both,
        )  # fmt: skip
    for i in range(chance.randrange(3, 12)):
        score, scale = chance.randrange(1, 6), chance.choice([5, 5, 5, None])
        world.add(
            "assessments", id=f"{name}-rating{i}", person=name, score=score, out_of=scale,
            share=None if scale is None else score / scale, skill=chance.choice(SKILLS),
            kind=chance.choice(["self", "Manager", "self", "manager", "call", "Role play"]),
            occurred_at=_some_day(chance),
        )  # fmt: skip


def _coaching(world: World, name: str, chance: random.Random) -> None:
    for i in range(chance.choice([0, 1, 3, 12])):
        day = _some_day(chance)
        for part in range(chance.choice([1, 1, 2])):
            world.add(
                "coaching_sessions", id=f"{name}-talk{i}-{part}", person=name, held_on=day,
                coach=chance.choice(["m-north", "m-south", "p01"]), skill=chance.choice(SKILLS),
                minutes=chance.choice([None, 30, 45.5]),
            )  # fmt: skip


def _use_of_content(
    world: World, name: str, people: list[str], deals: int, chance: random.Random
) -> None:
    world.add(
        "content_uses", id=name, content=f"k{chance.randrange(30)}",
        person=chance.choice([*people, None]), occurred_at=_some_day(chance),
        opportunity=f"d{chance.randrange(deals):04}" if chance.random() < 0.7 else None,
        action=chance.choice(["shared", "viewed"]),
    )  # fmt: skip
