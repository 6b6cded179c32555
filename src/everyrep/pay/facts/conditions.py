"""Where the conditions of crediting rules hold, line by line."""

from __future__ import annotations

import numpy as np

from everyrep.pay.columns import Column, Columns
from everyrep.pay.exact import Flags
from everyrep.pay.facts.lines import Lines, facts_with_names
from everyrep.pay.language import Checked
from everyrep.pay.language.working import Setting, column, truths
from everyrep.pay.plan import Plan
from everyrep.values import DataError


def conditions_of(plan: Plan, lines: Lines, facts: Columns, needed: Flags) -> dict[int, Flags]:
    """Lines for which each rule of crediting holds, by its place; rules without condition lack.

    Args:
        plan: Whose rules.
        lines: Lines.
        facts: The plan's facts of each line.
        needed: Lines for which it must be known.

    Raises:
        DataError: A condition cannot be told, for a fact is unknown.
    """
    rules = {place: rule.when for place, rule in enumerate(plan.credits) if rule.when is not None}
    if not rules:
        return {}
    setting = Setting(plan.currency.scale, plan.parameters, plan.rounding)
    columns = _derived(plan, facts_with_names(lines, facts), setting)
    return {
        place: _holds(checked, lines, columns, setting, needed) for place, checked in rules.items()
    }


def _derived(plan: Plan, columns: Columns, setting: Setting) -> Columns:
    """Facts, and what is derived from facts of lines alone."""
    found: dict[str, Column] = dict(columns)
    for name, checked in plan.derived.items():
        if set(checked.names) <= found.keys() | setting.parameters.keys():
            found[name] = column(checked, found, setting)
    return found


def _holds(
    checked: Checked, lines: Lines, columns: Columns, setting: Setting, needed: Flags
) -> Flags:
    found = truths(checked, columns, setting)
    if found.known is not None:
        unknown = np.flatnonzero(needed & ~np.broadcast_to(found.known, len(lines)))
        if unknown.size:
            raise DataError(
                f"Whom {unknown.size} lines are credited to cannot be told, the first is "
                f"{lines.ids[unknown[0]]!r}", where="the plan's [[credit]]",
                why=f"The condition reads {', '.join(checked.names)}, and something of that is "
                "unknown there",
                remedy="complete the lines, or let the rule say what holds then: `... is missing`",
            )  # fmt: skip
    return np.array(np.broadcast_to(found.yes, len(lines)), dtype=bool)
