"""How long those that won took in each stage, and how many are there for longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from everyrep.faces.reports.charts.style import chart, rows_by_name
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import label


@dataclass(frozen=True)
class Ages:
    """One stage.

    Attributes:
        name: The stage.
        half, most: Days by which half, and nearly all, of the winners had left it.
        text: What is there for longer, in a few words.
        says: All of it in a sentence.
    """

    name: str
    half: int
    most: int
    text: str
    says: str


def ages(rows: Sequence[Ages], width: int) -> Spec:
    """From half of the winners to nearly all of them, one bar a stage, in days.

    Args:
        rows: In the order of the process.
        width: In pixels.
    """
    values = [
        {"name": label(row.name, 34), "half": row.half, "most": row.most, "text": row.text,
         "says": row.says}
        for row in rows
    ]  # fmt: skip
    longest = max((row.most for row in rows), default=1)
    y = rows_by_name(values, width)
    x = {
        "field": "half", "type": "quantitative",
        "scale": {"domain": [0, longest * (1.25 if width > 500 else 1.6)], "nice": False},
        "axis": {"title": "days in the stage", "grid": True, "format": "~r",
                 "tickCount": 4 if width < 500 else 8},
    }  # fmt: skip
    says = {"field": "says", "type": "nominal"}
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 7, "strokeCap": "round",
                     "color": ink("band")},
            "encoding": {"y": y, "x": x, "x2": {"field": "most"}, "description": says},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1,
                     "color": ink("accent")},
            "encoding": {"y": y, "x": x, "description": says},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 11,
                     "color": ink("soft")},
            "encoding": {"y": y, "x": {**x, "field": "most"}, "text": {"field": "text"}},
        },
    ]  # fmt: skip
    return chart(width, 30 * max(len(values), 1), data={"values": values}, layer=layers)
