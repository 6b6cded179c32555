"""Effects by cohort and period after Callaway and Sant'Anna.

A cohort is everybody first treated in the same period. Its effect in a period is its change since a
base period, beyond that of controls: who is never treated, or who is not treated yet (nor about to
be, where an effect before treatment is allowed for). No treated unit ever serves as a control,
which is what goes wrong in two-way fixed effects.

References:
    Callaway, B. and Sant'Anna, P. (2021), Difference-in-differences with multiple time periods.
    Journal of Econometrics 225.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from everyrep.evidence.staggered.effects import LEVEL, Effects
from everyrep.evidence.staggered.odds import Odds, Side, odds_of
from everyrep.evidence.staggered.pairs import Fit, Method, adjusted, plain
from everyrep.evidence.staggered.panel import Known, Panel, sorted_panel
from everyrep.evidence.staggered.refusals import CannotEstimate
from everyrep.evidence.staggered.spread import Units, numbered

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints

Controls = Literal["never", "not yet"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True)
class Comparison:
    """Who is compared with whom, and how.

    Attributes:
        controls: Who is never treated, or who is not treated yet.
        method: How covariates are used.
        anticipation: Periods before treatment in which an effect is allowed for.
        base: Before treatment, measure from the period just before each (`varying`), or from the
            last period without anticipation throughout (`universal`).
    """

    controls: Controls = "not yet"
    method: Method = "doubly robust"
    anticipation: int = 0
    base: Base = "varying"


PLAIN = Comparison()
"""Compare with who is not treated yet, without anticipation."""


@dataclass(frozen=True)
class Cell:
    """A cohort in a period, and what it is compared with.

    Attributes:
        cohort: First treated period.
        period: The period.
        base: The period before, from which changes are measured.
        fit: What was estimated; None in the base period itself.
        treated: Units of the cohort with outcomes in both periods.
        controls: Controls with outcomes in both.
        alone: Whether the treated are one unit, or one group of units: then the cell by itself
            does not show how far chance would take them, which aggregates make up for.
        under_slope: What the effect would be by mistake, if whoever is ever treated gained one unit
            of the outcome a period on who never is, all along.
    """

    cohort: int
    period: int
    base: int
    fit: Fit | None
    treated: int
    controls: int
    alone: bool
    under_slope: float = 0.0


@dataclass(frozen=True)
class GroupTimes:
    """Effects by cohort and period.

    Attributes:
        panel: The units, sorted.
        cells: What could be estimated, by cohort and period.
        missing: What could not: cohort, period, reason.
        comparison: Who was compared with whom, and how.
        units: Who belongs together, and with whom each was treated, as given.
        level: Of intervals and bands.
    """

    panel: Panel
    cells: tuple[Cell, ...]
    missing: tuple[tuple[int, int, str], ...]
    comparison: Comparison
    units: Units
    level: float

    @cached_property
    def cohort(self) -> Ints:
        """Shape (cells,): first treated period."""
        return np.array([cell.cohort for cell in self.cells], dtype=np.int64)

    @cached_property
    def period(self) -> Ints:
        """Shape (cells,)."""
        return np.array([cell.period for cell in self.cells], dtype=np.int64)

    @cached_property
    def estimates(self) -> Floats:
        """Shape (cells,), in units of the outcome; 0 in base periods."""
        return np.array([cell.fit.effect if cell.fit else 0.0 for cell in self.cells])

    @cached_property
    def under_slope(self) -> Floats:
        """Shape (cells,): what each would be by mistake under a slope; see `Cell`."""
        return np.array([cell.under_slope for cell in self.cells])

    @cached_property
    def treated(self) -> Ints:
        """Shape (cells,): treated units behind each."""
        return np.array([cell.treated for cell in self.cells], dtype=np.int64)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Who and what was left out and why, as sentences."""
        reasons = sorted({reason for _, _, reason in self.missing})
        counts = [sum(found == reason for *_, found in self.missing) for reason in reasons]
        cells = [
            f"{count} of {len(self.cells) + len(self.missing)} pairs of cohort and period left "
            f"out: {reason}"
            for count, reason in zip(counts, reasons, strict=True)
        ]
        return self.panel.told + tuple(cells)

    def effects(self, chosen: Bools | None = None) -> Effects:
        """The cells as effects with their influence: mind (units, cells) numbers of memory.

        Where the treated of a cell are alone its standard error holds the controls' part only.
        """
        picked = np.flatnonzero(np.ones(len(self.cells), bool) if chosen is None else chosen)
        weights = np.zeros((len(self.cells), picked.size))
        weights[picked, np.arange(picked.size)] = 1.0
        return Effects(
            kind="cell",
            index=picked,
            estimates=self.estimates[picked],
            influence=influence(self, weights),
            units=self.units,
            treated=self.treated[picked],
            level=self.level,
        )


