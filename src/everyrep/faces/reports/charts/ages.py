"""How long those that won took in each stage, and how many are there for longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from everyrep.faces.reports.charts.style import chart, rows_by_name
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import label
from everyrep.values import Estimate


@dataclass(frozen=True)
class Ages:
    """One stage.

    Attributes:
        name: The stage.
        half, most: Days by which half, and nearly all, of the winners had left it, with ranges.
        text: What is there for longer, in a few words.
        says: All of it in a sentence.
    """

    name: str
    half: Estimate
    most: Estimate
    text: str
    says: str


def ages(rows: Sequence[Ages], width: int) -> Spec:
    """Half of the winners as a dot, nearly all of them as a tick, each on its range, in days.

    Args:
        rows: In the order of the process.
        width: In pixels.
    """
    longest = max((_end(row.most) for row in rows), default=1.0)
    values = [_placed(row, longest) for row in rows]
    y = rows_by_name(values, width)
    x = {
        "field": "half", "type": "quantitative",
        "scale": {"domain": [0, longest * (1.25 if width > 500 else 2.1)], "nice": False},
        "axis": {"title": "days in the stage", "grid": True, "format": "~r",
                 "tickCount": 4 if width < 500 else 8},
    }  # fmt: skip
    says = {"field": "says", "type": "nominal"}
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": ink("line")},
            "encoding": {"y": y, "x": x, "x2": {"field": "most"}},
        },
        *(
            {
                "mark": {"type": "rule", "strokeWidth": 7, "strokeCap": "round",
                         "color": ink("band")},
                "encoding": {"y": y, "x": {**x, "field": f"{name}_low"},
                             "x2": {"field": f"{name}_high"}, "description": says},
            }
            for name in ("half", "most")
        ),
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1,
                     "color": ink("accent")},
            "encoding": {"y": y, "x": x, "description": says},
        },
        {
            "mark": {"type": "tick", "thickness": 3, "size": 14, "opacity": 1,
                     "color": ink("accent")},
            "encoding": {"y": y, "x": {**x, "field": "most"}, "description": says},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 10, "fontSize": 11,
                     "color": ink("soft")},
            "encoding": {"y": y, "x": {**x, "field": "most_high"}, "text": {"field": "text"}},
        },
    ]  # fmt: skip
    return chart(width, 30 * max(len(values), 1), data={"values": values}, layer=layers)


def _placed(row: Ages, longest: float) -> dict[str, str | float]:
    """One row of the picture's data; a range that is open above goes as far as any does."""
    placed: dict[str, str | float] = {
        "name": label(row.name, 34), "text": row.text, "says": row.says
    }  # fmt: skip
    for name, estimate in (("half", row.half), ("most", row.most)):
        value = estimate.number() or 0.0
        low, high = estimate.bounds()
        placed[name] = value
        placed[f"{name}_low"] = value if low is None else low
        placed[f"{name}_high"] = longest if high is None else high
    return placed


def _end(estimate: Estimate) -> float:
    high = estimate.bounds()[1]
    return max(estimate.number() or 0.0, high or 0.0)
