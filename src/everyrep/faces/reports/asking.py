"""Questions to the one door, as pages ask them: no question of a page can stop the report.

A measure that the catalogue does not have, a dimension that it does not take, or data that do not
allow an answer come back as a figure that is not estimable, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from everyrep.faces.reports.model import Origin
from everyrep.measures import Answer, Catalogue, Measure, Row, load_catalogue, query
from everyrep.values import (
    Estimate,
    EveryrepError,
    Grain,
    NotEstimable,
    Period,
    Reason,
    Scope,
    add_days,
)
from everyrep.warehouse.checks import Finding, SystemCard, quality, run_checks
from everyrep.warehouse.reader import Warehouse

Study = TypeVar("Study")


@dataclass(frozen=True)
class Asker:
    """Who asks, of which warehouse.

    Attributes:
        warehouse: An open build.
        scope: Who asks, and what they may see.
        today: The day the report is made; the data may end earlier.
        catalogue: The measures.
        checked: The findings, where they are looked for on the side.
    """

    warehouse: Warehouse
    scope: Scope
    today: date
    catalogue: Catalogue = field(default_factory=load_catalogue)
    checked: Future[tuple[Finding, ...]] | None = None
    _known: dict[tuple[object, ...], Answer] = field(default_factory=dict, repr=False)
    _studies: dict[str, Any] = field(default_factory=dict, repr=False)

    def ask(
        self,
        measure: str,
        *by: str,
        where: str | None = None,
        period: Period | None = None,
        pool: bool = False,
    ) -> Answer:
        """Figures of one measure; one figure with a reason where it cannot be asked."""
        key = (measure, by, where, period, pool)
        if key not in self._known:
            self._known[key] = self._asked(measure, by, where, period, pool)
        return self._known[key]

    def study(self, name: str, made: Callable[[], Study]) -> Study | Reason:
        """An analysis, made once a name; why there is none where it cannot be made."""
        if name not in self._studies:
            try:
                self._studies[name] = made()
            except EveryrepError as problem:
                self._studies[name] = reason_of(problem)
        found: Study | Reason = self._studies[name]
        return found

    def one(
        self, measure: str, *, where: str | None = None, period: Period | None = None
    ) -> Estimate:
        """One figure of one measure over everything in sight."""
        answer = self.ask(measure, where=where, period=period)
        if len(answer) == 1:
            return answer.rows[0].estimate
        return NotEstimable(Reason("in_parts", "It comes in parts only; see the table of parts."))

    def measure(self, name: str) -> Measure | None:
        """The catalogue's entry, where there is one."""
        return self.catalogue[name] if name in tuple(self.catalogue) else None

    def title(self, name: str) -> str:
        """What the measure is called."""
        measure = self.measure(name)
        return measure.title if measure else name.replace("_", " ").capitalize()

    def origin(self, name: str) -> Origin:
        """What stands behind the figures of a measure."""
        measure = self.measure(name)
        if measure is None:
            return Origin()
        return Origin(measure.sentence, measure.formula, measure.grain, measure.caveats)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the contracts of the tables found, the gravest first.

        They are about everybody's rows, and so for those alone who may see everybody.
        """
        if not self.scope.sees_everybody:
            return ()
        return run_checks(self.warehouse) if self.checked is None else self.checked.result()

    @cached_property
    def cards(self) -> tuple[SystemCard, ...]:
        """How good the data of each system is, for those who may see everybody."""
        return quality(self.warehouse) if self.scope.sees_everybody else ()

    @property
    def workspace(self) -> Path:
        """The folder of the workspace, where settings, presets and thresholds are."""
        return self.warehouse.folder.parent.parent

    @property
    def as_of(self) -> date:
        """The day that counts as today for the one who asks."""
        return min(self.warehouse.as_of, self.scope.as_of or self.warehouse.as_of)

    def now(self, grain: Grain) -> Period:
        """The whole month or quarter that today is in."""
        return Period.containing(self.as_of, grain, self.warehouse.settings.fiscal)

    def full(self, grain: Grain, count: int = 1) -> Period:
        """The last so many months or quarters that are over, today counting as over."""
        fiscal = self.warehouse.settings.fiscal
        tomorrow = Period.containing(add_days(self.as_of, 1), grain, fiscal)
        return Period(tomorrow.shift(-count, grain, fiscal).start, tomorrow.start)

    def name(self, period: Period, grain: Grain) -> str:
        """A month or quarter as people write it; several as first to last."""
        parts = period.split(grain, self.warehouse.settings.fiscal)
        names = [self.bucket(self._label(part, grain)) for part in (parts[0], parts[-1])]
        return names[0] if len(parts) == 1 else f"{names[0]} to {names[1]}"

    def bucket(self, name: str) -> str:
        """A quarter's name as people write it: "FY2026Q1" is "Q1 FY2026", or "Q1 2026".

        Where the fiscal year is the calendar year, nobody says fiscal.
        """
        year, quarter, number = name.rpartition("Q")
        if not quarter:
            return name
        fiscal = self.warehouse.settings.fiscal
        plain = fiscal.start_month == 1 and not fiscal.of_weeks
        return f"Q{number} {year.removeprefix('FY') if plain else year}"

    def _label(self, part: Period, grain: Grain) -> str:
        fiscal = self.warehouse.settings.fiscal
        return fiscal.label(part.start, grain) if grain.fiscal else str(part)

    def _asked(
        self,
        measure: str,
        by: tuple[str, ...],
        where: str | None,
        period: Period | None,
        pool: bool,
    ) -> Answer:
        if self.measure(measure) is None:
            reason = Reason(
                "no_such_measure",
                f"This version has no measure called {measure.replace('_', ' ')}.",
                "Update Everyrep.",
            )
            return _refused(measure, by, reason)
        try:
            return query(
                self.warehouse,
                measure,
                by=by,
                where=where,
                period=period,
                scope=self.scope,
                pool=pool,
                catalogue=self.catalogue,
            )
        except EveryrepError as problem:
            return _refused(measure, by, reason_of(problem))


def estimable(answer: Answer) -> tuple[Row, ...]:
    """The rows that have a value."""
    return tuple(row for row in answer if row.estimate.estimable)


def refusal(answer: Answer) -> Reason:
    """Why an answer has no value at all."""
    reasons = [row.estimate.reason for row in answer if row.estimate.reason]
    return reasons[0] if reasons else Reason("no_rows", "No facts fit the question.")


def reason_of(problem: EveryrepError) -> Reason:
    """Why something cannot be asked, as the page says it."""
    return Reason("cannot_be_asked", _sentence(problem), problem.remedy or "")


def _refused(measure: str, by: tuple[str, ...], reason: Reason) -> Answer:
    return Answer((measure,), by, (Row({}, measure, NotEstimable(reason)),))


def _sentence(problem: EveryrepError) -> str:
    text = problem.message.strip()
    return text if text.endswith(".") else f"{text[:1].upper()}{text[1:]}."
