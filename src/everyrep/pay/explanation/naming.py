"""Keys of amounts by what people call them: a line, a deal, a window, or the key itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from everyrep.pay.calculation.amounts import amounts, safe
from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.plan import Commission
from everyrep.values import UnknownName


def keys_about(
    found: Calculation, name: str, payee: str = "", component: str = ""
) -> tuple[str, ...]:
    """Keys of all amounts of a line, a deal or a window, those that came to nothing too.

    Args:
        found: The calculation.
        name: The id of a line or a deal, a window in words such as "Q1 2026", or a key.
        payee: Whose; everybody's where empty.
        component: Of what; of all where empty.

    Raises:
        UnknownName: Nobody is credited with a line or deal of that name, or no window has it.
    """
    if payee and payee not in found.facts.people:
        raise UnknownName("payee", payee, found.facts.people)
    ids = [part.id for part in found.plan.pay]
    if component and component not in ids:
        raise UnknownName("component", component, ids)
    rows = amounts(found, hashed=False)
    about = (rows["key"] == name) | ((rows["line"] == "") & (rows["window"] == name))
    if payee:
        about &= rows["payee"] == payee
    if component:
        about &= rows["component"] == component
    lines = _of_lines(found, name, payee, component)
    keys = tuple(dict.fromkeys((*lines, *rows[about.to_numpy()]["key"])))
    if not keys:
        windows = rows[(rows["line"] == "").to_numpy()]["window"]
        known = (*found.facts.lines, *found.facts.deals, *windows, *rows["key"])
        raise UnknownName("line or window", name, dict.fromkeys(known), where=payee or None)
    return keys


def _of_lines(found: Calculation, name: str, payee: str, component: str) -> Iterator[str]:
    """Keys of the credits of a line or deal, by each commission, whatever they are worth."""
    facts, credited = found.facts, found.case.credited
    lines = [at for at, line in enumerate(facts.lines) if line == name]
    deals = [at for at, deal in enumerate(facts.deals) if deal == name]
    meant = np.isin(credited.line, lines) | np.isin(credited.deal, deals)
    for part in found.plan.pay:
        if not isinstance(part, Commission) or component not in ("", part.id):
            continue
        for row in np.flatnonzero(meant):
            who = facts.people[credited.payee[row]]
            if payee in ("", who):
                kind, line = facts.kinds[credited.kind[row]], facts.lines[credited.line[row]]
                names = (part.id, who, line, kind, str(credited.ordinal[row]))
                yield "/".join(map(safe, names))
