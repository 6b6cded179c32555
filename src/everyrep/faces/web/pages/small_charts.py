"""A series as a picture of a few hundred bytes: a line, its band, and what lies outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from everyrep.analysis.charts.results import ChartPoint
from everyrep.faces.reports.numbers import in_unit
from everyrep.faces.reports.series import month_name
from everyrep.values import Period

_WIDE, _HIGH, _EDGE = 240.0, 54.0, 5.0
_FOOT, _SIDE = 14.0, 40.0
"""Room below for the first and last bucket, and beside for what the height stands for."""
_MONTH = re.compile(r"\d{4}-\d{2}")


def small_chart(points: Sequence[ChartPoint], says: str, unit: str) -> str:
    """Points with their usual range as inline SVG, in the colours of the page.

    The lowest and highest that the height stands for, and the first and last bucket, are written
    beside it.

    Args:
        points: Oldest first; those without a value are left out.
        says: The picture in a sentence.
        unit: Of the points; money in major units.
    """
    known = [point for point in points if point.value is not None]
    places = _Places(known)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places.line())
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="var(--{colour})"/>'
        for x, y, colour in places.marks()
    )
    return (
        f'<svg class="small-chart" viewBox="0 0 {_WIDE:.0f} {_HIGH + _FOOT:.0f}" '
        f'role="img" aria-label="{escape(says, quote=True)}">{_axis(places, unit)}'
        f'<polygon points="{places.band()}" fill="var(--band)"/>'
        f'<polyline points="{line}" fill="none" stroke="var(--soft)" stroke-width="1.6"/>'
        f"{marks}</svg>"
    )


def _axis(places: _Places, unit: str) -> str:
    """What the height and the width stand for."""
    if not places.points:
        return ""
    first, last = (bucket_words(places.points[at].name) for at in (0, -1))
    written = (
        (_SIDE - 4, 12.0, "end", in_unit(places.high, unit)),
        (_SIDE - 4, _HIGH - 3, "end", in_unit(places.low, unit)),
        (_SIDE, _HIGH + _FOOT - 3, "start", first),
        (_WIDE, _HIGH + _FOOT - 3, "end", last),
    )
    return "".join(
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="9.5" '
        f'fill="var(--soft)">{escape(text)}</text>'
        for x, y, anchor, text in written
    )


def bucket_words(name: str) -> str:
    """A bucket of time as people write it."""
    return month_name(Period.parse(name)) if _MONTH.fullmatch(name) else name


class _Places:
    """Where points come to lie."""

    def __init__(self, points: Sequence[ChartPoint]) -> None:
        values = [point.value or 0.0 for point in points]
        limits = [v for p in points for v in (p.low, p.high) if v is not None]
        room = (max(values, default=1.0) - min(values, default=0.0)) or 1.0
        # A limit far off would press the line flat: what lies beyond is cut at the edge.
        self.points = points
        lowest = min(values, default=0.0)
        # Nor is there anything below nothing, where no value is.
        floor = max(lowest - room, 0.0) if lowest >= 0 else lowest - room
        self.low = max(min([*values, *limits], default=0.0), floor)
        self.high = min(max([*values, *limits], default=1.0), max(values, default=1.0) + room)

    def line(self) -> Iterator[tuple[float, float]]:
        """The points themselves."""
        for at, point in enumerate(self.points):
            yield self._x(at), self._y(point.value or 0.0)

    def marks(self) -> Iterator[tuple[float, float, str]]:
        """The newest point, and those outside."""
        for at, point in enumerate(self.points):
            last = at == len(self.points) - 1
            if point.alarm or last:
                colour = "bad" if point.alarm else "accent"
                yield self._x(at), self._y(point.value or 0.0), colour

    def band(self) -> str:
        """The corners of the band, along its upper side and back along its lower."""
        judged = [
            (self._x(at), point)
            for at, point in enumerate(self.points)
            if point.low is not None or point.high is not None
        ]
        upper = [(x, self._y(self.high if p.high is None else p.high)) for x, p in judged]
        lower = [(x, self._y(self.low if p.low is None else p.low)) for x, p in judged]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in [*upper, *lower[::-1]])

    def _x(self, at: int) -> float:
        return _SIDE + _EDGE + (_WIDE - _SIDE - 2 * _EDGE) * at / max(1, len(self.points) - 1)

    def _y(self, value: float) -> float:
        spread = self.high - self.low
        share = min(1.0, max(0.0, (value - self.low) / spread)) if spread > 0 else 0.5
        return _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * share
