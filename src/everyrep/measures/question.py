"""A question as everything below the door sees it: names checked, texts read, scope attached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from everyrep.values import Currency, FiscalCalendar, Period, Scope
from everyrep.warehouse.mapping import Condition


@dataclass(frozen=True)
class Question:
    """What is asked, apart from the measure.

    Attributes:
        by: Dimensions to cut by, in order.
        where: Which facts count; None is all.
        period: Days within which a fact counts; None is all.
        scope: Who asks, and what they may see.
        as_of: The last day that is known: nothing dated later counts, and what ended later is
            open still.
        currency: The currency of amounts.
        fiscal: How the company cuts its years.
        level: Confidence of ranges.
        looks_back: The day is earlier than what the warehouse knows, so that what was learned
            since must be kept out.
        pool: Small groups are drawn towards their like.
        kept: Derived facts, up to this very day, that are kept with the build.
        complete: Columns ("table.column") that hold something in every row, of those whose gaps
            have to be filled from elsewhere.
        outside: What counts is what the period leaves out, of any day or of none.
    """

    by: tuple[str, ...]
    where: Condition | None
    period: Period | None
    scope: Scope
    as_of: date
    currency: Currency
    fiscal: FiscalCalendar
    level: float = 0.95
    looks_back: bool = False
    pool: bool = False
    kept: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    outside: bool = False

    @property
    def tomorrow(self) -> date:
        """The first day that is not known."""
        return self.as_of + timedelta(days=1)

    def cut_by(self, by: tuple[str, ...]) -> Question:
        """The same question with other dimensions."""
        return replace(self, by=by)
