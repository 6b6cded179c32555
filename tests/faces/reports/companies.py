"""Companies for reports: one with a little of everything and hostile names, and empty ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from everyrep.values import FixedClock, Scope
from tests.warehouse.company import Company

AUDITOR = Scope.everything("the auditor")
CLOCK = FixedClock(datetime(2026, 7, 2, 9, 30, tzinfo=UTC))
AS_OF = date(2026, 6, 30)
STAGES = ("Qualify", "Propose", "Negotiate")
HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    '"><img src=x onerror=alert(2)>',
    "Łukasz {{ 7*7 }} & Söhne",
    "A\u202ecod.exe",
    "</style><style>*{display:none}",
    "https://evil.example/a.js",
    "Plain",
)
PEOPLE = tuple(f"p{number:02}" for number in range(12))
NAMES = tuple(f"{HOSTILE[number % len(HOSTILE)]} no {number}" for number in range(12))


def lively(folder: Path) -> Company:
    """A year and a half of a dozen sellers; names of products and segments mean harm."""
    company = Company(folder)
    company.settings(
        '[company]\nname = "Acme <b>& Sons</b>"\nreporting_currency = "EUR"\n'
        "as_of = 2026-06-30\nsimulated = true\n"
    )
    company.put("people", list(_people()))
    company.put("products", [{"id": f"pr{n}", "name": name} for n, name in enumerate(HOSTILE)])
    deals = list(_deals())
    company.put("opportunities", deals)
    company.put("stage_changes", list(_changes(deals)))
    company.put("quotas", list(_quotas()))
    company.put("activities", list(_activities()))
    company.put("courses", [{"id": "c1", "title": HOSTILE[0], "kind": "course"}])
    company.put("learning_events", list(_learning()))
    company.put("assessments", list(_ratings()))
    company.build()
    return company


def empty(folder: Path) -> Company:
    """A workspace in which nothing has landed."""
    company = Company(folder)
    company.settings("")
    company.build()
    return company


def one_deal(folder: Path) -> Company:
    """A workspace with one deal of one seller, and nothing else."""
    company = Company(folder)
    company.put(
        "opportunities",
        [{"id": "d1", "owner": "ann", "outcome": "open", "created_on": "2026-06-01"}],
    )
    company.build()
    return company


def _people() -> Iterator[dict[str, object]]:
    for number, person in enumerate(PEOPLE):
        yield {
            "id": person,
            "full_name": NAMES[number],
            "role": "rep",
            "team": f"team{number % 3}",
            "hired_on": date(2024, 1, 1) + timedelta(days=40 * number),
        }


def _deals() -> Iterator[dict[str, object]]:
    for number in range(540):
        opened = date(2025, 1, 2) + timedelta(days=number)
        closed = opened + timedelta(days=20 + number % 70)
        over = closed <= AS_OF
        outcome = ("won", "lost", "lost")[number % 3] if over else "open"
        yield {
            "id": f"d{number}",
            "owner": PEOPLE[number % len(PEOPLE)],
            "product": f"pr{number % len(HOSTILE)}",
            "segment": HOSTILE[number % 4],
            "competitor": HOSTILE[number % 3],
            "loss_reason": HOSTILE[number % 5] if outcome == "lost" else None,
            "stage": outcome if over else STAGES[number % 3],
            "outcome": outcome,
            "amount": 1000 + 137 * (number % 11),
            "currency": "EUR",
            "created_on": opened,
            "close_on": closed,
        }


def _changes(deals: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for number, deal in enumerate(deals):
        opened = deal["created_on"]
        assert isinstance(opened, date)
        for step, stage in enumerate(STAGES[: 1 + number % 3]):
            entered = opened + timedelta(days=5 * step)
            yield {"opportunity": deal["id"], "stage": stage, "entered_at": entered}


def _quotas() -> Iterator[dict[str, object]]:
    for year, month in ((2025, 7), (2025, 10), (2026, 1), (2026, 4), (2026, 7)):
        for number, person in enumerate(PEOPLE):
            yield {
                "person": person,
                "from_on": date(year, month, 1),
                "amount": 3000 + 500 * number,
                "currency": "EUR",
            }


def _activities() -> Iterator[dict[str, object]]:
    for number in range(900):
        yield {
            "id": f"a{number}",
            "kind": ("call", "email", "meeting")[number % 3],
            "person": PEOPLE[number % len(PEOPLE)],
            "occurred_at": date(2025, 1, 3) + timedelta(days=number * 543 // 900),
        }


def _learning() -> Iterator[dict[str, object]]:
    for number, person in enumerate(PEOPLE):
        start = date(2025, 9, 1) + timedelta(days=number)
        yield {"id": f"e{number}", "person": person, "verb": "registered", "course": "c1",
               "occurred_at": start}  # fmt: skip
        if number % 4:
            yield {"id": f"f{number}", "person": person, "verb": "completed", "course": "c1",
                   "occurred_at": start + timedelta(days=9)}  # fmt: skip


def _ratings() -> Iterator[dict[str, object]]:
    for number in range(48):
        yield {
            "id": f"r{number}",
            "person": PEOPLE[number % len(PEOPLE)],
            "kind": "manager",
            "skill": ("discovery", "closing")[number % 2],
            "score": 2 + number % 4,
            "out_of": 5,
            "occurred_at": date(2026, 2, 1) + timedelta(days=number),
        }
