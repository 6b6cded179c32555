"""What a chart gives: points with their limits, alarms, and what the alarms are worth."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from everyrep.measures.answer import Key
from everyrep.values import Reason


@dataclass(frozen=True)
class ChartPoint:
    """One point.

    Attributes:
        name: Its bucket, such as "2026-03".
        value: The point; None where there is none.
        low, high: Outside of these a point is an alarm; None where there is no limit on a side,
            or the point was not judged.
        center: What was expected of it.
        alarm: 1 above, -1 below, 0 inside, None where it was not judged.
        chance: How often a steady series brings a point as extreme.
        rate: Chance of a false alarm here, which is what is stated.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    center: float | None = None
    alarm: int | None = None
    chance: float | None = None
    rate: float | None = None


@dataclass(frozen=True)
class Shift:
    """Whether the level of the last points has moved.

    Attributes:
        alarm: 1 upwards, -1 downwards, 0 not.
        chance: How often the last points of a steady series lie so far to one side.
        rate: Chance of a false alarm.
        points: How many points were looked at together.
    """

    alarm: int
    chance: float
    rate: float
    points: int


@dataclass(frozen=True)
class Chart:
    """A measure in time, told apart from noise.

    Attributes:
        measure: Its name.
        group: Its group; None without a dimension.
        unit: Of the points; money in major units.
        grain: Of time.
        points: Oldest first.
        rate: Chance that a steady series brings a false alarm at one point.
        a_quarter: False alarms expected in a quarter, of points and of the shift together.
        any_in_a_year: Chance of at least one false alarm of a point in a year.
        shift: Whether the level has moved; None where too few points are there.
        model: What the limits allow for, in a few words.
        season: "told", "untold" (too few years), or "none" (a grain without).
        sees: The smallest lasting rise and fall that raise an alarm within a quarter in four of
            five cases, in the unit of the points.
        reason: Why there are no limits.
        notes: Sentences to be read with it.
    """

    measure: str
    group: Key
    unit: str
    grain: str
    points: tuple[ChartPoint, ...]
    rate: float | None = None
    a_quarter: float | None = None
    any_in_a_year: float | None = None
    shift: Shift | None = None
    model: str = ""
    season: str = "none"
    sees: tuple[float | None, float | None] = (None, None)
    reason: Reason | None = None
    notes: tuple[str, ...] = ()

    @property
    def last(self) -> ChartPoint | None:
        """The newest point."""
        return self.points[-1] if self.points else None

    @property
    def alarms(self) -> tuple[ChartPoint, ...]:
        """The points outside of their limits."""
        return tuple(point for point in self.points if point.alarm)

    @property
    def verdict(self) -> str:
        """What the newest point says, in one sentence."""
        if self.reason is not None:
            return self.reason.sentence
        last = self.last
        if last is None or last.alarm is None:
            return "There is no newest point to judge."
        moved = self.shift is not None and self.shift.alarm != 0
        if last.alarm:
            side = "above" if last.alarm > 0 else "below"
            return (
                f"{last.name} is {side} its limits: a steady series does that in "
                f"{last.rate or 0:.1%} of cases. A reason to look, not yet a reason to act."
            )
        if moved and self.shift is not None:
            side = "higher" if self.shift.alarm > 0 else "lower"
            return (
                f"No point is outside, but the last {self.shift.points} lie {side} together than "
                f"a steady series has them in {self.shift.rate:.1%} of cases."
            )
        return f"{last.name} is within its limits: it is no news."

    def to_dict(self) -> dict[str, Any]:
        """The chart as JSON-safe data."""
        found = asdict(self)
        found["reason"] = None if self.reason is None else self.reason.to_dict()
        found["verdict"] = self.verdict
        return found


def plain(number: float) -> float | None:
    """A number as it is shown: None where there is none or it has no bound."""
    return float(number) if math.isfinite(number) else None
