"""A measure in time with its limits, drawn by the report's hand as inline SVG."""

from __future__ import annotations

from threading import Lock
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse

from everyrep.analysis.charts import Chart, chart
from everyrep.analysis.charts.series import whole_buckets
from everyrep.faces.reports.charts.control import Point, control, sparkline
from everyrep.faces.reports.drawing import drawn
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.studio import NARROW, WIDE
from everyrep.faces.web.pages.live import as_json
from everyrep.faces.web.pages.remembered import remembered
from everyrep.measures import Measure, query
from everyrep.values import Estimate, EveryrepError, Period, Scope
from everyrep.warehouse.reader import Warehouse

GRAINS = ("week", "month", "quarter", "fiscal_quarter")
_SHOWN = 30
_DRAWING = Lock()
"""The renderer takes one chart at a time."""


def charted(measure: Measure, grain: str, where: str, warehouse: Warehouse, scope: Scope) -> str:
    """The chart as a part of a page, made once a build and scope."""
    name = f"chart {measure.name} {grain} {where}"
    return remembered(
        name, warehouse, scope, lambda: _charted(measure, grain, where, warehouse, scope)
    )


def _charted(measure: Measure, grain: str, where: str, warehouse: Warehouse, scope: Scope) -> str:
    try:
        found = chart(warehouse, measure.name, grain=grain, where=where or None, scope=scope)
        points = _points(measure, grain, where, warehouse, scope, found.charts)
    except EveryrepError as problem:
        return render_to_string("everyrep/measure_chart.html", {"problem": problem.told})
    one = found.charts[0] if found.charts else None
    unit = measure.unit_in(warehouse.reporting_currency)
    context = {
        "address": _address(measure, grain, where),
        "chart": one,
        "reason": found.reason,
        "wide": picture(points, unit, WIDE, measure) if points else "",
        "narrow": picture(points, unit, NARROW, measure) if points else "",
        "often": round(1 / one.rate) if one and one.rate else None,
        "points": [(p.name, p.estimate.number(), p.low, p.high, p.alarm) for p in points],
    }
    return render_to_string("everyrep/measure_chart.html", context)


def _points(
    measure: Measure,
    grain: str,
    where: str,
    warehouse: Warehouse,
    scope: Scope,
    charts: tuple[Chart, ...],
) -> list[Point]:
    if not charts:
        return []
    period = whole_buckets(warehouse, scope, grain, _SHOWN)
    answer = query(
        warehouse, measure.name, by=grain, where=where or None, period=period, scope=scope
    )
    known = {str(row.keys[grain]): row.estimate for row in answer}
    return points_of(charts[0], known, warehouse)


def points_of(one: Chart, known: dict[str, Estimate], warehouse: Warehouse) -> list[Point]:
    """The newest points of a chart; where an estimate is not known, the bare value."""
    found = []
    for point in one.points[-_SHOWN:]:
        if point.value is None:
            continue
        start = Period.parse(
            point.name, calendar=warehouse.settings.fiscal, as_of=warehouse.as_of
        ).start
        estimate = known.get(point.name) or Estimate(point.value, unit="number")
        if estimate.number() is not None:
            found.append(
                Point(point.name, start, estimate, point.low, point.high, point.center, point.alarm)
            )
    return found


def picture(points: list[Point], unit: str, width: int, measure: Measure) -> str:
    """Points with their band as inline SVG."""
    with _DRAWING:
        return drawn(_spec(points, unit, width, measure), _says(points, measure))


def pictures(measure: Measure, grain: str, where: str, warehouse: Warehouse, scope: Scope) -> str:
    """The same picture in both widths as specifications, for a page to make it answer."""

    def made() -> str:
        found = chart(warehouse, measure.name, grain=grain, where=where or None, scope=scope)
        points = _points(measure, grain, where, warehouse, scope, found.charts)
        unit = measure.unit_in(warehouse.reporting_currency)
        widths = (WIDE, NARROW) if points else ()
        return as_json(
            [(_says(points, measure), _spec(points, unit, width, measure)) for width in widths]
        )

    return remembered(f"spec {measure.name} {grain} {where}", warehouse, scope, made)


def _address(measure: Measure, grain: str, where: str) -> str:
    asked = urlencode({"grain": grain, "where": where} if where else {"grain": grain})
    return f"{reverse('measure_chart_spec', args=[measure.name])}?{asked}"


def _spec(points: list[Point], unit: str, width: int, measure: Measure) -> Spec:
    return control(points, unit, width, grain=measure.grain, height=220)


def _says(points: list[Point], measure: Measure) -> str:
    says = f"{measure.title} in time, {points[0].name} to {points[-1].name}"
    outside = [point.name for point in points if point.outside]
    return says + (f"; outside its limits: {', '.join(outside)}" if outside else "; none outside")


def small_picture(points: list[Point], unit: str, width: int, says: str) -> str:
    """The same, small and without axes."""
    with _DRAWING:
        return drawn(sparkline(points, unit, width), says)
