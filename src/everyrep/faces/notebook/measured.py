"""An answer as a data frame, and as a chart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from everyrep.faces.reports.charts import ranges, ribbon
from everyrep.faces.reports.colours import painted
from everyrep.measures import Answer, Row, load_catalogue
from everyrep.measures.dimensions import TIME
from everyrep.values import Estimate, UserError, as_number
from everyrep.warehouse.workspace import write_whole

if TYPE_CHECKING:
    import pandas as pd

VEGA_LITE = "application/vnd.vegalite.v5+json"
WIDTH = 640
MOST_GROUPS = 40


@dataclass(frozen=True)
class Picture:
    """A chart that a notebook shows by itself.

    Attributes:
        spec: Vega-Lite, its data inside.
        says: The picture in words.
    """

    spec: dict[str, Any]
    says: str

    def svg(self) -> str:
        """The picture as SVG, drawn here; nothing is fetched."""
        import vl_convert

        return str(vl_convert.vegalite_to_svg(self.spec, allowed_base_urls=[]))

    def save(self, path: str | Path) -> Path:
        """Write the picture as SVG, or its specification as JSON, by the file's ending.

        Raises:
            UserError: The file ends in neither .svg nor .json.
        """
        file = Path(path)
        ending = file.suffix.lower()
        if ending not in (".svg", ".json"):
            raise UserError(
                f"a picture cannot be written as {file.name!r}",
                why="it is written as a drawing or as a Vega-Lite specification",
                remedy=f"name it {file.stem}.svg or {file.stem}.json",
            )
        write_whole(file, self.svg() if ending == ".svg" else json.dumps(self.spec, indent=1))
        return file

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {VEGA_LITE: self.spec, "image/svg+xml": self.svg(), "text/plain": self.says}


@dataclass(frozen=True)
class Measured:
    """Figures, to be taken apart as `frame, chart = ...`.

    Attributes:
        frame: One row an estimate: its groups, measure, value, low, high, raw (before pooling),
            n, unit, grade, reason and notes; money in major units. The Estimate itself, exact,
            is in the column `estimate`.
        chart: The same as a picture.
        answer: The same as the door gave it.
    """

    frame: pd.DataFrame
    chart: Picture
    answer: Answer

    def __iter__(self) -> Iterator[Any]:
        """The frame and the chart."""
        return iter((self.frame, self.chart))

    def _repr_html_(self) -> str:
        shown = self.frame.drop(columns="estimate")
        return f"{shown.to_html(index=False, notebook=True)}{self.chart.svg()}"


def measured(answer: Answer) -> Measured:
    """An answer as a data frame and a chart."""
    import pandas as pd

    rows = [_row(answer, row) for row in answer]
    frame = pd.DataFrame(rows, columns=[*answer.by, *_COLUMNS])
    return Measured(frame, picture(answer), answer)


_COLUMNS = (
    "measure", "value", "low", "high", "raw", "n", "unit", "grade", "reason", "notes", "estimate",
)  # fmt: skip


def _row(answer: Answer, row: Row) -> dict[str, Any]:
    estimate = row.estimate
    low, high = estimate.bounds()
    groups = {name: answer.label(name, row.keys.get(name)) for name in answer.by}
    return groups | {
        "measure": row.measure,
        "value": estimate.number(),
        "low": low,
        "high": high,
        "raw": as_number(estimate.raw),
        "n": estimate.n,
        "unit": estimate.unit,
        "grade": estimate.grade.value if estimate.estimable else "not_estimable",
        "reason": estimate.reason.sentence if estimate.reason else "",
        "notes": " ".join(estimate.notes),
        "estimate": estimate,
    }


def picture(answer: Answer) -> Picture:
    """The first measure of an answer: over time as a line with its range, else group by group.

    Of many groups the first are drawn, and the text says so.
    """
    name = answer.measures[0]
    measure = load_catalogue()[name]
    rows = answer.of(name)
    points = [(_named(answer, row), row.estimate) for row in rows if row.estimate.estimable]
    unit = rows[0].estimate.unit if rows else "number"
    timed = len(answer.by) == 1 and answer.by[0] in TIME
    draw = ribbon if timed else ranges
    title = f"{measure.title} by {', '.join(answer.by)}" if answer.by else measure.title
    drawn = points if timed else points[:MOST_GROUPS]
    if len(drawn) < len(points):
        title += f" (the first {len(drawn)} of {len(points)} groups)"
    spec = painted(draw(drawn, unit, WIDTH, grain=measure.grain))
    return Picture({**spec, "title": title}, _says(title, drawn))


def _named(answer: Answer, row: Row) -> str:
    return ", ".join(answer.label(name, row.keys.get(name)) for name in answer.by) or "all"


def _says(title: str, points: list[tuple[str, Estimate]]) -> str:
    told = "; ".join(f"{name}: {estimate.describe()}" for name, estimate in points)
    return f"{title}. {told}."
