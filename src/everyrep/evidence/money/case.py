"""A business case: benefits by kind, costs by kind, each once.

The money that deals bring is volume x conversion x size. Three effects on it do not add up: a
higher conversion is worth more where deals are larger. So the three kinds are held as shares by
which each factor moves, and are turned into money together; what each brings is its average share
over all orders in which they could be put in (Shapley), which adds up to the whole. A shorter cycle
counts by the deals that it moves into the year, which is volume. What is avoided (penalties, people
leaving) stands apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from everyrep.evidence.money.amounts import Range
from everyrep.values import Grade, UserError


class BenefitKind(StrEnum):
    """Where a benefit comes from."""

    CONVERSION = "conversion"  # more of the deals are won
    SIZE = "size"  # deals are larger
    CYCLE = "cycle"  # deals are decided sooner: more of them a year
    VOLUME = "volume"  # more deals are opened
    PENALTIES = "penalties"  # penalties avoided
    TURNOVER = "turnover"  # people who stay
    OTHER = "other"

    @property
    def multiplies(self) -> bool:
        """Whether it is a share by which bookings move, rather than an amount."""
        return self in _FACTORS


_FACTORS = frozenset(
    {BenefitKind.CONVERSION, BenefitKind.SIZE, BenefitKind.CYCLE, BenefitKind.VOLUME}
)


class CostKind(StrEnum):
    """What is paid."""

    SEATS = "seats"
    MAKING = "making"  # content, tools, trainers
    TIME = "time"  # hours out of field, at what an hour costs
    OTHER = "other"


@dataclass(frozen=True)
class Factor:
    """One number of several that a line is the product of: hours, people, what an hour costs."""

    name: str
    amount: Range


@dataclass(frozen=True)
class Benefit:
    """One benefit.

    Attributes:
        name: As a line of the case.
        kind: Where it comes from.
        amount: For kinds that multiply, the share by which the factor moves (0.05: 5% more); else
            an amount a year in minor units.
        grade: Of the effect behind it, or assumed where somebody typed the amount.
        times: What the amount is still to be multiplied with.
    """

    name: str
    kind: BenefitKind
    amount: Range
    grade: Grade = Grade.ASSUMED
    times: tuple[Factor, ...] = ()


@dataclass(frozen=True)
class Cost:
    """One cost, in minor units over the whole time.

    Attributes:
        name: As a line of the case.
        kind: What is paid.
        amount: In minor units.
        times: What the amount is still to be multiplied with, such as hours and people.
    """

    name: str
    kind: CostKind
    amount: Range
    times: tuple[Factor, ...] = ()

    @property
    def likely(self) -> float:
        """What it comes to, most likely."""
        return math.prod((self.amount.likely, *(one.amount.likely for one in self.times)))


@dataclass(frozen=True)
class Case:
    """Benefits against costs.

    Attributes:
        name: Of the program.
        currency: ISO 4217.
        base: Bookings a year, in minor units, of those who are treated, as they would be without.
        margin: Share of bookings that stays as gross margin, 0 to 1; 1 counts bookings themselves.
        years: How long it works, in years, after the lag.
        benefits: Each kind once.
        costs: What is paid.
    """

    name: str
    currency: str
    base: Range
    margin: Range
    years: Range
    benefits: tuple[Benefit, ...]
    costs: tuple[Cost, ...]

    def __post_init__(self) -> None:
        self._hold_once()
        if not self.benefits:
            raise UserError("The case has no benefit", remedy="name at least one")
        if not self.costs or sum(cost.likely for cost in self.costs) <= 0:
            raise UserError(
                "The case has no cost",
                why="a return is measured by what it took",
                remedy="give seats, making, or hours out of field; time is never free",
            )
        if not (self.margin.low >= 0 and self.margin.high <= 1):
            raise UserError(
                "The margin is not a share", remedy="give 0 to 1; 1 counts bookings themselves"
            )

    def _hold_once(self) -> None:
        """The same money must not count twice."""
        seen: set[BenefitKind] = set()
        for benefit in self.benefits:
            if benefit.kind in seen and benefit.kind is not BenefitKind.OTHER:
                raise UserError(
                    f"Benefit {benefit.name!r} is the second of kind {benefit.kind.value!r}",
                    why="the same money would count twice",
                    remedy="put the two together into one",
                )
            seen.add(benefit.kind)
