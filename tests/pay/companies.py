"""Facts put together by hand, without anything that gathers them from tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from everyrep.pay.columns import Column, Dates, Numbers, Texts, Truths
from everyrep.pay.exact import Exact
from everyrep.pay.facts import Credited, Facts, Quotas, Stints
from everyrep.pay.language import Kind
from everyrep.pay.plan import Plan
from everyrep.pay.windows import Calendar, day_number

Row = Mapping[str, Any]


def column(kind: Kind, values: Sequence[Any], scale: int) -> Column:
    """Values of one kind, None where unknown; money in major units."""
    known = np.array([value is not None for value in values], dtype=bool)
    flags = None if known.all() else known
    if kind is Kind.TEXT:
        words = tuple(sorted({value for value in values if value is not None}))
        codes = [-1 if value is None else words.index(value) for value in values]
        return Texts(np.array(codes, dtype=np.int64), words)
    if kind is Kind.DATE:
        days = [0 if value is None else day_number(value) for value in values]
        return Dates(np.array(days, dtype=np.int64), flags)
    if kind is Kind.FLAG:
        return Truths(np.array([bool(value) for value in values], dtype=bool), flags)
    times = scale if kind is Kind.MONEY else 1
    return Numbers(Exact.of([Fraction(value or 0) * times for value in values]), None, flags)


def facts(
    plan: Plan, lines: Sequence[Row], people: Sequence[Row], through: date | None = None
) -> Facts:
    """Facts of lines and people.

    Args:
        plan: Whose facts they are.
        lines: `line`, `payee`, `day`, and perhaps `deal`, `kind`, `reverses` (a line) and the
            plan's facts.
        people: `payee`, and perhaps `first`, `end`, the plan's person facts, and `quota`: what is
            asked in each window, by name, in major units.
        through: The last day that is known; the plan's last where None.
    """
    last = through or date.fromordinal(plan.ends.toordinal() - 1)
    names = tuple(sorted({str(person["payee"]) for person in people}))
    stints = stints_of(plan, people, names)
    known = [line for line in lines if line["day"] <= last]
    lines_known = tuple(sorted(str(line["line"]) for line in known))
    ordered = sorted(
        known, key=lambda line: (names.index(line["payee"]), line["day"], str(line["line"]))
    )
    deals = tuple(sorted({str(line.get("deal", line["line"])) for line in known}))
    kinds = tuple(sorted({line.get("credit", "primary") for line in known} | {"primary"}))
    place = {(line["payee"], str(line["line"])): at for at, line in enumerate(ordered)}
    days = np.array([day_number(line["day"]) for line in ordered], dtype=np.int64)
    payee = codes(names, [line["payee"] for line in ordered])
    scale = plan.currency.scale
    own: dict[str, Column] = {
        name: column(kind, [line.get(name) for line in ordered], scale)
        for name, kind in plan.facts.items()
    }
    built = {
        "line": column(Kind.TEXT, [str(line["line"]) for line in ordered], 1),
        "deal": column(Kind.TEXT, [str(line.get("deal", line["line"])) for line in ordered], 1),
        "payee": column(Kind.TEXT, [line["payee"] for line in ordered], 1),
        "credit": column(Kind.TEXT, [line.get("credit", "primary") for line in ordered], 1),
        "date": Dates(days),
        "share": Numbers(Exact.filled(1, len(ordered))),
    }
    credited = Credited(
        payee=payee,
        stint=stint_of(stints, payee, days),
        line=codes(lines_known, [str(line["line"]) for line in ordered]),
        deal=codes(deals, [str(line.get("deal", line["line"])) for line in ordered]),
        kind=codes(kinds, [line.get("credit", "primary") for line in ordered]),
        ordinal=np.zeros(len(ordered), dtype=np.int64),
        day=days,
        reverses=np.array(
            [place.get((line["payee"], str(line.get("reverses"))), -1) for line in ordered],
            dtype=np.int64,
        ),
        facts={**own, **built},
    )
    quotas = {name: quota(plan, name, people, names) for name in plan.quotas}
    return Facts(names, lines_known, deals, kinds, stints, credited, quotas, day_number(last))


def codes(known: Sequence[str], values: Sequence[str]) -> np.ndarray[Any, np.dtype[np.int64]]:
    place = {name: at for at, name in enumerate(known)}
    return np.array([place[value] for value in values], dtype=np.int64)


def stints_of(plan: Plan, people: Sequence[Row], names: Sequence[str]) -> Stints:
    ordered = sorted(people, key=lambda one: (one["payee"], one.get("first", plan.begins)))
    first = [day_number(one.get("first", plan.begins)) for one in ordered]
    end = [day_number(one.get("end", plan.ends)) for one in ordered]
    own = {
        name: column(kind, [one.get(name) for one in ordered], plan.currency.scale)
        for name, kind in plan.person.items()
    }
    payee = codes(names, [one["payee"] for one in ordered])
    return Stints(payee, np.array(first, dtype=np.int64), np.array(end, dtype=np.int64), own)


def stint_of(stints: Stints, payee: Any, days: Any) -> Any:
    found = [
        int(np.flatnonzero((stints.payee == one) & (stints.first <= day) & (day < stints.end))[0])
        for one, day in zip(payee, days, strict=True)
    ]
    return np.array(found, dtype=np.int64)


def quota(plan: Plan, name: str, people: Sequence[Row], names: Sequence[str]) -> Quotas:
    """The same quota in each window of a person; unknown where there is none."""
    own = plan.quotas[name]
    numbers = Calendar(plan.begins, plan.ends, plan.year_begins).within(own.window)
    asked = {one["payee"]: one.get("quota", {}).get(name) for one in people}
    scale = plan.currency.scale if own.kind is Kind.MONEY else 1
    amounts = [Fraction(asked[person] or 0) * scale for person in names for _ in numbers]
    known = [asked[person] is not None for person in names for _ in numbers]
    amount = Exact.of(amounts)
    return Quotas(
        np.repeat(np.arange(len(names)), numbers.size), np.tile(numbers, len(names)),
        amount, amount, np.array(known, dtype=bool),
    )  # fmt: skip
