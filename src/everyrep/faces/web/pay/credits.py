"""What a payee was credited with in a period: the facts that a calculation read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

from everyrep.faces.web.pay.inputs import facts_of
from everyrep.faces.web.pay.models import Payslip, RunPart
from everyrep.faces.web.pay.naming import names_of_lines
from everyrep.pay.columns import Column, Dates, Numbers, Texts, Truths
from everyrep.pay.facts import Facts
from everyrep.pay.language import Kind
from everyrep.pay.plan import Plan
from everyrep.pay.plan.wording.numbers import decimal, percent
from everyrep.pay.windows import day_number, day_of
from everyrep.values import Currency
from everyrep.values.money import Money

Row = tuple[str, str, date, str, str, list[str]]
"""Name of the deal, the id behind it, day, kind of credit, share, and the plan's facts in words."""
Rows = Callable[[int, int], list[Row]]


def credits_of(slip: Payslip) -> tuple[Rows, list[str], int]:
    """Credits of the period, a page at a time; the names of their facts, and how many there are."""
    part = _part(slip)
    if part is None:
        return lambda *_: [], [], 0
    plan, facts = facts_of(part)
    names = [name for name in plan.facts if name != plan.day]
    places = _places(slip, facts)

    def page(start: int, many: int) -> list[Row]:
        known = names_of_lines(slip.run_id, slip.plan)
        return [_row(plan, facts, names, known, int(at)) for at in places[start : start + many]]

    return page, names, int(places.size)


def _part(slip: Payslip) -> RunPart | None:
    """The part of the run that holds on the last known day of its period."""
    parts = RunPart.objects.select_related("run", "version").filter(
        run=slip.run, version__plan=slip.plan
    )
    found = list(parts)
    last = slip.run.ends - timedelta(days=1)
    newest = found[-1] if found else None
    return next((one for one in found if one.begins <= last < one.ends), newest)


def _places(slip: Payslip, facts: Facts) -> Any:
    if slip.payee not in facts.people:
        return np.zeros(0, dtype=np.int64)
    credited = facts.credited
    mine = credited.payee == facts.people.index(slip.payee)
    first, end = day_number(slip.run.first), day_number(slip.run.ends)
    return np.flatnonzero(mine & (credited.day >= first) & (credited.day < end))


def _row(plan: Plan, facts: Facts, names: list[str], known: dict[str, str], at: int) -> Row:
    credited = facts.credited
    line, deal = facts.lines[credited.line[at]], facts.deals[credited.deal[at]]
    one = np.array([at])
    share = credited.facts["share"].take(one)
    told = [
        _said(credited.facts[name].take(one), plan.facts[name], plan.currency) for name in names
    ]
    part = percent(share.above.fractions()[0]) if isinstance(share, Numbers) else ""
    name = known.get(line) or known.get(deal) or deal
    behind = deal if name != deal else ""
    return name, behind, day_of(int(credited.day[at])), facts.kinds[credited.kind[at]], part, told


def _said(value: Column, kind: Kind, currency: Currency) -> str:
    """A fact in words; empty where it is not known."""
    if isinstance(value, Texts):
        return value.words[int(value.codes[0])] if value.codes[0] >= 0 else ""
    if value.known is not None and not value.known[0]:
        return ""
    if isinstance(value, Dates):
        return day_of(int(value.days[0])).isoformat()
    if isinstance(value, Truths):
        return "yes" if value.yes[0] else "no"
    exact = value.above.fractions()[0]
    if value.below is not None:
        exact /= value.below.fractions()[0]
    if kind is Kind.MONEY:
        if exact.denominator == 1:
            return Money(int(exact), currency).format()
        return f"{decimal(exact / currency.scale)} {currency}"
    return decimal(exact)
