"""Plans and companies by lot, all kinds of parts as likely as is needed to have them meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from everyrep.pay.language import Checked, Kind, check, read
from everyrep.pay.plan import (
    Above,
    Beyond,
    Cap,
    Commission,
    Grid,
    Instalment,
    Measure,
    Missing,
    Mode,
    Model,
    Payment,
    Plan,
    Proration,
    Quota,
    Refund,
    Span,
    Spread,
    Stacking,
    Table,
    Threshold,
    Times,
    Window,
)
from everyrep.pay.shape import Boundary, Shape, added_up, joined, marginal, retroactive, stepped
from everyrep.values.currency import Currency
from everyrep.values.rounding import Rounding

KINDS = {
    "amount": Kind.MONEY, "cost": Kind.MONEY, "quantity": Kind.COUNT, "new": Kind.FLAG,
}  # fmt: skip
PERSON = {"limit": Kind.MONEY}
READ = {**KINDS, **{f"person.{name}": kind for name, kind in PERSON.items()}}
BEGIN, END = date(2026, 1, 1), date(2026, 7, 1)
WINDOWS = [Window(Span.MONTH), Window(Span.QUARTER), Window(Span.PLAN), Window(Span.CYCLE, 14)]
MODES = [Mode.MARGINAL, Mode.MARGINAL, Mode.DEAL_BEFORE, Mode.DEAL_AFTER, Mode.RETROACTIVE,
         Mode.CURVE, Mode.STEP, Mode.INTERPOLATE_ADD]  # fmt: skip
AMOUNTS = (Mode.STEP, Mode.INTERPOLATE_ADD)
Company = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def ready(text: str) -> Checked:
    """An expression over the facts of these plans."""
    return check(read(text), READ, text)


def some(lot: Random, value: Any, share: float = 0.3) -> Any:
    """The value, or None."""
    return value if lot.random() < share else None


def plan(lot: Random) -> Plan:
    """A plan with one commission."""
    window = lot.choice([*WINDOWS, Window(Span.DEAL), Window(Span.ROLLING, 2)])
    has_quota = window.span not in (Span.DEAL, Span.ROLLING) and lot.random() < 0.6
    of = ready(lot.choice(["amount", "amount", "amount - cost", "quantity", "1"]))
    where = some(lot, ready(lot.choice(["new", "amount > 100"])))
    asked = "asked" if has_quota else None
    measure = Measure("main", of, where, ("primary",), window, asked)
    other = Measure("other", ready("amount"), None, ("primary",), lot.choice(WINDOWS))
    quota = Quota(
        "asked", of.kind, window, None, Spread.GIVEN, (), (), Proration.NONE,
        Missing.NOTHING, lot.choice([Missing.NOTHING, Missing.REACHED]),
    )  # fmt: skip
    tiers = table(lot, measure)
    return Plan(
        "random", "Random", "1", BEGIN, END, Currency.of("USD"), "UTC", 1,
        Model.COMMISSION_ONLY, Rounding.HALF_UP, "closed", KINDS, PERSON,
        {"margin": ready("(amount - cost) / amount")}, {}, {}, False, (),
        {"asked": quota} if has_quota else {}, {"main": measure, "other": other},
        {"tiers": tiers}, {"cells": grid(lot)},
        (commission(lot, tiers, quota=has_quota),), (), None,
        Payment(Window(Span.MONTH), (Instalment(Fraction(1), "date"),), 0, ("draw",)), (),
    )  # fmt: skip


def rate(lot: Random) -> Fraction:
    return Fraction(lot.randint(0, 100), lot.choice([100, 300, 1000]))


def table(lot: Random, measure: Measure) -> Table:
    mode, in_quotas = lot.choice(MODES), measure.quota is not None
    unit = Fraction(1 if in_quotas else 20_000 if measure.of.kind is Kind.MONEY else 4)
    bounds = sorted(lot.sample(range(9), lot.randint(1, 4)))
    worth = 10_000 if mode in AMOUNTS else 1
    steps = [(Fraction(bound, 4) * unit, worth * rate(lot)) for bound in bounds]
    boundary = lot.choice(list(Boundary))
    above = Above.OPEN if mode is Mode.CURVE else lot.choice([Above.OPEN, Above.FLAT])
    last = steps[-1][0] + unit / 2 if above is Above.FLAT else None
    return Table(
        "tiers", measure.name, in_quotas, mode, boundary,
        shape(mode, steps, steps[-1][0] + unit / 2, boundary, above),
        tuple(bound for bound, _ in steps), tuple(own for _, own in steps),
        mode in AMOUNTS,
        above, last, lot.choice(list(Refund)),
    )  # fmt: skip


def shape(
    mode: Mode, steps: list[tuple[Fraction, Fraction]], end: Fraction, boundary: Boundary,
    above: Above,
) -> Shape:  # fmt: skip
    if mode is Mode.CURVE:
        return joined(steps, Fraction(0), Fraction(0), boundary)
    if mode is Mode.STEP:
        return stepped(steps, boundary)
    if mode is Mode.INTERPOLATE_ADD:
        ends = [*(bound for bound, _ in steps[1:]), end]
        found = added_up((at, to, pays) for (at, pays), to in zip(steps, ends, strict=True))
        if above is Above.FLAT:
            return found
        last = replace(found.pieces[-1], slope=found.pieces[-2].slope)
        return replace(found, pieces=(*found.pieces[:-1], last))
    return marginal(steps, boundary) if mode is Mode.MARGINAL else retroactive(steps, boundary)


def grid(lot: Random) -> Grid:
    rates = tuple(tuple(rate(lot) for _ in range(3)) for _ in range(2))
    across = (ready("amount"), (Fraction(5_000), Fraction(15_000)))
    return Grid("cells", across, (ready("quantity"), (Fraction(2),)), lot.choice(list(Boundary)),
                rates)  # fmt: skip


def threshold(lot: Random, *, first: bool, quota: bool) -> Threshold:
    if quota and lot.random() < 0.5:
        at = Fraction(lot.randint(0, 6), 4)
        return Threshold("main", at, True, lot.choice(list(Boundary)), first)
    at = Fraction(lot.choice([0, 10_000, 15_000, 30_000]))
    return Threshold("other", at, False, lot.choice(list(Boundary)), first)


def multiplier(lot: Random) -> Times:
    when = lot.choice(["new", "cost < amount", "quantity >= 2", "amount > 100"])
    factor = lot.choice(["2x", "0.5x", "1.25x", "quantity / 3", "if(new, 3x, 1x)"])
    return Times("Times", ready(when), ready(factor))


def commission(lot: Random, tiers: Table, *, quota: bool) -> Commission:
    way = lot.choice(["table", "table", "table", "table", "rate", "grid"])
    limit = ready(lot.choice(["person.limit", "if(new, person.limit, person.limit)"]))
    cap = Cap(limit, lot.choice(WINDOWS[:3]), lot.choice(list(Beyond)))
    return Commission(
        "part", "Part", ready(lot.choice(["amount", "amount", "amount - cost", "quantity * 3"])),
        some(lot, ready(lot.choice(["new", "quantity > 1"]))), ("primary",),
        ready(lot.choice(["7%", "quantity / 100"])) if way == "rate" else None,
        "tiers" if way == "table" else None, "cells" if way == "grid" else None,
        tuple(multiplier(lot) for _ in range(lot.choice([0, 0, 1, 2, 3]))),
        lot.choice(list(Stacking)), some(lot, ready("person.limit / 3")), some(lot, cap),
        (threshold(lot, first=True, quota=quota),) if lot.random() < 0.2 else (),
        some(lot, threshold(lot, first=lot.random() < 0.5, quota=quota)),
        tiers.refund if way == "table" else lot.choice(list(Refund)), lot.choice(list(Rounding)),
    )  # fmt: skip


def company(lot: Random) -> Company:
    """Up to two people with up to twelve lines, some of which take others back."""
    people = [
        {"payee": name, "limit": lot.choice([5, 20, 60, 200]),
         "quota": {"asked": lot.choice([None, 0, 4, 150, 300, 300])}}
        for name in ("a", "b")[: lot.randint(1, 2)]
    ]  # fmt: skip
    lines: list[dict[str, Any]] = []
    for at in range(lot.randint(1, 12)):
        payee = lot.choice(people)["payee"]
        day = BEGIN + timedelta(days=lot.randint(0, 180))
        line = {
            "line": f"{at:02}", "deal": lot.choice(["x", "y", f"{at}"]), "payee": payee,
            "day": day, "new": lot.random() < 0.7, "quantity": lot.randint(0, 5),
            "amount": Fraction(lot.choice([10_000, lot.randint(-2_000, 30_000)]), 100),
            "cost": Fraction(lot.randint(0, 20_000), 100),
        }  # fmt: skip
        earlier = [one for one in lines if one["payee"] == payee and one["day"] < day]
        if earlier and lot.random() < 0.4:
            line |= reversal(lot, lot.choice(earlier))
        lines.append(line)
    return lines, people


def reversal(lot: Random, taken: dict[str, Any]) -> dict[str, Any]:
    """What takes a line back, in whole or in part."""
    share = lot.choice([1, Fraction(1, 2), Fraction(1, 3)])
    back = Fraction(round(-taken["amount"] * share * 100), 100)
    return {"reverses": taken["line"], "amount": back, "cost": -taken["cost"],
            "quantity": -taken["quantity"], "new": taken["new"]}  # fmt: skip
