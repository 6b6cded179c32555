"""What the messy company has besides people and deals: prices, lines, rivals, plans, campaigns,
touches and tickets. Drawn apart from the rest, so that adding to it changes nothing else.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from tests.worlds import World

FIRST = date(2024, 1, 1)


def more_of_the_deal(name: str, amount: float | None, created: date) -> dict[str, Any]:
    """Columns of a deal: kind, rival, price, plan, next step and campaign."""
    chance = random.Random(f"deal {name}")
    above = chance.choice([1.0, 1.0, 1.1, 1.25, 0.95])
    listed = None if amount is None or chance.random() < 0.4 else round(amount * above, 2)
    plan = created + timedelta(days=chance.randrange(5, 120)) if chance.random() < 0.3 else None
    return {
        "kind": chance.choice(["New Business", "Expansion", "cross-sell", "Renewal", "Odd", None]),
        "competitor": chance.choice(["Rival", "Other", "None", "", None]),
        "list_amount": listed,
        "discount": chance.choice([None, None, 0.0, 0.1, 0.25, 1.0]),
        "mutual_plan_on": plan,
        "next_step": chance.choice(["Call", " ", None]),
        "next_step_on": chance.choice([None, None, date(2026, 6, 1), date(2026, 8, 1)]),
        "campaign": chance.choice(["k00", "k03", "k07", "k11", None, None]),
        "channel": chance.choice(["Partner", "Direct", None]),
    }


def lines_of_the_deal(world: World, name: str) -> None:
    """No line, or up to three; some without a quantity, an amount, or a product."""
    chance = random.Random(f"lines {name}")
    for line in range(chance.choice([0, 0, 1, 2, 3])):
        price = round(chance.uniform(50, 400), 2)
        quantity = chance.choice([1, 2, 5, 7.5, None])
        world.add(
            "opportunity_lines", id=f"{name}-{line}", opportunity=name,
            product=chance.choice(["g0", "g1", "g2", None]), quantity=quantity,
            amount=round(price * (quantity or 1), 2) if chance.random() < 0.9 else None,
            list_price=round(price * 1.2, 2) if chance.random() < 0.8 else None,
            unit_cost=round(price * 0.5, 2) if chance.random() < 0.8 else None,
            currency=chance.choices(["USD", "EUR", "GBP"], [80, 15, 5])[0],
        )  # fmt: skip


def more_of_the_account(name: str, people: int) -> dict[str, Any]:
    """Columns of a customer: whose it is, since when, and until when."""
    chance = random.Random(f"account {name}")
    since = FIRST + timedelta(days=chance.randrange(-600, 1100))
    lost = since + timedelta(days=chance.randrange(100, 900))
    return {
        "owner": f"p{chance.randrange(people):02}" if chance.random() < 0.9 else None,
        "customer_since_on": since if chance.random() < 0.4 else None,
        "lost_on": lost if chance.random() < 0.25 else None,
        "country": chance.choice(["DE", "FR"]),
    }


def marketing(world: World, touches: int = 300) -> None:
    """Twelve campaigns in three channels, and touches that most people do not answer."""
    chance = random.Random("marketing")
    for i in range(12):
        world.add(
            "campaigns", id=f"k{i:02}", name=f"Campaign {i}",
            channel=("Webinar", "Event", "Search")[i % 3],
            spend=None if i == 5 else round(chance.uniform(500, 9000), 2),
            currency=chance.choice(["USD", "USD", "EUR", "GBP"]),
            starts_on=FIRST + timedelta(days=80 * i),
        )  # fmt: skip
    for i in range(40):
        world.add("contacts", id=f"n{i:02}", account=f"a{i % 30:02}")
    for i in range(touches):
        world.add(
            "touches", id=f"t{i:03}", campaign=f"k{chance.randrange(12):02}",
            contact=f"n{chance.randrange(40):02}",
            account=chance.choice([None, None, f"a{chance.randrange(30):02}"]),
            occurred_at=(FIRST + timedelta(days=chance.randrange(930))).isoformat(),
            result=chance.choice(["Sent", "Sent", "opened", "Responded", None]),
        )  # fmt: skip


def tickets(world: World, accounts: int = 30, number: int = 240) -> None:
    """Tickets, some open still, some of nobody, a few with a mark beyond the scale."""
    chance = random.Random("tickets")
    for i in range(number):
        opened = FIRST + timedelta(days=chance.randrange(930))
        closed = opened + timedelta(days=chance.randrange(30))
        world.add(
            "tickets", id=f"q{i:03}",
            account=f"a{chance.randrange(accounts):02}" if chance.random() < 0.95 else None,
            opened_at=f"{opened.isoformat()}T09:00:00",
            closed_at=f"{closed.isoformat()}T17:00:00" if chance.random() < 0.8 else None,
            satisfaction=chance.choice([None, None, 0.2, 0.6, 0.8, 1.0, 4.0]),
        )  # fmt: skip


def contact_of(name: str) -> str | None:
    """Whom an activity was with."""
    chance = random.Random(f"contact {name}")
    return f"n{chance.randrange(40):02}" if chance.random() < 0.6 else None
