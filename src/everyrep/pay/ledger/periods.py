"""Pay periods: the months or quarters by which pay is posted, locked and paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from everyrep.pay.plan.plan import Plan
from everyrep.pay.windows import Calendar
from everyrep.values.errors import DataError


@dataclass(frozen=True, slots=True)
class PayPeriod:
    """A period of pay.

    Attributes:
        name: What it is called, such as "March 2026".
        first: First day, as days since 1970-01-01.
        end: First day no more.
    """

    name: str
    first: int
    end: int

    def __post_init__(self) -> None:
        if not self.name or self.end <= self.first:
            raise DataError(
                f"The pay period {self.name!r} goes from day {self.first} to before {self.end}",
                why="A period has a name and at least one day",
                remedy="Set an end after its first day",
            )


def pay_periods(plan: Plan, later: int = 0) -> tuple[PayPeriod, ...]:
    """The periods in which a plan pays, in order.

    Args:
        plan: Whose.
        later: How many periods more, after its end, since instalments, recovery and what is late
            outlive a plan.
    """
    window = plan.payment.every
    calendar = Calendar.of(plan)
    numbers = calendar.within(window)
    last = int(numbers[-1])
    found = []
    for number in [*map(int, numbers), *range(last + 1, last + 1 + later)]:
        one = numbers[:1] * 0 + number
        first, end = int(calendar.first(one, window)[0]), int(calendar.end(one, window)[0])
        found.append(PayPeriod(calendar.label(number, window), first, end))
    return tuple(found)


def in_order(periods: Sequence[PayPeriod]) -> tuple[PayPeriod, ...]:
    """The periods, once it is known that each begins where the one before ends.

    Raises:
        DataError: There are none, two have one name, or they leave a gap or overlap.
    """
    if not periods or len({period.name for period in periods}) != len(periods):
        raise DataError(
            "Pay periods are missing, or two have the same name",
            why="What is paid is kept by the name of its period",
            remedy="Give each period once",
        )
    for before, then in pairwise(periods):
        if before.end != then.first:
            raise DataError(
                f"{before.name} and {then.name} are not next to each other",
                why="What is due between two periods would be paid twice, or never",
                remedy="Give periods in order, each beginning where the one before ends",
            )
    return tuple(periods)
