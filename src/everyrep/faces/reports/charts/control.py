"""A series in time with the band in which it stays by chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from everyrep.faces.reports.charts.style import chart, quantitative
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import shown
from everyrep.values import Estimate


@dataclass(frozen=True)
class Point:
    """One month of a series.

    Attributes:
        name: As people write it.
        starts_on: Its first day.
        estimate: The figure.
        low, high: Its limits; None where there is none on a side, or it was not judged.
        center: What was expected of it.
        alarm: 1 above its limits, -1 below, 0 within; None where it was not judged.
    """

    name: str
    starts_on: date
    estimate: Estimate
    low: float | None = None
    high: float | None = None
    center: float | None = None
    alarm: int | None = None

    @property
    def outside(self) -> bool:
        """Whether it is out of the ordinary."""
        return bool(self.alarm)


def control(
    points: Sequence[Point],
    unit: str,
    width: int,
    *,
    grain: str = "",
    height: int = 200,
) -> Spec:
    """Months as a line, the usual range as a band, and what lies outside it marked.

    Args:
        points: In order of time.
        unit: Of the figures.
        width: In pixels.
        grain: What one unit of n is.
        height: Of the plot, in pixels.
    """
    values = [_point(point, grain) for point in points]
    if values:
        values[-1]["last"] = True
    x = {
        "field": "day",
        "type": "temporal",
        "axis": {"title": None, "format": "%b %y", "tickCount": 4 if width < 500 else 8},
    }
    y = quantitative("value", unit, zero=False)
    judged = any(point.alarm is not None for point in points)
    layers: list[Spec] = _band(values, unit, x) if judged else []
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


def sparkline(points: Sequence[Point], unit: str, width: int) -> Spec:
    """The same, small and without axes, to stand under a figure."""
    spec = control(points, unit, width, height=44)
    for layer in spec["layer"]:
        for channel in ("x", "y"):
            if channel in layer["encoding"]:
                layer["encoding"][channel] = {**layer["encoding"][channel], "axis": None}
        layer["encoding"].pop("description", None)
    last = spec["layer"][-1]
    last["transform"] = [{"filter": "datum.outside || datum.last"}]
    spec["padding"] = {"left": 2, "right": 6, "top": 4, "bottom": 4}
    return spec


def _point(point: Point, grain: str) -> dict[str, Any]:
    return {
        "day": point.starts_on.isoformat(),
        "value": point.estimate.number(),
        "outside": point.outside,
        "last": False,
        "low": point.low,
        "high": point.high,
        "center": point.center,
        "says": f"{point.name}: {shown(point.estimate, grain).line}"
        + ("; outside its limits" if point.outside else ""),
    }


def _band(values: list[dict[str, Any]], unit: str, x: dict[str, Any]) -> list[Spec]:
    """The limits of each point; a side without a limit reaches to the end of what is drawn."""
    known = [v for row in values for v in (row["value"], row["low"], row["high"]) if v is not None]
    bottom, top = min(known, default=0.0), max(known, default=0.0)
    for row in values:
        if row["low"] is not None or row["high"] is not None:
            row["low"] = bottom if row["low"] is None else row["low"]
            row["high"] = top if row["high"] is None else row["high"]
    y = quantitative("low", unit, zero=False)
    judged = [{"filter": "isValid(datum.low)"}]
    return [
        {
            "transform": judged,
            "mark": {"type": "area", "color": ink("band"), "opacity": 0.45},
            "encoding": {"x": x, "y": y, "y2": {"field": "high"}},
        },
        {
            "transform": [{"filter": "isValid(datum.center)"}],
            "mark": {"type": "line", "color": ink("quiet"), "strokeDash": [4, 4], "strokeWidth": 1},
            "encoding": {"x": x, "y": {**y, "field": "center"}},
        },
    ]
