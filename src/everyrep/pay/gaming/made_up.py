"""Deals that are made up about a plan's bounds, for a plan that nobody has been paid by yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import cycle

import pandas as pd

from everyrep.pay.calculation.basis import expressions, facts_read, measures_of
from everyrep.pay.facts.given import Given
from everyrep.pay.facts.rows import SIZES
from everyrep.pay.language import Kind
from everyrep.pay.language.tree import Among, Both, Literal, Name
from everyrep.pay.plan import Commission, Plan, Quota, Span, Spread, Window

_PEOPLE = {"first": Fraction(13, 10), "second": Fraction(7, 10)}
"""Two people, and how much of what is asked each one brings."""
_ABOVE = "third"
_SIZES = (Fraction(1), Fraction(1, 2), Fraction(2), Fraction(1), Fraction(1, 4), Fraction(4))
_WHALE = 12
_COSTS = (Fraction(1, 2), Fraction(7, 10), Fraction(2, 5), Fraction(17, 20), Fraction(13, 20))
_DAYS_APART = 9
_USUAL = {Kind.MONEY: Fraction(100_000), Kind.COUNT: Fraction(10), Kind.NUMBER: Fraction(100)}
_A_YEAR = {Span.MONTH: 12, Span.QUARTER: 4, Span.HALF: 2, Span.YEAR: 1, Span.PLAN: 1}


def made_up(plan: Plan) -> Given:
    """Two people with deals, refunds and deals of two lines, spread over the plan's days.

    One reaches more than is asked, one less, so that there are lines on both sides of every bound;
    texts take the values that the plan asks about, and money that is not sold is a cost.
    """
    people = [*_PEOPLE, _ABOVE] if _has_managers(plan) else [*_PEOPLE]
    since = plan.begins.isoformat()
    staff = [{"payee": name, "from": since, **_of_person(plan)} for name in people]
    asked = [
        {"payee": name, "quota": quota.name, "amount": str(_yearly(quota))}
        for name in people
        for quota in plan.quotas.values()
        if quota.amount is None
    ]
    managers = [
        {"payee": name, "manager": None if name == _ABOVE else _ABOVE, "from": since}
        for name in people
    ]
    return Given(
        pd.DataFrame([line for name in _PEOPLE for line in _lines(plan, name)]),
        pd.DataFrame(staff),
        quotas=pd.DataFrame(asked) if asked else None,
        managers=pd.DataFrame(managers) if _has_managers(plan) else None,
    )


def _has_managers(plan: Plan) -> bool:
    return any(rule.to == "managers" for rule in plan.credits)


def _of_person(plan: Plan) -> dict[str, object]:
    values = {
        Kind.MONEY: "10000", Kind.NUMBER: "1", Kind.COUNT: "1", Kind.FLAG: "true",
        Kind.DATE: plan.begins.isoformat(), Kind.DAYS: "30", Kind.TEXT: "usual",
    }  # fmt: skip
    return {name: values[kind] for name, kind in plan.person.items()}


def _yearly(quota: Quota) -> Fraction:
    """What is asked, as quotas are given: for a window, or for a year that is spread."""
    usual = _USUAL.get(quota.kind, Fraction(100))
    return usual if quota.spread is Spread.GIVEN else usual * _A_YEAR.get(quota.window.span, 1)


def _lines(plan: Plan, payee: str) -> Iterator[dict[str, object]]:
    days = (plan.ends - plan.begins).days
    many = max(days // _DAYS_APART, 2)
    size = _a_year(plan) * _kinds(plan) * _PEOPLE[payee] * days / 365 / many
    texts = {name: cycle(values) for name, values in _texts(plan).items()}
    sizes, costs = cycle(_SIZES), cycle(_COSTS)
    for at in range(many):
        day = plan.begins + timedelta(days=at * _DAYS_APART + (3 if payee == "second" else 0))
        if day >= plan.ends:
            return
        factor = Fraction(_WHALE) if at == many // 2 else next(sizes)
        row = _facts(plan, day, size * factor, next(costs), at)
        row |= {name: next(values) for name, values in texts.items()}
        name, deal = f"{payee}-{at:02}", f"{payee}-{at - at % 5 % 2:02}"
        yield {**row, "line": name, "deal": deal, "payee": payee, "reverses": None}
        back = day + timedelta(days=20)
        if at % 7 == 3 and back < plan.ends:
            yield {**_taken_back(plan, row, back), "line": f"{name}-back", "deal": deal,
                   "payee": payee, "reverses": name}  # fmt: skip


def _facts(plan: Plan, day: date, size: Fraction, cost: Fraction, at: int) -> dict[str, object]:
    """Facts of a line besides its texts."""
    sold = _sold(plan)
    amount = round(size)
    found: dict[str, object] = {plan.day: day.isoformat()}
    for name, kind in plan.facts.items():
        if kind is Kind.MONEY:
            found[name] = str(amount if name in sold else round(size * cost))
        elif kind is Kind.DATE:
            found[name] = day.isoformat()
        elif kind is Kind.FLAG:
            found[name] = "true" if at % 2 else "false"
        elif kind is not Kind.TEXT:
            found[name] = str(at % 3 + 1) if kind is Kind.COUNT else "1"
        else:
            found[name] = None
    return found


def _taken_back(plan: Plan, row: dict[str, object], day: date) -> dict[str, object]:
    back = {name: f"-{row[name]}" for name, kind in plan.facts.items() if kind in SIZES}
    return {**row, **back, plan.day: day.isoformat()}


def _sold(plan: Plan) -> frozenset[str]:
    """Money that is what is sold: what comes first in what is paid on and counted."""
    money = [name for name, kind in plan.facts.items() if kind is Kind.MONEY]
    counted = [one.of for one in plan.measures.values()]
    paid = [part.of for part in plan.pay if isinstance(part, Commission)]
    firsts = [
        next((name for name in one.names if name in facts_read(plan, [one]) & set(money)), None)
        for one in (*paid, *counted)
    ]
    return frozenset(name for name in firsts if name is not None) or frozenset(money[:1])


def _a_year(plan: Plan) -> Fraction:
    """What one person sells in a year, in major units, so that bounds come into reach."""
    scale = plan.currency.scale
    found: list[Fraction] = []
    for name in dict.fromkeys(name for part in plan.pay for name in measures_of(plan, part)):
        measure = plan.measures[name]
        if measure.of.kind is not Kind.MONEY:
            continue
        times = _times_a_year(measure.window)
        if measure.quota is not None:
            amount = plan.quotas[measure.quota].amount
            asked = _USUAL[Kind.MONEY] if amount is None else amount / scale
            found.append(asked * _times_a_year(plan.quotas[measure.quota].window))
        else:
            tables = [table for table in plan.tables.values() if table.over == name]
            bounds = [at / scale for table in tables for at in table.bounds if at > 0]
            found += [bounds[len(bounds) // 2] * times] if bounds else []
    return max(found, default=_USUAL[Kind.MONEY] * 4)


def _kinds(plan: Plan) -> int:
    """How much more is sold so that lines of one kind alone come near a bound."""
    return max((len(words) // 3 for words in _texts(plan).values()), default=1) or 1


def _times_a_year(window: Window) -> int:
    if window.span is Span.CYCLE:
        return max(365 // window.length, 1)
    return _A_YEAR.get(window.span, 12)


def _texts(plan: Plan) -> dict[str, list[str | None]]:
    """Values of texts that the plan asks about, and one that it does not."""
    named = {rule.to for rule in plan.credits}
    asked: dict[str, list[str | None]] = {
        name: [] for name, kind in plan.facts.items() if kind is Kind.TEXT and name not in named
    }
    parts = (*plan.pay, *plan.measures.values(), *plan.grids.values(), *plan.credits)
    checked = (*expressions(parts), *plan.derived.values())
    for name, word in (pair for one in checked for pair in _compared(one.node)):
        if name in asked and word not in asked[name]:
            asked[name].append(word)
    return {name: [*words, *words, "other"] for name, words in asked.items()}


def _compared(node: object) -> Iterator[tuple[str, str]]:
    """Names that are compared with texts, and the texts."""
    pairs: list[tuple[object, object]] = []
    if isinstance(node, Both):
        pairs = [(node.left, node.right), (node.right, node.left)]
    if isinstance(node, Among):
        pairs = [(node.inner, one) for one in node.listed]
    for name, literal in pairs:
        if (
            isinstance(name, Name)
            and isinstance(literal, Literal)
            and isinstance(literal.value, str)
        ):
            yield name.name, literal.value
    if is_dataclass(node) and not isinstance(node, type):
        for one in fields(node):
            inner = getattr(node, one.name)
            for each in inner if isinstance(inner, tuple) else (inner,):
                yield from _compared(each)
