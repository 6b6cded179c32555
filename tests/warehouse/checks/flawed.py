"""A company in which nearly everything that can be wrong is wrong once, and a sound one beside it.

Lines are counted as in a file: the first row stands in line 2.
"""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.company import Company

PEOPLE = [
    {"id": "1", "full_name": "Ada Ash", "email": "ada@firm.example", "hired_on": "2019-01-01"},
    {
        "id": "2",
        "full_name": "Bo Berg",
        "email": "bo@firm.example",
        "hired_on": "2020-03-01",
        "manager": "1",
    },
    {
        "id": "3",
        "full_name": "Cy Cole",
        "email": "cy@firm.example",
        "hired_on": "2021-01-01",
        "left_on": "2025-06-30",
        "manager": "1",
    },
]


def sound(folder: Path) -> Company:
    """A company in which every contract holds."""
    company = Company(folder)
    company.settings('[company]\nreporting_currency = "EUR"\nas_of = 2026-06-30\n')
    company.put("people", PEOPLE, "hr")
    company.put(
        "stages",
        [
            {"id": "Open", "position": "1", "closed": "false", "won": "false"},
            {"id": "Won", "position": "2", "closed": "true", "won": "true"},
            {"id": "Lost", "position": "3", "closed": "true", "won": "false"},
        ],
    )
    company.put("accounts", [{"id": "a1", "name": "Acme"}])
    company.put(
        "opportunities",
        [
            deal("d1", "Open", "open", "2026-05-01", "2026-09-01"),
            deal("d2", "Won", "won", "2026-01-10", "2026-03-01"),
        ],
    )
    return company


def deal(key: str, stage: str, outcome: str, created: str, close: str, **more: str) -> dict:
    return {
        "id": key,
        "name": f"Deal {key}",
        "account": "a1",
        "owner": "Bo Berg",
        "stage": stage,
        "outcome": outcome,
        "amount": "1000",
        "currency": "EUR",
        "created_on": created,
        "close_on": close,
        **more,
    }


def flawed(folder: Path) -> Company:
    """A company in which nearly every contract is broken."""
    company = sound(folder)
    _staff(company)
    _deals(company)
    _moves(company)
    _doings(company)
    return company


def _staff(company: Company) -> None:
    company.put(
        "people",
        [
            {"id": "4", "full_name": "Di Dorn", "hired_on": "2022-05-01", "left_on": "2021-05-01"},
            {"id": "5", "full_name": "Eve Ek", "hired_on": "2020-01-01", "manager": "6"},
            {"id": "6", "full_name": "Flo Fry", "hired_on": "2020-01-01", "manager": "5"},
            {"id": "7", "full_name": "Gus Gil", "hired_on": "1930-01-01", "manager": "3"},
            {"id": "8", "full_name": "Hal Hay", "hired_on": "2050-01-01", "manager": "99"},
            {"id": "9", "full_name": "Ida Ivo", "email": "ada@firm.example", "manager": "1"},
        ],
        "hr",
        "more_people.csv",
    )
    company.put(
        "positions",
        [
            {"person": "2", "from_on": "2020-03-01", "to_on": "2024-01-01", "title": "Rep"},
            {"person": "2", "from_on": "2023-12-01", "title": "Lead"},
            {"person": "3", "from_on": "2022-01-01", "to_on": "2022-01-01"},
            {"person": "3", "from_on": "2026-01-01"},
        ],
        "hr",
    )
    company.put(
        "quotas",
        [
            {"person": "Bo Berg", "from_on": "2026-01-01", "to_on": "2026-04-01", "amount": "900"},
            {"person": "Bo Berg", "from_on": "2026-03-01", "to_on": "2026-07-01", "amount": "0"},
            {"person": "Cy Cole", "from_on": "2026-01-01", "to_on": "2026-04-01", "amount": "-5"},
            {"from_on": "2026-01-01", "to_on": "2026-04-01", "amount": "700"},
        ],
        "crm",
    )


def _deals(company: Company) -> None:
    company.put(
        "opportunities",
        [
            deal("e02", "Won", "won", "2026-03-01", "2026-02-01"),
            deal("e03", "Open", "open", "2026-05-01", "2026-06-01"),
            deal("e04", "Won", "won", "2026-01-01", "2026-02-01", amount="0"),
            deal("e05", "Won", "won", "2026-01-01", "2026-02-01", amount=""),
            deal("e06", "Open", "open", "2026-05-01", "2026-12-01", amount=""),
            deal("e07", "Open", "won", "2026-01-01", "2026-02-01"),
            deal("e08", "Limbo", "open", "2026-05-01", "2026-12-01"),
            deal("e09", "", "open", "2026-05-01", "2026-12-01"),
            deal("e10", "Open", "open", "2026-05-01", "2026-12-01", owner=""),
            deal("e11", "Won", "won", "", "2026-02-01"),
            deal("e12", "Lost", "lost", "2026-01-01", ""),
            deal("e13", "Won", "won", "2026-01-01", "2027-02-01"),
            deal("e14", "Open", "open", "2026-05-01", "2026-12-01", account=""),
            deal("e15", "Open", "open", "2026-05-01", "2026-12-01", account="a9"),
            deal("e16", "Won", "won", "2025-08-01", "2026-02-01", owner="Cy Cole"),
            deal("e17", "Open", "open", "2025-01-01", "2026-12-01", owner="Cy Cole"),
            deal("e18", "Won", "won", "2019-01-01", "2020-01-01"),
            deal("e19", "Won", "won", "2026-01-01", "2026-02-01", currency="GBP"),
            deal("e20", "Won", "won", "2026-01-01", "2026-02-01", currency="ZZZ"),
            deal("e21", "Open", "open", "1980-05-01", "2060-12-01"),
            deal("e22", "Open", "open", "2026-05-01", "2026-12-01", name="Deal e15", account="a9"),
            deal("e23", "Open", "open", "2026-05-01", "2026-12-01", probability="150%"),
            deal("e24", "Open", "open", "2026-05-01", "2026-12-01", name="First"),
            deal("e24", "Open", "open", "2026-05-01", "2026-12-01", name="Second"),
        ],
        file="more_deals.csv",
    )
    company.put("opportunities", [{"id": "e25", "created_on": "yesterday"}, {"name": "no id"}],
                file="rejected.csv")  # fmt: skip


