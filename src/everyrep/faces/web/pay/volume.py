"""What each payee had reached of each measure by a day, beside what was asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.language import Kind
from everyrep.pay.plan import Measure, QuotaBasis, Span
from everyrep.pay.plan.wording.numbers import of_kind, percent
from everyrep.values import Currency
from everyrep.values.rounding import Rounding, round_exact

_WITHOUT_A_SUM = (Span.DEAL, Span.ROLLING)
Told = dict[str, Any]


def volume(found: Calculation) -> dict[str, list[Told]]:
    """For each payee the measures of the plan in the window that the last known day lies in.

    Returns:
        By payee: measure, window, reached and quota in words, share (attainment in percent, as
        text; empty where nothing is asked) and parts (attainment as a number from 0, for a bar).
    """
    told: dict[str, list[Told]] = {}
    for measure in found.plan.measures.values():
        if measure.window.span in _WITHOUT_A_SUM:
            continue
        for payee, one in _of_measure(found, measure):
            told.setdefault(payee, []).append(one)
    return told


def _of_measure(found: Calculation, measure: Measure) -> Iterator[tuple[str, Told]]:
    case, facts = found.case, found.facts
    day = np.array([facts.through], dtype=np.int64)
    window = int(case.calendar.numbers(day, measure.window)[0])
    reached = _reached(found, measure, window)
    asked = _asked(found, measure, window)
    label = case.calendar.label(window, measure.window)
    for place in sorted({*reached, *asked}):
        value, quota = reached.get(place, Fraction(0)), asked.get(place)
        yield facts.people[place], _told(found, measure, label, value, quota)


def _told(
    found: Calculation, measure: Measure, label: str, value: Fraction, quota: Fraction | None
) -> Told:
    kind, currency = measure.of.kind, found.plan.currency
    said: Told = {
        "measure": measure.name.replace("_", " ").replace("-", " ").capitalize(),
        "window": label,
        "reached": _shown(value, kind, currency),
        "quota": "" if quota is None else _shown(quota, kind, currency),
        "share": "",
        "parts": None,
    }
    if quota is not None and quota > 0:
        share = value / quota
        said |= {"share": percent(Fraction(round(share * 1000), 1000)), "parts": float(share)}
    return said


def _shown(value: Fraction, kind: Kind, currency: Currency) -> str:
    """A value in words; that money was rounded to whole minor units is said."""
    if kind is not Kind.MONEY or value.denominator == 1:
        return of_kind(value, kind, currency)
    return f"about {of_kind(Fraction(round_exact(value, Rounding.HALF_EVEN)), kind, currency)}"


def _reached(found: Calculation, measure: Measure, window: int) -> dict[int, Fraction]:
    """Sums by place of the payee."""
    case = found.case
    if not case.rows:
        return {}
    added = case.measured(measure.name).added
    rows = np.flatnonzero(case.calendar.numbers(case.credited.day, measure.window) == window)
    sums: dict[int, int] = {}
    parts = np.broadcast_to(added.parts, (case.rows,))
    for place, part in zip(case.credited.payee[rows].tolist(), parts[rows].tolist(), strict=True):
        sums[place] = sums.get(place, 0) + int(part)
    return {place: Fraction(part, added.over) for place, part in sums.items()}


def _asked(found: Calculation, measure: Measure, window: int) -> dict[int, Fraction]:
    """What is asked of each, where something is."""
    if measure.quota is None:
        return {}
    given = found.facts.quotas[measure.quota]
    amount = given.to_date if measure.basis is QuotaBasis.TO_DATE else given.amount
    rows = np.flatnonzero((given.window == window) & given.known)
    values = amount.take(rows).fractions()
    return dict(zip(given.payee[rows].tolist(), values, strict=True))
