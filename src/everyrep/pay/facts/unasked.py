"""Who is credited with something and has no quota to be held against: told, never a silent zero."""

from __future__ import annotations

import numpy as np

from everyrep.pay.facts.credited import Facts, Quotas
from everyrep.pay.plan import Missing, Plan, Quota
from everyrep.pay.windows import Calendar

_MOST = 20
"""People who are named; the others are counted."""


def unasked(plan: Plan, facts: Facts) -> tuple[str, ...]:
    """One sentence for each quota that somebody lacks and that the plan lets lack.

    A quota that the plan refuses to do without is left to the calculation, which refuses.

    Args:
        plan: Whose quotas and measures.
        facts: What was credited, and what is asked.

    Returns:
        Sentences that name every such person and window, by people in order.
    """
    calendar = Calendar.of(plan)
    found = []
    for quota in plan.quotas.values():
        pairs = _lacking(plan, quota, facts, calendar) if _lenient(quota) else []
        if pairs:
            found.append(_told(quota, facts.people, pairs, calendar))
    return tuple(found)


def _lenient(quota: Quota) -> bool:
    return Missing.NOTHING in (quota.missing, quota.zero)


def _lacking(plan: Plan, quota: Quota, facts: Facts, calendar: Calendar) -> list[tuple[int, int]]:
    """People and windows with credits that a measure of the quota counts, and nothing asked."""
    kinds = {
        kind for one in plan.measures.values() if one.quota == quota.name for kind in one.credits
    }
    credited = facts.credited
    codes = [at for at, kind in enumerate(facts.kinds) if kind in kinds]
    rows = np.isin(credited.kind, codes) & (credited.reverses < 0)
    number = calendar.numbers(credited.day[rows], quota.window)
    there = set(zip(credited.payee[rows].tolist(), number.tolist(), strict=True))
    return sorted(there - _asked(quota, facts.quotas[quota.name]))


def _asked(quota: Quota, given: Quotas) -> set[tuple[int, int]]:
    """People and windows of whom something is asked, or who need not be named."""
    above = np.asarray(given.amount.parts > 0, dtype=bool)
    counts = given.known & (above if quota.zero is Missing.NOTHING else True)
    if quota.missing is not Missing.NOTHING:
        counts = counts | ~given.known
    return set(zip(given.payee[counts].tolist(), given.window[counts].tolist(), strict=True))


def _told(
    quota: Quota, people: tuple[str, ...], pairs: list[tuple[int, int]], calendar: Calendar
) -> str:
    windows: dict[int, list[str]] = {}
    for payee, number in pairs:
        windows.setdefault(payee, []).append(calendar.label(number, quota.window))
    listed = [f"{people[payee]} in {', '.join(when)}" for payee, when in windows.items()]
    named = "; ".join(listed[:_MOST])
    if len(listed) > _MOST:
        named += f"; and {len(listed) - _MOST} more"
    return (
        f"Nobody asks a quota {quota.name!r} above zero of these, who are credited with lines, so "
        f"that what hangs on it pays them nothing: {named}"
    )
