"""Facts with some of their credits, or with credits of another size."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from everyrep.pay.columns import Column, Columns, Numbers
from everyrep.pay.exact import Exact, Flags, Places
from everyrep.pay.facts.credited import Credited, Facts
from everyrep.pay.facts.portions import SHARED
from everyrep.pay.language import Kind
from everyrep.pay.plan import Plan

SIZES = SHARED | {Kind.MONEY}
"""Kinds of facts that a share of a line has a share of."""


def kept(facts: Facts, rows: Flags) -> Facts:
    """Facts with some of the credits; what takes back one that is gone takes back nothing known."""
    places = np.flatnonzero(rows)
    at = np.full(len(facts.credited) + 1, -1, dtype=np.int64)
    at[places] = np.arange(places.size)
    credited = picked(facts.credited, places)
    return replace(facts, credited=replace(credited, reverses=at[credited.reverses]))


def picked(credited: Credited, places: Places) -> Credited:
    """Credits in the order of places, some perhaps several times; `reverses` is as it was."""
    facts = {name: column.take(places) for name, column in credited.facts.items()}
    return Credited(
        credited.payee[places], credited.stint[places], credited.line[places],
        credited.deal[places], credited.kind[places], credited.ordinal[places],
        credited.day[places], credited.reverses[places], facts,
    )  # fmt: skip


def resized(plan: Plan, facts: Facts, rows: Flags, factor: Fraction) -> Facts:
    """Facts in which some credits are so many times their size: money and counts.

    Nothing is rounded: amounts become fractions of minor units.
    """
    credited = facts.credited
    changed: Columns = {
        name: _times(column, rows, factor) if plan.facts.get(name) in SIZES else column
        for name, column in credited.facts.items()
    }
    return replace(facts, credited=replace(credited, facts=changed))


def _times(column: Column, rows: Flags, factor: Fraction) -> Column:
    if not isinstance(column, Numbers):
        return column
    parts = np.where(rows, factor.numerator, factor.denominator)
    return replace(column, above=column.above * Exact(parts, factor.denominator))
