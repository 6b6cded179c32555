"""A series in time with the band in which it stays by chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from everyrep.analysis.charts import ControlLimits
from everyrep.faces.reports.charts.style import chart, quantitative
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import shown
from everyrep.values import Estimate


@dataclass(frozen=True)
class Point:
    """One month of a series."""

    name: str
    starts_on: date
    estimate: Estimate


def control(
    points: Sequence[Point],
    limits: ControlLimits | None,
    unit: str,
    width: int,
    *,
    grain: str = "",
    height: int = 200,
) -> Spec:
    """Months as a line, the usual range as a band, and what lies outside it marked.

    Args:
        points: In order of time.
        limits: None where there are too few points for a band.
        unit: Of the figures.
        width: In pixels.
        grain: What one unit of n is.
        height: Of the plot, in pixels.
    """
    values = [_point(point, limits, grain) for point in points]
    x = {
        "field": "day",
        "type": "temporal",
        "axis": {"title": None, "format": "%b %y", "tickCount": 4 if width < 500 else 8},
    }
    y = quantitative("value", unit, zero=False)
    layers: list[Spec] = [] if limits is None else _band(values, limits, unit, x)
    layers += [
        {
            "mark": {"type": "line", "color": ink("accent"), "strokeWidth": 2},
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "color": {
                    "condition": {"test": "datum.outside", "value": ink("bad")},
                    "value": ink("accent"),
                },
                "size": {"condition": {"test": "datum.outside", "value": 110}, "value": 36},
                "shape": {"condition": {"test": "datum.outside", "value": "diamond"},
                          "value": "circle"},
                "description": {"field": "says"},
            },
        },
    ]  # fmt: skip
    return chart(width, height, data={"values": values}, layer=layers)


def sparkline(points: Sequence[Point], limits: ControlLimits | None, unit: str, width: int) -> Spec:
    """The same, small and without axes, to stand under a figure."""
    spec = control(points, limits, unit, width, height=44)
    for layer in spec["layer"]:
        for channel in ("x", "y"):
            if channel in layer["encoding"]:
                layer["encoding"][channel] = {**layer["encoding"][channel], "axis": None}
        layer["encoding"].pop("description", None)
    last = spec["layer"][-1]
    last["transform"] = [{"filter": "datum.outside || datum.last"}]
    spec["padding"] = {"left": 2, "right": 6, "top": 4, "bottom": 4}
    return spec


def _point(point: Point, limits: ControlLimits | None, grain: str) -> dict[str, Any]:
    value = point.estimate.number()
    outside = limits is not None and value is not None and limits.outside(value)
    return {
        "day": point.starts_on.isoformat(),
        "value": value,
        "outside": outside,
        "last": False,
        "says": f"{point.name}: {shown(point.estimate, grain).line}"
        + ("; outside the usual range" if outside else ""),
    }


def _band(
    values: list[dict[str, Any]], limits: ControlLimits, unit: str, x: dict[str, Any]
) -> list[Spec]:
    if values:
        values[-1]["last"] = True
    for row in values:
        row["low"], row["high"], row["center"] = limits.low, limits.high, limits.center
    y = quantitative("low", unit, zero=False)
    return [
        {
            "mark": {"type": "area", "color": ink("band"), "opacity": 0.45},
            "encoding": {"x": x, "y": y, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": ink("quiet"), "strokeDash": [4, 4], "strokeWidth": 1},
            "encoding": {"x": x, "y": {**y, "field": "center"}},
        },
    ]
