"""Groups beside each other: a dot for the value, a bar for its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from everyrep.faces.reports.charts.style import chart, quantitative, rows_by_name
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import label, shown
from everyrep.values import Estimate

_ROW = 30


@dataclass(frozen=True)
class Reference:
    """A line to compare with: all groups together, or a target."""

    value: float
    name: str


def ranges(
    rows: Sequence[tuple[str, Estimate]],
    unit: str,
    width: int,
    *,
    grain: str = "",
    reference: Reference | None = None,
    zero: bool = False,
) -> Spec:
    """Values with their ranges, one row a group, in the order given.

    Args:
        rows: Name and figure of each group; those without a value keep an empty row.
        unit: Of the figures.
        width: In pixels.
        grain: What one unit of n is.
        reference: A line across all rows.
        zero: Whether the axis must begin at nothing.
    """
    values = [_row(place, name, estimate, grain) for place, (name, estimate) in enumerate(rows)]
    y = rows_by_name(values, width)
    x = quantitative("value", unit, zero=zero, ticks=4 if width < 500 else 6)
    x["scale"] = {"zero": zero, "nice": False, "padding": 12}
    x["axis"]["grid"] = True
    says = {"field": "says", "type": "nominal"}
    layers: list[Spec] = [] if reference is None else _reference(reference)
    layers += [
        {
            "mark": {"type": "rule", "strokeWidth": 7, "strokeCap": "round"},
            "encoding": {
                "y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"},
                "color": {"value": ink("band")}, "description": says,
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": {"y": y, "x": x, "color": {"value": ink("accent")}, "description": says},
        },
    ]  # fmt: skip
    layers.append(
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 11},
            "encoding": {
                "y": y, "x": {"value": "width"}, "text": {"field": "n"},
                "color": {"value": ink("soft")},
            },
        }
    )  # fmt: skip
    return chart(width, _ROW * max(len(rows), 1), data={"values": values}, layer=layers)


def _row(place: int, name: str, estimate: Estimate, grain: str) -> dict[str, str | float | None]:
    low, high = estimate.bounds()
    value = estimate.number()
    name = label(name, 34)
    return {
        "place": place,
        "name": name,
        "value": value,
        "low": value if low is None else low,
        "high": value if high is None else high,
        "n": f"n = {estimate.n:,}" if estimate.n else "",
        "says": f"{name}: {shown(estimate, grain).line}",
    }


def _reference(reference: Reference) -> list[Spec]:
    return [
        {
            "data": {"values": [{"at": reference.value}]},
            "mark": {"type": "rule", "strokeDash": [4, 4]},
            "encoding": {
                "x": {"field": "at", "type": "quantitative"},
                "color": {"value": ink("quiet")},
            },
        }
    ]
