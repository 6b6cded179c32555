"""Some people's facts are what they would be without the others; batches are the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.columns import Numbers, Texts
from everyrep.pay.facts.credited import Facts
from everyrep.pay.facts.gathering import gather, gathered
from everyrep.pay.facts.parts import batches, subset
from everyrep.pay.language import Kind
from everyrep.pay.plan import Crediting, Missing, Proration, Quota, Span, Spread, Window
from everyrep.values import UnknownName
from tests.pay.facts.given import FACTS, SPLIT, people_of, plainly, plan_of

NAMES = ("ana", "ben", "cem", "dia")
QUOTA = Quota(
    "bookings", Kind.COUNT, Window(Span.HALF), Fraction(10), Spread.GIVEN, (), (),
    Proration.NONE, Missing.REFUSE, Missing.REFUSE,
)  # fmt: skip
PLAN = plan_of(quotas={"bookings": QUOTA}, person={"target": Kind.MONEY}, facts=FACTS)


@st.composite
def facts_of(draw: st.DrawFn) -> Facts:
    """Lines of four people, some of which take others back."""
    many = draw(st.integers(0, 12))
    rows = range(many)
    amounts = [draw(st.integers(-999, 999)) for _ in rows]
    back = [draw(st.none() | st.integers(0, at - 1)) if at else None for at in rows]
    lines = {
        "line": [str(at) for at in rows], "closed_on": [date(2026, 1, 1 + at) for at in rows],
        "payee": [draw(st.sampled_from(NAMES)) for _ in rows], "amount_minor": amounts,
        "reverses": [None if at is None else str(at) for at in back],
    }  # fmt: skip
    splits: dict[str, list[Any]] = {
        "line": [str(at) for at in rows for _ in range(2)],
        "payee": [draw(st.sampled_from(NAMES)) for _ in rows for _ in range(2)],
        "parts": [draw(st.integers(1, 5)) for _ in rows for _ in range(2)],
    }
    chosen = [2 * at + part for at in rows if draw(st.booleans()) for part in range(2)]
    splits = {name: [column[at] for at in chosen] for name, column in splits.items()}
    return gather(PLAN, lines, people_of(*NAMES, target=["1", "2", None, "4"]), splits=splits)


def asked(facts: Facts) -> list[tuple[Any, ...]]:
    quotas = facts.quotas["bookings"]
    return [
        (facts.people[payee], int(window), amount)
        for payee, window, amount in zip(
            quotas.payee, quotas.window, quotas.amount.fractions(), strict=True
        )
    ]


def targets(facts: Facts) -> list[tuple[Any, ...]]:
    """What each stint brings."""
    column, who = facts.stints.facts["target"], facts.stints.facts["payee"]
    assert isinstance(column, Numbers)
    assert isinstance(who, Texts)
    assert column.known is not None
    assert who.codes[facts.credited.stint].tolist() == facts.credited.payee.tolist()
    return [
        (who.words[code], int(part), bool(known))
        for code, part, known in zip(who.codes, column.above.parts, column.known, strict=True)
    ]


@given(order=st.randoms(use_true_random=False))
def test_refunds_managers_and_quotas_do_not_hang_on_the_order_of_rows(order: Random) -> None:
    plan = plan_of(
        quotas={"bookings": replace(QUOTA, amount=None)},
        credits=(SPLIT, Crediting("rollup", "managers", Fraction(1, 2))),
    )
    days = [date(2026, 1, 1 + at % 3) for at in range(12)]
    tables: dict[str, Any] = {
        "lines": {
            "line": [f"{at}" for at in range(12)], "closed_on": days, "payee": [*NAMES] * 3,
            "amount_minor": [101, -7, 3, 55] * 3, "reverses": [None] * 4 + ["0", "1", "0", "4"] * 2,
        },
        "people": {"payee": [*NAMES, "ana"], "from": ["2026-01-02"] + ["2025-01-01"] * 4,
                   "until": [None] * 4 + ["2026-01-02"]},
        "splits": {"line": ["0", "0", "0", "2", "2"], "payee": ["ana", "ben", "cem", "dia", "ana"],
                   "parts": [1, 1, 1, 2, 5], "place": [1, 2, 3, 1, 2]},
        "managers": {"payee": ["ana", "ben", "ana"], "manager": ["dia", "dia", "cem"],
                     "from": [None, None, "2026-01-03"], "until": ["2026-01-03", None, None]},
        "quotas": {"payee": ["ana", "ana", "ben"], "quota": ["bookings"] * 3, "amount": [1, 2, 3],
                   "from": ["2025-01-01", "2026-02-01", None],
                   "until": ["2026-02-01", None, None]},
    }  # fmt: skip

    def turned(table: dict[str, list[Any]]) -> dict[str, list[Any]]:
        rows = list(zip(*table.values(), strict=True))
        order.shuffle(rows)
        return dict(zip(table, map(list, zip(*rows, strict=True)), strict=True))

    same, other = (gathered(plan, **each) for each in (tables, {
        name: turned(table) for name, table in tables.items()
    }))  # fmt: skip
    assert plainly(same.facts) == plainly(other.facts)
    assert asked(same.facts) == asked(other.facts)
    assert same.left == other.left
    assert same.facts.lines == other.facts.lines


@given(facts=facts_of(), people=st.sets(st.sampled_from(NAMES)))
def test_a_subset_has_the_rows_of_its_people_as_they_were(facts: Facts, people: set[str]) -> None:
    some = subset(facts, people)
    assert some.people == tuple(sorted(people))
    assert plainly(some) == [row for row in plainly(facts) if row[0] in people]
    assert asked(some) == [row for row in asked(facts) if row[0] in people]
    if people:
        everything = subset(facts, NAMES)
        assert plainly(everything) == plainly(facts)


@given(facts=facts_of(), rows=st.integers(1, 12))
def test_batches_put_together_are_the_whole(facts: Facts, rows: int) -> None:
    found = list(batches(facts, rows))
    assert [row for batch in found for row in plainly(batch)] == plainly(facts)
    assert [row for batch in found for row in asked(batch)] == asked(facts)
    assert [row for batch in found for row in targets(batch)] == targets(facts)
    assert all(len(batch.credited) <= rows or len(batch.people) == 1 for batch in found)


def test_somebody_who_is_not_there_is_an_error_with_near_names() -> None:
    lines: dict[str, list[Any]] = {"line": [], "closed_on": [], "amount": []}
    facts = gather(PLAN, lines, people_of(*NAMES, target=[None] * 4))
    with pytest.raises(UnknownName, match="'ana'"):
        subset(facts, ["anna"])
