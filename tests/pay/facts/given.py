"""Plans and tables that tests of facts start from, and what came out as plain rows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from everyrep.pay.columns import Numbers
from everyrep.pay.facts.credited import Facts
from everyrep.pay.language import Checked, Kind, check, read
from everyrep.pay.plan import Crediting, Model, Payment, Plan, Span, Window
from everyrep.pay.windows import day_of
from everyrep.values.currency import Currency
from everyrep.values.rounding import Rounding

SPLIT = Crediting("primary", "split", Fraction(1))
FACTS = {"amount": Kind.MONEY, "closed_on": Kind.DATE}


def plan_of(**changes: Any) -> Plan:
    """A plan for 2026 in dollars that credits whom splits name, else the line's payee."""
    said: dict[str, Any] = {
        "id": "test", "title": "Test", "version": "1", "begins": date(2026, 1, 1),
        "ends": date(2027, 1, 1), "currency": Currency.of("USD"), "zone": "America/New_York",
        "year_begins": 1, "model": Model.BASE_WITH_COMMISSION, "rounding": Rounding.HALF_UP,
        "day": "closed_on", "facts": FACTS, "person": {}, "derived": {}, "parameters": {},
        "rates": {}, "spot": False, "credits": (SPLIT,),
        "quotas": {}, "measures": {}, "tables": {}, "grids": {}, "pay": (), "draws": (),
        "clawback": None, "payment": Payment(Window(Span.MONTH), (), 0, ()), "examples": (),
    }  # fmt: skip
    return Plan(**{**said, **changes})


def condition(text: str, **facts: Kind) -> Checked:
    known = {**FACTS, "date": Kind.DATE, "line": Kind.TEXT, "deal": Kind.TEXT, **facts}
    return check(read(text), known, text)


def people_of(*names: str, since: str = "2026-01-01", **columns: list[Any]) -> dict[str, list[Any]]:
    return {"payee": list(names), "from": [since] * len(names), **columns}


def lines_of(*rows: tuple[Any, ...], **columns: list[Any]) -> dict[str, list[Any]]:
    """Lines of id, payee, day and amount."""
    names = ("line", "payee", "closed_on", "amount")
    return {
        **{name: [row[place] for row in rows] for place, name in enumerate(names)},
        **columns,
    }  # fmt: skip


def credited(facts: Facts, fact: str = "amount") -> list[tuple[str, str, str, Any]]:
    """Every credit as line, payee, kind and a number."""
    rows = facts.credited
    return [
        (facts.lines[line], facts.people[payee], facts.kinds[kind], value)
        for line, payee, kind, value in zip(
            rows.line, rows.payee, rows.kind, values(facts, fact), strict=True
        )
    ]


def parts(facts: Facts, line: str, kind: str = "primary") -> dict[str, Any]:
    """Minor units of a line by payee."""
    return {
        payee: value for of, payee, which, value in credited(facts) if (of, which) == (line, kind)
    }


def values(facts: Facts, fact: str) -> list[Any]:
    column = facts.credited.facts[fact]
    assert isinstance(column, Numbers)
    above = column.above.fractions()
    below = [Fraction(1)] * len(above) if column.below is None else column.below.fractions()
    known = [True] * len(above) if column.known is None else column.known.tolist()
    return [
        one / two if is_known else None
        for one, two, is_known in zip(above, below, known, strict=True)
    ]


def plainly(facts: Facts) -> list[tuple[Any, ...]]:
    """Every credit as a row that says all of it by names, in order."""
    rows = facts.credited
    return [
        (
            facts.people[rows.payee[at]], day_of(rows.day[at]), facts.lines[rows.line[at]],
            facts.deals[rows.deal[at]], facts.kinds[rows.kind[at]], int(rows.ordinal[at]),
            facts.stints.payee[rows.stint[at]] == rows.payee[at], amount, share,
            None if rows.reverses[at] < 0 else facts.lines[rows.line[rows.reverses[at]]],
        )
        for at, (amount, share) in enumerate(
            zip(values(facts, "amount"), values(facts, "share"), strict=True)
        )
    ]  # fmt: skip
