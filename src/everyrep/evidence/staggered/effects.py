"""Effects with their influence: what each unit contributes to the error of each effect.

Every estimator of this room is, in large samples, its target plus a sum of one contribution for
each unit. Those contributions are kept, as `influence` of shape (units, effects), in the scale of
that sum: the variance of an effect is the sum of their squares, that of a combination of effects
the sum of squares of the combined contributions, and where units belong together, the sum over
groups of units of the squared group totals. So effects of several designs of the same units can be
combined by whoever needs to, without knowing how each came about. (What papers call the influence
function is this times the number of units.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from everyrep.evidence.staggered.bands import critical_values, simultaneous_values
from everyrep.evidence.staggered.spread import (
    Units,
    contributing,
    covariance,
    degrees_of_freedom,
    standard_errors,
)

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints

LEVEL = 0.95
Kind = Literal["event time", "cohort", "period", "cell"]
Design = Literal["group-time", "imputation"]


@dataclass(frozen=True)
class Effect:
    """One effect.

    Attributes:
        estimate: In units of the outcome.
        influence: Shape (units,): each unit's contribution to the estimate's error.
        units: Who belongs together, and with whom each was treated.
        treated: Treated units behind it.
        level: Of the interval, such as 0.95.
    """

    estimate: float
    influence: Floats
    units: Units
    treated: int
    level: float = LEVEL

    @cached_property
    def standard_error(self) -> float:
        """In units of the outcome."""
        return float(standard_errors(self.influence[:, None], self.units.clusters)[0])

    @cached_property
    def freedom(self) -> float:
        """Degrees of freedom; see `degrees_of_freedom`."""
        return float(degrees_of_freedom(self.influence[:, None], self.units)[0])

    @property
    def interval(self) -> tuple[float, float]:
        """The interval at `level`, by Student's t."""
        reach = float(critical_values(self.level, np.array(self.freedom))) * self.standard_error
        return self.estimate - reach, self.estimate + reach

    @property
    def p_value(self) -> float:
        """Two-sided, of no effect."""
        from scipy.special import stdtr

        if not self.standard_error:
            return float(self.estimate == 0)

        return float(2 * stdtr(self.freedom, -abs(self.estimate) / self.standard_error))


@dataclass(frozen=True)
class Effects:
    """Effects that were estimated together.

    Attributes:
        kind: What `index` counts: periods since treatment, cohorts, periods, or cells (0, 1, ...).
        index: Shape (effects,): event times, first treated periods, periods, or cells.
        estimates: Shape (effects,), in units of the outcome.
        influence: Shape (units, effects): each unit's contribution to each estimate's error.
        units: Who belongs together, and with whom each was treated.
        treated: Shape (effects,): treated units behind each.
        level: Of intervals and bands, such as 0.95.
        seed: Of the draws behind the simultaneous band.
    """

    kind: Kind
    index: Ints
    estimates: Floats
    influence: Floats
    units: Units
    treated: Ints
    level: float = LEVEL
    seed: int = 0

    @cached_property
    def covariance(self) -> Floats:
        """Shape (effects, effects)."""
        return covariance(self.influence, self.units.clusters)

    @cached_property
    def standard_errors(self) -> Floats:
        """Shape (effects,); 0 where an effect is fixed, as that of a base period is."""
        return standard_errors(self.influence, self.units.clusters)

    @cached_property
    def freedom(self) -> Floats:
        """Shape (effects,): degrees of freedom; see `degrees_of_freedom`."""
        return degrees_of_freedom(self.influence, self.units)

    @property
    def intervals(self) -> Floats:
        """Shape (effects, 2): of each effect by itself, by Student's t."""
        return self._around(critical_values(self.level, self.freedom))

    @cached_property
    def simultaneous(self) -> Floats:
        """Shape (effects,): how many standard errors hold all effects at once, at `level`."""
        groups = contributing(self.influence, self.units.clusters)
        return simultaneous_values(
            self.covariance, self.freedom, self.level, groups=groups, seed=self.seed
        )

    @property
    def bands(self) -> Floats:
        """Shape (effects, 2): a band that holds all effects at once with chance `level`."""
        return self._around(self.simultaneous)

    def where(self, chosen: Bools) -> Effects:
        """Only some of the effects, with a band of their own."""
        return Effects(
            self.kind,
            self.index[chosen],
            self.estimates[chosen],
            self.influence[:, chosen],
            self.units,
            self.treated[chosen],
            self.level,
            self.seed,
        )

    def combined(self, weights: Floats) -> Effect:
        """A combination of the effects, with weights of shape (effects,) that are known."""
        behind = self.treated[weights != 0]
        return Effect(
            float(self.estimates @ weights),
            self.influence @ weights,
            self.units,
            int(behind.max(initial=0)),
            self.level,
        )

    def _around(self, critical: Floats) -> Floats:
        reach = critical * self.standard_errors
        return np.column_stack([self.estimates - reach, self.estimates + reach])


@dataclass(frozen=True)
class Aggregate:
    """Effects by event time, cohort or period, and what they come to overall.

    Attributes:
        parts: By event time, cohort or period.
        overall: What they come to.
        told: Which parts were left out and why, as sentences.
    """

    parts: Effects
    overall: Effect
    told: tuple[str, ...]


@dataclass(frozen=True)
class EventStudy:
    """The effect by periods since treatment, whichever design it came from.

    Attributes:
        design: What it was estimated by.
        effects: By event time, ascending; negative ones are before treatment.
        overall: The mean of the effects from treatment on (`group-time`), or over all treated
            cells (`imputation`). Months of anticipation are never in it.
        anticipation: Periods before treatment in which an effect was allowed for: what is found
            there is no sign of a trend before.
        under_slope: Shape (effects,): what each would be by mistake, if whoever is ever treated
            gained one unit of the outcome a period on who never is, all along.
        overall_under_slope: The same of the effect overall.
        references: Event times whose effect is 0 because the others are measured from them.
        told: What was left out and why, as sentences.
    """

    design: Design
    effects: Effects
    overall: Effect
    anticipation: int
    under_slope: Floats
    overall_under_slope: float
    references: tuple[int, ...]
    told: tuple[str, ...]

    @property
    def event_times(self) -> Ints:
        """Shape (effects,): periods since treatment."""
        return self.effects.index

    @property
    def after(self) -> Effects:
        """From treatment on, with a band of their own."""
        return self.effects.where(self.event_times >= 0)

    @property
    def before(self) -> Effects:
        """Before treatment and before any anticipation: what a pre-trend would show in."""
        return self.effects.where(self.is_before)

    @property
    def is_before(self) -> Bools:
        """Shape (effects,): before treatment and any anticipation, and not fixed."""
        fixed = np.isin(self.event_times, self.references)
        return np.asarray((self.event_times < -self.anticipation) & ~fixed)
