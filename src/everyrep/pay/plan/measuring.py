"""What is counted over which time, and what is asked of whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from everyrep.pay.language import Checked, Kind


class Span(StrEnum):
    """What starts anew when a window ends."""

    DEAL = "deal"
    CYCLE = "cycle"  # a number of days, from the plan's first day on
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    PLAN = "plan"  # from the plan's first day to its last
    ROLLING = "rolling"  # a number of months up to and with the month of the deal


@dataclass(frozen=True)
class Window:
    """Over what a measure adds up.

    Attributes:
        span: What ends it.
        length: Days of a cycle, or months of a rolling window; 0 elsewhere.
    """

    span: Span
    length: int = 0

    def __str__(self) -> str:
        if self.span is Span.CYCLE:
            return f"cycle of {self.length} days"
        if self.span is Span.ROLLING:
            return f"rolling {self.length} months"
        return str(self.span)


class QuotaBasis(StrEnum):
    """How much of a window's quota counts before the window has ended."""

    WHOLE = "whole"
    TO_DATE = "to_date"  # the months that have begun


@dataclass(frozen=True)
class Measure:
    """What is added up to tell how far somebody has come.

    Attributes:
        name: Its name in the plan.
        of: What each credit adds: money, a number or a count.
        where: Which credits add; all where None.
        credits: Kinds of credit that add.
        window: Over what it adds up.
        quota: The quota that it is held against; None where it has none.
        basis: How much of the quota counts before the window has ended.
    """

    name: str
    of: Checked
    where: Checked | None
    credits: tuple[str, ...]
    window: Window
    quota: str | None = None
    basis: QuotaBasis = QuotaBasis.WHOLE


class Missing(StrEnum):
    """What becomes of pay that hangs on a quota which is not there, or is zero."""

    REFUSE = "refuse"  # an error that names the person
    NOTHING = "nothing"  # the part is not paid, and says why
    REACHED = "reached"  # only of a zero quota: it counts as 100%, whatever is sold


class Spread(StrEnum):
    """How a quota for a year is spread over its windows."""

    GIVEN = "given"  # it is given for each window
    EVEN = "even"  # the same for each
    DAYS = "days"  # by the days of each
    WEIGHTS = "weights"  # by weights that the plan states


class Proration(StrEnum):
    """What part of a window counts for who was there for a part of it."""

    NONE = "none"
    DAYS = "days"  # days there of the window's days, both ends counted
    MONTHS = "months"  # whole months there of the window's months
    FULL_IF_BEGUN = "full_if_begun"  # all of a window that begun with or after the first day


@dataclass(frozen=True)
class Quota:
    """A number that somebody is asked to reach.

    Attributes:
        name: Its name in the plan.
        kind: Money, a number or a count.
        window: What one quota is for.
        amount: The same for everybody; None where quotas are given by person.
        spread: How a year's quota is spread over windows.
        weights: Shares of the windows of a year, summing to 1; only with `Spread.WEIGHTS`.
        ramp: What a person's first months ask of the whole, as shares; then all.
        proration: For who comes, goes or is on leave within a window.
        missing: What becomes of pay where it is missing.
        zero: What becomes of pay where it is zero.
    """

    name: str
    kind: Kind
    window: Window
    amount: Fraction | None
    spread: Spread
    weights: tuple[Fraction, ...]
    ramp: tuple[Fraction, ...]
    proration: Proration
    missing: Missing
    zero: Missing
