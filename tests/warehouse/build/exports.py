"""Exports that overlap in every way: same keys, moved months, changed minds, partial columns.

`exports` draws one delivery of one table; its few ids, days and names make collisions the rule.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Rows = list[dict[str, Any]]

IDS = st.sampled_from(["1", "2", "3", "4"])
DEALS = st.sampled_from(["d1", "d2", "d3", "d4"])
DAYS = st.sampled_from(
    ["2026-01-05", "2026-01-20", "2026-02-03", "2026-02-17", "2026-03-09", "2026-04-01"]
)
TIMES = st.sampled_from(
    ["2026-01-05T09:00:00", "2026-01-05T17:00:00", "2026-02-03T10:30:00", "2026-03-09T08:00:00"]
)
MAYBE_DAY = st.one_of(st.none(), DAYS)
STAGES = st.sampled_from(["s1", "s2", "Propose", "Won", "Lost", None])
AMOUNTS = st.sampled_from(["100", "250.50", "999.99", None])
CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", None])
PEOPLE = st.sampled_from(["u1", "u2", "u3", "ann@firm.example", "Bo Berg", "e1", "e2"])
ACCOUNTS = st.sampled_from(["a1", "a2", "Acme", "Globex"])

COLUMNS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "opportunities": {
        "id": DEALS,
        "name": st.sampled_from(["North", "South"]),
        "account": ACCOUNTS,
        "owner": PEOPLE,
        "stage": STAGES,
        "amount": AMOUNTS,
        "currency": CURRENCIES,
        "created_on": MAYBE_DAY,
        "close_on": MAYBE_DAY,
        "is_won": st.sampled_from(["true", "false", None]),
        "is_closed": st.sampled_from(["true", "false", None]),
        "deleted": st.sampled_from(["true", "false", "false"]),
    },
    "stage_changes": {
        "opportunity": DEALS,
        "stage": STAGES,
        "entered_at": TIMES,
        "amount": AMOUNTS,
        "currency": CURRENCIES,
        "changed_by": PEOPLE,
    },
    "opportunity_snapshots": {
        "opportunity": DEALS,
        "seen_on": DAYS,
        "stage": STAGES,
        "amount": AMOUNTS,
        "owner": PEOPLE,
    },
    "owner_changes": {"opportunity": DEALS, "owner": PEOPLE, "before": PEOPLE, "changed_at": TIMES},
    "opportunity_splits": {
        "id": IDS,
        "opportunity": DEALS,
        "person": PEOPLE,
        "part": st.sampled_from(["0.5", "1", "50%"]),
    },
    "activities": {
        "id": IDS,
        "kind": st.sampled_from(["call", "email"]),
        "person": PEOPLE,
        "opportunity": DEALS,
        "occurred_at": TIMES,
        "minutes": st.sampled_from(["10", "30", None]),
    },
    "learning_events": {
        "person": PEOPLE,
        "verb": st.sampled_from(["completed", "passed"]),
        "course": st.sampled_from(["c1", "c2"]),
        "occurred_at": TIMES,
    },
    "people": {
        "id": st.sampled_from(["u1", "u2", "e1", "e2"]),
        "full_name": st.sampled_from(["Ann Ash", "Bo Berg", "Cy Cole"]),
        "email": st.sampled_from(["ann@firm.example", "bo@firm.example", None]),
        "hired_on": MAYBE_DAY,
        "left_on": MAYBE_DAY,
        "manager": PEOPLE,
        "team": st.sampled_from(["t1", "t2", None]),
    },
    "positions": {
        "person": PEOPLE,
        "from_on": DAYS,
        "to_on": MAYBE_DAY,
        "title": st.sampled_from(["Rep", "Lead"]),
        "territory": st.sampled_from(["north", "south", None]),
        "manager": PEOPLE,
    },
    "quotas": {"person": PEOPLE, "from_on": DAYS, "amount": st.sampled_from(["1000", "2000"])},
    "accounts": {
        "id": st.sampled_from(["a1", "a2"]),
        "name": st.sampled_from(["Acme", "Globex"]),
        "owner": PEOPLE,
    },
    "stages": {
        "id": st.sampled_from(["s1", "s2"]),
        "name": st.sampled_from(["Qualify", "Propose"]),
        "position": st.sampled_from(["1", "2"]),
        "closed": st.sampled_from(["true", "false", None]),
        "won": st.sampled_from(["true", "false", None]),
    },
    "exchange_rates": {
        "currency": st.sampled_from(["EUR", "JPY"]),
        "from_on": DAYS,
        "rate": st.sampled_from(["1.1", "0.0065"]),
        "to_currency": st.just("USD"),
    },
}
NEEDED = {
    "opportunities": ("id",),
    "stage_changes": ("opportunity", "entered_at"),
    "opportunity_snapshots": ("opportunity", "seen_on"),
    "owner_changes": ("opportunity", "owner", "changed_at"),
    "opportunity_splits": ("id", "opportunity", "person"),
    "activities": ("occurred_at",),
    "learning_events": ("person", "verb", "course", "occurred_at"),
    "people": ("id",),
    "positions": ("person", "from_on"),
    "quotas": ("person", "from_on", "amount"),
    "accounts": ("id",),
    "stages": ("id",),
    "exchange_rates": ("currency", "from_on", "to_currency"),
}
SYSTEMS = {"people": ("hr", "crm"), "positions": ("hr",), "learning_events": ("lms",)}
OFTEN = ("opportunities", "stage_changes", "opportunity_snapshots", "activities", "people")


@st.composite
def exports(draw: st.DrawFn) -> tuple[str, str, Rows]:
    """One delivery: its table, its system and its rows, some columns of which may be left out."""
    table = draw(st.sampled_from([*OFTEN, *OFTEN, *COLUMNS]))
    needed = NEEDED[table]
    optional = [name for name in COLUMNS[table] if name not in needed]
    left_out = draw(st.sets(st.sampled_from(optional), max_size=3)) if optional else set()
    columns = {n: s for n, s in COLUMNS[table].items() if n not in left_out}
    rows = draw(st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=5))
    system = draw(st.sampled_from(SYSTEMS.get(table, ("crm",))))
    return table, system, rows