def group_times(
    y: Floats,
    first: Ints,
    comparison: Comparison = PLAIN,
    *,
    covariates: Floats | None = None,
    weights: Floats | None = None,
    clusters: Ints | None = None,
    level: float = LEVEL,
) -> GroupTimes:
    """Effects by cohort and period.

    Args:
        y: Shape (units, periods): outcomes, NaN where there is none. A unit takes part wherever it
            has an outcome in both the period and its base.
        first: Shape (units,): first treated period, `NEVER` for never. Treated from period 0 on
            (or within its anticipation) leaves nothing to compare with.
        comparison: Who is compared with whom, and how.
        covariates: Shape (units, covariates), from before treatment; None without.
        weights: Shape (units,), positive: what each counts; None where all count alike.
        clusters: Shape (units,): which units belong together; None where each is alone.
        level: Of intervals and bands.

    Raises:
        DataError: Shapes that do not go together, or values that cannot be.
        CannotEstimate: Nobody can be compared with anybody.
    """
    number = numbered(clusters)
    known = Known(covariates, weights, number)
    panel = sorted_panel(y, first, known, comparison.anticipation)
    maker = _Maker(panel, comparison)
    cells: list[Cell] = []
    missing: list[tuple[int, int, str]] = []
    for found in maker.cells():
        if isinstance(found, Cell):
            cells.append(found)
        else:
            missing.append(found)
    result = GroupTimes(
        panel, tuple(cells), tuple(missing), comparison, Units(first, number), level
    )
    if not any(cell.fit is not None and cell.period >= cell.cohort for cell in cells):
        raise CannotEstimate(
            "No cohort can be compared with anybody from its treatment on",
            why="; ".join(result.told) or None,
            remedy="Leave some untreated for longer, or compare with who is not treated yet",
        )
    return result


def influence(found: GroupTimes, weights: Floats) -> Floats:
    """Contributions of units to combinations of cells.

    Args:
        found: Effects by cohort and period.
        weights: Shape (cells, combinations).

    Returns:
        Shape (units given, combinations); zeros for units that were left out.
    """
    panel = found.panel
    total = np.zeros((weights.shape[1], panel.first.size))
    for cell, row in zip(found.cells, weights, strict=True):
        used = np.flatnonzero(row)
        if cell.fit is None or not used.size:
            continue
        slices = _slices(panel, cell, found.comparison)
        treated, control = (_place(panel, cell, where) for where in slices)
        parts = cell.fit.contributions(treated.side, control.side)
        for at in used:
            for place, part in zip((treated, control), parts, strict=True):
                place.add(total[at], row[at] * part)
    given = np.zeros((panel.given, weights.shape[1]))
    given[panel.rows] = total.T
    return given


@dataclass(frozen=True)
class _Place:
    """Where in the sorted panel one side of a comparison is, and its data."""

    where: slice
    mask: Bools | None
    side: Side

    def add(self, row: Floats, values: Floats) -> None:
        if self.mask is None:
            row[self.where] += values
        else:
            row[self.where][self.mask] += values


