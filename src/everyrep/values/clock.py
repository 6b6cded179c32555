"""Time as an argument: code that needs "now" takes a Clock, so that tests can hold it still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Protocol


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present calendar day in the clock's own zone."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock. Days turn over in `zone` (UTC unless told otherwise)."""

    zone: tzinfo = UTC

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present calendar day in the clock's zone."""
        return self.now().astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still at one aware instant."""

    instant: datetime
    zone: tzinfo = UTC

    def __post_init__(self) -> None:
        if self.instant.utcoffset() is None:
            raise TypeError(
                f"A clock needs an aware instant, but {self.instant.isoformat()} has no zone. "
                "Add tzinfo=UTC, or the zone it was read in."
            )

    @classmethod
    def on(cls, day: date) -> FixedClock:
        """A clock that stands at noon UTC of the given day."""
        return cls(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    def now(self) -> datetime:
        """The fixed instant, aware, in UTC."""
        return self.instant.astimezone(UTC)

    def today(self) -> date:
        """The calendar day of the fixed instant in the clock's zone."""
        return self.instant.astimezone(self.zone).date()
