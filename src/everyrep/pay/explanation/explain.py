"""Finds the amount of a key, works its person's pay out anew, and tells it step by step."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from everyrep.pay.calculation.bonus import WindowWorth
from everyrep.pay.calculation.calculate import Calculation, calculate
from everyrep.pay.calculation.commission import Worth
from everyrep.pay.calculation.sharing import Shared
from everyrep.pay.explanation.called import Called
from everyrep.pay.explanation.lines import told_line
from everyrep.pay.explanation.step import Step
from everyrep.pay.explanation.windows import told_carried, told_shared, told_window
from everyrep.pay.facts import Facts
from everyrep.pay.facts.parts import subset
from everyrep.pay.plan import Bonus, Commission, Contest, Plan, Pool
from everyrep.values import UnknownName


def explain(plan: Plan, facts: Facts, key: str, names: Mapping[str, str] | None = None) -> Step:
    """What an amount is made of.

    Args:
        plan: The plan that pays it.
        facts: What it pays by.
        key: The amount's key, as `amounts` gives it.
        names: What people call lines, deals and payees, by id; the id stands in brackets behind
            the name, and alone where there is none.

    Raises:
        UnknownName: There is no such component, person, line or window.
    """
    said = [name.replace("%2F", "/").replace("%25", "%") for name in key.split("/")]
    parts = {part.id: part for part in plan.pay}
    if len(said) < 3 or said[0] not in parts:
        raise UnknownName("component", said[0], list(parts))
    part, payee = parts[said[0]], said[1]
    if payee not in facts.people:
        raise UnknownName("payee", payee, list(facts.people))
    alone = not isinstance(part, Contest | Pool)
    found = calculate(plan, subset(facts, [payee]) if alone else facts, only=[part.id])
    worth = found.found[part.id]
    if isinstance(part, Commission) and isinstance(worth, Worth):
        if said[2] == "carried":
            return told_carried(found, part, worth, said[3])
        called = Called(names or {})
        return told_line(found, part, worth, _row(found, said), called)
    if isinstance(part, Bonus) and isinstance(worth, WindowWorth):
        return told_window(found, part, worth, _window(found, worth, payee, said[2]))
    if isinstance(part, Contest | Pool) and isinstance(worth, Shared):
        return told_shared(found, part, worth, _window(found, worth, payee, said[2]))
    raise TypeError(f"{part.id!r} is no kind of component that could be explained")


def _row(found: Calculation, names: list[str]) -> int:
    """The credited line of a key."""
    _, payee, line, kind, ordinal = names
    facts, credited = found.facts, found.case.credited
    mine = np.flatnonzero(credited.payee == facts.people.index(payee))
    same = [row for row in mine if facts.lines[credited.line[row]] == line]
    here = [
        row
        for row in same
        if facts.kinds[credited.kind[row]] == kind and str(credited.ordinal[row]) == ordinal
    ]
    if not here:
        raise UnknownName("line", line, [facts.lines[credited.line[row]] for row in mine])
    return int(here[0])


def _window(found: Calculation, worth: WindowWorth | Shared, payee: str, label: str) -> int:
    """The window of a key."""
    windows, calendar = worth.windows, found.case.calendar
    mine = np.flatnonzero(windows.payee == found.facts.people.index(payee))
    labels = {calendar.label(int(windows.number[row]), windows.window): int(row) for row in mine}
    if label not in labels:
        raise UnknownName("window", label, list(labels))
    return labels[label]
