"""A made-up company with every mess that measures must survive, the same at every run.

People change teams, leave, or are in no team; deals are split, or belong to nobody, or are in a
currency without a rate, or have no amount; some close after the day that counts as today; stages
are skipped and gone back to; there are quotas of a year over those of its quarters.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from everyrep.values import add_months
from tests.measures.programs import with_programs
from tests.measures.selling import (
    contact_of,
    lines_of_the_deal,
    marketing,
    more_of_the_account,
    more_of_the_deal,
    tickets,
)
from tests.worlds import World

AS_OF = date(2026, 6, 30)
STAGES = ("Qualify", "Propose", "Negotiate")
RESULTS = (
    "Connected", "No answer", "voicemail", "Held", "held", "no-show", "Rescheduled", "Sent", None
)  # fmt: skip
PEOPLE = 24
DEALS = 420


def messy_company(seed: int = 7, deals: int = DEALS, people: int = PEOPLE) -> World:
    """The company; a larger one with more deals and people."""
    world = World(as_of=AS_OF, rates={"EUR": "1.25"})
    chance = random.Random(seed)
    _structure(world, people)
    marketing(world)
    tickets(world)
    for i in range(people):
        _person(world, f"p{i:02}", chance)
    for i in range(deals):
        _deal(world, f"d{i:04}", people, chance)
    for i in range(deals * 2):
        _activity(world, f"x{i:04}", deals, people, chance)
    return with_programs(world, people, deals, seed)


def _structure(world: World, people: int) -> None:
    for team in ("north", "south", "west"):
        world.add("teams", id=team, name=team.title())
    for place, (stage, probability) in enumerate(zip(STAGES, (0.1, 0.4, 0.7), strict=True), 1):
        world.add(
            "stages", id=stage, name=stage, position=place, probability=probability,
            closed=False, won=False,
        )  # fmt: skip
    world.add("stages", id="Won", name="Won", position=4, probability=1, closed=True, won=True)
    world.add("stages", id="Lost", name="Lost", position=5, probability=0, closed=True, won=False)
    for i in range(30):
        world.add(
            "accounts", id=f"a{i:02}", name=f"Customer {i}",
            segment=("Enterprise", "SMB", None)[i % 3], industry=("Bank", "Retail")[i % 2],
            **more_of_the_account(f"a{i:02}", people),
        )  # fmt: skip
    for i, line in enumerate(("Core", "Core", "Plus")):
        world.add("products", id=f"g{i}", name=f"Product {i}", family=line)


def _person(world: World, name: str, chance: random.Random) -> None:
    hired = date(2023, 7, 1) + timedelta(days=chance.randrange(900))
    left = hired + timedelta(days=chance.randrange(60, 800)) if chance.random() < 0.35 else None
    if left is not None and left > AS_OF:
        left = None
    kind = None if left is None else chance.choice(["voluntary", "involuntary"])
    world.person(name, hired_on=hired, left_on=left, leaving_kind=kind)
    _history(world, name, hired, left, chance)
    for quarter in range(4 + chance.randrange(6)):
        start = date(2024 + quarter // 4, 1 + quarter % 4 * 3, 1)
        amount = chance.randrange(20, 90) * 1000 + chance.randrange(100) / 100
        world.add(
            "quotas", person=name, from_on=start, to_on=add_months(start, 3), amount=amount,
            measure="bookings",
        )  # fmt: skip
    if chance.random() < 0.5:
        world.add(
            "quotas", person=name, from_on=date(2024, 1, 1), to_on=date(2025, 1, 1),
            amount=300_000, measure="bookings",
        )  # fmt: skip
    world.add(
        "quotas", person=name, from_on=date(2024, 1, 1), to_on=date(2024, 4, 1), amount=9,
        measure="new_logos",
    )  # fmt: skip
    _learning(world, name, hired, chance)


def _history(
    world: World, name: str, hired: date, left: date | None, chance: random.Random
) -> None:
    """One or two stretches in a team; the second team begins where the first ends."""
    move = hired + timedelta(days=chance.randrange(100, 600))
    teams = chance.sample(["north", "south", "west", None], 2)
    last = left or AS_OF
    cut = move if chance.random() < 0.5 and move < last else None
    world.add(
        "org_history", person_id=name, from_on=hired, to_on=cut or left, team_id=teams[0],
        role="rep" if chance.random() < 0.6 else None, region="EMEA",
        manager_id=None if teams[0] is None else f"m-{teams[0]}",
    )  # fmt: skip
    if cut is not None:
        world.add(
            "org_history", person_id=name, from_on=cut, to_on=left, team_id=teams[1], role="rep",
            region="Americas", manager_id="p01",
        )  # fmt: skip


def _learning(world: World, name: str, hired: date, chance: random.Random) -> None:
    for course in ("c1", "c2", "c3"):
        began = hired + timedelta(days=chance.randrange(1, 700))
        if began > AS_OF or chance.random() < 0.2:
            continue
        verbs = ["registered", chance.choice(["Completed", "completed", "withdrew", "progressed"])]
        for step, verb in enumerate(verbs):
            on = began + timedelta(days=step * chance.randrange(1, 120))
            if on <= AS_OF + timedelta(days=30):
                world.add(
                    "learning_events", id=f"{name}-{course}-{step}", person=name, verb=verb,
                    course=course, occurred_at=on.isoformat(),
                )  # fmt: skip
        score, scale = chance.randrange(1, 6), chance.choice([5, 5, 5, None])
        world.add(
            "assessments", id=f"{name}-{course}", person=name, score=score, out_of=scale,
            share=None if scale is None else score / scale, skill=f"skill {course}",
            kind=chance.choice(["manager", "test"]), occurred_at=began.isoformat(),
        )  # fmt: skip


def _deal(world: World, name: str, people: int, chance: random.Random) -> None:
    created = date(2024, 1, 1) + timedelta(days=chance.randrange(912))
    outcome = chance.choices(["won", "lost", "no_decision", "open"], [30, 35, 10, 25])[0]
    closed = created + timedelta(days=chance.randrange(0, 160))
    if outcome == "open":
        closed = AS_OF + timedelta(days=chance.randrange(-20, 120))
    owner = f"p{chance.randrange(people):02}" if chance.random() < 0.93 else None
    costs = 0.5 + int(name[1:]) % 4 / 10
    stage = {"won": "Won", "open": chance.choice(STAGES)}.get(outcome, "Lost")
    amount = round(chance.lognormvariate(8.5, 0.9), 2) if chance.random() < 0.95 else None
    world.deal(
        name, owner=owner, outcome=outcome, stage=stage, created_on=created, close_on=closed,
        amount=amount, currency=chance.choices(["USD", "EUR", "GBP"], [80, 15, 5])[0],
        cost=None if amount is None or chance.random() < 0.2 else round(amount * costs, 2),
        account=f"a{chance.randrange(30):02}" if chance.random() < 0.9 else None,
        probability=chance.choice([None, None, 0.3]),
        product=chance.choice(["g0", "g1", "g2", None]),
        **more_of_the_deal(name, amount, created),
    )  # fmt: skip
    lines_of_the_deal(world, name)
    if chance.random() < 0.15:
        _splits(world, name, people, chance)
    _stays(world, name, outcome, stage, created, closed, chance)


def _splits(world: World, deal: str, people: int, chance: random.Random) -> None:
    sellers = chance.sample(range(people), 3)
    for seller, part, kind in zip(
        sellers, (1 / 3, 2 / 3, 1.0), ("revenue", None, "overlay"), strict=True
    ):
        world.add(
            "opportunity_splits", id=f"{deal}-{seller}", opportunity=deal, person=f"p{seller:02}",
            part=part, kind=kind,
        )  # fmt: skip


def _stays(
    world: World, deal: str, outcome: str, stage: str, created: date, closed: date,
    chance: random.Random,
) -> None:  # fmt: skip
    if chance.random() < 0.1:
        return  # no history was recorded
    furthest = STAGES.index(stage) if outcome == "open" else chance.randrange(3)
    path = [s for s in STAGES[: furthest + 1] if s == STAGES[furthest] or chance.random() < 0.85]
    if len(path) > 1 and chance.random() < 0.15:
        path = [*path, path[0], path[-1]]
    if outcome != "open":
        path.append("Won" if outcome == "won" else "Lost")
    last = min(closed, AS_OF) if outcome != "open" else AS_OF
    span = max((last - created).days, 0)
    days = sorted(chance.randrange(span + 1) for _ in path)
    if outcome != "open":
        days[-1] = (closed - created).days
    days[0] = 0
    for step, (name, day) in enumerate(zip(path, days, strict=True)):
        on = created + timedelta(days=day)
        moment = f"{on.isoformat()}T{8 + step:02}:00:00"
        world.add("stage_history", opportunity=deal, stage=name, entered_at=moment, step=step + 1)


def _activity(world: World, name: str, deals: int, people: int, chance: random.Random) -> None:
    own = random.Random(name)
    kind = chance.choice(["call", "email", "meeting"])
    kind = own.choices([kind, "demo", "proposal", "note"], [80, 9, 8, 3])[0]
    minutes = own.choice([None, 5, 12.5, 30, 45]) if kind not in ("email", "proposal") else None
    world.add(
        "activities", id=name, kind=kind,
        person=f"p{chance.randrange(people):02}" if chance.random() < 0.95 else None,
        opportunity=f"d{chance.randrange(deals):04}" if chance.random() < 0.8 else None,
        contact=contact_of(name),
        occurred_at=(date(2024, 1, 1) + timedelta(days=chance.randrange(930))).isoformat(),
        account=f"a{own.randrange(30):02}" if own.random() < 0.6 else None, minutes=minutes,
        direction=own.choice(["in", "out", "out", None]), result=own.choice(RESULTS),
        quality=own.choice([None, None, 0.3, 0.69, 0.7, 0.95, 71]),
    )  # fmt: skip
