"""Months in a row, with the band in which a steady series stays."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.analysis.charts import Chart, chart
from everyrep.faces.reports.asking import Asker, refusal
from everyrep.faces.reports.charts.control import Point
from everyrep.values import Estimate, Grade, Grain, Money, Period, Reason, unit_currency

MONTHS = 24
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True)
class Series:
    """A measure month by month.

    Attributes:
        measure: Its name.
        points: Months that are over, oldest first, without gaps at the start.
        chart: What was found of it: limits, what they allow for, how often they are wrong; None
            where there is none.
        unit: Of the figures.
        reason: Why there are no points.
    """

    measure: str
    points: tuple[Point, ...]
    chart: Chart | None
    unit: str
    reason: Reason | None = None

    @property
    def alarm(self) -> Point | None:
        """The last month, where it lies outside its limits."""
        return self.points[-1] if self.points and self.points[-1].outside else None


def monthly(asker: Asker, measure: str, months: int = MONTHS, *, judged: bool = True) -> Series:
    """The last months of a measure that are over.

    Months without facts count as nothing where the measure is a count or a sum, and are left out
    where it is a ratio. Months before the first facts are no months of the series. Limits are dear,
    and left out unless they are asked for.
    """
    period = asker.full(Grain.MONTH, months)
    answer = asker.ask(measure, "month", period=period)
    known = {str(row.keys.get("month")): row.estimate for row in answer}
    found = asker.measure(measure)
    unit = "number" if found is None else found.unit_in(asker.warehouse.reporting_currency)
    nothing = _nothing(unit) if found is not None and found.zero else None
    drawn = _chart(asker, measure) if judged else None
    limits = {} if drawn is None else {point.name: point for point in drawn.points}
    points: list[Point] = []
    for month in period.split(Grain.MONTH):
        estimate = known.get(str(month))
        if estimate is None and points:
            estimate = nothing
        if estimate is not None and estimate.estimable:
            at = limits.get(str(month))
            within = () if at is None else (at.low, at.high, at.center, at.alarm)
            points.append(Point(month_name(month), month.start, estimate, *within))
    if not points:
        return Series(measure, (), None, unit, refusal(answer))
    return Series(measure, tuple(points), drawn, unit)


def _chart(asker: Asker, measure: str) -> Chart | None:
    """The chart of a measure over all that is known of it; None where it cannot be drawn."""
    found = asker.study(
        f"chart {measure}", lambda: chart(asker.warehouse, measure, scope=asker.scope)
    )
    if isinstance(found, Reason) or not found.charts:
        return None
    return found.charts[0]


def month_name(month: Period) -> str:
    """A month as people write it: Mar 2026."""
    return f"{_MONTHS[month.start.month - 1]} {month.start.year}"


def _nothing(unit: str) -> Estimate:
    currency = unit_currency(unit)
    value = 0 if currency is None else Money(0, currency)
    return Estimate(value, n=0, unit=unit, grade=Grade.COUNTED)
