"""Figures over quarters: a line with its range, and how people spread around their middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.faces.reports.charts.style import chart, quantitative
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import in_unit, joined, shown, unit_word
from everyrep.values import Estimate


@dataclass(frozen=True)
class Quantiles:
    """How a group of people spreads in one period.

    Attributes:
        name: The period.
        tenth, quarter, middle, three_quarters, nine_tenths: Bounds that such a share lies below.
        n: How many people.
    """

    name: str
    tenth: float
    quarter: float
    middle: float
    three_quarters: float
    nine_tenths: float
    n: int


def ribbon(
    points: Sequence[tuple[str, Estimate]], unit: str, width: int, *, grain: str = ""
) -> Spec:
    """A figure period by period, its range as a ribbon around it.

    Args:
        points: Name and figure of each period, in order of time.
        unit: Of the figures.
        width: In pixels.
        grain: What one unit of n is.
    """
    values = [_point(name, estimate, grain) for name, estimate in points]
    x = _periods([name for name, _ in points])
    y = quantitative("value", unit, zero=False)
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "color": ink("band"), "opacity": 0.5},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": ink("accent"), "strokeWidth": 2},
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 40, "opacity": 1,
                     "color": ink("accent")},
            "encoding": {"x": x, "y": y, "description": {"field": "says"}},
        },
    ]  # fmt: skip
    return chart(width, 190, data={"values": values}, layer=layers)


def spread(
    periods: Sequence[Quantiles], unit: str, width: int, *, mark_at: float | None = None
) -> Spec:
    """How people spread period by period: the middle, the middle half, and the middle four fifths.

    Args:
        periods: In order of time.
        unit: Of the figures.
        width: In pixels.
        mark_at: Where to draw a line, such as the target.
    """
    values = [_spread(period, unit) for period in periods]
    x = _periods([period.name for period in periods])
    y = quantitative("tenth", unit, zero=True)
    says = {"field": "says"}
    layers: list[Spec] = [] if mark_at is None else [_mark(mark_at)]
    layers += [
        {
            "mark": {"type": "rule", "color": ink("quiet"), "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "y2": {"field": "nine_tenths"}, "description": says},
        },
        {
            "mark": {"type": "bar", "color": ink("band"), "size": 18, "cornerRadius": 3},
            "encoding": {"x": x, "y": {**y, "field": "quarter"},
                         "y2": {"field": "three_quarters"}, "description": says},
        },
        {
            "mark": {"type": "tick", "color": ink("accent"), "thickness": 3, "size": 18,
                     "opacity": 1},
            "encoding": {"x": x, "y": {**y, "field": "middle"}, "description": says},
        },
    ]  # fmt: skip
    return chart(width, 190, data={"values": values}, layer=layers)


def _periods(names: list[str]) -> dict[str, Any]:
    return {
        "field": "name",
        "type": "ordinal",
        "sort": names,
        "scale": {"type": "point", "padding": 0.5},
        "axis": {
            "title": None,
            "labelAngle": 0,
            "labelOverlap": True,
            "labelLineHeight": 15,
            # "Q3 2025" is set in two lines.
            "labelExpr": "split(datum.label, ' ')",
        },
    }


def _point(name: str, estimate: Estimate, grain: str) -> dict[str, Any]:
    low, high = estimate.bounds()
    return {
        "name": name,
        "value": estimate.number(),
        "low": low,
        "high": high,
        "says": f"{name}: {shown(estimate, grain).line}",
    }


def _spread(period: Quantiles, unit: str) -> dict[str, Any]:
    middle = joined(in_unit(period.middle, unit), unit_word(unit))
    return {
        "name": period.name,
        "tenth": period.tenth,
        "quarter": period.quarter,
        "middle": period.middle,
        "three_quarters": period.three_quarters,
        "nine_tenths": period.nine_tenths,
        "says": f"{period.name}: half of {period.n} people are at or below {middle}; "
        f"the middle half from {in_unit(period.quarter, unit)} to "
        f"{in_unit(period.three_quarters, unit)}",
    }


def _mark(at: float) -> Spec:
    return {
        "data": {"values": [{"at": at}]},
        "mark": {"type": "rule", "strokeDash": [4, 4], "color": ink("ink")},
        "encoding": {"y": {"field": "at", "type": "quantitative"}},
    }
