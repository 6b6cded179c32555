"""What each person earned in each month by each component."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from everyrep.pay.calculation.calculate import Calculation, Found
from everyrep.pay.calculation.commission import Worth
from everyrep.pay.exact import Exact, Flags, Places, Whole
from everyrep.pay.plan import Commission, Component
from everyrep.pay.windows import Days, day_number, day_of, first_of_month, months_of

_Part = tuple[Places, Days, Whole]


@dataclass(frozen=True, eq=False)
class Income:
    """What was earned.

    Attributes:
        people: Ids.
        months: Months since January 1970, in order.
        by_component: Minor units, each shape (people, months), of objects.
        whole_months: Where a person was on the plan on all days of a month that lie in the plan
            and are known; shape (people, months).
    """

    people: tuple[str, ...]
    months: Places
    by_component: Mapping[str, Whole]
    whole_months: Flags

    @cached_property
    def total(self) -> Whole:
        """By all components, shape (people, months)."""
        shape = (len(self.people), self.months.size)
        return sum(self.by_component.values(), np.zeros(shape, dtype=object))

    @cached_property
    def by_payee(self) -> Mapping[str, int]:
        """What each person earned in all."""
        return dict(zip(self.people, map(int, self.total.sum(axis=1)), strict=True))

    def labels(self) -> list[str]:
        """Months, such as "2026-03"."""
        return [f"{day_of(int(day)):%Y-%m}" for day in first_of_month(self.months)]


def income_of(found: Calculation) -> Income:
    """What a calculation comes to by person, month and component.

    A line counts in the month of its day, a window in that of its last day, and what a cap carried
    in that of the first day of the window it was carried into.
    """
    plan, facts = found.plan, found.facts
    known = min(facts.through, day_number(plan.ends) - 1)
    ends = np.array([day_number(plan.begins), known], dtype=np.int64)
    low, high = months_of(ends)
    months = np.arange(low, max(high, low) + 1, dtype=np.int64)
    shape = (len(facts.people), months.size)
    by_component = {}
    for part in plan.pay:
        if part.id in found.found:
            by_component[part.id] = _laid_out(found, part, shape, int(low))
    return Income(facts.people, months, by_component, _whole_months(found, months, known))


def _laid_out(found: Calculation, part: Component, shape: tuple[int, int], low: int) -> Whole:
    laid: Whole = np.zeros(shape, dtype=object)
    for payee, days, minor in _parts(found, part, found.found[part.id]):
        if payee.size:
            month = np.clip(months_of(days) - low, 0, shape[1] - 1)
            key = payee * shape[1] + month
            starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
            sums = Exact(minor).summed(starts).parts
            np.add.at(laid.reshape(-1), key[starts], sums.astype(object))
    return laid


def _parts(found: Calculation, part: Component, worth: Found) -> Iterator[_Part]:
    """People, days and minor units."""
    if not isinstance(worth, Worth):
        last = np.minimum(worth.windows.end, day_number(found.plan.ends)) - 1
        yield worth.windows.payee, last, worth.minor
        return
    yield found.case.credited.payee, found.case.credited.day, worth.minor
    if worth.carried is not None and isinstance(part, Commission) and part.cap is not None:
        days = found.case.calendar.first(worth.carried.window, part.cap.window)
        yield worth.carried.payee, days, worth.carried.minor


def _whole_months(found: Calculation, months: Places, known: int) -> Flags:
    """Where somebody was there on every day of a month that the plan has, up to the last known."""
    plan, stints = found.plan, found.facts.stints
    first = np.maximum(first_of_month(months), day_number(plan.begins))
    ends = np.minimum(first_of_month(months + 1), day_number(plan.ends))
    low = np.maximum(stints.first[:, None], first)
    high = np.minimum(stints.end[:, None], ends)
    days = np.zeros((len(found.facts.people), months.size), dtype=np.int64)
    np.add.at(days, stints.payee, np.maximum(high - low, 0))
    return np.asarray((days == ends - first) & (ends <= known + 1), dtype=bool)
