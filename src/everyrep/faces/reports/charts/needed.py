"""What there is of each part, beside what the whole would have to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everyrep.faces.reports.charts.bars import bars
from everyrep.faces.reports.charts.style import axis_format
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import shown
from everyrep.values import Estimate


def beside_needed(
    rows: Sequence[tuple[str, Estimate]],
    needed: Estimate | None,
    unit: str,
    width: int,
    *,
    grain: str = "",
) -> Spec:
    """Bars by part and for all of them, with a line where all of them would have to reach.

    Args:
        rows: Name and figure of each part, all of them together last.
        needed: What the last would have to be, with its range; None where that is not known.
        unit: Of the figures.
        width: In pixels.
        grain: What one unit of n is.
    """
    spec = bars(rows, unit, width, grain=grain)
    for row in spec["data"]["values"][:-1]:
        row["part"] = True
    spec["layer"][0]["mark"].pop("color")
    spec["layer"][0]["encoding"]["color"] = {
        "condition": {"test": "datum.part", "value": ink("quiet")}, "value": ink("accent"),
    }  # fmt: skip
    value = None if needed is None else needed.number()
    if needed is None or value is None:
        return spec
    low, high = needed.bounds()
    most = max([row["value"] or 0.0 for row in spec["data"]["values"]] + [high or value])
    domain = [0, most * (1.14 if width > 500 else 1.3)]
    for layer in spec["layer"]:
        layer["encoding"]["x"]["scale"] = {"domain": domain}
    spec["layer"] = [*_line(needed, value, low, high, domain), *spec["layer"]]
    return spec


def _line(
    needed: Estimate, value: float, low: float | None, high: float | None, domain: list[float]
) -> list[Spec]:
    data = {
        "values": [
            {
                "at": value,
                "low": value if low is None else low,
                "high": value if high is None else high,
                "says": f"Needed: {shown(needed).line}",
            }
        ]
    }
    x: dict[str, Any] = {
        "field": "at", "type": "quantitative", "scale": {"domain": domain},
        "axis": {"labelExpr": axis_format(needed.unit), "title": None},
    }  # fmt: skip
    return [
        {
            "data": data,
            "mark": {"type": "rect", "color": ink("band"), "opacity": 0.45},
            "encoding": {"x": {**x, "field": "low", "axis": None}, "x2": {"field": "high"},
                         "description": {"field": "says"}},
        },
        {
            "data": data,
            "mark": {"type": "rule", "color": ink("bad"), "strokeDash": [4, 4],
                     "strokeWidth": 1.5},
            "encoding": {"x": {**x, "axis": None}, "description": {"field": "says"}},
        },
    ]  # fmt: skip