@dataclass(frozen=True)
class _Maker:
    """Makes cells, one after the other."""

    panel: Panel
    comparison: Comparison

    def cells(self) -> Iterator[Cell | tuple[int, int, str]]:
        cohorts = [int(g) for g in self.panel.cohorts if g < self.panel.periods]
        for cohort in cohorts:
            kept: dict[int, Odds] = {}
            for period, base in _pairs(cohort, self.panel.periods, self.comparison):
                yield self._cell(Cell(cohort, period, base, None, 0, 0, alone=False), kept)

    def _cell(self, bare: Cell, kept: dict[int, Odds]) -> Cell | tuple[int, int, str]:
        own, others = _slices(self.panel, bare, self.comparison)
        treated = _place(self.panel, bare, own)
        count = treated.side.change.size
        if bare.period == bare.base:
            return replace(bare, treated=count)
        control = _place(self.panel, bare, others)
        alone = self._alone(treated)
        odds = self._odds(treated, control, kept)
        fit = self._fit(treated, control, odds)
        if isinstance(fit, str):
            return bare.cohort, bare.period, fit
        slope = self._fit(self._leaning(treated, bare), self._leaning(control, bare), odds)
        return replace(
            bare,
            fit=fit,
            treated=count,
            controls=control.side.change.size,
            alone=alone,
            under_slope=0.0 if isinstance(slope, str) else slope.effect,
        )

    def _leaning(self, place: _Place, cell: Cell) -> _Place:
        """A side whose ever treated gain one unit of the outcome a period, and others nothing."""
        ever = self.panel.ever[place.where]
        ever = ever if place.mask is None else ever[place.mask]
        change = np.where(ever, float(cell.period - cell.base), 0.0)
        return replace(place, side=replace(place.side, change=change))

    def _alone(self, place: _Place) -> bool:
        owner = self.panel.owner[place.where]
        owner = owner if place.mask is None else owner[place.mask]
        return owner.size > 0 and int(owner.min()) == int(owner.max())

    def _odds(self, treated: _Place, control: _Place, kept: dict[int, Odds]) -> Odds | None:
        method, start = self.comparison.method, control.where.start
        if not treated.side.x.shape[1] or method == "regression":
            return None
        if not treated.side.change.size or not control.side.change.size:
            return None
        # With every outcome there, the same units are compared whatever the period.
        odds = kept.get(start) if self.panel.full else None
        if odds is None:
            odds = odds_of(treated.side, control.side, balance=method == "improved")
            kept[start] = odds
        return odds

    def _fit(self, treated: _Place, control: _Place, odds: Odds | None) -> Fit | str:
        if not treated.side.change.size:
            return "nobody treated with an outcome there and in the base period"
        if not control.side.change.size:
            return "nobody untreated is left to compare with"
        if self._alone(control):
            return "one unit, or one group of units, is all that is untreated"
        if not treated.side.x.shape[1]:
            return plain(treated.side, control.side)
        return adjusted(treated.side, control.side, self.comparison.method, odds)


def _pairs(cohort: int, periods: int, comparison: Comparison) -> Iterator[tuple[int, int]]:
    """Periods of a cohort with what each is measured from."""
    last = cohort - comparison.anticipation - 1
    for period in range(periods):
        if period >= cohort or comparison.base == "universal":
            yield period, last
        elif period > 0:
            yield period, period - 1


def _slices(panel: Panel, cell: Cell, comparison: Comparison) -> tuple[slice, slice]:
    """Where a cell's cohort and its controls are; the latter can hold the cohort as well."""
    if comparison.controls == "never":
        return panel.cohort(cell.cohort), panel.never
    last = max(cell.period, cell.base) + comparison.anticipation
    return panel.cohort(cell.cohort), panel.untreated_after(last)


def _place(panel: Panel, cell: Cell, where: slice) -> _Place:
    change = panel.y[cell.period, where] - panel.y[cell.base, where]
    mask = None if panel.full else ~np.isnan(change)
    own = panel.cohort(cell.cohort)
    if where != own and where.start < own.stop:
        mask = np.ones(change.size, dtype=bool) if mask is None else mask
        mask[max(own.start - where.start, 0) : own.stop - where.start] = False
    x = panel.x[where]
    weights = None if panel.weights is None else panel.weights[where]
    if mask is None:
        return _Place(where, None, Side(change, x, weights))
    weights = None if weights is None else weights[mask]
    return _Place(where, mask, Side(change[mask], x[mask], weights))
