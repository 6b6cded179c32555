"""A trial before it starts: who, how many, how long, and how exactly it will tell.

A person's outcome in a period is a part that lasts, a part that dies out from period to period,
and chance. Averaging periods takes out chance, not what lasts; periods from before take out what
lasts. Where whole teams are drawn, what a team has in common stays in.

References:
    Frison and Pocock (1992), Repeated measures in clinical trials: analysis using mean summary
        statistics and its implications for design.
    McKenzie (2012), Beyond baseline and follow-up: the case for more T in experiments.
    Burlig, Preonas and Woerman (2020), Panel data and experimental design (serial correlation).
    Eldridge, Ashby and Kerry (2006), Sample size for cluster randomized trials: effect of
        coefficient of variation of cluster size.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.values.errors import require


@dataclass(frozen=True)
class Plan:
    """A trial with two sides.

    Attributes:
        people: How many take part in all.
        deviation: Standard deviation between people of the outcome of one period, in its unit.
        treated: Share of people on the treated side.
        periods: Periods in which the outcome is counted after the start, averaged a person.
        before: Periods from before, whose mean is taken out.
        lasting: Correlation of two far-apart periods of one person, 0 to 1.
        echo: Share of what else they have in common that is left from one period to the next.
        explained: Share of the variance that other covariates from before foretell, 0 to 1.
        team: People in a team, where teams are drawn; 1 where people are.
        uneven: Coefficient of variation of the teams' sizes.
        likeness: Correlation of two people of one team (ICC), 0 to 1.
    """

    people: int
    deviation: float = 1.0
    treated: float = 0.5
    periods: int = 1
    before: int = 0
    lasting: float = 0.5
    echo: float = 0.0
    explained: float = 0.0
    team: float = 1.0
    uneven: float = 0.0
    likeness: float = 0.0

    def __post_init__(self) -> None:
        require(
            self.people >= 0 and self.periods >= 1 and self.before >= 0 and self.team >= 1,
            f"The plan has {self.people} people, {self.periods} periods and teams of {self.team}",
            "Give whole numbers, and at least one period",
        )
        shares = (self.lasting, self.echo, self.explained, self.likeness)
        require(
            all(0 <= share <= 1 for share in shares) and 0 < self.treated < 1,
            f"A share of the plan is not between 0 and 1: {shares}, treated {self.treated}",
            "Give shares such as 0.5",
        )
        require(self.deviation > 0, f"The deviation is {self.deviation}", "Give one above zero")

    @property
    def draws(self) -> float:
        """How many people, or teams, are drawn."""
        return self.people / self.team

    @property
    def degrees(self) -> float:
        """Degrees of freedom: draws less two sides, and less one where a covariate is taken out."""
        return self.draws - 2 - (1 if self.before or self.explained else 0)


def planned_error(plan: Plan) -> float:
    """Standard error of the effect, in the unit of the outcome."""
    variance = plan.deviation**2 * kept_variance(plan) * design_effect(plan)
    return sqrt(variance / plan.people / (plan.treated * (1 - plan.treated)))


def kept_variance(plan: Plan) -> float:
    """Variance of a person's mean over the periods, given those from before; one period has 1."""
    times = np.arange(plan.before + plan.periods)
    lag = np.abs(times[:, None] - times)
    shared = plan.lasting + (1 - plan.lasting) * np.where(lag == 0, 1.0, plan.echo**lag)
    after = shared[plan.before :, plan.before :].mean()
    if plan.before:
        across = shared[: plan.before, plan.before :].mean()
        after = after - across**2 / shared[: plan.before, : plan.before].mean()
    return float(after) * (1 - plan.explained)


def design_effect(plan: Plan) -> float:
    """How many times larger the variance is because teams are drawn."""
    return max(1.0, 1 + ((1 + plan.uneven**2) * plan.team - 1) * plan.likeness)


def rate_deviation(rate: float, trials: float, between: float = 0.0) -> tuple[float, float]:
    """Deviation of a person's rate in one period, and the share of its variance that lasts.

    Args:
        rate: Mean rate, 0 to 1, such as a win rate.
        trials: Trials (deals) of a person in one period.
        between: Standard deviation of true rates between people.
    """
    variance = rate * (1 - rate) / trials + between**2
    return sqrt(variance), between**2 / variance if variance > 0 else 0.0


def ratio_deviation(above: Floats, below: Floats) -> float:
    """Deviation between people of a ratio of sums, by the delta method.

    Args:
        above, below: A person's sums in one period, shape (people,).
    """
    ratio = float(above.sum() / below.sum())
    return float(np.std(above - ratio * below, ddof=1) / below.mean())
