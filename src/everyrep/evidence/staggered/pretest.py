"""Whether treated and untreated moved alike before treatment, and what the test could have seen.

A test that does not reject is no proof: often it could not have rejected a trend that matters. So
the power against a trend of a stated size stands beside it, and the smallest trend that the test
would find four times in five.

References:
    Callaway, B. and Sant'Anna, P. (2021), Difference-in-differences with multiple time periods.
    Journal of Econometrics 225.
    Roth, J. (2022), Pretest with caution: event-study estimates after testing for parallel trends.
    American Economic Review: Insights 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from everyrep.evidence.staggered.spread import contributing

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Floats
    from everyrep.evidence.staggered.effects import Effects, EventStudy
    from everyrep.evidence.staggered.group_time import GroupTimes

SIZE = 0.05
_NOTHING = 1e-12


@dataclass(frozen=True)
class PreTest:
    """A joint test that nothing happened before treatment.

    Attributes:
        statistic: Wald's; under no effect chi-squared.
        freedom: Its degrees of freedom.
        p_value: Of no effect, in large samples; with few groups of units see `small_p_value`.
        small_p_value: By the F distribution, which knows how many groups (or units) there are.
        size: At which the test rejects.
        groups: Groups of units (or units) behind it.
        estimates: Shape (effects,): what was tested.
        covariance: Shape (effects, effects).
        under_slope: Shape (effects,): what each would be, if whoever is ever treated gained one
            unit of the outcome a period on who never is.
    """

    statistic: float
    freedom: int
    p_value: float
    small_p_value: float
    size: float
    groups: int
    estimates: Floats
    covariance: Floats
    under_slope: Floats

    def power(self, slope: float) -> float:
        """The chance that the test rejects if the ever treated gain so much a period on others."""
        from scipy.special import chdtri, chndtr

        bound = chdtri(self.freedom, self.size)
        return float(1 - chndtr(bound, self.freedom, slope**2 * self._per_slope))

    def found_slope(self, power: float = 0.8) -> float:
        """The smallest gain a period that the test finds with a chance of `power`.

        Infinite where no slope can be seen, since nobody is never treated.
        """
        from scipy.special import chdtri, chndtrinc

        if self._per_slope < _NOTHING:
            return float("inf")
        bound = chdtri(self.freedom, self.size)
        return float(np.sqrt(chndtrinc(bound, self.freedom, 1 - power) / self._per_slope))

    @cached_property
    def _per_slope(self) -> float:
        solved = np.linalg.solve(self.covariance, self.under_slope)
        return float(self.under_slope @ solved)


def pre_test(
    found: GroupTimes, *, size: float = SIZE, with_anticipation: bool = False
) -> PreTest | str:
    """Test all cells before treatment, or say why it cannot be done.

    Cohorts that are one unit, or one group of units, take no part: alone they show no spread.

    Args:
        found: Effects by cohort and period.
        size: At which the test rejects.
        with_anticipation: Test periods in which an effect is allowed for as well.
    """
    last = found.cohort - (0 if with_anticipation else found.comparison.anticipation)
    free = np.array([cell.fit is not None and not cell.alone for cell in found.cells])
    chosen = (found.period < last) & free
    return wald(found.effects(chosen), found.under_slope[chosen], size)


def pre_test_by_event_time(found: EventStudy, *, size: float = SIZE) -> PreTest | str:
    """Test the effects by event time before treatment: fewer than cells, so more power if alike."""
    return wald(found.before, found.under_slope[found.is_before], size)


def wald(effects: Effects, under_slope: Floats, size: float = SIZE) -> PreTest | str:
    """Test that all of some effects are nothing, or say why it cannot be done."""
    from scipy.special import chdtrc, fdtrc

    count = effects.estimates.size
    groups = contributing(effects.influence, effects.units.clusters)
    if not count:
        return "there is no period before treatment to test, beyond the one measured from"
    covariance = effects.covariance
    spread = np.sqrt(np.diag(covariance))
    if (spread <= 0).any():
        return "outcomes before treatment do not vary"
    if groups <= count:
        return f"{count} effects before treatment cannot be tested with {groups} groups of units"
    if np.linalg.cond(covariance / np.outer(spread, spread)) > 1e12:
        return "effects before treatment repeat one another"
    statistic = float(effects.estimates @ np.linalg.solve(covariance, effects.estimates))
    scaled = statistic * (groups - count) / (count * (groups - 1))
    return PreTest(
        statistic=statistic,
        freedom=count,
        p_value=float(chdtrc(count, statistic)),
        small_p_value=float(fdtrc(count, groups - count, scaled)),
        size=size,
        groups=groups,
        estimates=effects.estimates,
        covariance=covariance,
        under_slope=under_slope,
    )
