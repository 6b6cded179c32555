"""What is wanted of a trial, before anything is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.conducting.roster import STRATA, UNITS
from everyrep.measures import FactSource, Measure, load_catalogue, query
from everyrep.values import Scope, UnknownName, UserError

_DAYS = 30.4375
_MOST_WAVES = 12
_OF_FORMULAS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True)
class Draft:
    """What is wanted of a trial.

    Attributes:
        program: Name under which it will be known.
        outcome: Name of a measure.
        where: Which of its facts count.
        people: Which people may take part, by a condition on what they are now.
        by: What is drawn: "person", "team" or "territory".
        strata: Within what lots are drawn.
        waves: Number of waves of a staggered start; 0 for two sides. Besides the waves as many
            wait until the end, so that there is somebody to compare the last ones with.
        every: Months between two waves.
        share: Of the treated side.
        months: Months that are counted.
        before: Months from before, whose mean is taken out.
        smallest: Smallest effect worth having, in the outcome's unit; None: a tenth of the usual.
        start: First day of the month in which it begins.
        course: Name or id of the course that it gives; empty where none.
        seed: Of the lot.
    """

    program: str
    outcome: str
    where: str | None = None
    people: str | None = None
    by: str = "person"
    strata: tuple[str, ...] = ()
    waves: int = 0
    every: int = 2
    share: float = 0.5
    months: int = 6
    before: int = 12
    smallest: float | None = None
    start: date | None = None
    course: str = ""
    seed: int = 1

    def __post_init__(self) -> None:
        if not self.program.strip():
            raise UserError("The trial has no name", remedy="give it one, such as 'Demo trial'")
        if self.program.strip()[0] in _OF_FORMULAS:
            raise UserError(
                f"The trial's name begins with {self.program.strip()[0]!r}",
                why="a spreadsheet that opens its assignments would take it for a formula",
                remedy="begin it with a letter",
            )
        if self.by not in UNITS:
            raise UnknownName("what is drawn", self.by, list(UNITS))
        for one in self.strata:
            if one not in STRATA:
                raise UnknownName("stratum", one, list(STRATA))
        _within("waves", self.waves, 0, _MOST_WAVES)
        _within("months counted", self.months, 1, 36)
        _within("months before", self.before, 0, 36)
        _within("months between waves", self.every, 1, 12)
        if self.smallest is not None and not self.smallest > 0:
            raise UserError(
                f"The smallest effect worth having is {self.smallest}",
                why="an effect that is not above zero is never worth having",
                remedy="give a size without its sign; the measure knows which way is better",
            )
        if self.waves == 1 or not 0.05 <= self.share <= 0.95:
            raise UserError(
                f"{self.waves} waves with a share of {self.share} treated leave nobody to compare",
                remedy="give 2 or more waves, or none and a share such as 0.5",
            )

    def question(self, lag: int) -> Question:
        """The question that the trial will answer."""
        return Question(
            treatment(f"program:{self.program}"), self.outcome, self.where, None, None, lag,
            self.months, self.smallest, None if self.by == "person" else self.by, 0,
        )  # fmt: skip


def _within(what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise UserError(f"{value} {what}", remedy=f"give {low} to {high}")


@dataclass(frozen=True)
class Calendar:
    """When what happens; days are the first of months.

    Attributes:
        starts: Day of each start, one a wave.
        counted_from: First day that counts.
        counted_to: First day that does not count any more: then the outcome is known.
        lag: Months between a start and what counts.
        cycle: Median days from opening a deal to closing it; None where the outcome is not of
            decided deals, or none is known.
    """

    starts: tuple[date, ...]
    counted_from: date
    counted_to: date
    lag: int
    cycle: float | None

    @property
    def months(self) -> int:
        """Months from the first start until the outcome is known."""
        return _number(self.counted_to) - _number(self.starts[0])


def calendar(source: FactSource, draft: Draft, scope: Scope) -> Calendar:
    """When a trial starts and when its outcome is known.

    Deals that are decided within a sales cycle of the start were on their way before it, so an
    outcome of decided deals is counted from a median cycle after the start on. The month of the
    start itself never counts.
    """
    measure = load_catalogue()[draft.outcome]
    cycle = _cycle(source, scope) if _of_decided_deals(measure) else None
    lag = 0 if cycle is None else round(cycle / _DAYS)
    start = draft.start or month_after(source.as_of, 2)
    if start.day != 1 or start <= source.as_of:
        raise UserError(
            f"The trial would start on {start}",
            why=f"records reach to {source.as_of}, and months are counted whole",
            remedy=f"give the first day of a month to come, such as {month_after(source.as_of, 1)}",
        )
    starts = tuple(month_after(start, at * draft.every) for at in range(max(draft.waves, 1)))
    begin = month_after(start, lag + 1)
    end = month_after(starts[-1], lag + 1 + draft.months)
    return Calendar(starts, begin, end, lag, cycle)


def month_after(day: date, months: int) -> date:
    """The first day of a month, so many after the one of a day."""
    number = _number(day) + months
    return date(number // 12, number % 12 + 1, 1)


def _number(day: date) -> int:
    return 12 * day.year + day.month - 1


def _of_decided_deals(measure: Measure) -> bool:
    tables = {need.table for need in measure.needs}
    return measure.kind == "outcome" and "opportunities" in tables


def _cycle(source: FactSource, scope: Scope) -> float | None:
    row = next(iter(query(source, "cycle_length", scope=scope)))
    value = row.estimate.value
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
