"""Two figures of the same thing in one row: one with its range, and one to hold beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.faces.reports.charts.style import chart, quantitative, rows_by_name
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import label, shown
from everyrep.values import Estimate

_ROW = 28


@dataclass(frozen=True)
class Pair:
    """One row.

    Attributes:
        name: Of what.
        estimate: The figure that counts, with its range.
        other: The one to hold beside it, on the axis; None where there is none.
        other_says: It in words.
    """

    name: str
    estimate: Estimate
    other: float | None
    other_says: str = ""


def beside(
    pairs: Sequence[Pair], unit: str, width: int, *, grain: str = "", zero: bool = False
) -> Spec:
    """A filled dot with its range, and a hollow one beside it, one row a thing.

    Args:
        pairs: In the order shown.
        unit: Of the figures.
        width: In pixels.
        grain: What one unit of n is.
        zero: Whether the axis must begin at nothing.
    """
    values = [_row(pair, grain) for pair in pairs]
    y = rows_by_name(values, width, room=30)
    x = quantitative("value", unit, zero=zero, ticks=4 if width < 500 else 6)
    x["scale"] = {"zero": zero, "nice": False, "padding": 12}
    x["axis"]["grid"] = True
    says = {"field": "says", "type": "nominal"}
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 7, "strokeCap": "round"},
            "encoding": {
                "y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"},
                "color": {"value": ink("band")}, "description": says,
            },
        },
        {
            "transform": [{"filter": "isValid(datum.other)"}],
            "mark": {"type": "point", "filled": False, "size": 70, "strokeWidth": 1.6,
                     "opacity": 1},
            "encoding": {
                "y": y, "x": {**x, "field": "other"}, "color": {"value": ink("fourth")},
                "description": {"field": "other_says"},
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": {"y": y, "x": x, "color": {"value": ink("accent")}, "description": says},
        },
    ]  # fmt: skip
    return chart(width, _ROW * max(len(values), 1), data={"values": values}, layer=layers)


def _row(pair: Pair, grain: str) -> dict[str, Any]:
    low, high = pair.estimate.bounds()
    value = pair.estimate.number()
    name = label(pair.name, 34)
    return {
        "name": name,
        "value": value,
        "low": value if low is None else low,
        "high": value if high is None else high,
        "other": pair.other,
        "other_says": f"{name}: {pair.other_says}",
        "says": f"{name}: {shown(pair.estimate, grain).line}",
    }
