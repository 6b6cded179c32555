"""Tells what a window is worth: a bonus, what a cap carried over, a prize, a part of a pool."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from everyrep.pay.calculation.bonus import ON_THE_MEASURE, WindowWorth
from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.calculation.commission import Worth
from everyrep.pay.calculation.sharing import Shared
from everyrep.pay.calculation.standing import Windows, passed, standing
from everyrep.pay.columns import cell, fraction
from everyrep.pay.explanation.step import Step
from everyrep.pay.explanation.telling import amount, factor, money, percent
from everyrep.pay.plan import Bonus, Commission, Contest, Pool, Proration, Threshold
from everyrep.values import UnknownName
from everyrep.values.money import Money


def told_window(found: Calculation, part: Bonus, worth: WindowWorth, row: int) -> Step:
    """A bonus's worth of one window as a tree of steps."""
    currency = found.plan.currency
    minor = Money(int(worth.minor[row]), currency)
    label = _label(found, worth.windows, row)
    steps = [*_payout(found, part, worth, row)]
    if worth.target is not None and part.target is not None:
        target = fraction(worth.target, row)
        prorated = "" if part.proration is Proration.NONE else f", prorated by {part.proration}"
        steps.append(
            Step("Target", f"100% pays {part.target.text}{prorated}: {money(target, currency)}.")
        )
    if part.times is not None:
        steps.append(Step("Factor", f"All is multiplied by {factor(fraction(worth.factor, row))}."))
    steps += [_gate(found, gate, worth.windows, row) for gate in part.gates]
    if part.cap is not None:
        steps.append(Step("Cap", f"No more than {part.cap.amount.text} a {part.cap.window}."))
    sentence = f"{part.title} pays {minor} for {label}."
    return Step(f"{part.title}: {label}", sentence, minor, (*steps, _rule(found, part.id)))


def _payout(found: Calculation, part: Bonus, worth: WindowWorth, row: int) -> list[Step]:
    currency = found.plan.currency
    if part.table is None:
        told = []
        for one, score in zip(part.objectives, worth.scores, strict=True):
            counted = cell(score, row)
            told.append(
                Step(
                    one.title,
                    f"{one.title} counts {percent(counted)} and weighs {percent(one.weight)}: "
                    f"{percent(counted * one.weight)}.",
                )
            )
        total = fraction(worth.payout, row)
        return [Step("Objectives", f"Together that is {percent(total)}.", None, tuple(told))]
    table = found.plan.tables[part.table]
    kind = found.plan.measures[table.over].of.kind
    if worth.reached is None:
        return []
    total, unit = cell(worth.reached.total, row), cell(worth.reached.unit, row)
    sentence = f"{table.over} came to {amount(total, kind, currency)}"
    if table.in_quotas:
        if not worth.reached.asked[row]:
            return [Step("Attainment", sentence + "; there is no quota, so that nothing is paid.")]
        nought = worth.reached.nought
        if nought is not None and nought[row]:
            sentence += "; a quota of zero counts as reached once, that is 100% of it"
        else:
            sentence += f", {percent(total / unit)} of the quota of {amount(unit, kind, currency)}"
    paid = fraction(worth.payout, row)
    as_money = table.pays_amounts or table.mode in ON_THE_MEASURE
    told_paid = money(paid, currency) if as_money else percent(paid)
    return [
        Step("Attainment", sentence + "."),
        Step("Payout", f"There table {table.name!r} ({table.mode}) pays {told_paid}."),
    ]


def _gate(found: Calculation, gate: Threshold, windows: Windows, row: int) -> Step:
    measure = found.plan.measures[gate.over]
    stand = standing(found.case, measure, windows)
    currency, kind = found.plan.currency, measure.of.kind
    bound = gate.at * cell(stand.unit, row) if gate.in_quotas else gate.at
    word = "is reached" if passed(gate, stand)[row] else "is not reached, so that nothing is paid"
    sentence = (
        f"{gate.over} stands at {amount(cell(stand.total, row), kind, currency)}; "
        f"{amount(bound, kind, currency)} {word}."
    )
    return Step("Gate", sentence)


def told_carried(found: Calculation, part: Commission, worth: Worth, label: str) -> Step:
    """What a cap carried into a window."""
    carried, cap = worth.carried, part.cap
    if carried is None or cap is None:
        raise UnknownName("window", label, [])
    calendar = found.case.calendar
    labels = {calendar.label(int(one), cap.window): at for at, one in enumerate(carried.window)}
    if label not in labels:
        raise UnknownName("window", label, list(labels))
    minor = Money(int(carried.minor[labels[label]]), found.plan.currency)
    sentence = (
        f"{part.title} pays {minor} in {label} that lay above the cap of {cap.amount.text} a "
        f"{cap.window} before; it is paid before what the {cap.window} earned itself."
    )
    return Step(f"{part.title}: carried into {label}", sentence, minor, (_rule(found, part.id),))


def told_shared(found: Calculation, part: Contest | Pool, worth: Shared, row: int) -> Step:
    """A prize, or a part of a pool."""
    minor = Money(int(worth.minor[row]), found.plan.currency)
    label = _label(found, worth.windows, row)
    steps = _prize(found, part, worth, row) if isinstance(part, Contest) else _share(worth, row)
    sentence = f"{part.title} pays {minor} for {label}."
    return Step(f"{part.title}: {label}", sentence, minor, (*steps, _rule(found, part.id)))


def _prize(found: Calculation, part: Contest, worth: Shared, row: int) -> list[Step]:
    kind = found.plan.measures[part.over].of.kind
    told = amount(cell(worth.by, row), kind, found.plan.currency)
    same = worth.windows.number == worth.windows.number[row]
    tied = int((same & (worth.rank == worth.rank[row])).sum())
    among = int((same & worth.qualifies).sum())
    sentence = f"{part.over} came to {told}: rank {worth.rank[row]} of {among}"
    if tied > 1:
        way = "each has the whole prize" if part.ties == "each" else "they share its prizes equally"
        sentence += f", with {tied - 1} others; {way}"
    return [Step("Rank", sentence + ".")]


def _share(worth: Shared, row: int) -> list[Step]:
    same = (worth.windows.number == worth.windows.number[row]) & worth.qualifies
    whole = Fraction(sum(int(worth.by.parts[at]) for at in np.flatnonzero(same)))
    own = Fraction(int(worth.by.parts[row]))
    pool = sum(int(worth.minor[at]) for at in np.flatnonzero(same))
    share = percent(own / whole) if whole else "nothing"
    sentence = (
        f"{int(same.sum())} people qualify and share it to the last cent; this share is {share} "
        f"of {pool} minor units."
    )
    return [Step("Share", sentence)]


def _label(found: Calculation, windows: Windows, row: int) -> str:
    return found.case.calendar.label(int(windows.number[row]), windows.window)


def _rule(found: Calculation, name: str) -> Step:
    plan = found.plan
    line = plan.places.get(f"pay.{name}")
    where = f", line {line} of its file" if line else ""
    return Step("Rule", f"Rule {name!r} of plan {plan.id!r}, version {plan.version}{where}.")
