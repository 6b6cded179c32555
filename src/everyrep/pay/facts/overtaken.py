"""Lines of which more is taken back than they had: told, since a refund may have come twice."""

from __future__ import annotations

import numpy as np

from everyrep.pay.columns import Numbers
from everyrep.pay.facts.credited import Codes, Facts
from everyrep.pay.language import Kind
from everyrep.pay.language.tree import Name
from everyrep.pay.plan import Plan

_MOST = 20
"""Lines that are named; the others are counted."""


def overtaken(plan: Plan, facts: Facts) -> tuple[str, ...]:
    """One sentence for each fact of which more is taken back than there was.

    What is taken back is paid back as it stands: only who keeps the records knows whether a refund
    came twice.

    Args:
        plan: Whose facts of money are looked at: those that something is paid of or measured by.
        facts: What was credited.

    Returns:
        Sentences that name the lines, in their order.
    """
    reverses = facts.credited.reverses
    back = np.flatnonzero(reverses >= 0)
    if not back.size:
        return ()
    roots = _roots(reverses, back)
    found = [(name, _lines(name, facts, back, roots)) for name in _bases(plan)]
    return tuple(_told(name, lines) for name, lines in found if lines)


def _bases(plan: Plan) -> list[str]:
    """Facts of money that stand for themselves where something is paid of them or measured."""
    looked = [*(getattr(one, "of", None) for one in plan.pay), *(
        one.of for one in plan.measures.values())]  # fmt: skip
    nodes = [one.node for one in looked if one is not None]
    named = {node.name for node in nodes if isinstance(node, Name)}
    return [name for name, kind in plan.facts.items() if kind is Kind.MONEY and name in named]


def _roots(reverses: Codes, back: Codes) -> Codes:
    """What is taken back in the end, where a refund takes back another."""
    found = reverses[back]
    while (again := reverses[found] >= 0).any():
        found = np.where(again, reverses[found], found)
    return found


def _lines(name: str, facts: Facts, back: Codes, roots: Codes) -> list[str]:
    column = facts.credited.facts[name]
    if not isinstance(column, Numbers) or column.below is not None:
        return []
    had = column.above.parts.astype(object)
    if column.known is not None:
        had = np.where(column.known, had, 0)
    left = had.copy()
    np.add.at(left, roots, had[back])
    rows = np.unique(roots)
    over = rows[[bool(had[row] * left[row] < 0) for row in rows]]
    return [facts.lines[line] for line in np.unique(facts.credited.line[over])]


def _told(name: str, lines: list[str]) -> str:
    named = ", ".join(lines[:_MOST])
    if len(lines) > _MOST:
        named += f" and {len(lines) - _MOST:,} more"
    return (
        f"More {name!r} is taken back of these lines than they had, so that they pay less than "
        f"nothing; look whether a refund came twice: {named}"
    )