def _moves(company: Company) -> None:
    company.put(
        "opportunity_lines",
        [
            {"id": "l1", "opportunity": "d1", "amount": "400", "currency": "EUR"},
            {"id": "l2", "opportunity": "d1", "amount": "400", "currency": "EUR"},
            {"id": "l3", "opportunity": "d99", "amount": "400", "currency": "EUR"},
        ],
    )
    company.put(
        "opportunity_splits",
        [
            {"id": "s1", "opportunity": "d2", "person": "Bo Berg", "part": "60%"},
            {"id": "s2", "opportunity": "d2", "person": "Ada Ash", "part": "60%"},
        ],
    )
    company.put(
        "refunds",
        [
            {
                "id": "r1",
                "opportunity": "d2",
                "refunded_on": "2026-04-01",
                "amount": "600",
                "currency": "EUR",
            },
            {
                "id": "r2",
                "opportunity": "d2",
                "refunded_on": "2026-04-02",
                "amount": "600",
                "currency": "EUR",
            },
            {
                "id": "r3",
                "opportunity": "d1",
                "refunded_on": "2026-05-01",
                "amount": "1",
                "currency": "EUR",
            },
            {
                "id": "r4",
                "opportunity": "e02",
                "refunded_on": "2026-01-20",
                "amount": "1",
                "currency": "EUR",
            },
            {"id": "r5", "opportunity": "e18", "refunded_on": "2020-02-01"},
            {"id": "r6", "opportunity": "e18", "refunded_on": "2020-02-02"},
        ],
    )
    company.put(
        "stage_changes",
        [
            {"opportunity": "d1", "stage": "Open", "entered_at": "2026-04-01T10:00:00"},
            {"opportunity": "d2", "stage": "Open", "entered_at": "2026-01-10T10:00:00"},
            {"opportunity": "d2", "stage": "Won", "entered_at": "2026-03-05T10:00:00"},
            {"opportunity": "e02", "stage": "Lost", "entered_at": "2026-01-05T10:00:00"},
        ],
    )
    company.put(
        "owner_changes",
        [{"opportunity": "d1", "owner": "Ada Ash", "changed_at": "2026-05-05T10:00:00"}],
    )
    days = ("01-05", "01-12", "01-19", "02-16", "02-23")
    company.put(
        "opportunity_snapshots",
        [{"opportunity": "e03", "seen_on": f"2026-{day}", "stage": "Open"} for day in days],
    )


def _doings(company: Company) -> None:
    events = [
        ("2", "completed", "2026-01-05", {}),
        ("2", "completed", "2026-01-05", {}),
        ("3", "completed", "2025-06-30", {}),  # the first day gone
        ("3", "completed", "2025-06-29", {}),
        ("2", "completed", "2020-01-01", {}),
        ("2", "scored", "2026-02-01", {"score": "87"}),
        ("2", "passed", "2026-02-02", {"passed": "false"}),
        ("2", "launched", "2027-01-01", {}),
        ("nobody@else.example", "launched", "2026-01-01", {}),
    ]
    company.put(
        "learning_events",
        [
            {"person": person, "verb": verb, "course": "c1", "occurred_at": day, **more}
            for person, verb, day, more in events
        ],
        "lms",
        person={"column": "person", "system": "hr"},
    )
    company.put(
        "assessments",
        [
            {"id": "x1", "person": "2", "score": "6", "out_of": "5", "occurred_at": "2026-01-01"},
            {"id": "x2", "person": "3", "score": "4", "out_of": "5", "occurred_at": "2025-12-01"},
        ],
        "hr",
    )
    company.put(
        "coaching_sessions",
        [{"id": "k1", "coach": "2", "person": "2", "held_on": "2026-01-01", "minutes": "-3"}],
        "hr",
    )
    call = {"kind": "call", "occurred_at": "2026-02-01T10:00:00", "opportunity": "d1"}
    company.put(
        "activities",
        [
            {"id": "t1", "person": "Bo Berg", **call},
            {"id": "t2", "person": "Bo Berg", **call},
            {"id": "t3", "person": "", **call},
            {"id": "t4", "person": "Cy Cole", **call},
            {"id": "t5", "person": "Bo Berg", **call, "occurred_at": "2019-05-01T10:00:00"},
            {"id": "t6", "person": "Bo Berg", **call, "opportunity": "d77"},
        ],
    )
