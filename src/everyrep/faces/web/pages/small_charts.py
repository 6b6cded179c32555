"""A series as a picture of a few hundred bytes: a line, its band, and what lies outside of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from everyrep.analysis.charts.results import ChartPoint

_WIDE, _HIGH, _EDGE = 240.0, 54.0, 5.0


def small_chart(points: Sequence[ChartPoint], says: str) -> str:
    """Points with their usual range as inline SVG, in the colours of the page.

    Args:
        points: Oldest first; those without a value are left out.
        says: The picture in a sentence.
    """
    known = [point for point in points if point.value is not None]
    places = _Places(known)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places.line())
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="var(--{colour})"/>'
        for x, y, colour in places.marks()
    )
    return (
        f'<svg class="small-chart" viewBox="0 0 {_WIDE:.0f} {_HIGH:.0f}" role="img" '
        f'aria-label="{escape(says, quote=True)}">'
        f'<polygon points="{places.band()}" fill="var(--band)"/>'
        f'<polyline points="{line}" fill="none" stroke="var(--soft)" stroke-width="1.6"/>'
        f"{marks}</svg>"
    )


class _Places:
    """Where points come to lie."""

    def __init__(self, points: Sequence[ChartPoint]) -> None:
        values = [point.value or 0.0 for point in points]
        limits = [v for p in points for v in (p.low, p.high) if v is not None]
        room = (max(values, default=1.0) - min(values, default=0.0)) or 1.0
        # A limit far off would press the line flat: what lies beyond is cut at the edge.
        self.points = points
        self.low = max(min([*values, *limits], default=0.0), min(values, default=0.0) - room)
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
        return _EDGE + (_WIDE - 2 * _EDGE) * at / max(1, len(self.points) - 1)

    def _y(self, value: float) -> float:
        spread = self.high - self.low
        share = min(1.0, max(0.0, (value - self.low) / spread)) if spread > 0 else 0.5
        return _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * share
