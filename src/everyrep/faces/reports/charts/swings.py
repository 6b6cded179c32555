"""What drives a result: how far each input alone moves it, widest first (a tornado)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.faces.reports.charts.style import chart, quantitative, rows_by_name
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import label

_ROW = 30


@dataclass(frozen=True)
class Reach:
    """One input.

    Attributes:
        name: Of the input.
        low, high: The result with the input at its low and at its high end, in major units.
        assumed: Whether somebody assumed it.
        says: All of it in words.
    """

    name: str
    low: float
    high: float
    assumed: bool
    says: str


def swings(rows: Sequence[Reach], likely: float, unit: str, width: int) -> Spec:
    """Bars from the result at an input's low end to that at its high end, around what is likely.

    Args:
        rows: Widest first.
        likely: The result with every input as it is likely.
        unit: Of the result.
        width: In pixels.
    """
    values = [_row(one) for one in rows]
    y = rows_by_name(values, width, room=60)
    x = quantitative("low", unit, zero=False, ticks=4 if width < 500 else 6)
    x["axis"]["grid"] = True
    x["scale"] = {"zero": True, "nice": False, "padding": 12}
    colour = {
        "condition": {"test": "datum.assumed", "value": ink("fourth")}, "value": ink("accent"),
    }  # fmt: skip
    layers: list[Spec] = [
        _line(0.0, "quiet", []),
        {
            "mark": {"type": "bar", "height": 13, "cornerRadius": 3},
            "encoding": {
                "y": y, "x": x, "x2": {"field": "high"}, "color": colour,
                "description": {"field": "says", "type": "nominal"},
            },
        },
        _line(likely, "ink", [4, 3]),
    ]  # fmt: skip
    return chart(width, _ROW * max(len(values), 1), data={"values": values}, layer=layers)


def _row(one: Reach) -> dict[str, Any]:
    return {
        "name": label(one.name, 44),
        "low": min(one.low, one.high),
        "high": max(one.low, one.high),
        "assumed": one.assumed,
        "says": one.says,
    }


def _line(at: float, colour: str, dashes: list[int]) -> Spec:
    return {
        "data": {"values": [{"at": at}]},
        "mark": {"type": "rule", "strokeDash": dashes},
        "encoding": {
            "x": {"field": "at", "type": "quantitative"}, "color": {"value": ink(colour)},
        },
    }  # fmt: skip
