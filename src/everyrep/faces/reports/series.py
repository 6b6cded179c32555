"""Months in a row, with the band in which a steady series stays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.charts import ControlLimits, control_limits
from everyrep.faces.reports.asking import Asker, refusal
from everyrep.faces.reports.charts.control import Point
from everyrep.values import Estimate, Grade, Grain, Money, Period, Reason, unit_currency

MONTHS = 24
FALSE_ALARMS = 0.05
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True)
class Series:
    """A measure month by month.

    Attributes:
        measure: Its name.
        points: Months that are over, oldest first, without gaps at the start.
        limits: The band; None with fewer than six months, or with gaps.
        unit: Of the figures.
        reason: Why there are no points.
    """

    measure: str
    points: tuple[Point, ...]
    limits: ControlLimits | None
    unit: str
    reason: Reason | None = None

    @property
    def alarm(self) -> Point | None:
        """The last month, where it lies outside the band."""
        if not self.points or self.limits is None:
            return None
        last = self.points[-1]
        value = last.estimate.number()
        return last if value is not None and self.limits.outside(value) else None


def monthly(asker: Asker, measure: str, months: int = MONTHS) -> Series:
    """The last months of a measure that are over.

    Months without facts count as nothing where the measure is a count or a sum, and are left out
    where it is a ratio. Months before the first facts are no months of the series.
    """
    period = asker.full(Grain.MONTH, months)
    answer = asker.ask(measure, "month", period=period)
    known = {str(row.keys.get("month")): row.estimate for row in answer}
    found = asker.measure(measure)
    unit = "number" if found is None else found.unit_in(asker.warehouse.reporting_currency)
    nothing = _nothing(unit) if found is not None and found.zero else None
    points: list[Point] = []
    for month in period.split(Grain.MONTH):
        estimate = known.get(str(month))
        if estimate is None and points:
            estimate = nothing
        if estimate is not None and estimate.estimable:
            points.append(Point(month_name(month), month.start, estimate))
    if not points:
        return Series(measure, (), None, unit, refusal(answer))
    values = np.array([point.estimate.number() for point in points], dtype=float)
    return Series(measure, tuple(points), control_limits(values, FALSE_ALARMS), unit)


def month_name(month: Period) -> str:
    """A month as people write it: Mar 2026."""
    return f"{_MONTHS[month.start.month - 1]} {month.start.year}"


def _nothing(unit: str) -> Estimate:
    currency = unit_currency(unit)
    value = 0 if currency is None else Money(0, currency)
    return Estimate(value, n=0, unit=unit, grade=Grade.COUNTED)
